package audit

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// files is an edition that somebody else made: two towns of a province, and a third, in
// two months, with totals by province and by quarter.
func files() map[string]string {
	return map[string]string{
		StructureFile: `{"format":1,
			"measures":[{"name":"persons","scale":1,"width":5,"floor":1,"adds":["place","time"]}],
			"families":["place","time"],
			"members":{
				"place":[{"level":"town","atoms":["a"]},{"level":"town","atoms":["b"]},{"level":"town","atoms":["c"]},{"level":"province","atoms":["a","b"]}],
				"time":[{"level":"month","from":"2023-01-01","until":"2023-02-01"},{"level":"month","from":"2023-02-01","until":"2023-03-01"},{"level":"period","from":"2023-01-01","until":"2023-03-01"}]},
			"tables":[
				{"file":"tables/towns.csv","columns":["month","town"],"complete":["place"],"rows":[
					{"codes":["1","a"],"cells":[{"measure":0,"at":[0,0]}]},{"codes":["1","b"],"cells":[{"measure":0,"at":[1,0]}]},{"codes":["1","c"],"cells":[{"measure":0,"at":[2,0]}]},
					{"codes":["2","a"],"cells":[{"measure":0,"at":[0,1]}]},{"codes":["2","b"],"cells":[{"measure":0,"at":[1,1]}]},{"codes":["2","c"],"cells":[{"measure":0,"at":[2,1]}]}]},
				{"file":"tables/province.csv","columns":[],"complete":[],"rows":[{"codes":[],"cells":[{"measure":0,"at":[3,2]}]}]}]}`,
		"tables/towns.csv":    "month,town,value,obs_status\n1,a,40,A\n1,b,,Q\n1,c,9,A\n2,a,30,A\n2,b,20,P\n2,c,8,A\n",
		"tables/province.csv": "value,obs_status\n93,A\n",
	}
}

func read(t *testing.T, files map[string]string) (*Tables, error) {
	t.Helper()
	return Read(func(name string) ([]byte, error) {
		text, ok := files[name]
		if !ok {
			return nil, fmt.Errorf("open %s: %w", name, os.ErrNotExist)
		}
		return []byte(text), nil
	})
}

// beside reads an edition beside others.
func beside(t *testing.T, now map[string]string, before ...map[string]string) (*Tables, error) {
	t.Helper()
	open := func(files map[string]string) func(string) ([]byte, error) {
		return func(name string) ([]byte, error) { return []byte(files[name]), nil }
	}
	var others []*Edition
	for _, files := range before {
		e, err := ReadEdition(open(files))
		if err != nil {
			t.Fatal(err)
		}
		others = append(others, e)
	}
	return Read(open(now), others...)
}

// b in January is 93-40-30-20 = 3.
func TestAnEditionOfSomebodyElseIsAttacked(t *testing.T) {
	tables, err := read(t, files())
	if err != nil {
		t.Fatal(err)
	}
	r := attack(t, tables)
	if got, want := exactCells(tables, r), []string{"persons place=b time=2023-01-01/2023-02-01=3"}; !slices.Equal(got, want) {
		t.Errorf("known are %v, want %v", got, want)
	}
	f := files()
	f["tables/towns.csv"] = strings.Replace(f["tables/towns.csv"], "2,b,20,P", "2,b,,Q", 1)
	if tables, err = read(t, f); err != nil {
		t.Fatal(err)
	}
	// The two are 23 together, each at least 1.
	for _, b := range attack(t, tables).Bounds {
		if b.Low != 1 || b.High != 22 {
			t.Errorf("%s: %+v, want 1 to 22", tables.Cells[b.Cell].Name, b)
		}
	}
}

// Without the list of all towns, more may be in the province than the towns that are
// printed: nothing follows but that b is no more than what is left.
func TestATableThatIsNotCompleteLeavesARest(t *testing.T) {
	f := files()
	f[StructureFile] = strings.Replace(f[StructureFile], `"complete":["place"]`, `"complete":[]`, 1)
	f[StructureFile] = strings.Replace(f[StructureFile], `"province","atoms":["a","b"]`, `"province","atoms":["a","b","d"]`, 1)
	tables, err := read(t, f)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range attack(t, tables).Bounds {
		if b.Low != 1 || b.High != 3 {
			t.Errorf("%s: %+v, want 1 to 3", tables.Cells[b.Cell].Name, b)
		}
	}
}

func TestDamagedDescriptionsAreRefused(t *testing.T) {
	for name, damage := range map[string]func(map[string]string){
		"no description": func(f map[string]string) { delete(f, StructureFile) },
		"format 2": func(f map[string]string) {
			f[StructureFile] = strings.Replace(f[StructureFile], `"format":1`, `"format":2`, 1)
		},
		"has no column": func(f map[string]string) { f["tables/towns.csv"] = "month,town,value\n" },
		"has no row":    func(f map[string]string) { f["tables/towns.csv"] = "month,town,value,obs_status\n1,a,40,A\n" },
		"is no number": func(f map[string]string) {
			f["tables/towns.csv"] = strings.Replace(f["tables/towns.csv"], "40", "veertig", 1)
		},
		"no measure": func(f map[string]string) {
			f[StructureFile] = strings.Replace(f[StructureFile], `"measure":0`, `"measure":7`, 1)
		},
		"has a value": func(f map[string]string) {
			f["tables/towns.csv"] = strings.Replace(f["tables/towns.csv"], "1,b,,Q", "1,b,3,Q", 1)
		},
		"file of no table": func(f map[string]string) { delete(f, "tables/province.csv") },
	} {
		f := files()
		damage(f)
		if _, err := read(t, f); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Whatever stands in a description, reading it ends with tables or an error.
func FuzzDescription(f *testing.F) {
	f.Add(files()[StructureFile])
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) {
			return
		}
		given := files()
		given[StructureFile] = text
		_, _ = read(t, given)
	})
}

// Of the editions before, one knew less: a in January was 38 and c 15. The edition at hand
// says that it holds small changes back, from a benchmark on.
func TestSmallChangesAgainstOtherEditionsAreFound(t *testing.T) {
	before := files()
	before["tables/towns.csv"] = "month,town,value,obs_status\n1,a,38,A\n1,b,,Q\n1,c,15,A\n2,a,30,A\n2,b,20,P\n2,c,8,A\n"
	before["tables/province.csv"] = "value,obs_status\n91,A\n"
	before[StructureFile] = strings.Replace(before[StructureFile], `"format":1`, `"format":1,"known_at":"2023-02-28"`, 1)
	for _, c := range []struct {
		rule string
		want []Change
	}{
		{`{"threshold":5}`, nil},
		{`{"threshold":5,"small_changes":"hold"}`, []Change{
			{"persons place=a time=2023-01-01/2023-02-01", 38, 40}, {"persons place=a|b time=2023-01-01/2023-03-01", 91, 93}}},
		{`{"threshold":7,"small_changes":"hold"}`, []Change{
			{"persons place=a time=2023-01-01/2023-02-01", 38, 40}, {"persons place=c time=2023-01-01/2023-02-01", 15, 9},
			{"persons place=a|b time=2023-01-01/2023-03-01", 91, 93}}},
		{`{"threshold":5,"small_changes":"hold","benchmark":"2023-03-01"}`, nil},
	} {
		now := files()
		now[StructureFile] = strings.Replace(now[StructureFile], `"format":1`, `"format":1,"rule":`+c.rule, 1)
		tables, err := beside(t, now, before)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(tables.Changes, c.want) {
			t.Errorf("%s: %v, want %v", c.rule, tables.Changes, c.want)
		}
	}
}
