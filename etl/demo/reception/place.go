package reception

import "github.com/vlot-evaluatie/peil/etl/demo/chance"

// opened is when the places that were ever registered came in: almost 10,000 by
// early April 2022 and 20,000 by 29 April, as published; later ones are mostly collective.
var opened = chance.Curve{
	{Day: First, Share: 0}, {Day: chance.On(2022, 3, 31), Share: 0.42}, {Day: chance.On(2022, 4, 29), Share: 0.85},
	{Day: chance.On(2022, 5, 31), Share: 0.89}, {Day: chance.On(2022, 9, 30), Share: 0.94},
	{Day: chance.On(2023, 6, 30), Share: 0.97}, {Day: chance.On(2023, 12, 15), Share: 1},
}

var openedCollective = chance.Curve{
	{Day: chance.On(2022, 3, 25), Share: 0}, {Day: chance.On(2022, 6, 30), Share: 0.5},
	{Day: chance.On(2023, 2, 28), Share: 0.85}, {Day: chance.On(2023, 11, 30), Share: 1},
}

// kinds are shares of rows: host families and homes, and a few large places.
var kinds = chance.NewWeights(0.625, 0.355, 0.006, 0.003, 0.006, 0.005)

var (
	hostSizes = chance.NewWeights(0, 0.2, 0.3, 0.22, 0.18, 0.07, 0.03)
	homeSizes = chance.NewWeights(0, 0, 0.16, 0.18, 0.25, 0.18, 0.12, 0.06, 0.05)
)

// drawPlaces makes the places of a municipality.
func (p *province) drawPlaces(m, count int) {
	for i := range count {
		s := chance.New(p.plan.Seed, chance.Key("place"), chance.Key(p.plan.Municipalities[m].Code), uint64(i))
		place := Place{Municipality: int32(m), Site: -1, Kind: Kind(kinds.Pick(s))}
		place.Registered = opened.Draw(s)
		switch place.Kind {
		case HostFamily:
			place.Capacity = int16(hostSizes.Pick(s))
		case Home:
			place.Capacity, place.Public = int16(homeSizes.Pick(s)), s.Chance(0.6)
		case HolidayPark:
			place.Capacity = int16(s.Between(30, 110))
		default:
			place.Capacity = int16(s.Between(12, 55))
		}
		if place.Kind > Home {
			place.Registered = openedCollective.Draw(s)
		}
		p.addPlace(s, place)
	}
}

// drawVillage makes an emergency village; they opened one after the other.
func (p *province) drawVillage(m, rank int) {
	opens := [...]chance.Day{chance.On(2022, 7, 4), chance.On(2022, 9, 19), chance.On(2023, 1, 16)}
	sizes := [...]int16{420, 180, 260}
	for i := range p.plan.Scale {
		s := chance.New(p.plan.Seed, chance.Key("village"), chance.Key(p.plan.Municipalities[m].Code), uint64(i))
		k := rank % len(opens)
		p.addPlace(s, Place{Municipality: int32(m), Site: -1, Kind: Village, Public: true, Capacity: sizes[k], Registered: opens[k]})
	}
}

// drawSite makes the places of a prospected location. They come into the tool on
// the day that the prospection list says.
func (p *province) drawSite(site Site) {
	for i, capacity := range site.Capacities {
		s := chance.New(p.plan.Seed, chance.Key("site"), uint64(site.Index), uint64(i))
		p.addPlace(s, Place{Municipality: int32(site.Municipality), Site: int32(site.Index), Kind: site.Kind,
			Public: site.Public, Capacity: int16(capacity), Registered: site.Opened})
	}
}

// addPlace draws the life of a place and puts it on the calendar.
func (p *province) addPlace(s *chance.Stream, place Place) {
	place.Validated, place.Notice, place.Closes = chance.None, chance.None, chance.None
	place.bucket = -1
	checked := place.Registered + chance.Day(1+s.Wait(8))
	if place.Site < 0 && s.Chance(0.07) {
		checked = chance.None // never validated
	}
	if place.Site < 0 && checked != chance.None && place.Kind <= Home && s.Chance(0.04) {
		place.Held = true
	}
	if checked <= Last {
		place.Validated = checked
	}
	// Hosts promised a few months at first; authorities and hotels much longer.
	life := [...]float64{720, 2400, 2200, 1500, 2600, 2400, 8000}[place.Kind]
	closes := place.Registered + 75 + chance.Day(s.Wait(life))
	notice := max(closes-chance.Day(s.Between(30, 95)), place.Registered+30)
	if notice <= Last {
		place.Notice, place.Closes = notice, closes
	}
	i := int32(len(p.places))
	p.places = append(p.places, place)
	if place.Validated == chance.None || place.Held {
		return
	}
	if from := place.Validated; from < notice {
		p.opens[from] = append(p.opens[from], i)
		// Nobody is sent to a place in the week before its end becomes known.
		if stop := max(from, notice-7); stop <= Last {
			p.stops[stop] = append(p.stops[stop], i)
		}
	}
}

// buckets is how finely places with room are kept apart: 1 to 11 free, or more.
const buckets = 12

// pool holds the places of a municipality that take people, by free places.
type pool [buckets + 1][]int32

// file puts a place in the bucket where it belongs now.
func (p *province) file(i int32) {
	place := &p.places[i]
	pool := &p.pools[place.Municipality]
	bucket := int8(-1)
	if place.accepts && place.free > 0 {
		bucket = int8(min(place.free, buckets))
	}
	if bucket == place.bucket {
		return
	}
	if old := place.bucket; old >= 0 {
		list := pool[old]
		last := list[len(list)-1]
		list[place.slot] = last
		p.places[last].slot = place.slot
		pool[old] = list[:len(list)-1]
	}
	place.bucket = bucket
	if bucket >= 0 {
		place.slot = int32(len(pool[bucket]))
		pool[bucket] = append(pool[bucket], i)
	}
}

// find gives a place with room for size persons, -1 when there is none: in the
// household's own municipality first, else somewhere in the province.
func (p *province) find(s *chance.Stream, municipality int32, size int, not int32) int32 {
	for try := range 14 {
		m := municipality
		if try > 0 {
			m = p.members[p.popular.Pick(s)]
		}
		if found := p.within(s, m, size, not); found >= 0 {
			return found
		}
	}
	return -1
}

func (p *province) within(s *chance.Stream, m int32, size int, not int32) int32 {
	pool := &p.pools[m]
	from := size
	if s.Chance(0.22) {
		from = buckets // large places are filled too while homes are free
	}
	for range 2 {
		for b := from; b <= buckets; b++ {
			if n := len(pool[b]); n > 0 {
				i := pool[b][s.IntN(n)]
				if i != not && int(p.places[i].free) >= size {
					return i
				}
			}
		}
		from = size
	}
	return -1
}

func (p *province) occupy(i int32, size int8) {
	p.places[i].free -= int16(size)
	p.places[i].stays++
	p.file(i)
}

func (p *province) vacate(i int32, size int8) {
	p.places[i].free += int16(size)
	p.file(i)
}
