package ledger_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/ledger"
)

// page is an edition with beds by town, the euro of their subsidies and the share of who
// works, as it lies in its folder.
func page() map[string]string {
	return map[string]string{
		"structure.json": `{"format":1,"method":"suppress","measures":[
				{"name":"beds","scale":1,"width":5,"floor":1,"adds":["town"]},
				{"name":"euro","scale":100,"width":500,"floor":1,"adds":["town"]},
				{"name":"working (part)","scale":1,"width":5,"floor":1,"adds":["town"]}],
			"families":["time","town"],
			"members":{"town":[{"level":"town","atoms":["a"]},{"level":"town","atoms":["b"]},{"level":"north","atoms":["a","b"]}],
				"time":[{"level":"month","from":"2023-02-01","until":"2023-03-01"}]},
			"tables":[
				{"file":"tables/beds-1.csv","columns":["town"],"complete":[],"rows":[
					{"codes":["a"],"cells":[{"measure":0,"at":[0,0]}]},{"codes":["b"],"cells":[{"measure":0,"at":[0,1]}]},{"codes":["gone"],"cells":[{"measure":0,"at":[0,1]}]}]},
				{"file":"tables/euro-1.csv","columns":[],"complete":[],"rows":[{"codes":[],"cells":[{"measure":1,"at":[-1,2]}]}]},
				{"file":"tables/working-1.csv","columns":["town"],"complete":[],"rows":[
					{"codes":["a"],"cells":[{"measure":2,"at":[0,0],"part":true,"value":15}]},{"codes":["b"],"cells":[{"measure":2,"at":[0,1],"part":true}]}]},
				{"file":"tables/no-figure.csv","columns":[],"complete":[],"rows":[{"codes":[],"cells":[{"measure":0,"at":[0,0]}]}]}]}`,
		"figures.json": `{"format":1,"edition":"2023-02-28-s1-nl","report":"page","title":"Page","lang":"nl","snapshot":1,"known_at":"2023-02-28","figures":[
			{"id":"beds-1","metric":"beds","query":{"metric":"beds","by":["town"]},"rows":[{"dims":["a"],"value":40,"obs_status":"A"},{"dims":["b"],"value":null,"obs_status":"Q"}]},
			{"id":"euro-1","metric":"euro","query":{"metric":"euro"},"rows":[{"dims":[],"value":12.34,"obs_status":"P"}]},
			{"id":"working-1","metric":"working","query":{"metric":"working"},"rows":[{"dims":["a"],"value":0.3,"obs_status":"A"},{"dims":["b"],"value":null,"obs_status":"O"}]}]}`,
	}
}

// told reads the cells of an edition that lies in a folder.
func told(t *testing.T, files map[string]string) ([]disclose.Past, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return ledger.Read(dir)
}

// line writes a cell as "measure town days value".
func line(p disclose.Past) string {
	value := fmt.Sprint(p.Value)
	if p.Hidden {
		value = "hidden"
	}
	return fmt.Sprintf("%s %s %s %s", p.Measure, strings.Join(p.At["town"].Atoms, "+"), p.At["time"].From, value)
}

// Of what is printed the value is told, in least units: 12,34 euro are 1234 cents. Of a
// share its part is. A cell that is withheld was hidden, and one without a figure, or of a
// row or a figure that is not there, told nothing. What was hidden can be asked again.
func TestWhatAnEditionTold(t *testing.T) {
	past, err := told(t, page())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range past {
		got = append(got, line(p))
		if p.Edition != "page/2023-02-28-s1-nl" || p.Known != "2023-02-28" || p.Base != 0 || (p.Query != nil) != p.Hidden {
			t.Errorf("%+v", p)
		}
	}
	want := []string{"beds a 2023-02-01 40", "beds b 2023-02-01 hidden", "euro a+b  1234", "working (part) a 2023-02-01 15"}
	if !slices.Equal(got, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWhatARoundedEditionTold(t *testing.T) {
	f := page()
	f["structure.json"] = strings.Replace(f["structure.json"], `"method":"suppress"`, `"method":"round","base":5,"most_off":4`, 1)
	f["structure.json"] = strings.Replace(f["structure.json"], `{"name":"beds","scale":1,`, `{"name":"beds","scale":1,"base":5,`, 1)
	past, err := told(t, f)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range past {
		if rounded := p.Measure == "beds"; rounded != (p.Base == 5) || p.Off != 4 || rounded != (p.Query != nil) || rounded && !slices.Equal(p.Query.By, []string{"town"}) {
			t.Errorf("%s: base %d, off %d, asked %v", p.Measure, p.Base, p.Off, p.Query)
		}
	}
}

func TestAnEditionWithoutADescriptionToldNothing(t *testing.T) {
	for _, name := range []string{"structure.json", "figures.json"} {
		f := page()
		delete(f, name)
		if past, err := told(t, f); err != nil || len(past) > 0 {
			t.Errorf("without %s: %v, %v", name, past, err)
		}
	}
}

func TestADamagedEditionIsNotTakenForAnEmptyOne(t *testing.T) {
	for name, c := range map[string]struct{ file, from, to, want string }{
		"half a description": {"structure.json", `"families"`, "", "structure.json"},
		"half its figures":   {"figures.json", `"figures":[`, "", "figures.json"},
		"no such measure":    {"structure.json", `"measure":2,"at":[0,0]`, `"measure":3,"at":[0,0]`, "a cell of no measure or place"},
		"no such member":     {"structure.json", `"measure":1,"at":[-1,2]`, `"measure":1,"at":[-1,3]`, "a cell of no measure or place"},
		"too few members":    {"structure.json", `"measure":1,"at":[-1,2]`, `"measure":1,"at":[2]`, "a cell of no measure or place"},
	} {
		f := page()
		if !strings.Contains(f[c.file], c.from) {
			t.Fatalf("%s: %s has no %s", name, c.file, c.from)
		}
		f[c.file] = strings.Replace(f[c.file], c.from, c.to, 1)
		if past, err := told(t, f); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %d cells, %v, want an error with %q", name, len(past), err, c.want)
		}
	}
}
