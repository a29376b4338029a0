package demo

import (
	"github.com/vlot-evaluatie/peil/etl/demo/chance"
	"github.com/vlot-evaluatie/peil/etl/demo/sheet"
	"github.com/vlot-evaluatie/peil/etl/demo/words"
)

// questionsAtScale1 is the number of questions of the demo.
const questionsAtScale1 = 12_000

// question is a question to the helpdesk. Days are None when not reached.
type question struct {
	received, answered, closed        chance.Day
	known, knownAnswered, knownClosed chance.Day
	topic, theme                      int16
	municipality                      int16 // -1: not filled in
	province, team, asker, channel    int8  // team 0 is the central team
}

// dispatch sends a question on to a policy domain.
type dispatch struct {
	question       int32
	domain         int8
	sent, answered chance.Day
	known          chance.Day
	knownAnswered  chance.Day
}

var (
	firstLog     = chance.On(2022, 5, 9)
	lastCSV      = chance.On(2023, 6, 26) // from then on JSON
	teamNames    = [...]string{"Centraal team", "Antwerpen", "Vlaams-Brabant", "West-Vlaanderen", "Oost-Vlaanderen", "Limburg"}
	askers       = [...]string{"Lokaal bestuur", "Gastgezin", "Ontheemde", "Organisatie", "Burger", "Andere"}
	askerShares  = chance.NewWeights(0.55, 0.14, 0.09, 0.11, 0.07, 0.04)
	channels     = [...]string{"E-mail", "Telefoon", "Formulier", "Overleg"}
	channelShare = chance.NewWeights(0.5, 0.24, 0.17, 0.09)
	// The same in every month: if it moved along with the themes, regions would
	// differ in themes without anything being specific to a region.
	questionShares = chance.NewWeights(0.26, 0.17, 0.19, 0.21, 0.17)
)

// themeWeights are themes that are asked about much more or less than others
// (1), at the start and at the end of the demo.
var themeWeights = map[string][2]float64{
	"housing_tool": {9, 3}, "reception_options": {8, 3.5}, "settlement": {3, 6.5}, "rehousing": {2.5, 7}, "host_family": {5, 4},
	"statute": {4, 2.5}, "living_wage": {3.5, 3}, "funding_certainty": {1.5, 4}, "staffing": {1.2, 2.4}, "activation": {1, 3.2},
	"distribution": {1.2, 2.6}, "lease": {1.2, 2.4}, "social_tariff": {1, 2}, "reference_address": {1.1, 1.8}, "registration": {2.6, 1.2},
	"vaccination": {2, 0.7}, "compulsory_education": {2, 1.4}, "emergency_village": {1.5, 1.5}, "other": {3, 3}, "host_tax": {1, 1.8},
	"driving_licence": {1, 1.3}, "dutch": {1.2, 1.8}, "health_insurance": {1.8, 1.2}, "housing_quality": {1.6, 1.6},
}

// plantedTheme is asked about plantedTimes as often in plantedProvince.
const (
	plantedTheme    = "emergency_village"
	plantedProvince = 0 // Antwerpen
	plantedTimes    = 3
)

// centralEvery spaces the questions by which the central team gets to handle
// each theme in its first half year.
const centralEvery = 41

func (g *generator) planHelpdesk() {
	g.drawQuestions()
	weeks := mondays(firstLog)
	questions := due(len(g.questions), weeks, func(i int, add func(chance.Day)) {
		q := &g.questions[i]
		add(q.known)
		add(q.knownAnswered)
		add(q.knownClosed)
	})
	routed := due(len(g.routed), weeks, func(i int, add func(chance.Day)) {
		add(g.routed[i].known)
		add(g.routed[i].knownAnswered)
	})
	for k, d := range weeks {
		ext := ".csv"
		if d > lastCSV {
			ext = ".json"
		}
		g.plan("vragenregister/vragen_"+d.ISO()+ext, func(f *file) error {
			g.writeQuestions(f, d, questions[k])
			return nil
		})
		g.plan("vragenregister/doorverwijzingen_"+d.ISO()+".csv", func(f *file) error {
			g.writeDispatches(f, d, routed[k])
			return nil
		})
	}
}

// volume is how busy a day is; nobody answers in weekends and on holidays.
func (g *generator) volume(d chance.Day) float64 {
	if d.Weekday() > 4 || g.ref.holidays[d] {
		return 0
	}
	busy := 1.25 - 0.55*float64(d-vlotStart)/float64(lastDelivery-vlotStart)
	_, m, day := d.Date()
	switch {
	case m == 7 && day > 10 || m == 8 && day < 20, m == 12 && day > 22:
		busy *= 0.6
	case m == 1, m == 9:
		busy *= 1.2
	}
	return busy * chance.New(g.opt.Seed, chance.Key("volume"), uint64(d)).Around(0.18)
}

func (g *generator) drawQuestions() {
	days := make([]float64, lastDelivery-vlotStart+1)
	for i := range days {
		days[i] = g.volume(vlotStart + chance.Day(i))
	}
	s := chance.New(g.opt.Seed)
	central := 0
	for i, count := range chance.Spread(questionsAtScale1*g.opt.Scale, days) {
		d := vlotStart + chance.Day(i)
		plain, planted := g.themesOn(d)
		for range count {
			n := len(g.questions)
			s.Reseed(g.opt.Seed, chance.Key("question"), uint64(n))
			q := question{received: d, province: int8(questionShares.Pick(s)), municipality: -1,
				asker: int8(askerShares.Pick(s)), channel: int8(channelShare.Pick(s))}
			weights := plain
			if q.province == plantedProvince && !g.opt.NoPattern {
				weights = planted
			}
			q.theme, q.team = int16(weights.Pick(s)), q.province+1
			if s.Chance(0.18) {
				q.team = 0
			}
			if n%(centralEvery*g.opt.Scale) == 0 && central < len(g.ref.themes) {
				q.theme, q.team = int16(central), 0
				central++
			}
			topics := g.ref.themeTopics[q.theme]
			q.topic = int16(topics[s.IntN(len(topics))])
			if s.Chance(0.85) {
				q.municipality = int16(g.ref.inProvince[q.province][g.ref.byPeople[q.province].Pick(s)])
			}
			g.life(s, &q, int32(n))
			g.questions = append(g.questions, q)
		}
	}
}

// life draws how a question is answered, and whether it is sent on.
func (g *generator) life(s *chance.Stream, q *question, n int32) {
	q.answered, q.closed, q.knownAnswered, q.knownClosed = chance.None, chance.None, chance.None, chance.None
	q.known = q.received + chance.Day(s.IntN(2))
	if s.Chance(0.03) {
		q.known += chance.Day(s.Between(14, 50))
	}
	wait := s.Lag(2.6, 1.0)
	if q.channel == 1 {
		wait /= 3
	}
	share := 0.16
	if q.team == 0 {
		share = 0.55
	}
	if s.Chance(share) {
		x := dispatch{question: n, domain: int8(g.ref.topics[q.topic].domain), answered: chance.None, knownAnswered: chance.None}
		if s.Chance(0.1) {
			x.domain = int8(s.IntN(len(g.ref.domains)))
		}
		x.sent = (q.received + chance.Day(s.IntN(4))).Workday()
		x.known = max(x.sent, q.known)
		if s.Chance(0.94) {
			x.answered = (x.sent + chance.Day(1+s.Lag(6, 0.8))).Workday()
			x.knownAnswered = max(x.answered, x.known)
			wait = int(x.answered-q.received) + s.IntN(3)
		} else {
			wait = 10_000
		}
		g.routed = append(g.routed, x)
	}
	if wait < 10_000 && !s.Chance(0.02) {
		q.answered = (q.received + chance.Day(wait)).Workday()
		q.knownAnswered = max(q.answered, q.known)
		if s.Chance(0.6) {
			q.closed = q.answered + chance.Day(s.Between(10, 30))
			q.knownClosed = max(q.closed, q.knownAnswered)
		}
	}
}

// themesOn gives the chances of the themes on a day, without and with the
// planted pattern.
func (g *generator) themesOn(d chance.Day) (plain, planted chance.Weights) {
	t := float64(d-vlotStart) / float64(lastDelivery-vlotStart)
	weights := make([]float64, len(g.ref.themes))
	for i, c := range g.ref.themeCodes {
		weights[i] = 1
		if w, ok := themeWeights[c]; ok {
			weights[i] = w[0] + (w[1]-w[0])*t
		}
	}
	plain = chance.NewWeights(weights...)
	for i, c := range g.ref.themeCodes {
		if c == plantedTheme {
			weights[i] *= plantedTimes
		}
	}
	return plain, chance.NewWeights(weights...)
}

var (
	logStyle       = sheet.Style{Separator: ';', Charset: sheet.Windows1252}
	questionHeader = []string{"vraag_id", "ontvangen_op", "beantwoord_op", "team", "provincie", "nis_code", "vrager", "kanaal",
		"vraagonderwerp", "gegroepeerd_thema", "beleidsdomein", "vraag", "status"}
	dispatchHeader = []string{"doorverwijzing_id", "vraag_id", "beleidsdomein", "verzonden_op", "beantwoord_op"}
)

func (g *generator) writeQuestions(f *file, d chance.Day, questions []int32) {
	var t sheet.Table
	flaws := []flaw{
		{column: 1, raw: badDate, rule: "date"}, {column: 1, raw: noDate, rule: "date"}, {column: 2, raw: "04/01/2022", rule: "not_before"},
		{column: 5, raw: "12345", rule: "nis_code"}, {column: 8, raw: "Huisdieren op reis", rule: "code"}, {column: 3, raw: "Brussel", rule: "code"},
		{column: 12, raw: "", rule: "required"}, {column: 7, raw: "Fax", rule: "code"}, {column: 1, raw: "09/05/2022", rule: "unique", again: true}}
	if d > lastCSV {
		t = sheet.NewJSON(f.out, questionHeader...)
	} else {
		t = sheet.NewCSV(f.out, logStyle, nil, questionHeader...)
		flaws = append(flaws, flaw{cut: 5, rule: "unreadable"})
	}
	f.begin("questions", t, d.ISO(), questionHeader, flaws...)
	s := chance.New(g.opt.Seed)
	for _, i := range questions {
		q := &g.questions[i]
		answered, status := chance.None, "Open"
		switch {
		case q.knownClosed <= d:
			answered, status = q.answered, "Gesloten"
		case q.knownAnswered <= d:
			answered, status = q.answered, "Beantwoord"
		}
		s.Reseed(g.opt.Seed, chance.Key("question text"), uint64(i))
		topic := &g.ref.topics[q.topic]
		text, team := words.Question(s, topic.name), teamNames[q.team]
		if s.Chance(0.1) {
			team = otherTeamName(team)
		}
		for range f.times {
			f.Text(code("V", int(i)))
			f.Day(q.received)
			f.Day(answered)
			f.Text(team)
			f.Text(provinces[q.province].name)
			if q.municipality >= 0 {
				f.Text(g.ref.municipalities[q.municipality].Code)
			} else {
				f.Blank()
			}
			f.Text(askers[q.asker])
			f.Text(channels[q.channel])
			f.Text(topic.name)
			f.Text(g.ref.themes[q.theme])
			f.Text(g.ref.domains[topic.domain])
			f.Text(text)
			f.Text(status)
		}
	}
}

// otherTeamName gives the second name of a team that has one.
func otherTeamName(name string) string {
	switch name {
	case teamNames[0]:
		return "VLOT centraal"
	case teamNames[2]:
		return "Vl.-Brabant"
	}
	return name
}

func (g *generator) writeDispatches(f *file, d chance.Day, routed []int32) {
	f.begin("dispatches", sheet.NewCSV(f.out, logStyle, nil, dispatchHeader...), d.ISO(), dispatchHeader,
		flaw{column: 3, raw: badDate, rule: "date"}, flaw{column: 2, raw: "Landbouw", rule: "code"}, flaw{column: 1, raw: "", rule: "required"})
	for _, i := range routed {
		x := &g.routed[i]
		for range f.times {
			f.Text(code("DV", int(i)))
			f.Text(code("V", int(x.question)))
			f.Text(g.ref.domains[x.domain])
			f.Day(x.sent)
			if x.knownAnswered <= d {
				f.Day(x.answered)
			} else {
				f.Blank()
			}
		}
	}
}
