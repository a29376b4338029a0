package page

import "fmt"

// hiddenNote says what [o] stands for on this page: the rule in force.
func (b *builder) hiddenNote() string {
	r := b.opt.Maker.Rule
	return fmt.Sprintf(b.w("hidden_mark"), r.Few()-1, r.FewDerived())
}
