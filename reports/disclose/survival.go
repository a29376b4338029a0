package disclose

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/rule"
)

// DaysName is the dimension of a survival curve that counts days.
const DaysName = "days"

// Survival makes the curve of how many waits have not ended after so many days, of
// the groups whose distribution may be told (Waits), and says which it left out.
// level is that of the intervals around it; 0 for none, since a full count has none.
//
// A curve with a step a day tells when single persons left. So steps are put
// together: between two points of the curve, and after the last one, as many ended
// as may be told, or none, and as many were censored, or none. A point is a cell
// with the share that goes on; its parts are those that ended so far and those that
// are still at risk. Where counts are rounded there is no curve.
//
// Where a group is left out, how many waits the others have would give it away: the total
// stands elsewhere. So then no counts and no intervals are told, the shares are of whole
// per cents, and groups of fewer than Vague waits, which follow from such shares, are left
// out as well.
func Survival(s *models.Sample, answer Safe, level float64) (Safe, Left, error) {
	var left Left
	groups, small := Waits(s, answer)
	if left.Small = small; answer.base > 0 { // each step of a curve is an exact count
		groups, left = nil, Left{None: len(s.Groups)}
	}
	uncounted := left.Small > 0
	if uncounted {
		kept := slices.DeleteFunc(slices.Clone(groups), func(g models.SampleGroup) bool { return g.Size() < Vague })
		groups, left.Vague = kept, len(groups)-len(kept)
	}
	m := *answer.metric
	m.Unit, m.Decimals, m.Range, m.Empty = "share", 1, []float64{0, 1}, "none"
	m.TitleNL, m.TitleEN = m.TitleNL+": aandeel dat nog loopt", m.Title("en")+": share that goes on"
	m.OverTime, m.OverPlace, m.OverGroups = models.Never, models.Never, models.Never
	out := Safe{metric: &m, query: answer.query, least: answer.least}
	out.dims = append(slices.Clone(answer.dims), &models.Dimension{Name: DaysName, TitleNL: "Dagen", TitleEN: "Days"})
	longest := 0.0
	for _, g := range groups {
		if n := len(g.Values); n > 0 {
			longest = max(longest, g.Values[n-1].Value)
		}
	}
	for _, g := range groups {
		tallies := make([]stats.Tally, len(g.Values))
		for i, v := range g.Values {
			tallies[i] = stats.Tally{Time: v.Value, Ended: v.Ended, Censored: v.Count - v.Ended}
		}
		curve, err := stats.KaplanMeierTally(tallies, cmp.Or(level, .95))
		if errors.Is(err, stats.ErrDegenerate) || longest == 0 || err == nil && curve[len(curve)-1].Time == 0 {
			left.None++ // nothing has ended, or all on the first day: there is no curve
			continue
		} else if err != nil {
			return Safe{}, left, fmt.Errorf("follow waits: %w", err)
		}
		rows := points(g.Dims, curve, spacing(longest), answer.least, level > 0 && !uncounted)
		for i := range rows {
			if c := &rows[i].Cell; uncounted {
				*c = Cell{status: c.status, value: math.Round(c.value*100) / 100}
			}
		}
		out.rows = append(out.rows, rows...)
	}
	return out, left, nil
}

// Left is how many groups have no curve.
type Left struct {
	Small int // too small to be told
	Vague int // of fewer than Vague waits, beside one that is too small
	None  int // of which nothing has ended, or all on the first day; all where counts are rounded
}

// Vague is of how many waits a share in whole per cents can be, at least, without telling
// of how many it is.
const Vague = 100

// Merged tells whether steps of a curve were put together between two of its points, days
// a and b with shares before and after: on which days the share fell between them is then
// not told. longest is the last day of all curves.
func Merged(longest, a, b, before, after float64) bool {
	return b-a > spacing(longest) && before > after
}

// spacing is how many days lie between the points of a curve at least: a round
// number that makes 30, 60 and 90 points, and no more than some sixty of them.
func spacing(longest float64) float64 {
	for _, days := range []float64{1, 5, 10, 15, 30, 60, 90, 180} {
		if longest/days <= 60 {
			return days
		}
	}
	return 360
}

// points gives the cells of one curve, from day 0 on: first those of whole months of 30
// days, of which readers ask, then what else may be told between them.
func points(dims []string, curve stats.Curve, every float64, least int64, intervals bool) []Row {
	w := walk{curve: curve, least: least}
	last := curve[len(curve)-1].Time
	days := []float64{0, last}
	if every < 30 {
		days = append(w.between(0, last, 30), last)
	}
	told := []float64{0}
	for i := 1; i < len(days); i++ {
		told = append(append(told, w.between(days[i-1], days[i], every)[1:]...), days[i])
	}
	out := make([]Row, 0, len(told))
	ended, censored := w.till(last)
	for _, day := range told {
		e, c := w.till(day)
		r := Row{Dims: append(slices.Clone(dims), strconv.FormatFloat(day, 'f', -1, 64)),
			Cell: Cell{status: Shown, value: 1, part: e, whole: ended + censored - e - c, told: true}}
		if day > 0 { // what ended on the first day is told with the first point after it
			r.Cell.value = curve.At(day)
		}
		if _, ends, ok := curve.Ended(day); ok && intervals && day > 0 {
			r.Cell.low, r.Cell.high, r.Cell.bounded = 1-ends.High, 1-ends.Low, true
		}
		out = append(out, r)
	}
	return out
}

// walk chooses the points of a curve.
type walk struct {
	curve stats.Curve
	least int64
}

// till counts the waits that ended and that were censored up to a day. Those of day 0
// count from the first point after it.
func (w walk) till(day float64) (ended, censored float64) {
	for _, st := range w.curve {
		if st.Time > day || day == 0 {
			break
		}
		ended, censored = ended+float64(st.Ended), censored+float64(st.Censored)
	}
	return ended, censored
}

// between gives day a and the days between a and b, a multiple of every apart, that
// may be points: what happened since the point before, and what happens until b, is
// nothing or enough.
func (w walk) between(a, b, every float64) []float64 {
	out := []float64{a}
	e0, c0 := w.till(a)
	e1, c1 := w.till(b)
	for day := (math.Floor(a/every) + 1) * every; day < b; day += every {
		e, c := w.till(day)
		if e+c > e0+c0 && !rule.Small(e-e0, w.least) && !rule.Small(c-c0, w.least) && !rule.Small(e1-e, w.least) && !rule.Small(c1-c, w.least) {
			out = append(out, day)
			e0, c0 = e, c
		}
	}
	return out
}
