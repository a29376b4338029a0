package main

import (
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/sql/diff"
)

// diffTable is the result as rows for other programs.
func diffTable(r *diff.Result) *table {
	t := &table{columns: append([]string{"metric"}, r.By...)}
	t.columns = append(t.columns, "on", "old", "new", "difference", "share", "by_definition", "why")
	for _, f := range r.Figures {
		for _, c := range f.Cells {
			row := append([]string{f.Metric}, c.Dims...)
			for len(row) <= len(r.By) {
				row = append(row, "")
			}
			share := ""
			if s, ok := c.Share(); ok {
				share = plain(&s)
			}
			t.add(append(row, c.On, plain(c.Old), plain(c.New), plain(c.Difference), share, plain(c.Definition), strings.Join(reasonTexts(c.Why, true), "; "))...)
		}
	}
	return t
}

func plain(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}
