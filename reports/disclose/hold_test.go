package disclose_test

import (
	"context"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// In February readers were told of a, b, d and e. One person more was found in a, and six
// more in e. a must not be printed now, and not follow from the total: e hides it, since b
// and d are what readers know already.
func TestSmallChangesAreHeldBack(t *testing.T) {
	past := func(edition string, known models.Date, told string) []disclose.Past {
		var out []disclose.Past
		for cell := range strings.SplitSeq(told, ",") {
			town, value, _ := strings.Cut(strings.TrimSpace(cell), " ")
			p := disclose.Past{Edition: edition, Known: known, Measure: "beds", At: map[string]system.Node{
				"town": {Level: "town ", Code: town, Atoms: []string{town}}, "time": system.Period("2023-02-01", "2023-03-01")}}
			if p.Hidden = value == "?"; !p.Hidden {
				for _, digit := range value {
					p.Value = 10*p.Value + int64(digit-'0')
				}
			}
			out = append(out, p)
		}
		return out
	}
	march := past("x/1", "2023-03-31", "a 39, b 30, d 60, e 44")
	april := append(past("x/2", "2023-04-30", "a ?, b 30, d 60, e ?"), march...)
	for _, c := range []struct {
		name string
		past []disclose.Past
		hold disclose.Hold
		want string
	}{
		{"allowed", march, disclose.Hold{}, ""},
		{"held", march, disclose.Hold{On: true}, "a e"},
		{"still held", april, disclose.Hold{On: true}, "a e"},
		{"a benchmark later", april, disclose.Hold{On: true, Benchmark: "2023-05-01"}, ""},
		{"a benchmark between", april, disclose.Hold{On: true, Benchmark: "2023-04-15"}, "a e"},
	} {
		p := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: project(), Members: towns{}, Past: c.past, Hold: c.hold, Known: "2023-05-31"}
		byTown := table(beds, by(month("02"), "town"), "a 40, b 30, d 60, e 50")
		for _, r := range []*models.MetricResult{byTown, table(beds, month("02"), "180")} {
			if _, err := p.Apply(r); err != nil {
				t.Fatal(err)
			}
		}
		if err := p.Solve(context.Background()); err != nil {
			t.Fatal(err)
		}
		s, err := p.Apply(byTown)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range s.Rows() {
			if row.Cell.Hidden() {
				got = append(got, row.Dims[0])
			}
		}
		if strings.Join(got, " ") != c.want || len(p.Exposed()) > 0 {
			t.Errorf("%s: %v is hidden, want %s; exposed %v", c.name, got, c.want, p.Exposed())
		}
	}
}
