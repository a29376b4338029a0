package page

import (
	"fmt"
	"slices"
	"strings"
)

// hiddenNote says what [o] stands for on this page: the rule in force.
func (b *builder) hiddenNote() string {
	r := b.opt.Maker.Rule
	note := fmt.Sprintf(b.w("hidden_mark"), r.Few()-1, r.FewDerived())
	var titles []string
	for _, d := range b.opt.Sensitive {
		titles = append(titles, strings.ToLower(d.Title(b.src.Lang)))
	}
	if len(titles) > 0 {
		slices.Sort(titles)
		note += " " + fmt.Sprintf(b.w("hidden_sensitive"), strings.Join(titles, ", "), r.FewSensitive()-1)
	}
	if r.Freeze {
		note += " " + b.w("hidden_frozen")
	}
	return note
}
