package models

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// How well a word is found in a metric, best first: its place in the order of an
// answer.
const (
	foundWhole = iota // it is the name
	foundWord         // it is a word of the name
	foundName         // it is in the name
	foundTitle
	foundAbout // in the definition, or in what a metric that cannot be measured needs
	foundAround
	notFound
)

// SearchMetrics gives the metrics in which every word is found: in name, titles,
// definitions, unit, sources or dimensions, in both languages. Case, accents and
// hyphens do not count. Those with the words in their name come first, then those
// with them in the title; equals go by name. Without words it gives all, by name.
func (p *Project) SearchMetrics(words ...string) []*Metric {
	type ranked struct {
		*Metric
		rank int
	}
	var asked []string
	for _, w := range words {
		for part := range strings.FieldsSeq(w) {
			if f := Fold(part); f != "" {
				asked = append(asked, f)
			}
		}
	}
	var found []ranked
	for _, m := range p.Metrics {
		rank := 0
		for _, word := range asked {
			at := p.find(m, word)
			if at == notFound {
				rank = -1
				break
			}
			rank += at
		}
		if rank >= 0 {
			found = append(found, ranked{m, rank})
		}
	}
	slices.SortFunc(found, func(a, b ranked) int { return cmp.Or(a.rank-b.rank, cmp.Compare(a.Name, b.Name)) })
	out := make([]*Metric, len(found))
	for i, f := range found {
		out[i] = f.Metric
	}
	return out
}

// find tells where a folded word stands in a metric, the best of its places.
func (p *Project) find(m *Metric, word string) int {
	switch name := strings.Split(strings.ToLower(m.Name), "_"); {
	case Fold(m.Name) == word:
		return foundWhole
	case slices.Contains(name, word):
		return foundWord
	case strings.Contains(Fold(m.Name), word):
		return foundName
	}
	if holds(word, m.TitleNL, m.TitleEN) {
		return foundTitle
	}
	if holds(word, m.AboutNL, m.AboutEN, m.NotMeasurable, m.Needs) {
		return foundAbout
	}
	around := append([]string{m.Unit, m.UnitNL, m.UnitEN, m.Kind}, m.Sources...)
	for name := range m.Dimensions {
		d := p.Dimension(name)
		around = append(around, d.Name, d.TitleNL, d.TitleEN)
	}
	if holds(word, around...) {
		return foundAround
	}
	return notFound
}

// holds tells whether a folded word stands within a word of the texts: Dutch
// writes words together. It may not run from one word on into the next.
func holds(word string, texts ...string) bool {
	for _, text := range texts {
		for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".,;:()/\"", r) }) {
			if strings.Contains(Fold(part), word) {
				return true
			}
		}
	}
	return false
}
