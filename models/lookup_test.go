package models_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

const lookedUp = `dimensions:
  - {name: town, place: true, lookup: {relation: ref.towns, code: town_code, name: town_name, within: {province: province_code}, valid: [from_date, until_date]}}
  - {name: province, place: true}
`

// A misspelt name would leave a total out of what hidden cells are judged by, or stop the
// run after it published.
func TestALookupNamesWhatIsThere(t *testing.T) {
	for _, c := range []struct{ about, old, replacement, where, what, fix string }{
		{"a dimension that is not there", "{province: p", "{provincie: p", ":2:104", `dimension town lies within "provincie", which is no dimension here`, "did you mean province, town"},
		{"a dimension within itself", "{province: p", "{town: p", ":2:104", "dimension town lies within itself", "puts members of it together"},
		{"a column of a coarser one", "province_code", "provincecode", ":2:104", `within, province of dimension town is column "provincecode", which ref.towns has not`, "did you mean province_code"},
		{"a column of codes", "code: town_code", "code: towncode", ":2:61", `code of dimension town is column "towncode"`, "did you mean town_code"},
		{"a column of names", "name: town_name", "name: naam", ":2:78", `name of dimension town is column "naam"`, "town_name"},
		{"English names", "name: town_name", "name: town_name, name_en: town_name_en", ":2:95", `name_en of dimension town is column "town_name_en"`, "did you mean town_name"},
		{"no column of names", ", name: town_name", "", ":2:31", "lookup of dimension town has no column for name", "name a column of ref.towns"},
		{"a relation", "ref.towns", "ref.town", ":2:40", `dimension town is looked up in "ref.town", which is no model or reference list here`, "did you mean ref.towns"},
		{"a day", "until_date", "until", ":2:149", `valid, 1 of dimension town is column "until"`, "did you mean until_date"},
		{"one day", ", until_date", "", ":2:130", "valid of dimension town names 1 columns, want two", "valid_until_date"},
		{"a grain", "  - {name: province", "  - {name: start, grain: maand}\n  - {name: province", ":3:19", `dimension start has grain "maand", want day, week, month, quarter, year`, "month"},
		{"the grain of time itself", "  - {name: province", "  - {name: month}\n  - {name: province", ":3:6", `dimension month is the month of every metric and has grain ""`, "write grain: month"},
	} {
		p := small()
		p["models/reference/towns.csv"] = file("town_code,town_name,province_code,from_date,until_date\n1,a,2,,\n")
		if strings.Count(lookedUp, c.old) != 1 {
			t.Fatalf("%q does not stand there once", c.old)
		}
		p["models/dimensions.yml"] = file(strings.Replace(lookedUp, c.old, c.replacement, 1))
		all := faults(t, p)
		if len(all) != 1 || !told(all, "models/dimensions.yml"+c.where, c.what) || !strings.Contains(all[0].Fix, c.fix) {
			t.Errorf("%s: got %q, want one message at %s that says %s, and %s", c.about, all, c.where, c.what, c.fix)
		}
	}
}

// A dimension needs no entry: one that a metric has puts members together as well.
func TestADimensionOfAMetricMayPutMembersTogether(t *testing.T) {
	p := with(t, "sql/metrics/visits.sql", "relation: fct_visit", "relation: fct_visit\ndimensions: {provincie: visit_id}")
	p["models/reference/towns.csv"] = file("town_code,town_name,province_code,from_date,until_date\n1,a,2,,\n")
	p["models/dimensions.yml"] = file(strings.NewReplacer("{province: p", "{provincie: p", "  - {name: province, place: true}\n", "").Replace(lookedUp))
	if _, err := load(p); err != nil {
		t.Error(err)
	}
}

func TestAKeyThatNamesADimensionOrMetricSuggestsThoseThatAreThere(t *testing.T) {
	for _, c := range []struct{ key, what, fix string }{
		{"pages_by: [provincie]", "has pages_by: provincie, by which it cannot be cut", "did you mean province"},
		{"shares: provincie", "has shares: provincie, by which it cannot be cut", "did you mean province"},
		{"counts: {metric: visit}", `counts, metric is "visit", which is no metric`, "did you mean visits?"},
		{"parts: [visit, visits]", `parts has "visit", which is no metric`, "did you mean visits?"},
	} {
		all := faults(t, with(t, "sql/metrics/visits.sql", "relation: fct_visit", "relation: fct_visit\ndimensions: {province: visit_id}\n"+c.key))
		if !told(all, "sql/metrics/visits.sql", c.what) || !slices.ContainsFunc(all, func(e *models.Error) bool { return strings.Contains(e.Fix, c.fix) }) {
			t.Errorf("%s: got %q, want %s and %s", c.key, all, c.what, c.fix)
		}
	}
}
