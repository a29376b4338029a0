package models_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
)

const smallContract = `source: visits
purpose: a test
legal_basis: law
entities:
  - entity: days
    files: [visits/*.csv]
    known_at: {from: received}
    delivery: {kind: changes, key: [visit_id]}
    columns:
      - {name: visit_id, header: [id], type: text, class: technical, action: keep}
      - {name: person_id, header: [insz], type: insz, class: identifier, action: pseudonymise, domain: person}
      - {name: visit_date, header: [day], type: date, class: measure, action: keep}
`

const smallModel = `/* model
name: fct_visit
grain: one row per visit
key: [visit_id]
columns:
  - {name: visit_id, type: varchar}
  - {name: visit_date, type: date}
*/
select visit_id, visit_date from raw.visits__days
`

const smallMetric = `/* metric
name: visits
title_nl: Bezoeken
title_en: Visits
about_nl: Bezoeken die geregistreerd zijn
about_en: Visits that were registered
unit: count
kind: flow
time: visit_date
better: neutral
protects: person
over_time: sum
empty: zero
relation: fct_visit
*/
select dim_1, dim_2, dim_3, count(*) as value, count(*) as n
from scope
group by dim_1, dim_2, dim_3
`

const smallCheck = `/* check
name: visits_have_a_day
about_nl: Elk bezoek heeft een dag
severity: block
owner: the office
fix: ask for the day
*/
select visit_id from fct_visit where visit_date is null
`

// small is the least project that is right; tests break one thing in it.
func small() fstest.MapFS {
	return fstest.MapFS{
		"peil.yml":                            file("name: small\nreports: [visits]\n"),
		"models/dimensions.yml":               file("dimensions:\n  - {name: sex, title_nl: Geslacht, title_en: Sex}\n"),
		"models/sources/visits.yml":           file(smallContract),
		"sql/marts/fct_visit.sql":             file(smallModel),
		"sql/metrics/visits.sql":              file(smallMetric),
		"sql/checks/visits_have_a_day.sql":    file(smallCheck),
		"reports/pages/visits.md":             file("---\ntitle: Bezoeken\n---\n"),
		"reports/pages/visits.en.md":          file("---\ntitle: Visits\n---\n"),
		"reports/pages/notes.txt":             file("not a page"),
		"models/sources/README.md":            file("not a contract"),
		"models/reference/municipalities.csv": file("nis_code\n11002\n"),
	}
}

// with gives the small project with one text in a file changed.
func with(t *testing.T, name, old, replacement string) fstest.MapFS {
	t.Helper()
	p := small()
	text := string(p[name].Data)
	if strings.Count(text, old) != 1 {
		t.Fatalf("%q stands %d times in %s, want once", old, strings.Count(text, old), name)
	}
	p[name] = file(strings.Replace(text, old, replacement, 1))
	return p
}

// faults loads a project that is wrong and gives its messages.
func faults(t *testing.T, p fstest.MapFS) []*models.Error {
	t.Helper()
	got, err := models.LoadProject(p)
	if err == nil {
		t.Fatalf("the project loads, want a refusal: %+v", got.Config)
	}
	if models.CodeOf(err) != models.Invalid {
		t.Errorf("code is %q, want invalid", models.CodeOf(err))
	}
	var out []*models.Error
	for _, leaf := range models.Flatten(err) {
		var u *models.Error
		if !errors.As(leaf, &u) {
			t.Fatalf("%v is not a *models.Error", leaf)
		}
		if u.Where == "" || u.What == "" || u.Fix == "" {
			t.Errorf("%#v lacks where, what or fix", u)
		}
		out = append(out, u)
	}
	return out
}

// told tells whether one of the messages begins at where and holds what.
func told(all []*models.Error, where, what string) bool {
	return slices.ContainsFunc(all, func(e *models.Error) bool {
		return strings.HasPrefix(e.Where, where) && strings.Contains(e.What, what)
	})
}

func TestSmallProjectLoads(t *testing.T) {
	p, err := models.LoadProject(small())
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Sources) != 1 || len(p.Relations) != 1 || len(p.Metrics) != 1 || len(p.Checks) != 1 || len(p.Dimensions) != 1 {
		t.Errorf("%d sources, %d relations, %d metrics, %d checks, %d dimensions; want one each",
			len(p.Sources), len(p.Relations), len(p.Metrics), len(p.Checks), len(p.Dimensions))
	}
	e := p.Sources[0].Entities[0]
	if e.Key() != "visits/days" || e.File != "models/sources/visits.yml" {
		t.Errorf("entity is %s of %s, want visits/days of models/sources/visits.yml", e.Key(), e.File)
	}
	if got := p.Pages(); !slices.Equal(got, []string{"visits"}) {
		t.Errorf("pages are %v, want visits: the English one belongs to it", got)
	}
	if d := p.Config.Disclosure.On("visits"); d.Threshold != 5 || d.DerivedThreshold != 10 {
		t.Errorf("thresholds are %d and %d, want 5 and 10 when peil.yml names none", d.Threshold, d.DerivedThreshold)
	}
}

func TestProjectWithoutAnyFileIsEmptyAndNotWrong(t *testing.T) {
	p, err := models.LoadProject(fstest.MapFS{})
	if err != nil || len(p.Sources)+len(p.Relations)+len(p.Metrics) != 0 {
		t.Errorf("got %+v, %v; want an empty project", p, err)
	}
}

func TestMisspeltKeyIsToldWithItsPlace(t *testing.T) {
	for _, c := range []struct{ file, old, replacement, where, key string }{
		{"peil.yml", "reports:", "report:", "peil.yml:2:1", "report"},
		{"models/sources/visits.yml", "purpose: a test", "purpse: a test", "models/sources/visits.yml:2:1", "purpse"},
		{"models/sources/visits.yml", "known_at: {from", "known_at: {form", "models/sources/visits.yml:7:16", "form"},
		{"models/sources/visits.yml", "    files:", "    flies:", "models/sources/visits.yml:6:5", "flies"},
		{"models/sources/visits.yml", "domain: person", "domian: person", "models/sources/visits.yml:11:96", "domian"},
		{"models/dimensions.yml", "title_en", "title", "models/dimensions.yml:2:37", "title"},
		{"sql/marts/fct_visit.sql", "grain:", "grian:", "sql/marts/fct_visit.sql:3:1", "grian"},
		{"sql/metrics/visits.sql", "better:", "beter:", "sql/metrics/visits.sql:10:1", "beter"},
		{"sql/checks/visits_have_a_day.sql", "severity:", "severty:", "sql/checks/visits_have_a_day.sql:4:1", "severty"},
	} {
		all := faults(t, with(t, c.file, c.old, c.replacement))
		if len(all) != 1 || all[0].Where != c.where || !strings.Contains(all[0].What, `"`+c.key+`"`) {
			t.Errorf("%s with %s: got %q, want one message at %s about %q", c.file, c.key, all[0], c.where, c.key)
		}
	}
}

func TestKeyThatStandsThereTwiceIsRefused(t *testing.T) {
	all := faults(t, with(t, "peil.yml", "reports:", "name: other\nreports:"))
	if len(all) != 1 || !strings.HasPrefix(all[0].Where, "peil.yml:2:") {
		t.Errorf("got %q, want one message at line 2", all)
	}
}

func TestFaultsOfSeveralFilesAreToldTogether(t *testing.T) {
	p := with(t, "models/sources/visits.yml", "legal_basis:", "legal_bases:")
	p["peil.yml"] = file("nmae: small\n")
	p["sql/marts/fct_visit.sql"] = file("select 1\n")
	p["sql/metrics/visits.sql"] = file(strings.Replace(smallMetric, "unit:", "unti:", 1))
	all := faults(t, p)
	for _, want := range []string{"peil.yml:1:1", "models/sources/visits.yml:3:1", "sql/marts/fct_visit.sql:1", "sql/metrics/visits.sql:7:1"} {
		if !told(all, want, "") {
			t.Errorf("nothing is told at %s: %q", want, all)
		}
	}
	if len(all) != 4 {
		t.Errorf("%d messages, want 4: %q", len(all), all)
	}
}

func TestFaultsInOneContractAreToldTogether(t *testing.T) {
	p := with(t, "models/sources/visits.yml", "action: pseudonymise, domain: person", "action: keep")
	text := string(p["models/sources/visits.yml"].Data)
	text = strings.Replace(text, "kind: changes, key: [visit_id]", "kind: sometimes, key: [visit_nr]", 1)
	text = strings.Replace(text, "type: date", "type: day", 1)
	text = strings.Replace(text, "legal_basis: law\n", "", 1)
	p["models/sources/visits.yml"] = file(text)
	all := faults(t, p)
	for _, want := range []string{`is an identifier with action "keep"`, `delivery.kind is "sometimes"`, `column "visit_nr"`, `type is "day"`, "no legal_basis"} {
		if !told(all, "models/sources/visits.yml", want) {
			t.Errorf("nothing is told about %s: %q", want, all)
		}
	}
	if len(all) != 5 {
		t.Errorf("%d messages, want 5: %q", len(all), all)
	}
}

func TestNamesAreGivenOnce(t *testing.T) {
	p := small()
	p["models/sources/again.yml"] = file("source: visits\nlegal_basis: law\n")
	p["sql/marts/again.sql"] = file(smallModel)
	p["sql/metrics/again.sql"] = file(smallMetric)
	p["sql/checks/again.sql"] = file(smallCheck)
	all := faults(t, p)
	for _, c := range [][2]string{
		{"models/sources/visits.yml", `source "visits" stands in models/sources/again.yml too`},
		{"sql/marts/fct_visit.sql", `relation "fct_visit" stands in sql/marts/again.sql too`},
		{"sql/metrics/visits.sql", `metric "visits" stands in sql/metrics/again.sql too`},
		{"sql/checks/visits_have_a_day.sql", `check "visits_have_a_day" stands in sql/checks/again.sql too`},
	} {
		if !told(all, c[0], c[1]) {
			t.Errorf("nothing is told at %s about %s: %q", c[0], c[1], all)
		}
	}
	if len(all) != 4 || !strings.Contains(all[0].Fix, "extends: none in peil.yml") {
		t.Errorf("%d messages, want 4 that say how to stand alone: %q", len(all), all)
	}
	p["peil.yml"] = file("name: small\nextends: none\n")
	if all := faults(t, p); strings.Contains(all[0].Fix, "extends") {
		t.Errorf("%q, and the project does not build on another", all[0].Fix)
	}
}

func TestUnknownNamesAreAnsweredWithTheNearest(t *testing.T) {
	p, err := models.LoadProject(small())
	if err != nil {
		t.Fatal(err)
	}
	_, errSource := p.Source("visit")
	_, errMetric := p.Metric("visist")
	_, errRelation := p.Relation("fct_visits")
	for want, err := range map[string]error{"visits": errors.Join(errSource, errMetric), "fct_visit": errRelation} {
		for _, leaf := range models.Flatten(err) {
			var u *models.Error
			if !errors.As(leaf, &u) || u.Code != models.Invalid || !strings.Contains(u.Fix, want) {
				t.Errorf("got %#v, want an invalid *Error that names %s", leaf, want)
			}
		}
		if len(models.Flatten(err)) == 0 {
			t.Errorf("a misspelt %s is found", want)
		}
	}
}

func TestDimensionThatIsNotDeclaredShowsItsOwnName(t *testing.T) {
	p, err := models.LoadProject(small())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]models.Dimension{
		"sex":   {Name: "sex", TitleNL: "Geslacht", TitleEN: "Sex"},
		"stage": {Name: "stage", TitleNL: "stage", TitleEN: "stage"},
		"month": {Name: "month", TitleNL: "Maand", TitleEN: "Month", Grain: "month"},
	} {
		d := p.Dimension(name)
		if d.Name != want.Name || d.Title("nl") != want.TitleNL || d.Title("en") != want.TitleEN || d.Grain != want.Grain {
			t.Errorf("dimension %s is %+v, want %+v", name, d, want)
		}
	}
}

func TestBuiltInProjectLoads(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		for _, e := range models.Flatten(err) {
			t.Error(e)
		}
		t.FailNow()
	}
	if len(p.Sources) == 0 || len(p.Relations) == 0 || len(p.Metrics) == 0 || len(p.Checks) == 0 || len(p.Dimensions) == 0 {
		t.Errorf("%d sources, %d relations, %d metrics, %d checks, %d dimensions: a part is missing",
			len(p.Sources), len(p.Relations), len(p.Metrics), len(p.Checks), len(p.Dimensions))
	}
}

func TestSettingsOfTheBuiltInProjectNamePagesThatAreThere(t *testing.T) {
	files := os.DirFS("..")
	text, err := os.ReadFile("peil.yml")
	if err != nil {
		t.Fatal(err)
	}
	var c models.Config
	if err := models.ReadYAML("models/peil.yml", 0, text, &c); err != nil {
		t.Fatal(err)
	}
	pages := (&models.Project{FS: files}).Pages()
	wanted := slices.Clone(c.Reports)
	for _, j := range c.Jobs {
		if j.Report != "" {
			wanted = append(wanted, j.Report)
		}
	}
	for _, page := range wanted {
		if !slices.Contains(pages, page) {
			t.Errorf("peil.yml names page %q, reports/pages has %v", page, pages)
		}
	}
	if len(wanted) == 0 {
		t.Error("peil.yml names no page")
	}
}

func TestExampleProjectsLoad(t *testing.T) {
	p, err := models.LoadProject(os.DirFS("../examples/toronto"))
	if err != nil {
		for _, e := range models.Flatten(err) {
			t.Error(e)
		}
		t.FailNow()
	}
	if p.Config.Extends != "none" || len(p.Sources) != 1 || len(p.Metrics) == 0 {
		t.Errorf("toronto extends %q with %d sources and %d metrics, want none, 1 and some", p.Config.Extends, len(p.Sources), len(p.Metrics))
	}
}
