package check

import (
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// meanings tells what the texts of entries mean when they mean several codes,
// or one for some days only.
func meanings(all []entry) map[string]string {
	by := map[string][]string{}
	said := map[string]bool{}
	for _, e := range all {
		text := e.code
		if e.from != always {
			text += " from " + e.from
		}
		if e.until != never {
			text += " until " + string(models.Date(e.until).AddDays(-1))
		}
		if key := fold(e.text); !said[key+"="+text] {
			said[key+"="+text] = true
			by[key] = append(by[key], text)
		}
	}
	for key, texts := range by {
		if len(texts) == 1 && !strings.Contains(texts[0], " ") {
			delete(by, key)
		}
	}
	out := map[string]string{}
	for key, texts := range by {
		out[key] = strings.Join(texts, " or ")
	}
	return out
}

// preferred gives own, and of other what no entry of own says for that day.
func preferred(own, other []entry) []entry {
	out := slices.Clone(own)
	said := map[string][]entry{} // by folded text: lists may be long
	for _, w := range own {
		said[fold(w.text)] = append(said[fold(w.text)], w)
	}
	for _, o := range other {
		pieces := []entry{o}
		for _, w := range said[fold(o.text)] {
			var left []entry
			for _, p := range pieces {
				left = append(left, without(p, w)...)
			}
			pieces = left
		}
		out = append(out, pieces...)
	}
	return out
}

// without gives what is left of p outside the days of w.
func without(p, w entry) []entry {
	var out []entry
	if before := p; p.from < w.from {
		before.until = min(p.until, w.from)
		out = append(out, before)
	}
	if after := p; p.until > w.until {
		after.from = max(p.from, w.until)
		out = append(out, after)
	}
	return out
}

// unambiguous cuts the days of each text into stretches in which it means the
// same, and marks those in which it means several codes.
func unambiguous(all []entry) []entry {
	byText := map[string][]entry{}
	var order []string
	for _, e := range all {
		key := fold(e.text)
		if key == "" || e.code == "" || e.from >= e.until {
			continue
		}
		if byText[key] == nil {
			order = append(order, key)
		}
		byText[key] = append(byText[key], e)
	}
	slices.Sort(order)
	var out []entry
	for _, key := range order {
		group := byText[key]
		var days []string
		for _, e := range group {
			days = append(days, e.from, e.until)
		}
		slices.Sort(days)
		days = slices.Compact(days)
		start := len(out)
		for i := range days[:len(days)-1] {
			var here *entry
			for _, e := range group {
				if e.from > days[i] || e.until <= days[i] {
					continue
				}
				switch {
				case here == nil:
					here = &entry{group[0].text, e.name, e.code, days[i], days[i+1]}
				case here.code != e.code:
					here.code = ""
				}
			}
			if here == nil {
				continue
			}
			if last := len(out) - 1; last >= start && out[last].code == here.code && out[last].until == here.from {
				out[last].until = here.until
				continue
			}
			out = append(out, *here)
		}
	}
	return out
}
