package audit

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// roundedFiles is an edition that somebody else rounded: towns of a province in two
// months, their quarter, and the share of them that works.
func roundedFiles() map[string]string {
	return map[string]string{
		StructureFile: `{"format":1,
			"measures":[{"name":"persons","scale":1,"width":5,"floor":1,"base":5,"adds":["place","time"]},
				{"name":"working (part)","scale":1,"width":5,"floor":1,"base":5,"adds":["place"]},
				{"name":"working (rest)","scale":1,"width":5,"floor":1,"base":5,"adds":["place"]}],
			"families":["place","time"],
			"members":{
				"place":[{"level":"town","atoms":["a"]},{"level":"town","atoms":["b"]},{"level":"province","atoms":["a","b"]}],
				"time":[{"level":"month","from":"2023-01-01","until":"2023-02-01"},{"level":"month","from":"2023-02-01","until":"2023-03-01"},{"level":"period","from":"2023-01-01","until":"2023-03-01"}]},
			"tables":[
				{"file":"towns.csv","columns":["month","town"],"complete":["place"],"rows":[
					{"codes":["1","a"],"cells":[{"measure":0,"at":[0,0]}]},{"codes":["1","b"],"cells":[{"measure":0,"at":[1,0]}]},
					{"codes":["2","a"],"cells":[{"measure":0,"at":[0,1]}]},{"codes":["2","b"],"cells":[{"measure":0,"at":[1,1]}]}]},
				{"file":"province.csv","columns":[],"complete":[],"rows":[{"codes":[],"cells":[{"measure":0,"at":[2,2]}]}]},
				{"file":"shares.csv","columns":["town"],"complete":["place"],"rows":[
					{"codes":["a"],"cells":[{"measure":1,"at":[0,2],"part":true,"value":20},{"measure":2,"at":[0,2],"part":true,"value":60}]}]}]}`,
		"towns.csv":    "month,town,value,obs_status\n1,a,40,A\n1,b,0,A\n2,a,40,A\n2,b,15,A\n",
		"province.csv": "value,obs_status\n95,A\n",
		"shares.csv":   "town,value,obs_status\na,0.25,A\n",
	}
}

func TestARoundedEditionIsTakenAtItsWord(t *testing.T) {
	tables, err := read(t, roundedFiles())
	if err != nil || len(tables.Broken) > 0 {
		t.Fatalf("broken: %v, %v", tables.Broken, err)
	}
	if r := attack(t, tables); len(r.Bounds) > 0 {
		t.Errorf("hidden: %v", r.Bounds)
	}
}

func TestWhatIsWrongWithRoundedNumbers(t *testing.T) {
	for name, c := range map[string]struct{ file, from, to, want string }{
		"an exact number":                {"towns.csv", "1,a,40", "1,a,41", "persons place=a time=2023-01-01/2023-02-01 is 41, no multiple of 5"},
		"a withheld one":                 {"towns.csv", "1,a,40,A", "1,a,,Q", "is withheld, and others like it are rounded"},
		"a total that is not one":        {"province.csv", "95", "100", "is 100, and its parts are 95"},
		"one below nothing":              {"towns.csv", "2,b,15", "2,b,-15", "is -15, less than nothing"},
		"a zero where nobody has no row": {"towns.csv", "2,b,15", "2,b,0", "towns.csv prints 0 for b"},
		"the share of exact numbers":     {"shares.csv", "0.25", "0.2625", "prints the share 0.2625 for a: it is 20 of 80"},
		"a share of something":           {StructureFile, `"part":true,"value":60`, `"part":true`, "its parts are not told"},
		"parts that are no multiples":    {StructureFile, `"part":true,"value":60`, `"part":true,"value":61`, "working (rest) place=a time=2023-01-01/2023-03-01 is 61"},
	} {
		f := roundedFiles()
		if !strings.Contains(f[c.file], c.from) {
			t.Fatalf("%s: %s has no %q", name, c.file, c.from)
		}
		f[c.file] = strings.Replace(f[c.file], c.from, c.to, 1)
		tables, err := read(t, f)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := strings.Join(tables.Broken, "\n"); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Zeros in some of the months of a town tell nothing, unless months without anybody are
// left out.
func TestAMissingRowBesideAZero(t *testing.T) {
	f := roundedFiles()
	f[StructureFile] = strings.Replace(f[StructureFile], `,{"codes":["2","b"],"cells":[{"measure":0,"at":[1,1]}]}`, "", 1)
	f["towns.csv"] = strings.Replace(f["towns.csv"], "2,b,15,A\n", "", 1)
	f["province.csv"] = strings.Replace(f["province.csv"], "95", "80", 1)
	tables, err := read(t, f)
	if err != nil || len(tables.Broken) != 1 || !strings.Contains(tables.Broken[0], "prints 0 for b") {
		t.Errorf("broken: %v, %v", tables.Broken, err)
	}
}

// Months by place and by kind meet in the months, which nobody prints: 20 by place is not 25
// by kind.
func TestTablesThatMeetInAMarginThatNobodyPrints(t *testing.T) {
	at := func(place, kind int) string { return fmt.Sprintf(`"cells":[{"measure":0,"at":[%d,%d]}]`, place, kind) }
	f := map[string]string{
		StructureFile: `{"format":1,"measures":[{"name":"n","scale":1,"width":5,"floor":1,"base":5,"adds":["place","kind"]}],
			"families":["place","kind"],
			"members":{"place":[{"level":"town","atoms":["a"]},{"level":"town","atoms":["b"]}],"kind":[{"level":"kind","atoms":["x"]},{"level":"kind","atoms":["y"]}]},
			"tables":[{"file":"p.csv","columns":["town"],"complete":["place"],"rows":[{"codes":["a"],` + at(0, -1) + `},{"codes":["b"],` + at(1, -1) + `}]},
				{"file":"k.csv","columns":["kind"],"complete":["kind"],"rows":[{"codes":["x"],` + at(-1, 0) + `},{"codes":["y"],` + at(-1, 1) + `}]}]}`,
		"p.csv": "town,value,obs_status\na,10,A\nb,10,A\n",
		"k.csv": "kind,value,obs_status\nx,5,A\ny,20,A\n",
	}
	tables, err := read(t, f)
	if err != nil || len(tables.Broken) != 1 {
		t.Errorf("broken: %v, %v", tables.Broken, err)
	}
}

func TestAMeasureThatWasPublishedUnderAnotherMethod(t *testing.T) {
	other := func(base string) func(string) ([]byte, error) {
		f := roundedFiles()
		f[StructureFile] = strings.ReplaceAll(f[StructureFile], `"base":5,`, base)
		return func(name string) ([]byte, error) {
			text, ok := f[name]
			if !ok {
				return nil, os.ErrNotExist
			}
			return []byte(text), nil
		}
	}
	for base, want := range map[string]string{`"base":5,`: "", "": "persons was published with small counts withheld, and is in multiples of 5 here"} {
		before, err := ReadEdition(other(base))
		if err != nil {
			t.Fatal(err)
		}
		tables, err := Read(other(`"base":5,`), before)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(tables.Broken, "\n"); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("beside base %q: %q, want %q", base, got, want)
		}
	}
}
