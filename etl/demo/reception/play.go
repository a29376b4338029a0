package reception

import (
	"context"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
)

// step is a kind of event of a household.
type step uint8

const (
	arrive   step = iota
	ask           // for another place
	search        // for the place that was asked for
	withdraw      // the request
	move          // without having asked
	leave         // the reception
	evict         // the place closes today
)

// event happens to a household on a day, if it still lives in the stay.
type event struct {
	household, stay int32
	step            step
	motive          Motive
}

// province is played on its own: nobody moves to another province.
type province struct {
	plan       Plan
	index      int
	members    []int32 // municipalities
	popular    chance.Weights
	pools      []pool // by municipality of the plan
	places     []Place
	households []Household
	stays      []Stay
	requests   []Request
	opens      [][]int32
	stops      [][]int32
	events     [][]event
	draw       *chance.Stream
}

func newProvince(plan Plan, index int) *province {
	days := int(Last) + 1
	p := &province{plan: plan, index: index, pools: make([]pool, len(plan.Municipalities)),
		opens: make([][]int32, days), stops: make([][]int32, days), events: make([][]event, days),
		draw: chance.New(plan.Seed)}
	var weights []float64
	for i, m := range plan.Municipalities {
		if m.Province == index && m.Population >= 1500 {
			p.members = append(p.members, int32(i))
			weights = append(weights, float64(m.Population))
		}
	}
	p.popular = chance.NewWeights(weights...)
	return p
}

func (p *province) play(ctx context.Context, counts, rows []int) {
	for _, m := range p.members {
		p.drawPlaces(int(m), rows[m])
		p.drawHouseholds(int(m), counts[m])
	}
	for rank, m := range p.plan.Villages {
		if p.plan.Municipalities[m].Province == p.index {
			p.drawVillage(m, rank)
		}
	}
	for _, site := range p.plan.Sites {
		if p.plan.Municipalities[site.Municipality].Province == p.index {
			p.drawSite(site)
		}
	}
	for d := chance.Day(0); d <= Last && ctx.Err() == nil; d++ {
		for _, i := range p.opens[d] {
			p.places[i].free, p.places[i].accepts = p.places[i].Capacity, true
			p.file(i)
		}
		for _, i := range p.stops[d] {
			p.places[i].accepts = false
			p.file(i)
		}
		for k := 0; k < len(p.events[d]); k++ { // grows while it is read
			p.happen(d, p.events[d][k])
		}
		p.opens[d], p.stops[d], p.events[d] = nil, nil, nil
	}
}

func (p *province) at(d chance.Day, e event) {
	if d <= Last {
		p.events[d] = append(p.events[d], e)
	}
}

// stream is the household's own: each event draws from a new one.
func (p *province) stream(h int32) *chance.Stream {
	home := &p.households[h]
	home.draws++
	p.draw.Reseed(p.plan.Seed, chance.Key("life"), chance.Key(p.plan.Municipalities[home.Municipality].Code), uint64(home.number), uint64(home.draws))
	return p.draw
}

func (p *province) happen(d chance.Day, e event) {
	home := &p.households[e.household]
	if home.Stay != e.stay {
		return // it moved or left before
	}
	s := p.stream(e.household)
	switch e.step {
	case arrive:
		if place := p.find(s, home.Municipality, int(home.Size), -1); place >= 0 {
			p.settle(s, e.household, place, d)
			return
		}
		p.at(d+chance.Day(s.Between(3, 10)), e)
	case ask:
		p.ask(s, d, e)
	case search:
		if home.Request >= 0 && !p.rehouse(s, d, e.household, 0.15, 5) {
			p.at(d+chance.Day(s.Between(4, 14)), e)
		}
	case withdraw:
		if home.Request >= 0 {
			p.close(s, e.household, d, Withdrawn)
		}
	case move:
		if !p.rehouse(s, d, e.household, 0.5, 14) {
			p.at(d+chance.Day(s.Between(7, 20)), e)
		}
	case leave:
		reasons := [...]Reason{Returned, PrivateRent, Left, Unknown}
		p.end(s, e.household, d, reasons[leaving.Pick(s)])
	case evict:
		if !p.rehouse(s, d, e.household, 0, 0) {
			p.end(s, e.household, d, Left)
		}
	}
}

var leaving = chance.NewWeights(0.36, 0.3, 0.21, 0.13)

// late is the time until something is entered: days mostly, weeks for one in thirty.
func late(s *chance.Stream) chance.Day {
	if s.Chance(0.03) {
		return chance.Day(s.Between(21, 90))
	}
	return chance.Day(s.Wait(1.8))
}

// settle begins a stay and draws what may end it.
func (p *province) settle(s *chance.Stream, h, place int32, start chance.Day) {
	home := &p.households[h]
	i := int32(len(p.stays))
	stay := Stay{Household: h, Place: place, Previous: home.Stay, Start: start, End: chance.None,
		Known: start + late(s), KnownEnd: chance.None, Size: home.Size}
	if home.Stay >= 0 {
		// One entry ends the old stay and begins the new one.
		before := &p.stays[home.Stay]
		stay.Known = max(stay.Known, before.Known)
		before.KnownEnd = stay.Known
	} else {
		home.First = i
	}
	p.stays = append(p.stays, stay)
	home.Stay = i
	p.occupy(place, home.Size)

	at := p.places[place]
	p.at(start+chance.Day(6+s.Wait(490)), event{h, i, leave, 0})
	until := [...]float64{125, 330, 190, 165, 260, 165, 300}[at.Kind]
	when := start + chance.Day(8+s.Wait(until))
	if s.Chance(0.5) {
		p.at(when, event{h, i, move, 0})
	} else {
		p.at(when, event{h, i, ask, wish(s, at.Kind)})
	}
	if at.Notice != chance.None {
		motive := Closure
		switch at.Kind {
		case HostFamily:
			motive = HostLeaves
		case Home:
			motive = ContractEnds
		}
		p.at(max(at.Notice+chance.Day(s.Between(0, 9)), start+1), event{h, i, ask, motive})
		p.at(max(at.Closes, start+1), event{h, i, evict, 0})
	}
}

var (
	wishes     = chance.NewWeights(0, 0.12, 0.2, 0.14, 0.24, 0.16, 0, 0.14)
	hostWishes = chance.NewWeights(0.42, 0.05, 0.07, 0.2, 0.11, 0.08, 0, 0.07)
)

func wish(s *chance.Stream, kind Kind) Motive {
	if kind == HostFamily {
		return Motive(hostWishes.Pick(s))
	}
	return Motive(wishes.Pick(s))
}

// ask opens a request. Vulnerable and large households wait longer.
func (p *province) ask(s *chance.Stream, d chance.Day, e event) {
	home := &p.households[e.household]
	if home.Request >= 0 {
		return
	}
	home.Request = int32(len(p.requests))
	p.requests = append(p.requests, Request{Household: e.household, Stay: e.stay, Asked: d, Closed: chance.None,
		Known: d + late(s), KnownClosed: chance.None, Motive: e.motive, Size: home.Size, Vulnerable: home.Vulnerable})
	if s.Chance(0.07) {
		p.at(d+chance.Day(max(1, s.Lag(25, 0.6))), event{e.household, e.stay, withdraw, 0})
		return
	}
	median := 28.0
	if home.Vulnerable {
		median *= 1.6
	}
	if home.Size >= 5 {
		median *= 1.5
	}
	p.at(d+chance.Day(max(1, s.Lag(median, 0.75))), event{e.household, e.stay, search, 0})
}

// rehouse moves a household to another place, with some days in between in a
// share of the moves; false when there is no place.
func (p *province) rehouse(s *chance.Stream, d chance.Day, h int32, share float64, gap int) bool {
	home := &p.households[h]
	before := home.Stay
	from := p.stays[before].Place
	if d <= p.stays[before].Start {
		return false
	}
	place := p.find(s, p.places[from].Municipality, int(home.Size), from)
	if place < 0 {
		return false
	}
	start := d
	if gap > 0 && s.Chance(share) {
		start = min(d+chance.Day(s.Between(1, gap)), Last)
	}
	p.stays[before].End, p.stays[before].Reason = d, Rehoused
	p.vacate(from, home.Size)
	if home.Request >= 0 {
		p.close(s, h, start, Moved)
	}
	p.settle(s, h, place, start)
	return true
}

// end ends the last stay of a household.
func (p *province) end(s *chance.Stream, h int32, d chance.Day, reason Reason) {
	home := &p.households[h]
	stay := &p.stays[home.Stay]
	stay.End, stay.Reason = max(d, stay.Start+1), reason
	stay.KnownEnd = max(stay.End+late(s), stay.Known)
	p.vacate(stay.Place, home.Size)
	if home.Request >= 0 {
		p.close(s, h, stay.End, Gone)
	}
	home.Stay = -2 // no event may find it again
}

func (p *province) close(s *chance.Stream, h int32, d chance.Day, outcome Outcome) {
	home := &p.households[h]
	r := &p.requests[home.Request]
	home.Request = -1
	r.Closed, r.Outcome = d, outcome
	r.KnownClosed = max(d+late(s), r.Known)
	r.Refusals = int8(min(20, s.Count(0.25+float64(d-r.Asked)/90)))
}
