package chart_test

import (
	"encoding/json"
	"encoding/xml"
	"html"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/chart"
	"github.com/vlot-evaluatie/peil/reports/chart/option"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// told walks an option and gives the number behind each tooltip.
func told(v any, into map[string]any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			told(x, into)
		}
	case map[string]any:
		if tip, ok := v["tip"].(string); ok {
			value := v["value"]
			if list, ok := value.([]any); ok { // dots have the number first, others last
				value = list[len(list)-1]
			}
			into[tip] = value
		}
		for _, x := range v {
			told(x, into)
		}
	}
}

// pointed gives what the elements of a picture say on pointing.
func pointed(t *testing.T, text string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err != nil {
			return out
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "title" {
			var title string
			if err := d.DecodeElement(&title, &e); err != nil {
				t.Fatal(err)
			}
			out[title] = true
		}
	}
}

// expected gives what both drawings have to say, and the number behind it.
func expected(v series.View) map[string]any {
	out := map[string]any{}
	number := func(c series.Cell) any {
		if c.Shown() {
			return c.V
		}
		return option.None
	}
	if v.Opt.Kind == series.Tiles {
		cells, _ := v.Places()
		for k, tile := range v.Opt.Tiles {
			out[tile.Name+": "+v.Long(cells[k])] = number(cells[k])
		}
		return out
	}
	listed := v.Rows()
	for i := range v.Ss {
		for j := range v.Xs {
			c := v.Cells[i][j]
			switch v.Opt.Kind {
			case series.Sankey:
				if c.Shown() && c.V > 0 {
					out[v.Xs[j].Label+" → "+v.Ss[i].Label+": "+v.Quantity(c.V)] = c.V
				}
				continue
			case series.Survival:
				if !c.Shown() {
					continue
				}
			case series.Ranked, series.Grouped, series.Dot, series.Funnel:
				if slices.Index(listed, j) >= series.Longest {
					continue
				}
			}
			out[v.Tip(i, j)] = number(c)
		}
	}
	return out
}

func TestBothDrawingsSayTheSameOfEveryCell(t *testing.T) {
	kinds := map[series.Kind]bool{}
	for _, g := range goldens() {
		t.Run(g.name, func(t *testing.T) {
			o := g.o
			o.ID, o.Labels = g.name, label
			s, err := series.From(g.safe, o)
			if err != nil {
				t.Fatal(err)
			}
			kinds[s.View().Opt.Kind] = true
			text, err := option.JSON(s)
			if err != nil {
				t.Fatal(err)
			}
			if again, _ := option.JSON(s); string(again) != string(text) {
				t.Error("second option differs from the first")
			}
			if strings.ContainsAny(string(text), "<>\u2028\u2029") {
				t.Error("the option has signs that could end the element around it")
			}
			var decoded map[string]any
			if err := json.Unmarshal(text, &decoded); err != nil {
				t.Fatal(err)
			}
			picture, err := chart.SVG(s)
			if err != nil {
				t.Fatal(err)
			}
			v, have, titles := s.View(), map[string]any{}, pointed(t, picture)
			told(decoded["series"], have)
			told(decoded["geo"], have)
			want := expected(v)
			same := map[string]bool{}
			for tip := range want {
				same[string([]rune(tip))] = true
			}
			for tip, number := range want {
				got, ok := have[string([]rune(tip))] // JSON holds no invalid bytes
				if v.Opt.Kind == series.Dot && ok {
					got = dotValue(decoded, string([]rune(tip)))
				}
				if !ok || !reflect.DeepEqual(got, number) {
					t.Errorf("option: %q is %v (there: %v), want %v", tip, got, ok, number)
				}
				// A bar of nothing and a line without axes have nothing to point at, and a
				// run of cells without a number is told at once.
				if number == option.None || number == 0.0 || v.Opt.Kind == series.Spark {
					continue
				}
				if !titles[visible(tip)] {
					t.Errorf("picture: nothing says %q", tip)
				}
			}
			for tip, number := range have {
				if !same[tip] && v.Opt.Kind != series.Sankey {
					t.Errorf("option: %q is %v, which no cell says", tip, number)
				}
			}
		})
	}
	for _, kind := range series.Kinds() {
		if !kinds[series.Kind(kind)] {
			t.Errorf("no case of kind %s", kind)
		}
	}
}

// visible is text as a picture shows it: what cannot be seen is replaced.
func visible(text string) string {
	d := xml.NewDecoder(strings.NewReader("<t>" + svg.Escape(text) + "</t>"))
	var out string
	if err := d.Decode(&out); err != nil {
		return text
	}
	return out
}

// dotValue finds the number of a dot, which stands before its row.
func dotValue(v any, tip string) any {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			if got := dotValue(x, tip); got != nil {
				return got
			}
		}
	case map[string]any:
		if v["tip"] == tip {
			if list, ok := v["value"].([]any); ok {
				return list[0]
			}
		}
		for _, x := range v {
			if got := dotValue(x, tip); got != nil {
				return got
			}
		}
	}
	return nil
}

// A reader of either drawing of a heatmap can tell what its shades stand for.
func TestBothDrawingsOfAHeatmapNameItsClasses(t *testing.T) {
	s, err := series.From(safe(persons, "province category", "10000,host 10 10\n10000,collective 20 20\n40000,host 30 30\n40000,collective 55 55"), series.Options{Kind: series.Heatmap, Lang: "nl", Unit: "personen"})
	if err != nil {
		t.Fatal(err)
	}
	live, err := option.JSON(s)
	if err != nil {
		t.Fatal(err)
	}
	var told struct {
		Peil struct{ Notes []string }
	}
	if err := json.Unmarshal(live, &told); err != nil {
		t.Fatal(err)
	}
	static, err := chart.Draw(safe(persons, "province category", "10000,host 10 10\n10000,collective 20 20\n40000,host 30 30\n40000,collective 55 55"), series.Options{Kind: series.Heatmap, Lang: "nl", Unit: "personen"})
	if err != nil {
		t.Fatal(err)
	}
	classes := s.View().Shades(s.View().Bounds())
	for _, class := range classes {
		if !strings.Contains(html.UnescapeString(static), ">"+class+"</text>") {
			t.Errorf("the static drawing lacks %q", class)
		}
	}
	if want := "kleur van licht naar donker: " + strings.Join(classes, "; "); len(classes) < 3 || len(told.Peil.Notes) == 0 || told.Peil.Notes[0] != want {
		t.Errorf("the live chart says %q, want %q", told.Peil.Notes, want)
	}
}
