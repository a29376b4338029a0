package chance_test

import (
	"math"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
)

func TestDaysAgreeWithTheCalendar(t *testing.T) {
	from := time.Date(1921, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := range 40_000 {
		want := from.AddDate(0, 0, n)
		d := chance.On(want.Year(), int(want.Month()), want.Day())
		if d.ISO() != want.Format("2006-01-02") || d.DMY() != want.Format("02/01/2006") {
			t.Fatalf("%s became %s and %s", want.Format("2006-01-02"), d.ISO(), d.DMY())
		}
		if d.Weekday() != (int(want.Weekday())+6)%7 {
			t.Fatalf("%s has weekday %d", d.ISO(), d.Weekday())
		}
		if next := chance.On(want.Year(), int(want.Month())+1, 1); want.Month() < 12 && d.MonthEnd() != next-1 {
			t.Fatalf("%s ends its month on %s", d.ISO(), d.MonthEnd().ISO())
		}
	}
}

func TestSerialIsExcels(t *testing.T) {
	if got := chance.On(2023, 1, 31).Serial(); got != 44957 {
		t.Errorf("31 January 2023 has serial %d, want 44957", got)
	}
}

func TestWorkdayAndMonths(t *testing.T) {
	for _, c := range []struct{ from, want string }{
		{chance.On(2023, 2, 10).Workday().ISO(), "2023-02-10"},
		{chance.On(2023, 2, 11).Workday().ISO(), "2023-02-13"},
		{chance.On(2022, 12, 31).AddMonths(2).ISO(), "2023-02-01"},
		{chance.On(2023, 1, 15).AddMonths(-1).ISO(), "2022-12-01"},
		{chance.On(2023, 1, 15).AddMonths(12).ISO(), "2024-01-01"},
	} {
		if c.from != c.want {
			t.Errorf("got %s, want %s", c.from, c.want)
		}
	}
}

func TestStreamsOfNeighboursDiffer(t *testing.T) {
	seen := map[uint64]bool{}
	sum := 0.0
	for i := range uint64(2000) {
		s := chance.New(1, chance.Key("household"), i)
		seen[s.Uint64()] = true
		sum += s.Float64()
	}
	if len(seen) != 2000 || math.Abs(sum/2000-0.5) > 0.03 {
		t.Errorf("%d different first draws with mean %.3f, want 2000 and 0.5", len(seen), sum/2000)
	}
	a, b := chance.New(1, 2, 3), chance.New(9)
	b.Reseed(1, 2, 3)
	if a.Uint64() != b.Uint64() {
		t.Error("Reseed gives another stream than New")
	}
}

func TestSpreadAddsUp(t *testing.T) {
	got := chance.Spread(10, []float64{1, 1, 1})
	if got[0] != 4 || got[1] != 3 || got[2] != 3 {
		t.Errorf("10 over three is %v, want 4, 3, 3", got)
	}
	if got := chance.Spread(7, []float64{0, 2, 5}); got[0] != 0 || got[1] != 2 || got[2] != 5 {
		t.Errorf("7 over 0, 2 and 5 is %v", got)
	}
}

func TestDrawsFollowTheirWeights(t *testing.T) {
	s := chance.New(3)
	w := chance.NewWeights(1, 0, 3)
	var n [3]int
	for range 8000 {
		n[w.Pick(s)]++
	}
	if n[1] != 0 || n[0] < 1800 || n[0] > 2200 {
		t.Errorf("weights 1, 0 and 3 drew %v", n)
	}
	curve := chance.Curve{{Day: 0, Share: 0}, {Day: 100, Share: 0.5}, {Day: 110, Share: 1}}
	early := 0
	for range 8000 {
		d := curve.Draw(s)
		if d < 0 || d > 110 {
			t.Fatalf("drew day %d", d)
		}
		if d < 100 {
			early++
		}
	}
	if early < 3800 || early > 4200 {
		t.Errorf("%d of 8000 before day 100, want half", early)
	}
	counts := 0
	for range 4000 {
		counts += s.Count(2.5)
	}
	if counts < 9500 || counts > 10500 {
		t.Errorf("counts with mean 2.5 add up to %d of 10000", counts)
	}
}
