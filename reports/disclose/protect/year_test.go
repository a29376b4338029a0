package protect

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

func year(places, kinds, months int) *system.System {
	r := rand.New(rand.NewPCG(42, 1))
	b := &system.Builder{}
	m := b.Measure(system.Measure{Name: "n", Width: 5, Floor: 1}, nil)
	type k3 [3]string
	values := map[k3]int64{}
	at := map[k3]map[string]system.Node{}
	provAtoms := map[int][]string{}
	for p := range places {
		provAtoms[p%5] = append(provAtoms[p%5], fmt.Sprintf("m%03d", p))
	}
	for p := range places {
		size := math.Exp(r.NormFloat64()*1.3) * 17
		for k := range kinds {
			share := []float64{.35, .3, .2, .1, .05}[k%5]
			for t := range months {
				v := int64(size * share * (0.5 + r.Float64()) * 1.6)
				geo := []system.Node{{}, {Level: "province", Code: fmt.Sprint("P", p%5), Atoms: provAtoms[p%5]}, {Level: "municipality", Code: fmt.Sprintf("m%03d", p)}}
				kind := []system.Node{{}, {Level: "kind", Code: fmt.Sprint("k", k)}}
				from := fmt.Sprintf("2023-%02d-01", t+1)
				time := []system.Node{{}, system.Period(from, fmt.Sprintf("%d-%02d-01", 2023+(t+1)/12, (t+1)%12+1))}
				if months == 1 {
					time = time[:1]
				}
				for _, g := range geo {
					for _, kk := range kind {
						for _, tt := range time {
							key := k3{g.Level + g.Code, kk.Code, tt.Code}
							values[key] += v
							at[key] = map[string]system.Node{"place": g, "kind": kk, "time": tt}
						}
					}
				}
			}
		}
	}
	for key, v := range values {
		c := system.Cell{Measure: m, Value: v, Rank: v, State: system.Open, Single: v == 1}
		switch {
		case v == 0:
			c.State = system.Known
		case v < 5:
			c.State = system.Secret
		}
		i, err := b.Cell(at[key], c)
		if err != nil {
			panic(err)
		}
		b.Prints(fmt.Sprint(key), i)
	}
	return b.Build()
}

func TestYear(t *testing.T) {
	for _, months := range []int{1} {
		start := time.Now()
		s := year(300, 5, months)
		built := time.Since(start)
		start = time.Now()
		out, err := Choose(s)
		if err != nil {
			t.Fatal(err)
		}
		hidden, primary, zero := 0, 0, 0
		for i, cell := range s.Cells {
			if cell.State == system.Secret {
				primary++
			}
			if cell.Value == 0 {
				zero++
			}
			if cell.State != system.Free && !out.Told[i] {
				hidden++
			}
		}
		t.Logf("months=%d cells=%d zero=%d equations=%d primary=%d hidden=%d exposed=%d build=%.2f choose=%.2f", months, len(s.Cells), zero, len(s.Equations), primary, hidden, len(out.Exposed), built.Seconds(), time.Since(start).Seconds())
	}
}
