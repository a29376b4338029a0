package page

import "fmt"

// Clash is a number of the page that was published under another method for small counts.
type Clash struct{ Title, Edition string }

// rounded says how the numbers of a page are rounded instead of hidden.
func (b *builder) rounded(v *pageView) {
	r := b.opt.Maker.Rule
	base, derived := r.Few(), r.FewDerived()
	if j := b.opt.Judged; j != nil {
		v.Why = fmt.Sprintf(b.w("rounded_why"), base, base-1, j.Off, derived)
		if j.Primary+j.Secondary > 0 {
			v.Why += " " + fmt.Sprintf(b.w("rounded_amounts"), base, b.whole(int64(j.Primary)), b.whole(int64(j.Secondary)))
		}
	}
}

// signSmall stands in a reading for a sentence on what becomes of small counts.
const signSmall = "{small}"

func (b *builder) small() string {
	if r := b.opt.Maker.Rule; r.Round {
		return fmt.Sprintf(b.w("small_rounded"), r.Few())
	}
	return b.w("small_suppressed")
}
