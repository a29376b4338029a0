package models_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
)

// said gives the messages about a project of two pages with this peil.yml.
func said(t *testing.T, config string) (*models.Project, []string) {
	t.Helper()
	p, err := models.LoadProject(fstest.MapFS{
		"peil.yml":              {Data: []byte(config)},
		"reports/pages/beds.md": {Data: []byte("x")}, "reports/pages/towns.md": {Data: []byte("x")},
	})
	var out []string
	for _, e := range models.Flatten(err) {
		var u *models.Error
		if errors.As(e, &u) {
			out = append(out, u.Error())
		}
	}
	return p, out
}

func TestAPageHidesMoreThanItsProject(t *testing.T) {
	p, wrong := said(t, "disclosure: {threshold: 6, reports: {beds: {threshold: 10}, towns: {derived_threshold: 25}}}\n")
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	for _, c := range []struct {
		page               string
		threshold, derived int64
	}{{"", 6, 10}, {"other", 6, 10}, {"beds", 10, 10}, {"towns", 6, 25}} {
		if d := p.Config.Disclosure.On(c.page); d.Threshold != c.threshold || d.DerivedThreshold != c.derived {
			t.Errorf("page %q: %d and %d, want %d and %d", c.page, d.Threshold, d.DerivedThreshold, c.threshold, c.derived)
		}
	}
}

func TestAPageThatHidesLessOrIsNotThereIsRefusedWhereItIsWritten(t *testing.T) {
	_, wrong := said(t, `name: x
disclosure:
  derived_threshold: -1
  reports:
    beds:
      threshold: 4
      derived_threshold: 9
    town: {threshold: 10}
    towns: {reports: {beds: {threshold: 20}}}
`)
	for _, want := range []string{
		"peil.yml:3:3: derived_threshold is -1, want a whole number above 0",
		"peil.yml:6:7: threshold is 4, less than the 5 of the project: a page may hide more, not less; write 5 or more",
		"peil.yml:7:7: derived_threshold is 9, less than the 10",
		`peil.yml:8:5: "town" is no page of reports/pages; did you mean towns`,
		"peil.yml:9:13: stands below a page",
	} {
		if !strings.Contains(strings.Join(wrong, "\n"), want) {
			t.Errorf("want %q in\n%s", want, strings.Join(wrong, "\n"))
		}
	}
	if len(wrong) != 5 {
		t.Errorf("%d messages, want 5", len(wrong))
	}
}

func TestWhatIsSensitiveIsADimensionOfPeople(t *testing.T) {
	_, err := models.LoadProject(fstest.MapFS{
		"peil.yml":              {Data: []byte("disclosure:\n  sensitive: {dimensions: [health, heath, town, month], threshold: 12}\n  reports:\n    beds: {sensitive: {dimensions: [sex], threshold: 11}}\n")},
		"models/dimensions.yml": {Data: []byte("dimensions:\n  - {name: health}\n  - {name: sex}\n  - {name: town, place: true}\n  - {name: month, grain: month}\n")},
		"reports/pages/beds.md": {Data: []byte("x")},
	})
	text := fmt.Sprint(err)
	for _, want := range []string{
		`peil.yml:2:36: "heath" is no dimension of people`, "did you mean health", `peil.yml:2:43: "town" is no`, `peil.yml:2:49: "month" is no`,
		"peil.yml:4:43: sensitive: threshold is 11, less than the 12 of the project",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q in\n%s", want, text)
		}
	}
	p, wrong := said(t, "name: x\n")
	if d := p.Config.Disclosure.On("beds").Sensitive; len(wrong) > 0 || len(d.Dimensions) != 0 || d.Threshold != 10 {
		t.Errorf("by itself %v is sensitive with %d, want none: %v", d.Dimensions, d.Threshold, wrong)
	}
}

func TestDominanceIsStricterOnAPageOrRefused(t *testing.T) {
	p, wrong := said(t, "disclosure: {dominance: {largest: 1, percent: 90}, p_percent: 10, reports: {beds: {dominance: {largest: 2, percent: 80}, p_percent: 15}}}\n")
	if d := p.Config.Disclosure.On("beds"); len(wrong) > 0 || d.Dominance != (models.Dominance{Largest: 2, Percent: 80}) || d.PPercent != 15 {
		t.Errorf("%+v and %d: %v", d.Dominance, d.PPercent, wrong)
	}
	_, wrong = said(t, `disclosure:
  dominance: {largest: 2, percent: 85}
  p_percent: 100
  households: 3
  reports:
    beds: {dominance: {largest: 1, percent: 90}}
    towns: {dominance: {largest: 3, percent: 80}, households: 1}
`)
	for _, want := range []string{"peil.yml:3:3: p_percent is 100", "peil.yml:4:3: households is 3, want 1 or 2", "peil.yml:6:24: dominance: largest is 1, less than the 2", "peil.yml:6:36: dominance: percent is 90, more than the 85", "peil.yml:7:13: the largest 3 are hidden above 80 percent", "peil.yml:7:51: households is 1, less than the 3"} {
		if !strings.Contains(strings.Join(wrong, "\n"), want) {
			t.Errorf("want %q in\n%s", want, strings.Join(wrong, "\n"))
		}
	}
}

const published = "source: register\nlegal_basis: open licence\nentities:\n  - entity: nights\n    grain: one row per night\n    files: [\"nights_*.csv\"]\n    known_at: {from: received}\n    format: {kind: csv, delimiter: \",\"}\n    delivery: {kind: snapshot, key: [night]}\n    unknown_columns: refuse\n    columns:\n      - {name: night, header: [night], type: date, required: true, class: technical, action: keep}\n"

func opened(public string) (*models.Project, error) {
	metric := func(name, sources string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("/* metric\nname: " + name + "\ntitle_nl: T\ntitle_en: T\nabout_nl: A\nabout_en: A\nunit: persons\nkind: flow\nbetter: up\ntime: night\nover_time: sum\nover_place: none\nover_groups: none\nempty: zero\nprotects: person\nrelation: fct_night\nsources: [" + sources + "]\n*/\nselect 1\n")}
	}
	return models.LoadProject(fstest.MapFS{
		"peil.yml":                    {Data: []byte("disclosure:\n  public:\n    - " + public + "\n")},
		"models/sources/register.yml": {Data: []byte(published)},
		"models/sources/tool.yml":     {Data: []byte(strings.Replace(strings.Replace(published, "source: register", "source: tool\npurpose: test", 1), "class: technical, action: keep", "class: identifier, action: pseudonymise, domain: person", 1))},
		"sql/metrics/users.sql":       metric("users", "register/nights"),
		"sql/metrics/both.sql":        metric("both", "register/nights, tool/nights"),
	})
}

// A metric that reads a public source alone protects nobody; one that reads another too
// protects whom it did.
func TestAPublicSourceHidesNothing(t *testing.T) {
	p, err := opened(`{source: register, reason: the city publishes it, reason_en: in English, person: "J. Peeters"}`)
	if err != nil {
		t.Fatal(err)
	}
	users, _ := p.Metric("users")
	both, _ := p.Metric("both")
	if users.Protects != "none" || len(users.Public) != 1 || users.Public[0].Person != "J. Peeters" || users.Public[0].Why("nl") != "the city publishes it" || users.Public[0].Why("en") != "in English" {
		t.Errorf("users protects %s: %+v", users.Protects, users.Public)
	}
	if both.Protects != "person" || both.Public != nil {
		t.Errorf("both protects %s: %+v", both.Protects, both.Public)
	}
	for text, want := range map[string]string{
		"{source: register, person: x}":                "has no reason",
		"{source: register, reason: x}":                "has no person",
		"{source: registre, reason: x, person: y}":     `"registre" is no source of models/sources; did you mean register`,
		"{source: tool, reason: x, person: y}":         "points to one person",
		"{source: register, reason: x, person: \" \"}": "has no person",
	} {
		if _, err := opened(text); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "peil.yml:3:") {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
