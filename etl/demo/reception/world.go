// Package reception plays two years of shelter for displaced households: places
// that open and close, households that arrive, stay, ask for another place,
// move and leave. What comes out is the truth, and the day on which each part
// of it was entered in the housing tool.
//
// A household is in one place at a time, a place never holds more persons than
// its capacity, and a stay lies within the time that its place is open. The
// package writes nothing and knows no export; it is told all reference data.
package reception

import (
	"context"
	"sync"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
)

// First and Last are the days that are played: the start of the housing tool
// and the end of the demo.
var (
	First = chance.On(2022, 3, 17)
	Last  = chance.On(2023, 12, 31)
)

// Sizes at scale 1.
const (
	households = 14_000
	placeRows  = 6_850
)

// Provinces is how many provinces there are; they are played apart.
const Provinces = 5

// Municipality is where people live. Province is 0 to 4.
type Municipality struct {
	Code, Name string
	Province   int
	Population int
	Centre     bool
}

// Kind is a kind of place.
type Kind uint8

// The kinds of places, as the housing tool names them.
const (
	HostFamily Kind = iota
	Home
	Hotel
	HolidayPark
	AssistedLiving
	Hostel
	Village
)

// Place is a row of the housing tool's places. Days are None when not reached.
type Place struct {
	Municipality int32
	Site         int32 // index of the prospected location, -1 for none
	Capacity     int16
	Kind         Kind
	Public       bool // category 1: offered by an authority
	Held         bool // set on hold and never used
	Registered   chance.Day
	Validated    chance.Day
	Notice       chance.Day // the end becomes known
	Closes       chance.Day // last possible day of leaving

	stays   int32 // so far
	free    int16
	bucket  int8 // in the pool of its municipality, -1 when in none
	slot    int32
	accepts bool
}

// Household lives together. Stay and Request are those at the end of the play, -1 for none.
type Household struct {
	Municipality int32 // where it arrived
	First        int32 // its first stay, -1 when it never had one
	Stay         int32
	Request      int32
	Registered   chance.Day
	Known        chance.Day // its persons are in the tool
	Renumbered   chance.Day // national numbers replace BIS numbers
	number       int32      // within its province, for its streams
	Size         int8
	draws        uint8
	Vulnerable   bool
	Referred     bool // came through Fedasil
}

// Reason is why a stay ended.
type Reason uint8

// The reasons; None stands for a stay that lasts.
const (
	Lasts Reason = iota
	Rehoused
	Returned
	PrivateRent
	Left
	Unknown
)

// Stay is a household in a place from Start to the day of leaving, End.
type Stay struct {
	Household, Place, Previous int32
	Start, End                 chance.Day
	Known, KnownEnd            chance.Day // when entered; KnownEnd is never before Known
	Size                       int8
	Reason                     Reason
}

// Motive is why a household asks for another place.
type Motive uint8

// The motives, as the housing tool lists them.
const (
	HostLeaves Motive = iota
	ContractEnds
	Quality
	Conflict
	LargerHome
	WorkSchool
	Closure
	Other
)

// Outcome is how a request ended.
type Outcome uint8

// The outcomes of a request.
const (
	Open Outcome = iota
	Moved
	Withdrawn
	Gone
)

// Request is a household's wish for another place.
type Request struct {
	Household, Stay    int32
	Asked, Closed      chance.Day
	Known, KnownClosed chance.Day
	Motive             Motive
	Outcome            Outcome
	Refusals, Size     int8
	Vulnerable         bool
}

// Site is a prospected location that became places.
type Site struct {
	Index        int
	Municipality int
	Kind         Kind
	Public       bool
	Opened       chance.Day
	Capacities   []int
}

// Plan is what is played.
type Plan struct {
	Seed           uint64
	Scale          int
	Municipalities []Municipality
	Sites          []Site
	Villages       []int // municipalities with an emergency village
}

// World is the outcome. Indices in it point into its own slices.
type World struct {
	Municipalities []Municipality
	Places         []Place
	Households     []Household
	Offsets        []int32 // first person of each household, and the end
	Persons        []Person
	Stays          []Stay
	Requests       []Request
}

// Play runs the plan: the provinces apart, the same plan always to the same world.
func Play(ctx context.Context, plan Plan) (*World, error) {
	weights := householdWeights(plan)
	counts := chance.Spread(households*plan.Scale, weights)
	rows := chance.Spread(placeRows*plan.Scale, placeWeights(plan, weights))
	parts := make([]*province, Provinces)
	var wait sync.WaitGroup
	for i := range parts {
		parts[i] = newProvince(plan, i)
		wait.Go(func() { parts[i].play(ctx, counts, rows) })
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := &World{Municipalities: plan.Municipalities}
	for i, p := range parts {
		w.join(p)
		parts[i] = nil
	}
	w.people(plan.Seed)
	return w, nil
}

// join adds a province, moving its indices behind those that are there.
func (w *World) join(p *province) {
	places, homes, stays, requests := int32(len(w.Places)), int32(len(w.Households)), int32(len(w.Stays)), int32(len(w.Requests))
	w.Places = append(w.Places, p.places...)
	for _, h := range p.households {
		if h.First >= 0 {
			h.First += stays
		}
		if h.Stay >= 0 {
			h.Stay += stays
		}
		if h.Request >= 0 {
			h.Request += requests
		}
		w.Households = append(w.Households, h)
	}
	for _, s := range p.stays {
		s.Household += homes
		s.Place += places
		if s.Previous >= 0 {
			s.Previous += stays
		}
		w.Stays = append(w.Stays, s)
	}
	for _, r := range p.requests {
		r.Household += homes
		r.Stay += stays
		w.Requests = append(w.Requests, r)
	}
}

// provinceShares are the shares of the persons referred to each province on 19
// May 2022 (1,104, 847, 872, 1,089 and 1,116 of 5,028), which also fit February 2023.
var provinceShares = [Provinces]float64{0.22, 0.168, 0.173, 0.217, 0.222}

// householdWeights spreads households: by province as published, in a province
// by inhabitants, more in centre cities. Municipalities below 1,500 inhabitants take none.
func householdWeights(plan Plan) []float64 {
	out := make([]float64, len(plan.Municipalities))
	var sums [Provinces]float64
	for i, m := range plan.Municipalities {
		if m.Population >= 1500 {
			out[i] = float64(m.Population) * chance.New(plan.Seed, chance.Key("inflow"), chance.Key(m.Code)).Around(0.35)
			if m.Centre {
				out[i] *= 1.5
			}
		}
		sums[m.Province] += out[i]
	}
	for i, m := range plan.Municipalities {
		out[i] *= provinceShares[m.Province] / sums[m.Province]
	}
	return out
}

// placeWeights follows the households loosely, so that some municipalities have
// room left and others do not; and some provinces are fuller than others.
func placeWeights(plan Plan, inflow []float64) []float64 {
	ease := [Provinces]float64{1.0, 1.12, 1.04, 0.96, 0.9}
	out := make([]float64, len(inflow))
	for i, m := range plan.Municipalities {
		out[i] = inflow[i] * ease[m.Province] * chance.New(plan.Seed, chance.Key("offer"), chance.Key(m.Code)).Around(0.25)
	}
	return out
}
