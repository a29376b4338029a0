package reception_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
	"github.com/vlot-evaluatie/peil/etl/demo/reception"
)

// plan is a small country: four towns in each province.
func plan(seed uint64) reception.Plan {
	p := reception.Plan{Seed: seed, Scale: 1, Villages: []int{0}}
	for i := range 20 {
		p.Municipalities = append(p.Municipalities, reception.Municipality{Code: fmt.Sprint(10_000 + i), Province: i / 4, Population: 20_000 + 5_000*(i%4), Centre: i%4 == 3})
	}
	p.Municipalities[1].Population = 800
	p.Sites = []reception.Site{{Index: 5, Municipality: 2, Kind: reception.Home, Public: true, Opened: chance.On(2022, 9, 1), Capacities: []int{4, 6}}}
	return p
}

func play(t *testing.T, p reception.Plan) *reception.World {
	t.Helper()
	w, err := reception.Play(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestPlacesNeverHoldMoreThanTheirCapacity(t *testing.T) {
	w := play(t, plan(1))
	type change struct {
		day  chance.Day
		size int
	}
	changes := make([][]change, len(w.Places))
	for i, s := range w.Stays {
		p := &w.Places[s.Place]
		if s.Start < p.Validated || s.Start > p.Closes || s.End != chance.None && s.End > p.Closes {
			t.Fatalf("stay %d from %s lies outside the life of its place", i, s.Start.ISO())
		}
		changes[s.Place] = append(changes[s.Place], change{s.Start, int(s.Size)})
		if s.End != chance.None {
			changes[s.Place] = append(changes[s.Place], change{s.End, -int(s.Size)})
		}
	}
	for i, all := range changes {
		// Who leaves on a day makes room for who comes on it.
		slices.SortFunc(all, func(a, b change) int {
			if a.day != b.day {
				return int(a.day - b.day)
			}
			return a.size - b.size
		})
		inside := 0
		for _, c := range all {
			if inside += c.size; inside > int(w.Places[i].Capacity) || inside < 0 {
				t.Fatalf("place %d for %d holds %d on %s", i, w.Places[i].Capacity, inside, c.day.ISO())
			}
		}
	}
}

func TestAHouseholdIsInOnePlaceAtATime(t *testing.T) {
	w := play(t, plan(1))
	until, known := make([]chance.Day, len(w.Households)), make([]chance.Day, len(w.Households))
	for i, s := range w.Stays {
		if s.Start < until[s.Household] || s.Known < known[s.Household] {
			t.Fatalf("stay %d starts on %s, the one before ended on %s", i, s.Start.ISO(), until[s.Household].ISO())
		}
		if s.Known < s.Start || s.End != chance.None && (s.End <= s.Start || s.KnownEnd < s.End || s.KnownEnd < s.Known) {
			t.Fatalf("stay %d: %+v was known before it happened", i, s)
		}
		until[s.Household], known[s.Household] = s.End, s.Known
		if s.Previous >= 0 && w.Stays[s.Previous].Household != s.Household {
			t.Fatalf("stay %d follows one of another household", i)
		}
	}
}

func TestRequestsEndWithTheirStay(t *testing.T) {
	w := play(t, plan(1))
	seen := map[reception.Outcome]int{}
	for i, r := range w.Requests {
		seen[r.Outcome]++
		s := w.Stays[r.Stay]
		if s.Household != r.Household || r.Asked < s.Start {
			t.Fatalf("request %d is not about its stay", i)
		}
		if (r.Outcome == reception.Open) != (r.Closed == chance.None) || r.Closed < r.Asked {
			t.Fatalf("request %d: %+v", i, r)
		}
		if r.Outcome == reception.Moved && s.Reason != reception.Rehoused {
			t.Fatalf("request %d was met, but its stay ended with %d", i, s.Reason)
		}
	}
	if len(seen) != 4 {
		t.Errorf("outcomes %v, want all four", seen)
	}
}

func TestSitesAndVillagesBecomePlaces(t *testing.T) {
	w := play(t, plan(1))
	capacity, villages := 0, 0
	for _, p := range w.Places {
		if p.Site == 5 {
			capacity += int(p.Capacity)
			if p.Registered != chance.On(2022, 9, 1) || p.Municipality != 2 {
				t.Errorf("place of the site: %+v", p)
			}
		}
		if p.Kind == reception.Village {
			villages++
		}
		if p.Municipality == 1 {
			t.Error("a municipality of 800 inhabitants has a place")
		}
	}
	if capacity != 10 || villages != 1 {
		t.Errorf("the site has %d places, want 10; %d villages, want 1", capacity, villages)
	}
}

// A change in one province leaves the others as they are.
func TestProvincesAreDrawnApart(t *testing.T) {
	a := play(t, plan(1))
	p := plan(1)
	p.Sites = nil // the site is in the first province
	b := play(t, p)
	inLast := func(w *reception.World) []reception.Stay {
		var out []reception.Stay
		for _, s := range w.Stays {
			if w.Places[s.Place].Municipality >= 16 {
				s.Household, s.Place, s.Previous = 0, 0, 0
				out = append(out, s)
			}
		}
		return out
	}
	if x, y := inLast(a), inLast(b); len(x) == 0 || !slices.Equal(x, y) {
		t.Errorf("the last province has %d stays with the site and %d without, want the same", len(x), len(y))
	}
}

func TestNumbersOfPersonsAreThoseOfTheRegister(t *testing.T) {
	for _, c := range []struct {
		birth        chance.Day
		plus, serial int
		want         string
	}{
		{chance.On(1993, 5, 18), 0, 223, "93051822361"},
		{chance.On(2000, 1, 25), 0, 567, "00012556777"},
		{chance.On(1966, 5, 6), 40, 123, "66450612340"},
	} {
		if got := reception.Insz(c.birth, c.plus, c.serial); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestPlayStopsWhenItIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := reception.Play(ctx, plan(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
