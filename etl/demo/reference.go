package demo

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
	"github.com/vlot-evaluatie/peil/etl/demo/reception"
	"github.com/vlot-evaluatie/peil/models"
)

// provinces are the provinces by index, with the team of each.
var provinces = [reception.Provinces]struct{ code, name string }{
	{"10000", "Antwerpen"}, {"20001", "Vlaams-Brabant"}, {"30000", "West-Vlaanderen"},
	{"40000", "Oost-Vlaanderen"}, {"70000", "Limburg"},
}

// topic is a row of themes.csv; theme and domain are indices.
type topic struct {
	name          string
	theme, domain int
}

// rule is a rate of subsidy_rules.csv.
type rule struct {
	scheme     string
	code       string
	from, to   chance.Day
	cents      int64
	thousandth int64 // factor x 1,000
}

// reference is what the demo knows of the world outside it.
type reference struct {
	municipalities []reception.Municipality // those of 2022 and 2023
	inProvince     [reception.Provinces][]int
	byPeople       [reception.Provinces]chance.Weights
	people         map[string]int      // by NIS code
	counted        map[string]string   // by NIS code: the year of people
	synonyms       map[string][]string // by NIS code
	villages       []int
	topics         []topic
	themes         []string // names
	themeCodes     []string
	themeTopics    [][]int
	domains        []string
	holidays       map[chance.Day]bool
	rules          []rule
}

func readReference(files fs.FS) (*reference, error) {
	if files == nil {
		return nil, &models.Error{Code: models.Invalid, Where: "reference", What: "no reference lists given",
			Fix: "give a folder with municipalities.csv, populations.csv and the other lists"}
	}
	r := &reference{people: map[string]int{}, counted: map[string]string{}, synonyms: map[string][]string{}, holidays: map[chance.Day]bool{}}
	for _, list := range []struct {
		name    string
		columns []string
		row     func([]string) error
	}{
		{"populations.csv", []string{"nis_code", "population_year", "population_count"}, r.inhabitants},
		{"municipalities.csv", []string{"nis_code", "municipality_name", "province_code", "is_centre_city", "valid_from_date", "valid_to_date"}, r.municipality},
		{"municipality_synonyms.csv", []string{"nis_code", "synonym"}, func(c []string) error {
			r.synonyms[c[0]] = append(r.synonyms[c[0]], c[1])
			return nil
		}},
		{"themes.csv", []string{"topic_name", "theme_code", "theme_name", "domain_name"}, r.theme},
		{"holidays.csv", []string{"holiday_date"}, func(c []string) error {
			d, err := date(c[0])
			r.holidays[d] = true
			return err
		}},
		{"subsidy_rules.csv", []string{"scheme_code", "rule_code", "valid_from_date", "valid_until_date", "unit_eur", "factor"}, r.subsidy},
	} {
		if err := readList(files, list.name, list.columns, list.row); err != nil {
			return nil, err
		}
	}
	if len(r.topics) == 0 {
		return nil, refuseList("themes.csv", "holds no theme")
	}
	for i, m := range r.municipalities {
		r.inProvince[m.Province] = append(r.inProvince[m.Province], i)
	}
	for p, members := range r.inProvince {
		if len(members) == 0 {
			return nil, refuseList("municipalities.csv", "holds no municipality of "+provinces[p].name+" in 2022")
		}
		var people []float64
		for _, i := range members {
			people = append(people, float64(r.municipalities[i].Population))
		}
		r.byPeople[p] = chance.NewWeights(people...)
	}
	return r, nil
}

// readList gives the asked columns of each row of a list.
func readList(files fs.FS, name string, columns []string, row func([]string) error) error {
	f, err := files.Open(name)
	if err != nil {
		return refuseList(name, "cannot be opened: "+err.Error())
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return refuseList(name, err.Error())
	}
	if len(rows) == 0 {
		return refuseList(name, "is empty")
	}
	var at []int
	for _, c := range columns {
		i := slices.Index(rows[0], c)
		if i < 0 {
			return refuseList(name, "has no column "+c)
		}
		at = append(at, i)
	}
	cells := make([]string, len(at))
	for n, r := range rows[1:] {
		for i, c := range at {
			cells[i] = r[c]
		}
		if err := row(cells); err != nil {
			return refuseList(fmt.Sprintf("%s:%d", name, n+2), err.Error())
		}
	}
	return nil
}

func refuseList(where, what string) error {
	return &models.Error{Code: models.Invalid, Where: where, What: what, Fix: "correct the reference list"}
}

// date reads 2022-12-31.
func date(s string) (chance.Day, error) {
	d, err := models.ParseDate(s)
	if err != nil {
		return 0, err
	}
	t := d.Time()
	return chance.On(t.Year(), int(t.Month()), t.Day()), nil
}

// inhabitants takes the earliest count: the demo begins before the later ones.
func (r *reference) inhabitants(c []string) error {
	n, err := strconv.Atoi(c[2])
	if err != nil {
		return fmt.Errorf("population %q is no number", c[2])
	}
	if year, ok := r.counted[c[0]]; !ok || c[1] < year {
		r.people[c[0]], r.counted[c[0]] = n, c[1]
	}
	return nil
}

// municipality keeps those that existed before 2025: the demo ends in 2023.
func (r *reference) municipality(c []string) error {
	if c[4] >= "2024" || c[5] != "" && c[5] < "2024" {
		return nil
	}
	province := slices.IndexFunc(provinces[:], func(p struct{ code, name string }) bool { return p.code == c[2] })
	people, counted := r.people[c[0]]
	if province < 0 || !counted {
		return fmt.Errorf("province %q or the population of %q is not known", c[2], c[0])
	}
	// The emergency villages: Antwerpen, Mechelen, later Gent.
	if c[0] == "11002" || c[0] == "12025" || c[0] == "44021" {
		r.villages = append(r.villages, len(r.municipalities))
	}
	r.municipalities = append(r.municipalities, reception.Municipality{
		Code: c[0], Name: c[1], Province: province, Population: people, Centre: c[3] == "true"})
	return nil
}

func (r *reference) theme(c []string) error {
	t := topic{name: c[0], theme: slices.Index(r.themeCodes, c[1]), domain: slices.Index(r.domains, c[3])}
	if t.domain < 0 {
		t.domain = len(r.domains)
		r.domains = append(r.domains, c[3])
	}
	if t.theme < 0 {
		t.theme = len(r.themes)
		r.themes, r.themeCodes, r.themeTopics = append(r.themes, c[2]), append(r.themeCodes, c[1]), append(r.themeTopics, nil)
	}
	r.themeTopics[t.theme] = append(r.themeTopics[t.theme], len(r.topics))
	r.topics = append(r.topics, t)
	return nil
}

// subsidy keeps the rates; a village has an agreement of its own and none.
func (r *reference) subsidy(c []string) error {
	if c[4] == "" {
		return nil
	}
	out := rule{scheme: c[0], code: c[1], to: chance.None}
	from, err := date(c[2])
	if err != nil {
		return err
	}
	if out.from = from; c[3] != "" {
		if out.to, err = date(c[3]); err != nil {
			return err
		}
	}
	unit, err := strconv.ParseFloat(c[4], 64)
	if err != nil {
		return err
	}
	factor, err := strconv.ParseFloat(c[5], 64)
	if err != nil {
		return err
	}
	out.cents, out.thousandth = int64(math.Round(unit*100)), int64(math.Round(factor*1000))
	r.rules = append(r.rules, out)
	return nil
}

// rate gives a rate of a scheme on a day.
func (r *reference) rate(scheme, code string, on chance.Day) (rule, bool) {
	for _, x := range r.rules {
		if x.scheme == scheme && x.code == code && x.from <= on && on <= x.to {
			return x, true
		}
	}
	return rule{}, false
}
