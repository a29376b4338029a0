package revision

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// secret is a value that only one edition shows, or whose change is too small: it must
// stand in no result.
const secret = 417.25

func shown(v float64, dims ...string) figure.RowRecord {
	return figure.RowRecord{Dims: dims, Value: &v, Status: figure.Normal}
}

func without(status string, dims ...string) figure.RowRecord {
	return figure.RowRecord{Dims: dims, Status: status}
}

// persons is a flow of persons that counts; what is different is set by change.
func persons(query models.MetricQuery, rows ...figure.RowRecord) figure.Record {
	query.Metric = "persons"
	dims := []figure.DimRecord{}
	for _, name := range query.By {
		dims = append(dims, figure.DimRecord{Name: name, Grain: map[string]string{"month": "month"}[name]})
	}
	return figure.Record{Dims: dims, ID: "persons-1", Metric: "persons", Unit: "persons", Kind: "flow", Counts: true, Protects: "person", About: "Wie er is", Definition: "d1", Query: query, Rows: rows,
		Sources: []figure.SourceRecord{{Source: "tool", Entity: "stays", Deliveries: 3, LastSHA256: "a", KnownAt: "2023-02-13"}},
		Tables:  []figure.TableRecord{{Name: "fct_stay", SQL: "s1"}}}
}

func monthly(to models.Date, rows ...figure.RowRecord) figure.Record {
	return persons(models.MetricQuery{By: []string{"month"}, From: "2022-12-01", To: to}, rows...)
}

func of(id string, records ...figure.Record) *edition.Frozen {
	return &edition.Frozen{Edition: id, Report: "r", Lang: "nl", Figures: records}
}

func groups(all []Group) string {
	var out []string
	for _, g := range all {
		out = append(out, fmt.Sprintf("%s %d %s..%s", g.Metric, g.Cells, g.First, g.Last))
	}
	return strings.Join(out, "; ")
}

// December was 100 and is 120; January 50 and is 53, a change of three persons; the
// month of February is half over in the older edition, so that the whole month is new.
func TestRestatedValuesAndNewPeriodsAreToldApart(t *testing.T) {
	older := of("old", monthly("2023-02-13", shown(100, "2022-12-01"), shown(50, "2023-01-01"), shown(20, "2023-02-01")))
	later := monthly("2023-02-28", shown(120, "2022-12-01"), shown(53, "2023-01-01"), shown(44, "2023-02-01"))
	later.Sources[0].Deliveries, later.Sources[0].LastSHA256, later.Sources[0].KnownAt = 4, "b", "2023-03-01"
	c := Compare(older, of("new", later), 5)
	if len(c.Restated) != 2 {
		t.Fatalf("restated %+v, want two months", c.Restated)
	}
	december, january := c.Restated[0], c.Restated[1]
	if december.Light || *december.Old != 100 || *december.New != 120 || december.From != "2022-12-01" || december.To != "2022-12-31" {
		t.Errorf("December is %+v", december)
	}
	if !january.Light || january.Old != nil || january.New != nil || january.To != "2023-01-31" {
		t.Errorf("January is %+v, want a light change without values", january)
	}
	if want := []Reason{{Kind: Delivered, Name: "tool/stays", KnownAt: "2023-03-01"}}; !slices.Equal(december.Why, want) {
		t.Errorf("why is %v, want %v", december.Why, want)
	}
	if got := groups(c.Periods); got != "persons 1 2023-02-28..2023-02-28" {
		t.Errorf("new periods: %s", got)
	}
	if len(c.New)+len(c.Gone) > 0 {
		t.Errorf("new %v and gone %v: it is the same figure", c.New, c.Gone)
	}
}

func TestAChangeIsLightOnlyWhereItsSizeWouldCountSomebody(t *testing.T) {
	for _, c := range []struct {
		name     string
		delta    float64
		protects string
		counts   bool
		light    bool
	}{
		{"one person", 1, "person", true, true},
		{"four persons less", -4, "person", true, true},
		{"five persons", 5, "person", true, false},
		{"two places that protect nobody", 2, "none", true, false},
		{"two days of a median", 2, "person", false, false},
	} {
		record := func(v float64) figure.Record {
			r := persons(models.MetricQuery{To: "2023-01-31"}, shown(v))
			r.Protects, r.Counts = c.protects, c.counts
			return r
		}
		got := Compare(of("old", record(60)), of("new", record(60+c.delta)), 5)
		if len(got.Restated) != 1 || got.Restated[0].Light != c.light {
			t.Errorf("%s: %+v, want light %v", c.name, got.Restated, c.light)
		}
	}
}

// What one edition hides is told without the value of the other.
func TestHiddenThenOrNowGivesNoValueAway(t *testing.T) {
	by := models.MetricQuery{By: []string{"town"}, To: "2023-01-31"}
	older := of("old", persons(by, shown(secret, "a"), without(figure.Suppressed, "b"), without(figure.Suppressed, "c"), shown(secret, "d"), without(figure.NoValue, "e"), shown(secret, "f")))
	newer := of("new", persons(by, without(figure.Suppressed, "a"), shown(secret, "b"), without(figure.Suppressed, "c"), without(figure.NoValue, "d"), shown(secret, "e"), shown(secret+3, "f")))
	c := Compare(older, newer, 5)
	for name, got := range map[string][]Group{"hidden": c.Hidden, "opened": c.Opened, "lost": c.Lost, "found": c.Found} {
		if groups(got) != "persons 1 2023-01-31..2023-01-31" {
			t.Errorf("%s: %s", name, groups(got))
		}
	}
	if len(c.Restated) != 1 || !c.Restated[0].Light || len(c.New)+len(c.Gone) > 0 {
		t.Errorf("changes %+v", c)
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"nl", "en"} {
		text = fmt.Append(text, c.Sections(lang, names))
	}
	for _, trace := range []string{"417", "420"} {
		if strings.Contains(string(text), trace) {
			t.Errorf("the changes hold %s: %s", trace, text)
		}
	}
}

// The same number on another place of the page is the same cell.
func TestACellIsFoundWhereverThePageShowsIt(t *testing.T) {
	chart := monthly("2023-01-31", shown(90, "2022-12-01"), shown(50, "2023-01-01"))
	value := persons(models.MetricQuery{From: "2023-01-01", To: "2023-01-31"}, shown(70))
	c := Compare(of("old", chart), of("new", value), 5)
	if len(c.Restated) != 1 || *c.Restated[0].Old != 50 || *c.Restated[0].New != 70 || len(c.New)+len(c.Periods)+len(c.Gone) != 0 {
		t.Errorf("changes %+v", c)
	}
	filtered := persons(models.MetricQuery{From: "2023-01-01", To: "2023-01-31", Where: []models.Filter{{Dimension: "town", Values: []string{"a"}}}}, shown(70))
	if c := Compare(of("old", chart), of("new", filtered), 5); len(c.Restated) != 0 || groups(c.New) != "persons 1 2023-01-31..2023-01-31" || groups(c.Gone) != "persons 2 2022-12-31..2023-01-31" {
		t.Errorf("with a filter: %+v", c)
	}
}

func TestStocksAreComparedOnTheirDay(t *testing.T) {
	stock := func(to models.Date, rows ...figure.RowRecord) figure.Record {
		r := persons(models.MetricQuery{By: []string{"month"}, From: "2023-01-01", To: to}, rows...)
		r.Kind = "stock"
		return r
	}
	at := persons(models.MetricQuery{At: "2023-01-31"}, shown(80))
	at.Kind = "stock"
	c := Compare(of("old", stock("2023-02-13", shown(90, "2023-01-01"), shown(95, "2023-02-01"))), of("new", at), 5)
	if len(c.Restated) != 1 || c.Restated[0].To != "2023-01-31" || c.Restated[0].From != "" || len(c.New)+len(c.Periods)+len(c.Gone) != 0 {
		t.Errorf("changes %+v", c)
	}
}

func TestChangedDefinitionsAreNamedWithWhatChanged(t *testing.T) {
	then := persons(models.MetricQuery{To: "2023-01-31"}, shown(10))
	for want, change := range map[string]func(r *figure.Record){
		"computation": func(r *figure.Record) { r.Definition = "d2" },
		"wording":     func(r *figure.Record) { r.About = "Wie er was" },
		"unit":        func(r *figure.Record) { r.Unit = "households" },
		"model":       func(r *figure.Record) { r.Tables[0].SQL = "s2" },
		"":            func(r *figure.Record) { r.Title, r.SQL = "other", "select 2" },
	} {
		now := persons(models.MetricQuery{To: "2023-01-31"}, shown(20))
		change(&now)
		c := Compare(of("old", then), of("new", now), 5)
		if want == "unit" {
			if len(c.Restated) > 0 || len(c.New) != 1 || len(c.Gone) != 1 {
				t.Errorf("values in another unit are compared: %+v", c)
			}
			c.Restated = []Restated{{Why: []Reason{{Kind: Followed}}}}
		}
		var got []string
		for _, d := range c.Definitions {
			got = append(got, d.What)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: told %q", want, got)
		}
		kind := c.Restated[0].Why[0].Kind
		if want := cmp.Or(map[string]Kind{"computation": Defined, "model": Modelled}[want], Followed); kind != want {
			t.Errorf("why is %s", kind)
		}
	}
}

// A value that was provisional and is final now is the same value.
func TestAProvisionalValueIsComparedAsAnyOther(t *testing.T) {
	then, now := monthly("2023-01-31", shown(90, "2022-12-01"), shown(50, "2023-01-01")), monthly("2023-01-31", shown(90, "2022-12-01"), shown(70, "2023-01-01"))
	then.Rows[0].Status, then.Rows[1].Status = figure.Provisional, figure.Provisional
	if c := Compare(of("old", then), of("new", now), 5); c.Same != 1 || len(c.Restated) != 1 || len(c.Opened)+len(c.Found)+len(c.Hidden) > 0 {
		t.Errorf("changes %+v", c)
	}
}

func TestTheSameEditionHasNoChanges(t *testing.T) {
	e := of("same", monthly("2023-01-31", shown(90, "2022-12-01"), without(figure.Suppressed, "2023-01-01")))
	if c := Compare(e, e, 5); !c.Empty() || c.Same != 1 {
		t.Errorf("changes %+v", c)
	}
	if Compare(nil, e, 5) != nil {
		t.Error("a first edition has changes")
	}
}

var names = Names{
	Metric: func(name string) *models.Metric {
		if name != "persons" {
			return nil
		}
		return &models.Metric{Name: "persons", TitleNL: "Personen", TitleEN: "Persons", Unit: "persons"}
	},
	Member: func(dimension, code string) string { return map[string]string{"a": "Aalst"}[code] },
	Source: func(s string) string { return "Huisvestingstool" },
}

func TestChangesAreWordedInBothLanguages(t *testing.T) {
	then := monthly("2023-01-31", shown(1000, "2022-12-01"), shown(50, "2023-01-01"))
	now := monthly("2023-02-28", shown(1200, "2022-12-01"), shown(52, "2023-01-01"), shown(44, "2023-02-01"))
	now.Sources[0].LastSHA256, now.Sources[0].KnownAt, now.Definition = "b", "2023-03-01", "d2"
	newer := of("new", now, persons(models.MetricQuery{To: "2023-02-28", By: []string{"town"}}, shown(7, "a"), shown(9, "")))
	newer.Late = []edition.Late{{Title: "Personeel", Days: 1, Last: "2023-01-01"}, {Title: "Claims", Days: 12, Last: "2022-12-01"}, {Title: "Doelen"}}
	c := Compare(of("old", then), newer, 5)
	for lang, want := range map[string]string{
		"nl": `Herzien: Personen. december 2022: 1.000 → 1.200; 1 waarde licht herzien; reden: andere berekening van het cijfer, levering van Huisvestingstool (1 maart 2023)
Definitie gewijzigd: Personen: de berekening is gewijzigd
Nieuw: Personen: 2 waarden (28 februari 2023)
Nieuwe perioden: tot en met 28 februari 2023: Personen
Te late leveringen: Personeel: 1 dag te laat, laatste levering 1 januari 2023 | Claims: 12 dagen te laat, laatste levering 1 december 2022 | Doelen: nog nooit geleverd`,
		"en": `Restated: Persons. December 2022: 1,000 → 1,200; 1 value slightly restated; why: another computation of the figure, delivery of Huisvestingstool (1 March 2023)
Definition changed: Persons: its computation changed
New: Persons: 2 values (28 February 2023)
New periods: up to 28 February 2023: Persons
Late suppliers: Personeel: 1 day late, last delivery 1 January 2023 | Claims: 12 days late, last delivery 1 December 2022 | Doelen: never delivered`,
	} {
		var got []string
		for _, s := range c.Sections(lang, names) {
			got = append(got, s.Title+": "+strings.Join(s.Items, " | "))
		}
		if text := strings.Join(got, "\n"); text != want {
			t.Errorf("%s:\n%s\nwant\n%s", lang, text, want)
		}
	}
}

func TestValuesThatReadTheSameGetMoreDecimals(t *testing.T) {
	w := writer{"nl", names}
	for _, c := range []struct {
		was, is float64
		want    string
	}{{0.845, 0.8451, "84,50 % → 84,51 %"}, {0.8, 0.9, "80,0 % → 90,0 %"}, {0.5, 0.50000000001, "50,00000 % → 50,00000 %"}} {
		was, is := w.values(Cell{Metric: "rate", Unit: "share"}, c.was, c.is)
		if got := strings.ReplaceAll(was+" → "+is, "\u00a0", " "); got != c.want {
			t.Errorf("%v and %v: %s, want %s", c.was, c.is, got, c.want)
		}
	}
}

// What lies deep under a metric is told as a reason only when its own exports are none.
func TestReasonsAreTheExportsThatTheMetricNames(t *testing.T) {
	w := writer{"nl", Names{Metric: func(string) *models.Metric { return &models.Metric{Sources: []string{"tool/stays"}} }, Source: func(s string) string { return s }}}
	own, other := Reason{Kind: Delivered, Name: "tool/stays", KnownAt: "2023-03-01"}, Reason{Kind: Delivered, Name: "tool/towns", KnownAt: "2023-03-02"}
	if got := w.reasons(Restated{Why: []Reason{other, own, {Kind: Modelled, Name: "fct_stay"}}}); strings.Join(got, "; ") != "levering van tool/stays (1 maart 2023); andere berekening van fct_stay" {
		t.Errorf("reasons %q", got)
	}
	if got := w.reasons(Restated{Why: []Reason{other}}); strings.Join(got, "; ") != "levering van tool/towns (2 maart 2023)" {
		t.Errorf("reasons %q", got)
	}
}

func TestRestatedValuesAreToldLargestFirstAndCounted(t *testing.T) {
	var then, now []figure.RowRecord
	for i := range 8 { // changes of 10, 20 ... 80 on 100
		then = append(then, shown(100, fmt.Sprint("t", i)))
		now = append(now, shown(100+float64(10*(i+1)), fmt.Sprint("t", i)))
	}
	q := models.MetricQuery{By: []string{"town"}, To: "2023-01-31"}
	text := Compare(of("old", persons(q, then...)), of("new", persons(q, now...)), 5).Sections("nl", names)[0].Items[0]
	if !strings.HasPrefix(text, "Personen. t7, 31 januari 2023: 100 → 180; t6, ") || !strings.Contains(text, "; en nog 3; reden: langer opgevolgd") {
		t.Errorf("text %q", text)
	}
}
