package page

import (
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/figure"
)

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

func (b *builder) small(f *figure.Figure) string {
	if r := b.opt.Maker.Rule; r.Round {
		return fmt.Sprintf(b.w("small_rounded"), r.Few())
	}
	if f.Safe.Hidden() == 0 {
		return "" // a reader would look for what is not there
	}
	return b.w("small_suppressed")
}

// certainty says below a key figure how far it is all that was registered, and whether it
// is rounded: then so is what its changes, and a share or rate, are computed from.
func (b *builder) certainty(f *figure.Figure, shown, changes bool) string {
	if !shown {
		return ""
	}
	rounded := f.Safe.Rounded()
	var parts []string
	switch {
	case len(f.Gaps) > 0:
	case f.Open():
		parts = append(parts, b.w("provisional"))
	case f.Absent > 0: // which stands behind the value
	case f.Metric.Counts() || rounded:
		parts = append(parts, b.w("complete")) // it has no interval around it
	default:
		parts = append(parts, b.w("of_complete"))
	}
	switch {
	case rounded && f.Metric.Counted():
		parts = append(parts, fmt.Sprintf(b.w("of_rounded"), f.Safe.Base()))
	case rounded:
		parts = append(parts, fmt.Sprintf(b.w("is_rounded"), f.Safe.Base()))
		if changes {
			parts = append(parts, b.w("changes_rounded"))
		}
	}
	return strings.Join(parts, "; ")
}
