package disclose_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

var waiting = models.Metric{Name: "wait", Unit: "days", Protects: "household", Values: "wait_days", Ended: "is_met"}

// followed makes the curve of one group of waits: day, ended, censored.
func followed(t *testing.T, least int64, values ...models.SampleValue) (disclose.Safe, disclose.Left) {
	t.Helper()
	g := models.SampleGroup{Dims: []string{}, Values: values}
	answer := disclose.Apply(&models.MetricResult{Metric: &waiting, Rows: []models.MetricRow{{Dims: []string{}, Value: 9, Known: true, N: g.Size()}}}, disclose.Rule{Threshold: least, Derived: least})
	curve, left, err := disclose.Survival(&models.Sample{Groups: []models.SampleGroup{g}}, answer, .95)
	if err != nil {
		t.Fatal(err)
	}
	return curve, left
}

// By hand: of 20 waits 2 end on day 1, 3 on day 2, 10 on day 4 and 5 on day 6. With 5
// at least, day 1 is no point (2 ended) and the others are.
func TestACurveStepsOnlyWhereEnoughWaitsEnded(t *testing.T) {
	curve, left := followed(t, 5, models.SampleValue{Value: 1, Count: 2, Ended: 2}, models.SampleValue{Value: 2, Count: 3, Ended: 3},
		models.SampleValue{Value: 4, Count: 10, Ended: 10}, models.SampleValue{Value: 6, Count: 5, Ended: 5})
	if left != (disclose.Left{}) {
		t.Errorf("%+v left out, want none", left)
	}
	want := []struct {
		day                   string
		survival, ended, risk float64
	}{{"0", 1, 0, 20}, {"2", .75, 5, 15}, {"4", .25, 15, 5}, {"6", 0, 20, 0}}
	rows := curve.Rows()
	if len(rows) != len(want) {
		t.Fatalf("%d points %v, want %d", len(rows), rows, len(want))
	}
	for i, w := range want {
		v, _ := rows[i].Cell.Value()
		ended, risk, _ := rows[i].Cell.Parts()
		if rows[i].Dims[0] != w.day || v-w.survival > 1e-12 || w.survival-v > 1e-12 || ended != w.ended || risk != w.risk {
			t.Errorf("point %d: day %s, %v go on, %v ended, %v at risk; want %+v", i, rows[i].Dims[0], v, ended, risk, w)
		}
	}
}

// Of 211 waits, which other tables print, b has 11 of which 1 goes on, too few to be told:
// with how many a has, b would follow. So a has no counts and shares in whole per cents, and
// c, of which such shares tell how many it is, no curve.
func TestACurveBesideOneThatIsLeftOutTellsNoCounts(t *testing.T) {
	groups := []models.SampleGroup{
		{Dims: []string{"a"}, Values: []models.SampleValue{{Value: 10, Count: 77, Ended: 77}, {Value: 40, Count: 46, Ended: 46}}},
		{Dims: []string{"b"}, Values: []models.SampleValue{{Value: 10, Count: 10, Ended: 10}, {Value: 40, Count: 1}}},
		{Dims: []string{"c"}, Values: []models.SampleValue{{Value: 10, Count: 30, Ended: 30}, {Value: 40, Count: 47, Ended: 47}}},
	}
	answer := &models.MetricResult{Metric: &waiting, Dims: []*models.Dimension{{Name: "kind"}}}
	for _, g := range groups {
		answer.Rows = append(answer.Rows, models.MetricRow{Dims: g.Dims, Value: 9, Known: true, N: g.Size()})
	}
	curve, left, err := disclose.Survival(&models.Sample{Groups: groups}, disclose.Apply(answer, disclose.Rule{Threshold: 5, Derived: 10}), .95)
	if err != nil || left != (disclose.Left{Small: 1, Vague: 1}) || len(curve.Rows()) == 0 {
		t.Fatalf("%+v left out of %v, %v", left, curve.Rows(), err)
	}
	for _, row := range curve.Rows() {
		v, _ := row.Cell.Value()
		_, _, told := row.Cell.Parts()
		_, _, bounded := row.Cell.Interval()
		if row.Dims[0] != "a" || told || bounded || v*100 != math.Round(v*100) {
			t.Errorf("point %v: %v, counts told %t, interval told %t", row.Dims, v, told, bounded)
		}
	}
	all, left, err := disclose.Survival(&models.Sample{Groups: groups[:1]}, disclose.Apply(answer, disclose.Rule{Threshold: 5, Derived: 10}), .95)
	if _, risk, told := all.Rows()[0].Cell.Parts(); err != nil || left != (disclose.Left{}) || !told || risk != 123 {
		t.Errorf("where none is left out: %v of %v told %t, %v", left, risk, told, err)
	}
}

func TestACurveOfTooFewIsLeftOut(t *testing.T) {
	small, none := disclose.Left{Small: 1}, disclose.Left{None: 1}
	for name, c := range map[string]struct {
		values []models.SampleValue
		want   disclose.Left
	}{
		"few ended":   {[]models.SampleValue{{Value: 1, Count: 4, Ended: 4}, {Value: 9, Count: 20}}, small},
		"few go on":   {[]models.SampleValue{{Value: 1, Count: 20, Ended: 20}, {Value: 9, Count: 4}}, small},
		"none ended":  {[]models.SampleValue{{Value: 9, Count: 20}}, none},
		"all at once": {[]models.SampleValue{{Value: 0, Count: 20, Ended: 20}}, none},
	} {
		if curve, left := followed(t, 5, c.values...); left != c.want || len(curve.Rows()) != 0 {
			t.Errorf("%s: %+v left out and %v, want %+v and nothing", name, left, curve.Rows(), c.want)
		}
	}
}

// What a reader can subtract: between two points, and behind each of them, there are
// none or enough, of those that ended and of those that are censored.
func TestNoPointOfACurveTellsOfFew(t *testing.T) {
	const least = 5
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		var values []models.SampleValue
		var tallies []stats.Tally
		var ended, censored float64
		for day, steps := -1, 1+r.IntN(60); steps > 0; steps-- {
			day += 1 + r.IntN(9)
			e, c := int64(r.IntN(6)), int64(r.IntN(3))
			if e+c == 0 {
				continue
			}
			values = append(values, models.SampleValue{Value: float64(day), Count: e + c, Ended: e})
			tallies = append(tallies, stats.Tally{Time: float64(day), Ended: e, Censored: c})
			ended, censored = ended+float64(e), censored+float64(c)
		}
		if len(values) == 0 {
			continue
		}
		curve, _ := followed(t, least, values...)
		exact, err := stats.KaplanMeierTally(tallies, .95)
		if err != nil && len(curve.Rows()) > 0 {
			t.Fatal(err)
		}
		few := func(n float64) bool { return n > 0 && n < least }
		lastEnded, lastRisk := 0.0, ended+censored
		for i, row := range curve.Rows() {
			e, risk, _ := row.Cell.Parts()
			v, _ := row.Cell.Value()
			day, _ := strconv.ParseFloat(row.Dims[0], 64)
			gone := lastRisk - risk - (e - lastEnded)
			if few(e-lastEnded) || few(gone) || few(ended-e) || few(risk-(ended-e)) {
				t.Fatalf("seed %d, point %d: %v ended and %v were censored since the last; %v and %v are to come", seed, i, e-lastEnded, gone, ended-e, risk-(ended-e))
			}
			if at := exact.At(day); at != v && day > 0 || day == 0 && v != 1 {
				t.Fatalf("seed %d, day %v: %v, want %v", seed, day, v, at)
			}
			lastEnded, lastRisk = e, risk
		}
		if n := len(curve.Rows()); n > 0 && lastRisk != 0 {
			t.Fatalf("seed %d: the curve ends with %v at risk", seed, lastRisk)
		}
	}
}
