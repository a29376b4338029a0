package demo

import (
	"strconv"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
	"github.com/vlot-evaluatie/peil/etl/demo/reception"
	"github.com/vlot-evaluatie/peil/etl/demo/sheet"
	"github.com/vlot-evaluatie/peil/etl/demo/words"
)

// The housing tool's exports: `;`, windows-1252, dates as 31/12/2022.
var toolStyle = sheet.Style{Separator: ';', Charset: sheet.Windows1252}

var (
	toolStart   = chance.On(2022, 3, 21)  // first weekly delivery
	reordered   = chance.On(2022, 8, 31)  // its columns were moved
	sentAgain   = chance.On(2023, 12, 25) // repeats the state of the day before
	firstDaily  = chance.On(2023, 12, 18)
	categories  = [...]string{"Categorie 1 - publiek", "Categorie 1 - privaat", "Categorie 2", "Categorie 3 - nooddorp"}
	placeKinds  = [...]string{"Gastgezin", "Woning", "Hotel", "Vakantiepark", "Assistentiewoning", "Hostel", "Nooddorp"}
	endReasons  = [...]string{"", "Herhuisvest", "Teruggekeerd", "Private huur", "Vertrokken", "Onbekend"}
	motiveNames = [...]string{"Vertrek bij gastgezin", "Einde overeenkomst", "Woningkwaliteit", "Conflict", "Te klein", "Werk of school", "Sluiting opvang", "Andere"}
	outcomes    = [...]string{"Open", "Herhuisvest", "Ingetrokken", "Vertrokken"}
)

const (
	badDate  = "31/02/2023"
	noDate   = "01/01/1900"
	noAmount = "n.v.t."
)

// offer is a place offered to Fedasil.
type offer struct {
	place                     int32
	offered, answered, filled chance.Day
	known                     chance.Day
	consulted, accepted       bool
}

func (g *generator) planHousing() {
	offered := g.drawOffers()
	snapshots := append(monthEnds(reception.First), seedDay)
	for d := firstDaily; d < lastDelivery; d++ {
		snapshots = append(snapshots, d)
	}
	for _, d := range snapshots {
		g.plan("huisvestingstool/plaatsen_"+d.ISO()+".csv", func(f *file) error {
			state := d
			if d == sentAgain {
				state--
			}
			g.writePlaces(f, d, state, offered)
			return nil
		})
	}
	weeks := mondays(toolStart)
	w := g.world
	stays := due(len(w.Stays), weeks, func(i int, add func(chance.Day)) {
		add(w.Stays[i].Known)
		add(w.Stays[i].KnownEnd)
	})
	homes := due(len(w.Households), weeks, func(i int, add func(chance.Day)) {
		add(w.Households[i].Known)
		add(w.Households[i].Renumbered)
	})
	ghosts := g.drawGhosts(weeks)
	for k, d := range weeks {
		g.plan("huisvestingstool/plaatsingen_"+d.ISO()+".csv", func(f *file) error {
			g.writeStays(f, d, stays[k], ghosts[k])
			return nil
		})
		since := chance.Day(-1)
		if k > 0 {
			since = weeks[k-1]
		}
		g.plan("huisvestingstool/personen_"+d.ISO()+".csv", func(f *file) error {
			g.writePersons(f, since, d, homes[k])
			return nil
		})
	}
	months := withSeedDay(monthEnds(vlotStart))
	requests := due(len(w.Requests), months, func(i int, add func(chance.Day)) {
		add(w.Requests[i].Known)
		add(w.Requests[i].KnownClosed)
	})
	for k, d := range months {
		g.plan("huisvestingstool/herhuisvesting_"+d.ISO()+".csv", func(f *file) error {
			g.writeRequests(f, d, requests[k])
			return nil
		})
	}
	months = monthEnds(vlotStart)
	offers := due(len(g.offers), months, func(i int, add func(chance.Day)) {
		add(g.offers[i].known)
		add(g.offers[i].answered)
		add(g.offers[i].filled)
	})
	for k, d := range months {
		g.plan("huisvestingstool/aanbod_fedasil_"+d.ISO()+".csv", func(f *file) error {
			g.writeOffers(f, d, offers[k])
			return nil
		})
	}
}

// withSeedDay puts the delivery of the seed's day in its place.
func withSeedDay(days []chance.Day) []chance.Day {
	for i, d := range days {
		if d > seedDay {
			return append(append(append([]chance.Day(nil), days[:i]...), seedDay), days[i:]...)
		}
	}
	return days
}

// drawOffers offers places to Fedasil and gives the day of the first offer of each place.
func (g *generator) drawOffers() []chance.Day {
	w := g.world
	offered := make([]chance.Day, len(w.Places))
	at := make([]int32, len(w.Places))
	s := chance.New(g.opt.Seed)
	for i := range w.Places {
		offered[i], at[i] = chance.None, -1
		p := &w.Places[i]
		s.Reseed(g.opt.Seed, chance.Key("offer to Fedasil"), uint64(i))
		share := 0.16
		if p.Kind == reception.HostFamily {
			share = 0.05
		}
		if p.Validated == chance.None || p.Held || !s.Chance(share) {
			continue
		}
		d := max(p.Validated, vlotStart) + chance.Day(s.Between(1, 5)+s.Wait(60))
		if d >= p.Notice || d > lastDelivery {
			continue
		}
		o := offer{place: int32(i), offered: d, known: d + chance.Day(s.Between(0, 2)), answered: chance.None, filled: chance.None, consulted: s.Chance(0.97)}
		if answered := d + chance.Day(1+s.Wait(5)); answered <= lastDelivery && s.Chance(0.96) {
			o.answered, o.accepted = answered, s.Chance(0.83)
		}
		offered[i], at[i] = d, int32(len(g.offers))
		g.offers = append(g.offers, o)
	}
	for i := range w.Stays {
		stay := &w.Stays[i]
		if k := at[stay.Place]; k >= 0 {
			// An offer is filled by the first stay that begins after it was accepted.
			if o := &g.offers[k]; o.accepted && stay.Start >= o.answered && (o.filled == chance.None || stay.Start < o.filled) {
				o.filled = stay.Start
			}
		}
	}
	return offered
}

var placeHeader = []string{"plaats_id", "locatie_id", "nis_code", "gemeente", "categorie", "opvangtype", "capaciteit", "status",
	"beschikbaar_van", "beschikbaar_tot", "rolstoel", "huisdieren", "aangeboden_fedasil", "nachttarief", "gastheer_insz", "contact", "bijgewerkt_op"}

func (g *generator) writePlaces(f *file, delivered, state chance.Day, offered []chance.Day) {
	style, header := toolStyle, placeHeader
	if delivered == reordered {
		style.Order = []int{0, 2, 3, 7, 4, 5, 6, 1, 8, 9, 12, 10, 11, 16, 13, 14, 15}
	}
	f.begin("places", sheet.NewCSV(f.out, style, nil, header...), state.ISO(), header,
		flaw{column: 2, raw: "99999", rule: "nis_code"}, flaw{column: 4, raw: "Categorie 4", rule: "code"},
		flaw{column: 6, raw: "veel", rule: "integer"}, flaw{column: 6, raw: "", rule: "required"},
		flaw{column: 8, raw: badDate, rule: "date"}, flaw{column: 9, raw: "01/02/2021", rule: "not_before"},
		flaw{column: 13, raw: noAmount, rule: "decimal"}, flaw{column: 7, raw: "Verkocht", rule: "code"},
		flaw{column: 6, raw: "1999", rule: "unique", again: true}, flaw{rule: "duplicate_row", again: true})
	w, s := g.world, chance.New(g.opt.Seed)
	var buf []byte
	for i := range w.Places {
		p := &w.Places[i]
		if p.Registered > state {
			continue
		}
		m := &w.Municipalities[p.Municipality]
		status, updated := placeStatus(p, state)
		s.Reseed(g.opt.Seed, chance.Key("place details"), uint64(i))
		every := chance.Day(s.Between(14, 45))
		if s.Chance(0.15) {
			every *= 5 // nobody confirms these
		}
		if until := min(state, p.Closes); until > p.Registered {
			updated = max(updated, until-(until-p.Registered)%every)
		}
		wheelchair, pets := s.Chance(0.12), s.Chance(0.2)
		for range f.times {
			buf = appendCode(buf[:0], "PL", i)
			f.Text(string(buf))
			if p.Site >= 0 {
				f.Text(siteID(int(p.Site)))
			} else {
				f.Blank()
			}
			f.Text(m.Code)
			f.Text(m.Name)
			f.Text(categories[category(p)])
			f.Text(placeKinds[p.Kind])
			f.Int(int(p.Capacity))
			f.Text(status)
			f.Day(p.Registered)
			if p.Notice <= state {
				f.Day(p.Closes)
			} else {
				f.Blank()
			}
			f.Text(ja(wheelchair))
			f.Text(ja(pets))
			f.Text(ja(offered[i] <= state))
			f.Amount(nightRate(p.Kind))
			if p.Kind == reception.HostFamily {
				f.Text(hostNumber(g.opt.Seed, i))
				f.Text(words.Contact(s))
			} else {
				f.Blank()
				f.Blank()
			}
			f.Day(updated)
		}
	}
}

// category gives the index of a place's category.
func category(p *reception.Place) int {
	switch {
	case p.Kind == reception.Village:
		return 3
	case p.Kind > reception.Home:
		return 2
	case p.Public:
		return 0
	}
	return 1
}

// nightRate is what a collective place costs a night, in cents; -1 for none.
func nightRate(k reception.Kind) int64 {
	return [...]int64{-1, -1, 3500, 1500, 3500, 2000, -1}[k]
}

// placeStatus is the status on a day, and since when.
func placeStatus(p *reception.Place, on chance.Day) (string, chance.Day) {
	switch {
	case p.Closes < on:
		return "Gesloten", p.Closes
	case p.Notice <= on:
		return "Sluitend", p.Notice
	case p.Held && p.Validated+45 <= on:
		return "In wacht", p.Validated + 45
	case p.Validated <= on:
		return "Gevalideerd", p.Validated
	}
	return "Geregistreerd", p.Registered
}

var stayHeader = []string{"plaatsing_id", "huishouden_id", "plaats_id", "aantal_personen", "startdatum", "einddatum", "reden_einde", "vorige_plaatsing", "verwijderd"}

// ghost is a stay that was entered by mistake and deleted before the household
// was really placed.
type ghost struct {
	stay    int32
	deleted bool
}

// drawGhosts gives the mistakes of each week.
func (g *generator) drawGhosts(weeks []chance.Day) [][]ghost {
	out := make([][]ghost, len(weeks))
	s := chance.New(g.opt.Seed)
	for i := range g.world.Stays {
		stay := &g.world.Stays[i]
		if stay.Previous >= 0 {
			continue
		}
		s.Reseed(g.opt.Seed, chance.Key("ghost"), uint64(i))
		k := int(stay.Start-toolStart)/7 - 2
		if s.Chance(0.006) && k >= 0 && k+1 < len(weeks) && g.world.Places[stay.Place].Validated <= stay.Start-21 {
			out[k] = append(out[k], ghost{int32(i), false})
			out[k+1] = append(out[k+1], ghost{int32(i), true})
		}
	}
	return out
}

func (g *generator) writeStays(f *file, d chance.Day, stays []int32, ghosts []ghost) {
	f.begin("placements", sheet.NewCSV(f.out, toolStyle, nil, stayHeader...), d.ISO(), stayHeader,
		flaw{column: 4, raw: badDate, rule: "date"}, flaw{column: 4, raw: noDate, rule: "date"}, flaw{column: 4, raw: "", rule: "required"},
		flaw{column: 5, raw: "02/01/2022", rule: "not_before"}, flaw{column: 6, raw: "Verdwenen", rule: "code"},
		flaw{column: 3, raw: "0", rule: "range"}, flaw{column: 1, raw: "", rule: "required"}, flaw{cut: 4, rule: "unreadable"},
		flaw{column: 3, raw: "29", rule: "unique", again: true}, flaw{rule: "duplicate_row", again: true})
	w := g.world
	for _, i := range stays {
		stay := &w.Stays[i]
		for range f.times {
			f.Text(code("PS", int(i)))
			f.Text(code("HH", int(stay.Household)))
			f.Text(code("PL", int(stay.Place)))
			f.Int(int(stay.Size))
			f.Day(stay.Start)
			if stay.KnownEnd <= d {
				f.Day(stay.End)
				f.Text(endReasons[stay.Reason])
			} else {
				f.Blank()
				f.Blank()
			}
			if stay.Previous >= 0 {
				f.Text(code("PS", int(stay.Previous)))
			} else {
				f.Blank()
			}
			f.Blank()
		}
	}
	for _, x := range ghosts {
		stay := &w.Stays[x.stay]
		for range f.times {
			f.Text(code("PG", int(x.stay)))
			f.Text(code("HH", int(stay.Household)))
			f.Text(code("PL", int(stay.Place)))
			f.Int(int(stay.Size))
			f.Day(stay.Start - 21)
			f.Blank()
			f.Blank()
			f.Blank()
			if x.deleted {
				f.Text("X")
			} else {
				f.Blank()
			}
		}
	}
}

var requestHeader = []string{"aanvraag_id", "huishouden_id", "plaatsing_id", "aantal_personen", "aangevraagd_op", "reden", "kwetsbaar", "weigeringen", "afgesloten_op", "resultaat"}

func (g *generator) writeRequests(f *file, d chance.Day, requests []int32) {
	f.begin("rehousing_requests", sheet.NewCSV(f.out, toolStyle, nil, requestHeader...), d.ISO(), requestHeader,
		flaw{column: 4, raw: badDate, rule: "date"}, flaw{column: 8, raw: "03/01/2022", rule: "not_before"},
		flaw{column: 5, raw: "Heimwee", rule: "code"}, flaw{column: 7, raw: "99", rule: "range"}, flaw{column: 9, raw: "", rule: "required"},
		flaw{column: 7, raw: "20", rule: "unique", again: true})
	for _, i := range requests {
		r := &g.world.Requests[i]
		closed, outcome, refusals := r.Closed, r.Outcome, int(r.Refusals)
		if r.KnownClosed > d {
			closed, outcome, refusals = chance.None, reception.Open, 0
		}
		for range f.times {
			f.Text(code("HV", int(i)))
			f.Text(code("HH", int(r.Household)))
			f.Text(code("PS", int(r.Stay)))
			f.Int(int(r.Size))
			f.Day(r.Asked)
			f.Text(motiveNames[r.Motive])
			f.Text(ja(r.Vulnerable))
			f.Int(refusals)
			f.Day(closed)
			f.Text(outcomes[outcome])
		}
	}
}

var offerHeader = []string{"aanbod_id", "plaats_id", "aangeboden_op", "plaatsen", "bestuur_geraadpleegd", "aanvaard", "ingevuld_op"}

func (g *generator) writeOffers(f *file, d chance.Day, offers []int32) {
	f.begin("offers", sheet.NewCSV(f.out, toolStyle, nil, offerHeader...), d.ISO(), offerHeader,
		flaw{column: 2, raw: noDate, rule: "date"}, flaw{column: 3, raw: "alle", rule: "integer"}, flaw{column: 1, raw: "", rule: "required"})
	for _, i := range offers {
		o := &g.offers[i]
		for range f.times {
			f.Text(code("AF", int(i)))
			f.Text(code("PL", int(o.place)))
			f.Day(o.offered)
			f.Int(int(g.world.Places[o.place].Capacity))
			f.Text(ja(o.consulted))
			if o.answered <= d {
				f.Text(ja(o.accepted))
			} else {
				f.Blank()
			}
			if o.filled <= d {
				f.Day(o.filled)
			} else {
				f.Blank()
			}
		}
	}
}

// code is a number of the tool: letters and seven digits.
func code(letters string, n int) string { return string(appendCode(nil, letters, n)) }

func appendCode(b []byte, letters string, n int) []byte {
	b = append(b, letters...)
	for limit := 1_000_000; n+1 < limit; limit /= 10 {
		b = append(b, '0')
	}
	return strconv.AppendInt(b, int64(n+1), 10)
}
