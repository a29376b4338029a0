package demo

import (
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
	"github.com/vlot-evaluatie/peil/etl/demo/sheet"
	"github.com/vlot-evaluatie/peil/etl/demo/words"
)

// What the files of the teams must add up to on the day of the question. The
// figures themselves come out of rows: take one away and they change.
const (
	staffOnSeedDay  = 21
	visitsBySeedDay = 108
	placesBySeedDay = 419
)

func (g *generator) planTeams() {
	g.planProspects()
	g.planStaff()
	g.planMeetings()
	g.planNewsletters()
	g.planWork()
	delivered := chance.On(2022, 6, 30)
	g.plan("doelstellingen/doelstellingen_"+delivered.ISO()+".csv", func(f *file) error {
		header := []string{"doel_id", "van", "plaatsen", "omschrijving"}
		f.begin("targets", sheet.NewCSV(f.out, sheet.Style{Separator: ';', Charset: sheet.UTF8}, nil, header...), delivered.ISO(), header)
		for _, t := range []struct {
			id, places, text string
			from             chance.Day
		}{{"D1", "18.000", "Eerste doelstelling: 18.000 opvangplaatsen", chance.On(2022, 4, 1)}, {"D2", "30.000", "Tweede doelstelling: 30.000 opvangplaatsen", chance.On(2022, 6, 1)}} {
			for range f.times {
				f.Text(t.id)
				f.Day(t.from)
				f.Text(t.places)
				f.Text(t.text)
			}
		}
		return nil
	})
}

// member is someone of the teams.
type member struct {
	number, name, role string
	team, hundredths   int
	from, until        chance.Day
}

// drawStaff makes the teams: four in five work there from the start, some come
// and go, and the regional teams grow after the decision of 9 December 2022.
func (g *generator) drawStaff() []member {
	s := chance.New(g.opt.Seed, chance.Key("staff"))
	var out []member
	add := func(team int, from, until chance.Day) {
		m := member{number: fmt.Sprintf("VO%05d", 40_000+len(out)*37+s.IntN(30)), name: words.Local(s), team: team, from: from, until: until}
		m.role = []string{"Veldwerker", "Veldwerker", "Veldwerker", "Ondersteuning"}[s.IntN(4)]
		if team == 0 {
			m.role = []string{"Beleidsmedewerker", "Beleidsmedewerker", "Data-analist", "Ondersteuning"}[s.IntN(4)]
		}
		if !slices.ContainsFunc(out, func(o member) bool { return o.team == team && o.role == "Coördinator" }) {
			m.role = "Coördinator"
		}
		m.hundredths = []int{100, 100, 100, 80, 80, 50}[s.IntN(6)]
		out = append(out, m)
	}
	// Those of the seed's day: six central and three a region, at least; some began later.
	for i := range staffOnSeedDay {
		team := i % len(teamNames)
		if i >= 3*len(teamNames) {
			team = 0
		}
		from, until := vlotStart-1, chance.None
		if i >= 16 {
			from = chance.On(2022, 7+(i-16), 1)
		}
		if s.Chance(0.15) {
			until = chance.On(2023, 5, 31).AddMonths(s.IntN(6)).MonthEnd()
		}
		add(team, from, until)
	}
	// Two had left by then, and seven came after.
	add(0, vlotStart-1, chance.On(2022, 9, 30))
	add(1+s.IntN(5), vlotStart-1, chance.On(2022, 11, 30))
	for i := range 7 {
		add(1+(i+s.IntN(2))%5, chance.On(2023, 3+i/2, 1), chance.None)
	}
	slices.SortStableFunc(out, func(a, b member) int { return int(a.from - b.from) })
	return out
}

func (g *generator) planStaff() {
	staff := g.drawStaff()
	header := []string{"personeelsnummer", "naam", "team", "functie", "van", "tot", "vte"}
	for d := vlotStart.Month(); d <= lastDelivery; d = d.AddMonths(1) {
		g.plan("personeel/personeel_"+d.ISO()+".xlsx", func(f *file) error {
			x := sheet.NewXLSX(f.out, "Personeel")
			x.Header(header...)
			f.begin("fte", x, d.ISO(), header)
			for i, m := range staff {
				if m.from > d {
					continue
				}
				for range f.times {
					f.Text(m.number)
					f.Text(m.name)
					if i%7 == 3 {
						f.Text(otherTeamName(teamNames[m.team]))
					} else {
						f.Text(teamNames[m.team])
					}
					f.Text(m.role)
					f.Day(m.from)
					if m.until <= d+62 { // notice is given two months ahead
						f.Day(m.until)
					} else {
						f.Blank()
					}
					f.Fraction(m.hundredths)
				}
			}
			return nil
		})
	}
}

// meeting is a planned meeting; held is None when it was not.
type meeting struct {
	id            string
	series        int
	planned, held chance.Day
	known         chance.Day
	count         int
	topics        string
}

// series are the fixed meetings. every is in days; first is a day of the first week.
var series = [...]struct {
	name, participants string
	every              int
	weekdays           []int
	low, high          int
}{
	{"Regioteams en centraal team", "Teams", 7, []int{1, 3}, 12, 22},
	{"Vragen veldwerkers", "Teams", 7, []int{2}, 8, 18},
	{"Sectorcoördinatoren", "Beleidsdomeinen", 7, []int{4}, 7, 14},
	{"Herhuisvesting", "Teams", 7, []int{0}, 6, 12},
	{"Centrumsteden", "Lokale besturen", 28, []int{3}, 11, 24},
	{"Gouverneurs", "Gouverneurs", 14, []int{2}, 6, 12},
}

func (g *generator) planMeetings() {
	var all []meeting
	s := chance.New(g.opt.Seed)
	for k, x := range series {
		for week := vlotStart; week <= lastDelivery; week += chance.Day(x.every) {
			for _, weekday := range x.weekdays {
				d := week + chance.Day(weekday)
				if d > lastDelivery || g.ref.holidays[d] {
					continue
				}
				s.Reseed(g.opt.Seed, chance.Key("meeting"), uint64(k), uint64(d))
				m := meeting{id: fmt.Sprintf("O%d-%s", k+1, d.ISO()), series: k, planned: d, held: d, known: d, count: s.Between(x.low, x.high), topics: words.Agenda(s)}
				_, month, day := d.Date()
				switch {
				case s.Chance(0.03), month == 12 && day >= 24, month == 8 && day < 10 && s.Chance(0.3):
					m.held, m.count = chance.None, 0
				case s.Chance(0.03):
					m.held = (d + chance.Day(s.Between(1, 2))).Workday()
				}
				if s.Chance(0.04) {
					m.known += chance.Day(s.Between(20, 40)) // entered with the next month
				}
				all = append(all, m)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b meeting) int { return int(a.planned - b.planned) })
	months := monthEnds(vlotStart)
	byMonth := due(len(all), months, func(i int, add func(chance.Day)) { add(max(all[i].known, min(all[i].held, lastDelivery))) })
	header := []string{"overleg_id", "reeks", "gepland_op", "gehouden_op", "deelnemers", "aantal", "onderwerpen"}
	for n, d := range months {
		g.plan("contacten/overleg_"+d.ISO()+".xlsx", func(f *file) error {
			x := sheet.NewXLSX(f.out, "Overleg")
			x.Text("VLOT - overlegmomenten " + d.ISO()[:7])
			x.End()
			x.Header(header...)
			f.begin("meetings", x, d.ISO(), header)
			for _, i := range byMonth[n] {
				m := &all[i]
				for range f.times {
					f.Text(m.id)
					f.Text(series[m.series].name)
					if i%29 == 7 {
						f.DayText(m.planned)
					} else {
						f.Day(m.planned)
					}
					f.Day(m.held)
					f.Text(series[m.series].participants)
					if m.held == chance.None {
						f.Blank()
					} else {
						f.Int(m.count)
					}
					f.Text(m.topics)
				}
			}
			return nil
		})
	}
}

func (g *generator) planNewsletters() {
	header := []string{"nummer", "verzonden_op", "ontvangers"}
	type flits struct {
		sent chance.Day
		to   int
	}
	var all []flits
	for d := vlotStart + 3; d <= lastDelivery; d += 7 {
		s := chance.New(g.opt.Seed, chance.Key("newsletter"), uint64(d))
		sent := d
		for g.ref.holidays[sent] {
			sent--
		}
		if _, m, day := d.Date(); s.Chance(0.97) && !(m == 12 && day > 24) {
			all = append(all, flits{sent, 1850 + int(d-vlotStart) + s.Between(-25, 25)})
		}
	}
	months := monthEnds(vlotStart)
	byMonth := due(len(all), months, func(i int, add func(chance.Day)) { add(all[i].sent) })
	for n, d := range months {
		g.plan("contacten/flits_"+d.ISO()+".csv", func(f *file) error {
			f.begin("newsletters", sheet.NewCSV(f.out, sheet.Style{Separator: '\t', Charset: sheet.UTF16LE}, nil, header...), d.ISO(), header)
			for _, i := range byMonth[n] {
				for range f.times {
					f.Text(fmt.Sprintf("Flits %d", i+1))
					f.Day(all[i].sent)
					f.Int(all[i].to)
				}
			}
			return nil
		})
	}
}

// workShares are the kinds of work at the start and at the end of the demo: from
// keeping the tool's supply current to inflow and difficult rehousing.
var (
	workKinds  = [...]string{"Huisvestingstool actueel houden", "Instroom", "Herhuisvesting", "Capaciteit", "Dienstverlening"}
	workShares = [...][2]float64{{0.46, 0.1}, {0.15, 0.26}, {0.1, 0.31}, {0.16, 0.17}, {0.13, 0.16}}
	teamShares = chance.NewWeights(0.26, 0.18, 0.13, 0.14, 0.15, 0.14)
)

// shifted is when the accent of the work had moved: three quarters of the way by
// the day of the question.
var shifted = chance.On(2023, 6, 1)

func (g *generator) planWork() {
	header := []string{"item_id", "soort", "team", "datum"}
	for _, d := range monthEnds(vlotStart) {
		g.plan("contacten/werkitems_"+d.ISO()+".csv", func(f *file) error {
			f.begin("work_items", sheet.NewCSV(f.out, sheet.Style{Separator: ',', Charset: sheet.UTF8, ISODates: true}, nil, header...), d.ISO(), header,
				flaw{column: 3, raw: "2023-02-31", rule: "date"}, flaw{column: 1, raw: "Koffie", rule: "code"}, flaw{column: 2, raw: "", rule: "required"})
			n := 0
			for day := max(d.Month(), vlotStart); day <= d; day++ {
				if day.Weekday() > 4 || g.ref.holidays[day] {
					continue
				}
				s := chance.New(g.opt.Seed, chance.Key("work"), uint64(day))
				t := min(1, float64(day-vlotStart)/float64(shifted-vlotStart))
				var now [len(workKinds)]float64
				for i, w := range workShares {
					now[i] = w[0] + (w[1]-w[0])*t
				}
				kinds := chance.NewWeights(now[:]...)
				for range s.Count(22) {
					n++
					kind, team := workKinds[kinds.Pick(s)], teamNames[teamShares.Pick(s)]
					if s.Chance(0.08) {
						team = otherTeamName(team)
					}
					for range f.times {
						f.Text(fmt.Sprintf("W%s-%04d", d.ISO()[:7], n))
						f.Text(kind)
						f.Text(team)
						f.Day(day)
					}
				}
			}
			return nil
		})
	}
}
