package page

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/vlot-evaluatie/peil/models"
)

// atOnce is how many questions are asked at a time: while one is planned, another is
// counted.
const atOnce = 2

// ahead asks for what the page draws and prints, before it does: of each metric the
// longest line by month first, then the rest. A warehouse counts a month once: shorter
// lines and the numbers of single months are then there already. What is wrong with a
// question is told where it stands.
func (b *builder) ahead() {
	var lines, rest []models.MetricQuery
	for _, item := range b.src.items {
		d := b.filled(item)
		if from := d.get("spark_from", ""); d.name == "card" && from != "" {
			if q, err := b.query(trend(d, from)); err == nil {
				lines = append(lines, q)
			}
		}
		if !slices.Contains([]string{"figure", "card", "value"}, d.name) {
			continue
		}
		if q, err := b.query(d); err != nil {
			continue
		} else if slices.Equal(q.By, []string{"month"}) && q.At == "" {
			lines = append(lines, q)
		} else {
			rest = append(rest, q)
		}
	}
	slices.SortStableFunc(lines, func(x, y models.MetricQuery) int {
		return cmp.Or(strings.Compare(string(x.From), string(y.From)), strings.Compare(string(y.To), string(x.To)))
	})
	var first, shorter []models.MetricQuery
	for _, q := range lines {
		if slices.ContainsFunc(first, func(have models.MetricQuery) bool { return have.Metric == q.Metric }) {
			shorter = append(shorter, q)
		} else {
			first = append(first, q)
		}
	}
	b.ask(first)
	b.ask(append(shorter, rest...))
}

// ask asks questions whose answers are remembered.
func (b *builder) ask(questions []models.MetricQuery) {
	turns := make(chan models.MetricQuery)
	var askers sync.WaitGroup
	for range atOnce {
		askers.Go(func() {
			for q := range turns {
				_, _ = b.opt.Maker.Querier.Metric(b.ctx, q)
			}
		})
	}
	for _, q := range questions {
		turns <- q
	}
	close(turns)
	askers.Wait()
}
