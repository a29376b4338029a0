package demo

import (
	"strconv"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
	"github.com/vlot-evaluatie/peil/etl/demo/reception"
	"github.com/vlot-evaluatie/peil/etl/demo/sheet"
	"github.com/vlot-evaluatie/peil/etl/demo/words"
)

var personHeader = []string{"insz", "vorig_insz", "huishouden_id", "naam", "voornaam", "telefoon", "e-mail", "geboortedatum", "geslacht", "registratiedatum"}

// wrongNumber has check digits that are one off.
const wrongNumber = "93051822362"

// junkNumber is the number of someone born in 1922: nobody in the demo is so old.
func junkNumber(s *chance.Stream) string {
	return reception.Insz(chance.On(1922, 1, 1)+chance.Day(s.IntN(300)), 0, s.Between(1, 997))
}

// hostNumber is the national number of the host of a place.
func hostNumber(seed uint64, place int) string {
	s := chance.New(seed, chance.Key("host"), uint64(place))
	return dotted(s, reception.Insz(chance.On(1945, 1, 1)+chance.Day(s.IntN(19000)), 0, s.Between(1, 997)))
}

// dotted writes one number in twenty as 93.05.18-223.61.
func dotted(s *chance.Stream, n string) string {
	if s.Chance(0.05) {
		return n[:2] + "." + n[2:4] + "." + n[4:6] + "-" + n[6:9] + "." + n[9:]
	}
	return n
}

// writePersons writes the persons of the households that were entered or got
// national numbers since the last delivery.
func (g *generator) writePersons(f *file, since, d chance.Day, homes []int32) {
	f.begin("persons", sheet.NewCSV(f.out, toolStyle, nil, personHeader...), d.ISO(), personHeader,
		flaw{column: 0, raw: wrongNumber, rule: "insz"}, flaw{column: 1, raw: wrongNumber, rule: "insz"},
		flaw{column: 9, raw: badDate, rule: "date"}, flaw{column: 9, raw: "", rule: "required"}, flaw{column: 7, raw: noDate, rule: "date"},
		flaw{column: 8, raw: "onbekend", rule: "code"}, flaw{column: 2, raw: "", rule: "required"}, flaw{cut: -2, rule: "unreadable"})
	w, s := g.world, chance.New(g.opt.Seed)
	for _, i := range homes {
		home := &w.Households[i]
		entered, renumbered := home.Known > since, home.Renumbered > since && home.Renumbered <= d
		household := code("HH", int(i))
		for k := w.Offsets[i]; k < w.Offsets[i+1]; k++ {
			person := &w.Persons[k]
			s.Reseed(g.opt.Seed, chance.Key("person"), uint64(k))
			last, first := words.Person(s, person.Sex == reception.Female)
			phone := words.Phone(s)
			number, before := person.Number(), ""
			switch {
			case person.Bis != 0 && renumbered:
				before = person.BisNumber()
			case !entered:
				continue
			case person.Bis != 0:
				number = person.BisNumber()
			}
			number = dotted(s, number)
			for range f.times {
				f.Text(number)
				f.Text(before)
				f.Text(household)
				f.Text(last)
				f.Text(first)
				f.Text(phone)
				f.Text(words.Mail(last, first))
				f.Day(person.Birth)
				f.Text([...]string{"V", "M", "X"}[person.Sex])
				f.Day(home.Registered)
			}
		}
	}
}

var (
	referralHeader = []string{"verwijzing_id", "dossier", "verwijsdatum", "personen", "woonnood", "gewest", "gemeente", "kwetsbaar"}
	lastReferral   = chance.On(2022, 12, 26) // the last one as CSV
	elsewhere      = chance.NewWeights(0.6, 0.34, 0.06)
	elsewhereNames = [...][2]string{{"Waals Gewest", "Wallonië"}, {"Brussels Hoofdstedelijk Gewest", "Brussel"}, {"Niet toegewezen", "Onbekend"}}
)

// referred gives the day on which a household was referred and entered by
// Fedasil; None when it was not.
func (g *generator) referred(i int) (day, known chance.Day) {
	home := &g.world.Households[i]
	if !home.Referred || home.First < 0 {
		return chance.None, chance.None
	}
	s := chance.New(g.opt.Seed, chance.Key("referral"), uint64(i))
	day = max(g.world.Stays[home.First].Start-chance.Day(s.Between(0, 6)), reception.First)
	known = day + chance.Day(s.Wait(1.5))
	if s.Chance(0.03) {
		known += chance.Day(s.Between(14, 60))
	}
	return day, known
}

func (g *generator) planInflow() {
	weeks := mondays(toolStart)
	homes := due(len(g.world.Households), weeks, func(i int, add func(chance.Day)) {
		_, known := g.referred(i)
		add(known)
	})
	number := 0
	for k, d := range weeks {
		// 42% of those referred stay in Flanders; the others are counted beforehand
		// so that each file knows the number it begins with.
		others := chance.New(g.opt.Seed, chance.Key("referred elsewhere"), uint64(k)).Count(float64(len(homes[k])) * 1.38)
		first := number
		number += len(homes[k]) + others
		ext := ".csv"
		if d > lastReferral {
			ext = ".xlsx"
		}
		g.plan("fedasil/verwijzingen_"+d.ISO()+ext, func(f *file) error {
			g.writeReferrals(f, d, homes[k], first, others)
			return nil
		})
	}
	for m := chance.On(2022, 3, 1); m.AddMonths(1)+4 <= lastDelivery; m = m.AddMonths(1) {
		g.planAttestations(m, m.AddMonths(1)+4, m == restated)
	}
	g.planAttestations(restated, chance.On(2023, 1, 16), false)
}

func (g *generator) writeReferrals(f *file, d chance.Day, homes []int32, number, others int) {
	var t sheet.Table
	notNumber := "integer"
	if d <= lastReferral {
		t = sheet.NewCSV(f.out, sheet.Style{Separator: ',', Charset: sheet.UTF8Mark, ISODates: true}, nil, referralHeader...)
	} else {
		x := sheet.NewXLSX(f.out, "Verwijzingen")
		x.Text("Fedasil - verwijzingen in de week tot " + d.DMY())
		x.End()
		x.Header(referralHeader...)
		t, notNumber = x, "required" // an error in a cell of a workbook is no value
	}
	f.begin("referrals", t, d.ISO(), referralHeader,
		flaw{column: 2, raw: "2023-02-31", rule: "date"}, flaw{column: 2, raw: "1900-01-01", rule: "date"}, flaw{column: 3, raw: "", rule: "required"},
		flaw{column: 3, raw: "45", rule: "range"}, flaw{column: 6, raw: "Sint-Elders", rule: "municipality"}, flaw{column: 4, raw: "misschien", rule: "yes_no"},
		flaw{column: 3, raw: sheet.NotAvailable, rule: notNumber})
	s := chance.New(g.opt.Seed, chance.Key("referrals"), uint64(d))
	w := g.world
	at, home := 0, 0
	for n := number; n < number+len(homes)+others; n++ {
		id := "VW" + strconv.Itoa(1_000_000+n)
		// Those for other regions stand between the Flemish ones.
		left := len(homes) - home
		if left == 0 || s.IntN(left+others-at) >= left {
			at++
			persons, region, need, vulnerable := 1+s.Count(1.6), elsewhere.Pick(s), ja(s.Chance(0.9)), ja(s.Chance(0.12))
			day := max(d-chance.Day(s.IntN(7)), reception.First)
			dossier, name := "FD"+strconv.Itoa(100_000_000+n), elsewhereNames[region][s.IntN(2)]
			for range f.times {
				f.Text(id)
				f.Text(dossier)
				f.Day(day)
				f.Int(persons)
				f.Text(need)
				f.Text(name)
				f.Blank()
				f.Text(vulnerable)
			}
			continue
		}
		i := homes[home]
		home++
		day, _ := g.referred(int(i))
		h := &w.Households[i]
		m := &w.Municipalities[w.Places[w.Stays[h.First].Place].Municipality]
		need, region, name := ja(s.Chance(0.96)), "Vlaams Gewest", g.spelling(s, m)
		if s.Chance(0.3) {
			region = "Vlaanderen"
		}
		asText := s.Chance(0.03) && d > lastReferral
		for range f.times {
			f.Text(id)
			f.Text(code("HH", int(i)))
			if asText {
				f.DayText(day)
			} else {
				f.Day(day)
			}
			f.Int(int(h.Size))
			f.Text(need)
			f.Text(region)
			f.Text(name)
			f.Text(ja(h.Vulnerable))
		}
	}
}

// spelling gives a municipality's name as Fedasil writes it: mostly the
// official one, sometimes an old or French one, sometimes in capitals, and one
// in a hundred not at all.
func (g *generator) spelling(s *chance.Stream, m *reception.Municipality) string {
	u, known := s.Float64(), g.ref.synonyms[m.Code]
	switch {
	case u < 0.01:
		return ""
	case u < 0.13 && len(known) > 0:
		return known[s.IntN(len(known))]
	case u < 0.16:
		return upper(m.Name)
	}
	return m.Name
}

func upper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 32
		}
	}
	return string(b)
}
