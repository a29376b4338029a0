package demo

import (
	"cmp"
	"fmt"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
	"github.com/vlot-evaluatie/peil/etl/demo/reception"
	"github.com/vlot-evaluatie/peil/etl/demo/sheet"
)

// attested are the attestations in Belgium by month from March 2022, as
// published; October and November 2022 are known together (4,002), and the
// months of 2023 without a figure share what is left of the year.
var attested = [...]int{26507, 11035, 7278, 4325, 3159, 3111, 2202, 2101, 1901, 1735,
	1564, 1500, 1400, 1037, 1181, 1150, 1250, 1500, 1350, 1330, 1230, 1134}

// restated is the month that the Immigration Office delivered twice.
var restated = chance.On(2022, 11, 1)

var (
	attestHeader = []string{"maand", "gewest", "nis_code", "leeftijd", "geslacht", "aantal", "met_woonnood"}
	ageNames     = [...]string{"0-5 jaar", "6-11 jaar", "12-17 jaar", "18-64 jaar", "65 jaar en ouder"}
	regionNames  = [...]string{"Vlaams Gewest", "Waals Gewest", "Brussels Hoofdstedelijk Gewest", "Niet toegewezen"}
	regionShares = chance.NewWeights(0.59, 0.245, 0.15, 0.015)
	ageShares    = chance.NewWeights(0.085, 0.09, 0.085, 0.655, 0.085)
)

// attestRow is a cell of the table of attestations.
type attestRow struct{ persons, need int }

// planAttestations plans the table of a month. A provisional one misses some
// persons that the table delivered later has.
func (g *generator) planAttestations(month, delivered chance.Day, provisional bool) {
	g.plan("dvz/attesten_"+month.ISO()[:7]+"_"+delivered.ISO()+".csv", func(f *file) error {
		g.writeAttestations(f, month, delivered, provisional)
		return nil
	})
}

func (g *generator) writeAttestations(f *file, month, delivered chance.Day, provisional bool) {
	text := month.ISO()[:7]
	f.begin("attestations", sheet.NewCSV(f.out, sheet.Style{Separator: ';', Charset: sheet.UTF8},
		[]string{"Dienst Vreemdelingenzaken - attesten van tijdelijke bescherming", "Maand " + text + ", toestand op " + delivered.DMY()}, attestHeader...),
		delivered.ISO(), attestHeader,
		flaw{column: 2, raw: "99999", rule: "nis_code"}, flaw{column: 3, raw: "12-19 jaar", rule: "code"},
		flaw{column: 1, raw: "Duitstalige Gemeenschap", rule: "code"}, flaw{column: 0, raw: "2022-13", rule: "month"})
	y, m, _ := month.Date()
	total := attested[(y-2022)*12+m-3]
	towns := len(g.ref.municipalities)
	// Places 0 to towns-1 are municipalities, then the four regions without one.
	rows := make([]attestRow, (towns+len(regionNames))*len(ageNames)*3)
	s := chance.New(g.opt.Seed, chance.Key("attestations"), uint64(month))
	hold := chance.New(g.opt.Seed, chance.Key("provisional"), uint64(month))
	weights := g.peopleWeights()
	stated := 0.25 + 0.12*s.Float64()
	sum := attestRow{}
	for range total {
		at := towns + regionShares.Pick(s)
		if at == towns && !s.Chance(0.01) {
			at = weights.Pick(s) // one in a hundred in Flanders is assigned to no municipality
		}
		band := ageShares.Pick(s)
		sex := 1
		if s.Chance(0.54) {
			sex = 0
		} else if s.Chance(0.001) {
			sex = 2
		}
		need := s.Chance(stated)
		if provisional && hold.Chance(0.022) {
			continue
		}
		row := &rows[(at*len(ageNames)+band)*3+sex]
		row.persons++
		sum.persons++
		if need {
			row.need++
			sum.need++
		}
	}
	for i, row := range rows {
		if row.persons == 0 {
			continue
		}
		at, band, sex := i/3/len(ageNames), i/3%len(ageNames), i%3
		for range f.times {
			f.Text(text)
			if at < towns {
				f.Text(regionNames[0])
				f.Text(g.ref.municipalities[at].Code)
			} else {
				f.Text(regionNames[at-towns])
				f.Blank()
			}
			f.Text(ageNames[band])
			f.Text([...]string{"V", "M", "X"}[sex])
			f.Int(row.persons)
			f.Int(row.need)
		}
	}
	f.Text("Totaal")
	for range 4 {
		f.Blank()
	}
	f.Int(sum.persons)
	f.Int(sum.need)
	f.End()
}

// peopleWeights spreads attestations over municipalities like the households
// of the world, so that sources agree where people live.
func (g *generator) peopleWeights() chance.Weights {
	out := make([]float64, len(g.ref.municipalities))
	for i := range g.world.Households {
		out[g.world.Households[i].Municipality]++
	}
	return chance.NewWeights(out...)
}

// claim is a subsidy claim of a local authority for a month.
type claim struct {
	authority, split, scheme int
	month                    chance.Day
	units                    int
	claimed, approved        int64
	submitted, decided, paid chance.Day
	rejected                 bool
}

var (
	claimHeader = []string{"dossier", "ondernemingsnummer", "lokaal_bestuur", "nis_code", "regeling", "periode", "eenheden",
		"bedrag_gevraagd", "bedrag_goedgekeurd", "ingediend_op", "beslist_op", "betaald_op", "status"}
	schemeNames = [...]string{"Begeleiding", "Categorie 1 publiek", "Categorie 1 privaat", "Categorie 2", "Categorie 3"}
	schemeCodes = [...]string{"guidance", "public_places", "private_places", "collective", "village"}
	// What a claim is for, by category of places.
	schemeOf = [...]int{1, 2, 3, 4}
)

// planSubsidy makes the claims from what happened in each municipality and plans
// the workbooks, each with its last three months.
func (g *generator) planSubsidy() {
	first := chance.On(2022, 3, 1)
	months := 0
	for m := first; m.AddMonths(1)+9 <= lastDelivery; m = m.AddMonths(1) {
		months++
	}
	claims := g.drawClaims(first, months)
	for k := range months {
		month := first.AddMonths(k)
		d := month.AddMonths(1) + 9
		g.plan("subsidies/claims_"+month.ISO()[:7]+"_"+d.ISO()+".xlsx", func(f *file) error {
			g.writeClaims(f, d, claims[max(0, k-2):k+1])
			return nil
		})
	}
}

// units counts, by municipality, month and scheme, what may be claimed, and what
// the nights cost: their rate depends on the place.
type units []struct {
	count      [len(schemeNames)]int
	nightCents int64
}

// nightRules are the rates of a night by kind of place; others have the standard one.
var nightRules = map[reception.Kind]string{reception.Hostel: "hostel", reception.HolidayPark: "holiday_park"}

func (g *generator) countUnits(first chance.Day, months int) units {
	w := g.world
	out := make(units, len(w.Municipalities)*months)
	for i := range w.Stays {
		stay := &w.Stays[i]
		p := &w.Places[stay.Place]
		scheme := schemeOf[category(p)]
		end := min(stay.End, lastDelivery+1)
		for k := range months {
			month := first.AddMonths(k)
			next := first.AddMonths(k + 1)
			nights := int(min(end, next) - max(stay.Start, month))
			if nights <= 0 {
				continue
			}
			at := &out[int(p.Municipality)*months+k]
			switch scheme {
			case 3: // per place and night
				at.count[scheme] += nights * int(stay.Size)
				if r, ok := g.ref.rate(schemeCodes[scheme], cmp.Or(nightRules[p.Kind], "standard"), month); ok {
					at.nightCents += int64(nights) * int64(stay.Size) * r.cents
				}
			case 2, 4: // filled at the end of the month
				if end >= next {
					at.count[scheme] += int(stay.Size)
				}
			}
			if end >= next {
				at.count[0] += int(stay.Size)
			}
		}
	}
	for i := range w.Places {
		p := &w.Places[i]
		if category(p) != 0 || p.Validated == chance.None {
			continue
		}
		for k := range months {
			if next := first.AddMonths(k + 1); p.Validated+60 <= next && p.Closes >= next {
				out[int(p.Municipality)*months+k].count[1] += int(p.Capacity)
			}
		}
	}
	return out
}

// guidanceMonths are the months at whose end guidance is paid.
var guidanceMonths = map[string]bool{"2022-06": true, "2022-09": true, "2022-12": true, "2023-02": true, "2023-06": true, "2023-09": true, "2023-12": true}

func (g *generator) drawClaims(first chance.Day, months int) [][]claim {
	w := g.world
	counted := g.countUnits(first, months)
	out := make([][]claim, months)
	for a := range w.Municipalities {
		for k := range months {
			month := first.AddMonths(k)
			for scheme := range schemeNames {
				n := counted[a*months+k].count[scheme]
				s := chance.New(g.opt.Seed, chance.Key("claim"), chance.Key(w.Municipalities[a].Code), uint64(k), uint64(scheme))
				switch scheme {
				case 0:
					if !guidanceMonths[month.ISO()[:7]] {
						continue
					}
				case 1, 2:
					// Not every authority claims every month.
					if !s.Chance(0.5) {
						continue
					}
				}
				for split, part := range chance.Spread(n, ones(g.opt.Scale)) {
					if scheme == 2 {
						part = part / 5 * 5
					}
					if part > 0 {
						out[k] = append(out[k], g.drawClaim(s, a, split, scheme, month, part, counted[a*months+k].nightCents*int64(part)/int64(n)))
					}
				}
			}
		}
	}
	return out
}

func ones(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 1
	}
	return out
}

// drawClaim draws one claim for n units; nightCents is what n nights cost.
func (g *generator) drawClaim(s *chance.Stream, a, split, scheme int, month chance.Day, n int, nightCents int64) claim {
	c := claim{authority: a, split: split, scheme: scheme, month: month, units: n, approved: -1, decided: chance.None, paid: chance.None}
	// Villages have agreements of their own: a daily amount for each person.
	c.claimed = int64(n) * 105_000
	if schemeCodes[scheme] == "collective" {
		c.claimed = nightCents
	} else if r, ok := g.ref.rate(schemeCodes[scheme], "standard", month); ok {
		c.claimed = int64(n) * r.cents * r.thousandth / 1000
	}
	// Authorities make mistakes: they count places or nights too many.
	due := c.claimed
	if s.Chance(0.06) {
		c.claimed += c.claimed * int64(s.Between(1, 15)) / 100
	}
	c.submitted = month.AddMonths(1) + chance.Day(s.IntN(8))
	if s.Chance(0.03) {
		c.submitted += chance.Day(s.Between(20, 45))
	}
	if s.Chance(0.96) {
		c.decided = c.submitted + chance.Day(4+s.Lag(18, 0.6))
		c.approved = due
		if c.rejected = s.Chance(0.025); c.rejected {
			c.approved = 0
		} else if s.Chance(0.95) {
			c.paid = c.decided + chance.Day(3+s.Lag(12, 0.5))
		}
	}
	return c
}

// kbo gives the enterprise number of an authority: ten digits, the last two
// being 97 minus the remainder of the first eight.
func kbo(nis string) string {
	n := 2_070_000 + int(chance.Key(nis)%900_000)
	return fmt.Sprintf("0%07d%02d", n, 97-n%97)
}

func (g *generator) writeClaims(f *file, d chance.Day, months [][]claim) {
	x := sheet.NewXLSX(f.out, "Claims")
	last := d.AddMonths(-1)
	for _, title := range []string{"Agentschap Binnenlands Bestuur", "Claims opvang en begeleiding tijdelijk ontheemden", "Laatste drie maanden tot en met " + last.ISO()[:7]} {
		x.Text(title)
		x.End()
	}
	x.Header(claimHeader...)
	f.begin("claims", x, d.ISO(), claimHeader,
		flaw{column: 7, raw: noAmount, rule: "decimal"}, flaw{column: 7, raw: sheet.NotAvailable, rule: "required"},
		flaw{column: 9, raw: badDate, rule: "date"}, flaw{column: 10, raw: "01/01/2021", rule: "not_before"},
		flaw{column: 1, raw: "0566988258", rule: "kbo_number"}, flaw{column: 4, raw: "Categorie 5", rule: "code"}, flaw{column: 3, raw: "00000", rule: "nis_code"})
	s := chance.New(g.opt.Seed, chance.Key("claims"), uint64(d))
	var claimed, approved int64
	n := 0
	for _, month := range months {
		for i := range month {
			c := &month[i]
			if c.submitted > d {
				continue // comes with one of the next two workbooks, or never
			}
			m := &g.ref.municipalities[c.authority]
			amount, decided, paid, status := c.approved, c.decided, c.paid, "Betaald"
			switch {
			case decided > d:
				amount, decided, paid, status = -1, chance.None, chance.None, "Ingediend"
			case c.rejected:
				status = "Geweigerd"
			case paid > d:
				paid, status = chance.None, "Goedgekeurd"
			}
			asText := s.Chance(0.02)
			for range f.times {
				f.Text(claimID(m, c))
				f.Text(kbo(m.Code))
				f.Text(m.Name)
				f.Text(m.Code)
				f.Text(schemeNames[c.scheme])
				f.Text(c.month.ISO()[:7])
				f.Int(c.units)
				if asText {
					f.Text(sheet.AmountText(c.claimed))
				} else {
					f.Amount(c.claimed)
				}
				f.Amount(amount)
				if asText {
					f.DayText(c.submitted)
				} else {
					f.Day(c.submitted)
				}
				f.Day(decided)
				f.Day(paid)
				f.Text(status)
			}
			claimed += c.claimed
			approved += max(amount, 0)
			n += c.units
		}
	}
	x.Text("Eindtotaal")
	for range 5 {
		x.Blank()
	}
	x.Int(n)
	x.Amount(claimed)
	x.Amount(approved)
	x.End()
}

func claimID(m *reception.Municipality, c *claim) string {
	return fmt.Sprintf("SB-%s-%s-%d-%03d", m.Code, c.month.ISO()[:7], c.scheme+1, c.split+1)
}
