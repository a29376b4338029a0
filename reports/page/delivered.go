package page

import (
	"cmp"
	"fmt"
	"html/template"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
)

// Delivered is what came in of one export up to the knowledge date.
type Delivered struct {
	Name                         string // source/entity
	Title                        string
	Deliveries                   int
	Rows, Rejected, Warned, Held int64 // Held: deliveries in quarantine, or too short to count
	Last                         models.Date
	Due                          models.Date // day on which the next one was due, where one is late
	LateDays                     int
	Missing                      int      // deliveries that did not come
	Absent                       []Absent // of these, the ones before the last that came
	List                         bool     // each delivery tells all that there is
}

// sources tells in a sentence and a table what came in, what of it counts, and who is
// late.
func (b *builder) sources() (template.HTML, error) {
	if len(b.opt.Delivered) == 0 {
		return "", &models.Error{Code: models.Invalid, What: "sources has nothing to tell: nothing was taken in", Fix: "run peil run first"}
	}
	var out strings.Builder
	esc := template.HTMLEscapeString
	var rows, rejected int64
	var deliveries int
	var late, never []string
	for _, s := range b.opt.Delivered {
		deliveries, rows, rejected = deliveries+s.Deliveries, rows+s.Rows, rejected+s.Rejected
		if s.LateDays > 0 {
			late = append(late, fmt.Sprintf("%s (%s %s)", s.Title, b.w("due"), b.longDate(s.Due)))
		}
		if s.Deliveries == 0 {
			never = append(never, s.Title)
		}
	}
	share := 0.0
	if rows > 0 {
		share = float64(rejected) / float64(rows)
	}
	fmt.Fprintf(&out, `<div class="sources"><p>%s</p>`, esc(fmt.Sprintf(b.w("came_in"), b.whole(int64(deliveries)), b.whole(rows), b.whole(rejected), number.Percent(share, 1, b.src.Lang))))
	var said []string
	if len(late) > 0 {
		said = append(said, b.w("are_late")+" "+strings.Join(late, "; ")+".")
	}
	if len(never) > 0 {
		said = append(said, b.w("never_came")+" "+strings.Join(never, "; ")+".")
	}
	text := cmp.Or(strings.Join(said, " "), b.w("none_late"))
	fmt.Fprintf(&out, `<p>%s</p><div class="wide" role="group" aria-label="%s" tabindex="0"><p class="swipe">%s</p><table><caption>%s</caption><thead><tr>`, esc(text), esc(b.w("came_in_title")), esc(b.w("swipe_table")), esc(b.w("came_in_title")+". "+b.w("rows_add_up")))
	for i, name := range []string{b.w("source"), b.w("deliveries"), b.w("last_delivery"), b.w("rows"), b.w("rejected"), b.w("warned_rows"), b.w("missing_deliveries")} {
		class := ""
		if i > 0 && i != 2 {
			class = ` class="n"`
		}
		fmt.Fprintf(&out, `<th scope="col"%s>%s</th>`, class, esc(name))
	}
	out.WriteString("</tr></thead><tbody>")
	for _, s := range b.opt.Delivered {
		last := b.w("missing")
		if s.Last != "" {
			last = strings.ReplaceAll(b.longDate(s.Last), " ", "\u00a0") // a date stays on one line
		}
		if s.LateDays > 0 {
			last += ", " + b.w("late")
		}
		fmt.Fprintf(&out, `<tr><th scope="row">%s</th><td class="n">%s</td><td>%s</td>`, esc(s.Title), b.whole(int64(s.Deliveries)), esc(last))
		for _, n := range []int64{s.Rows, s.Rejected, s.Warned, int64(s.Missing) + s.Held} {
			fmt.Fprintf(&out, `<td class="n">%s</td>`, b.whole(n))
		}
		out.WriteString("</tr>")
	}
	out.WriteString("</tbody></table></div></div>")
	return template.HTML(out.String()), nil
}
