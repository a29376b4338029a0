package page

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

func TestWhatALateSourceTellsCarriesItsDay(t *testing.T) {
	const text = "---\ntitle: Opvang\n---\n\nVan de plaatsen is {{ value \"share\" at=\"known\" }} bezet. Tegenover gisteren: {{ change \"share\" at=\"known\" against=\"known-1\" }}. " +
		"Tegenover vroeger: {{ change \"share\" at=\"known\" against=\"2023-02-21\" }}.\n\n{{ card \"share\" at=\"known\" }}\n"
	page := func(late ...edition.Late) string {
		t.Helper()
		src, err := Parse("test", "test.md", "nl", text)
		if err != nil {
			t.Fatal(err)
		}
		out, err := Build(context.Background(), src, Options{
			Maker:   &figure.Maker{Querier: answers{until: "2023-02-21"}, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "test/1", Lang: "nl"},
			Edition: "1", Known: "2023-02-28", Late: late,
		})
		if err != nil {
			t.Fatal(err)
		}
		return string(out.HTML)
	}
	stays := edition.Late{Source: "tool", Entity: "stays", Title: "Tool", Last: "2023-02-21", Days: 6}
	html := page(stays)
	for _, want := range []string{
		"87,5\u00a0%</a> (gekend tot en met 21 februari 2023) bezet.", "<dd>stand · 28 februari 2023 · gekend tot en met 21 februari 2023</dd>",
		"Personen, 28 februari 2023: <a", "; personen, 27 februari 2023: <a", "87,5\u00a0%</a> (gekend tot en met 21 februari 2023).", "2,5 procentpunt meer</a> dan op <a",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("a page on a late source lacks %q", want)
		}
	}
	// asked for a day that is not known yet, whoever is late
	src, err := Parse("test", "test.md", "nl", "---\ntitle: Opvang\n---\n\nTot dan {{ value \"persons\" to=\"2023-03-05\" }}, en {{ value \"persons\" to=\"known\" }}.\n")
	if err != nil {
		t.Fatal(err)
	}
	out, err := Build(context.Background(), src, Options{
		Maker: &figure.Maker{Querier: answers{until: "2023-02-28"}, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "test/1", Lang: "nl"}, Edition: "1", Known: "2023-02-28",
	})
	if err != nil {
		t.Fatal(err)
	}
	if html := string(out.HTML); strings.Count(html, "(gekend tot en met 28 februari 2023)") != 1 {
		t.Error("a count up to a day that is not known yet does not say until when")
	}
	// of another source, of one that never came, and of none that is late
	for name, late := range map[string][]edition.Late{
		"another": {{Source: "log", Entity: "questions", Last: "2023-01-05", Days: 23}}, "never": {{Source: "tool", Entity: "stays"}}, "none": nil,
	} {
		if html := page(late...); strings.Contains(html, "gekend tot") || strings.Contains(html, "geen gegevens</a> tegenover") {
			t.Errorf("%s: a source that ends some days before is told as late", name)
		}
	}
}

// The files of an edition are read apart from its page: they say it too.
func TestTheFilesOfAnEditionSayUntilWhenAFigureIsKnown(t *testing.T) {
	const text = "---\ntitle: Opvang\n---\n\nBezet: {{ value \"share\" at=\"known\" }}, vroeger {{ value \"share\" at=\"2023-02-21\" }}.\n\n" +
		"{{ figure \"persons\" by=\"town\" to=\"known\" chart=\"ranked\" headline=\"Per stad\" subtitle=\"Personen\" }}\n"
	src, err := Parse("test", "test.md", "nl", text)
	if err != nil {
		t.Fatal(err)
	}
	for _, late := range []bool{true, false} {
		opt := Options{Maker: &figure.Maker{Querier: answers{until: "2023-02-21"}, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "test/1", Lang: "nl"}, Edition: "1", Known: "2023-02-28"}
		want := []models.Date{"", "", ""}
		if late {
			opt.Late, want = []edition.Late{{Source: "tool", Entity: "stays", Last: "2023-02-21", Days: 6}}, []models.Date{"2023-02-21", "", "2023-02-21"}
		}
		out, err := Build(context.Background(), src, opt)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range out.Records {
			if r.Until != want[i] {
				t.Errorf("late %t: %s is known until %q in figures.json, want %q", late, r.ID, r.Until, want[i])
			}
			if got := strings.HasSuffix(out.Tables[i].About, " · gekend tot en met 21 februari 2023"); got != (want[i] != "") {
				t.Errorf("late %t: the table of %s is about %q", late, r.ID, out.Tables[i].About)
			}
		}
		if got := strings.Contains(string(out.HTML), "<p class=\"sub\">Personen · personen (stroom, tot en met 28 februari 2023 · gekend tot en met 21 februari 2023)</p>"); got != late {
			t.Errorf("late %t: the line below the headline of the figure says until when it is known: %t", late, got)
		}
	}
}

// A total over months of which one never came is less than it says.
func TestATotalOverMonthsThatNeverCameSaysSo(t *testing.T) {
	const text = "---\ntitle: Opvang\n---\n\nEr kwamen {{ value \"persons\" to=\"2023-02-28\" }} aan.\n\nDat is {{ change \"persons\" to=\"2023-02-28\" against_to=\"2022-02-28\" }}.\n\n{{ card \"persons\" to=\"2023-02-28\" }}\n"
	src, err := Parse("test", "test.md", "nl", text)
	if err != nil {
		t.Fatal(err)
	}
	gaps := []models.Span{{From: "2022-09-01", Until: "2022-09-30"}, {From: "2022-11-01", Until: "2022-12-15"}}
	out, err := Build(context.Background(), src, Options{
		Maker:   &figure.Maker{Querier: answers{until: "2023-02-28", gaps: gaps}, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "test/1", Lang: "nl"},
		Edition: "1", Known: "2023-02-28",
	})
	if err != nil {
		t.Fatal(err)
	}
	const without = "zonder september 2022 en 1 november 2022 tot en met 15 december 2022: niet geleverd"
	for _, want := range []string{"</a> (" + without + ") aan", " · " + without + "</dd>", "Personen, tot en met 28 februari 2023: <a"} {
		if !strings.Contains(string(out.HTML), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if r := out.Records[0]; len(r.Gaps) != 2 || r.Gaps[0] != gaps[0] {
		t.Errorf("figures.json names %v, want %v", r.Gaps, gaps)
	}
	if !strings.HasSuffix(out.Tables[0].About, " · "+without) {
		t.Errorf("the table is about %q", out.Tables[0].About)
	}
}

func TestAnExportThatNeverCameIsNotToldAsInTime(t *testing.T) {
	src, err := Parse("test", "test.md", "nl", "---\ntitle: Opvang\n---\n\n{{ sources }}\n")
	if err != nil {
		t.Fatal(err)
	}
	out, err := Build(context.Background(), src, Options{
		Maker: &figure.Maker{Querier: answers{until: "2023-02-28"}, Edition: "test/1", Lang: "nl"}, Edition: "1", Known: "2023-02-28",
		Delivered: []Delivered{{Title: "Tool", Deliveries: 1, Rows: 5, Last: "2023-02-28"}, {Title: "Log, vragen"}, {Title: "Personeel"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if html := string(out.HTML); !strings.Contains(html, "Nog nooit geleverd: Log, vragen; Personeel.") || strings.Contains(html, "Geen enkele levering") {
		t.Error("the page says that no delivery is late, of exports that never came")
	}
}

// A delivery that did not come stands beside what it would have told of: a flow of its days,
// a stock that adds up, and not a stock that a later list has.
func TestADeliveryThatDidNotComeStandsBesideItsFigures(t *testing.T) {
	const text = "---\ntitle: Opvang\n---\n\nIn januari {{ value \"persons\" from=\"2023-01-01\" to=\"2023-01-31\" }}, bezet {{ value \"share\" at=\"known\" }}.\n\n" +
		"{{ figure \"persons\" by=\"town\" from=\"2023-02-01\" to=\"2023-02-28\" chart=\"ranked\" headline=\"Per stad\" subtitle=\"Personen\" }}\n"
	src, err := Parse("test", "test.md", "nl", text)
	if err != nil {
		t.Fatal(err)
	}
	week := func(due models.Date) Absent { return Absent{models.Span{From: due, Until: due}, due.AddDays(-6)} }
	month := func(first models.Date) Absent {
		return Absent{models.Span{From: first, Until: first.MonthEnd()}, first.AddMonths(-1)}
	}
	for name, c := range map[string]struct {
		absent []Absent
		list   bool
		line   string // of the source of the figure of February
		counts []int  // of deliveries in the files: of January, of the stock, of February
	}{
		"none":            {line: ")", counts: []int{0, 0, 0}},
		"january":         {absent: []Absent{week("2023-01-16")}, line: ")", counts: []int{1, 1, 0}},
		"in both":         {absent: []Absent{week("2023-02-02"), week("2023-02-20")}, line: "; 2 leveringen ontbreken, verwacht op 2 februari 2023, op 20 februari 2023)", counts: []int{1, 2, 2}},
		"a month":         {absent: []Absent{month("2023-02-01")}, line: "; 1 levering ontbreekt, verwacht in februari 2023)", counts: []int{1, 1, 1}},
		"of a list":       {absent: []Absent{month("2023-02-01")}, list: true, line: "; 1 levering ontbreekt, verwacht in februari 2023)", counts: []int{1, 0, 1}},
		"the month after": {absent: []Absent{month("2023-03-01")}, line: "; 1 levering ontbreekt, verwacht in maart 2023)", counts: []int{0, 1, 1}},
		"after both":      {absent: []Absent{month("2023-04-01")}, line: ")", counts: []int{0, 0, 0}},
		"many": {absent: []Absent{week("2023-02-06"), week("2023-02-07"), week("2023-02-13"), week("2023-02-20"), week("2023-02-27")},
			line: "; 5 leveringen ontbreken, verwacht van 6 februari 2023 tot en met 27 februari 2023)", counts: []int{1, 5, 5}},
	} {
		out, err := Build(context.Background(), src, Options{
			Maker:   &figure.Maker{Querier: answers{until: "2023-02-28"}, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "test/1", Lang: "nl"},
			Edition: "1", Known: "2023-02-28", Delivered: []Delivered{{Name: "tool/stays", Title: "Tool", Absent: c.absent, List: c.list}},
		})
		if err != nil {
			t.Fatal(err)
		}
		_, line, _ := strings.Cut(string(out.HTML), `<p class="src">Bron: tool/stays (laatste levering 13 februari 2023`)
		if line, _, _ = strings.Cut(line, " · "); line != c.line {
			t.Errorf("%s: beside the source stands %q, want %q", name, line, c.line)
		}
		var counts []int
		for _, r := range out.Records {
			counts = append(counts, len(r.Sources[0].Absent))
		}
		if !slices.Equal(counts, c.counts) {
			t.Errorf("%s: the figures lack %d deliveries, want %d", name, counts, c.counts)
		}
		// how a number in a sentence is computed, and the table of all sources
		_, table, _ := strings.Cut(string(out.HTML), `id="origin-title"`)
		if got := strings.Contains(table, "ontbre"); got != (len(c.absent) > 0) {
			t.Errorf("%s: the table of sources tells of a delivery that did not come: %t", name, got)
		}
	}
}
