package demo

import (
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
	"github.com/vlot-evaluatie/peil/etl/demo/reception"
	"github.com/vlot-evaluatie/peil/etl/demo/sheet"
	"github.com/vlot-evaluatie/peil/etl/demo/words"
)

// prospect is a location that the teams looked at. Stages that it did not reach
// are None. The list shows what had happened on its delivery date.
type prospect struct {
	municipality int
	name         string
	owner        int
	stages       [8]chance.Day // by stage
	bottleneck   int           // why it was dropped
	kind         reception.Kind
	capacities   []int
	places       int // estimated until it is in the tool
	notConsulted bool
}

// The stages in order; dropped comes last and can follow any other.
const (
	announced = iota
	screened
	visited
	feasible
	agreed
	inTool
	occupied
	dropped
)

var (
	stageNames      = [...]string{"Aangemeld", "Gescreend", "Bezocht", "Haalbaar", "Akkoord", "In huisvestingstool", "Bezet", "Afgevallen"}
	owners          = [...]string{"Gemeente", "OCMW", "Kerkfabriek", "Private eigenaar", "Projectontwikkelaar", "Federale overheid", "Vlaamse overheid", "Zorginstelling"}
	ownerShares     = chance.NewWeights(0.2, 0.12, 0.16, 0.22, 0.08, 0.07, 0.07, 0.08)
	bottlenecks     = [...]string{"Geen", "Stedenbouw", "Kostprijs", "Staat van het gebouw", "Te korte termijn", "Draagvlak", "Bereikbaarheid"}
	bottleneckShare = chance.NewWeights(0, 0.22, 0.2, 0.24, 0.16, 0.1, 0.08)
	firstList       = chance.On(2022, 6, 13)
)

// Numbers of locations.
const (
	realisedBySeedDay = 29
	visitsAfter       = 58
	neverVisited      = 21
)

// drawProspects makes the list: as many visits by the seed's day, and as many
// places realised by then, as the answer says.
func (g *generator) drawProspects() []prospect {
	s := chance.New(g.opt.Seed, chance.Key("prospects"))
	var out []prospect
	// The weights of the realised places decide their share of the total.
	var weights []float64
	for range realisedBySeedDay {
		weights = append(weights, s.Around(0.7))
	}
	counts := chance.Spread(placesBySeedDay-4*realisedBySeedDay, weights)
	period := int(seedDay - 2 - vlotStart)
	for i := range visitsBySeedDay {
		p := g.newProspect(s)
		realised := i < realisedBySeedDay
		when := 5 + s.IntN(period-5)
		if realised {
			when = 5 + s.IntN(period*2/3)
		}
		p.visit((vlotStart + chance.Day(when)).Workday(), s)
		if realised {
			p.realise(s, counts[i]+4, seedDay)
		} else {
			p.fail(s, seedDay+1)
		}
		out = append(out, p)
	}
	for i := range visitsAfter {
		p := g.newProspect(s)
		p.visit((seedDay + 1 + chance.Day(s.IntN(int(lastDelivery-seedDay)-20))).Workday(), s)
		if i%3 == 0 {
			p.realise(s, s.Between(4, 40), lastDelivery+200)
		} else {
			p.fail(s, 0)
		}
		out = append(out, p)
	}
	for range neverVisited {
		p := g.newProspect(s)
		p.stages[announced] = vlotStart + chance.Day(s.IntN(int(lastDelivery-vlotStart)))
		if s.Chance(0.7) {
			p.stages[screened] = p.stages[announced] + chance.Day(s.Between(1, 12))
		}
		if s.Chance(0.6) {
			p.stages[dropped] = p.stages[announced] + chance.Day(s.Between(13, 60))
			p.bottleneck = bottleneckShare.Pick(s)
		}
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b prospect) int { return int(a.stages[announced] - b.stages[announced]) })
	return out
}

func (g *generator) newProspect(s *chance.Stream) prospect {
	p := prospect{owner: ownerShares.Pick(s), places: s.Between(4, 60), notConsulted: s.Chance(0.02), kind: reception.Home}
	province := s.IntN(len(provinces))
	p.municipality = g.ref.inProvince[province][g.ref.byPeople[province].Pick(s)]
	p.name = words.Building(s, g.ref.municipalities[p.municipality].Name)
	for i := range p.stages {
		p.stages[i] = chance.None
	}
	return p
}

// visit sets the visit, and what went before.
func (p *prospect) visit(d chance.Day, s *chance.Stream) {
	p.stages[visited] = d
	p.stages[screened] = max(d-chance.Day(s.Between(2, 14)), vlotStart-4)
	p.stages[announced] = max(p.stages[screened]-chance.Day(s.Between(1, 20)), vlotStart-12)
}

// realise takes a location into the tool, not later than a day.
func (p *prospect) realise(s *chance.Stream, places int, by chance.Day) {
	d := p.stages[visited]
	p.stages[inTool] = min(d+chance.Day(s.Between(24, 130)), by)
	span := p.stages[inTool] - d
	p.stages[feasible] = d + span/4
	p.stages[agreed] = d + span*2/3
	p.places = places
	if places >= 15 && s.Chance(0.5) {
		p.kind, p.capacities = reception.Hostel, []int{places}
		return
	}
	for left := places; left > 0; {
		n := min(left, s.Between(2, 8))
		p.capacities = append(p.capacities, n)
		left -= n
	}
}

// fail drops a visited location sooner or later, or leaves it where it is. It
// may have been found feasible, but never before a day.
func (p *prospect) fail(s *chance.Stream, realisedFrom chance.Day) {
	d := p.stages[visited]
	if s.Chance(0.45) {
		p.stages[feasible] = d + chance.Day(s.Between(5, 30))
		if s.Chance(0.4) {
			p.stages[agreed] = p.stages[feasible] + chance.Day(s.Between(5, 40))
		}
	}
	// A few come into the tool long after the visit.
	if late := max(d+150, realisedFrom) + chance.Day(s.Between(5, 120)); p.stages[agreed] != chance.None && realisedFrom > 0 && s.Chance(0.3) {
		p.stages[inTool] = late
		p.capacities = []int{p.places}
		p.kind = reception.Hostel
		return
	}
	if s.Chance(0.72) {
		last := d
		for _, x := range p.stages[feasible:inTool] {
			if x != chance.None {
				last = x
			}
		}
		p.stages[dropped] = last + chance.Day(s.Between(3, 70))
		p.bottleneck = bottleneckShare.Pick(s)
	}
}

// sites gives the locations that became places, for the world.
func (g *generator) sites() []reception.Site {
	var out []reception.Site
	for i, p := range g.prospects {
		if p.stages[inTool] <= lastDelivery {
			out = append(out, reception.Site{Index: i, Municipality: p.municipality, Kind: p.kind, Public: true,
				Opened: p.stages[inTool], Capacities: p.capacities})
		}
	}
	return out
}

// siteID is the number of a location, in the list and in the housing tool.
func siteID(i int) string { return fmt.Sprintf("LOC-%04d", i+1) }

var prospectHeader = []string{"locatie_id", "naam", "adres", "nis_code", "eigenaar", "fase", "aangemeld_op", "gescreend_op", "bezocht_op", "haalbaar_op",
	"akkoord_op", "in_tool_op", "bezet_op", "afgevallen_op", "knelpunt", "plaatsen", "eigenaar_bevraagd", "bestuur_bevraagd", "contactpersoon"}

func (g *generator) planProspects() {
	// Occupied from the first stay in one of its places.
	for i := range g.world.Stays {
		stay := &g.world.Stays[i]
		if site := g.world.Places[stay.Place].Site; site >= 0 {
			p := &g.prospects[site]
			p.stages[occupied] = min(p.stages[occupied], stay.Start)
		}
	}
	// Each second Monday of the month.
	for d := firstList; d <= lastDelivery; {
		// d moves on below, before the file is written.
		delivered := d
		g.plan("prospectie/prospectielijst_"+d.ISO()+".xlsx", func(f *file) error {
			g.writeProspects(f, delivered)
			return nil
		})
		first := d.AddMonths(1)
		d = first + chance.Day((7-first.Weekday())%7) + 7
	}
}

func (g *generator) writeProspects(f *file, d chance.Day) {
	x := sheet.NewXLSX(f.out, "Prospectie", "Lijst van de regioteams", "Een locatie telt als geprospecteerd vanaf het bezoek.", "Plaatsen: schatting tot de locatie in de huisvestingstool staat.")
	x.Text("Prospectielijst VLOT - stand " + d.DMY())
	x.End()
	x.End()
	x.Header(prospectHeader...)
	f.begin("locations", x, d.ISO(), prospectHeader,
		flaw{column: 6, raw: sheet.NotAvailable, rule: "required"}, flaw{column: 6, raw: badDate, rule: "date"},
		flaw{column: 5, raw: "In overleg", rule: "code"}, flaw{column: 15, raw: "nog te bepalen", rule: "integer"})
	province := -1
	for _, i := range g.byProvince() {
		p := &g.prospects[i]
		if p.stages[announced] > d {
			continue
		}
		if at := g.ref.municipalities[p.municipality].Province; at != province {
			if province >= 0 {
				x.End() // a blank row between provinces
			}
			province = at
		}
		stage := announced
		for k, day := range p.stages {
			if day <= d {
				stage = k
			}
		}
		s := chance.New(g.opt.Seed, chance.Key("prospect"), uint64(i))
		address, contact := words.Address(s), words.Contact(s)
		for range f.times {
			f.Text(siteID(i))
			f.Text(p.name)
			f.Text(address)
			f.Text(g.ref.municipalities[p.municipality].Code)
			f.Text(owners[p.owner])
			f.Text(stageNames[stage])
			for k, day := range p.stages {
				switch {
				case day > d:
					f.Blank()
				case (i+k)%31 == 5:
					f.DayText(day)
				default:
					f.Day(day)
				}
			}
			if stage == dropped {
				f.Text(bottlenecks[p.bottleneck])
			} else {
				f.Text(bottlenecks[0])
			}
			f.Int(p.places)
			if p.stages[visited] <= d {
				f.Text("Ja")
				f.Text(ja(!p.notConsulted))
			} else {
				f.Blank()
				f.Blank()
			}
			f.Text(contact)
		}
	}
}

// byProvince gives the locations as the list shows them: province by province.
func (g *generator) byProvince() []int {
	out := make([]int, len(g.prospects))
	for i := range out {
		out[i] = i
	}
	slices.SortStableFunc(out, func(a, b int) int {
		return g.ref.municipalities[g.prospects[a].municipality].Province - g.ref.municipalities[g.prospects[b].municipality].Province
	})
	return out
}
