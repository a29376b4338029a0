package gc

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

var (
	longAgo = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	limit   = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
)

// folder is a data folder with a snapshot for each day, in order. Each has the lake files
// of all days before it and two tables: one of its own, and one of its month.
func folder(t *testing.T, days ...models.Date) (models.Layout, *models.Manifest) {
	t.Helper()
	l := models.Layout{Root: t.TempDir()}
	var previous *models.Manifest
	var deliveries []models.Loaded
	for i, day := range days {
		number := i + 1
		deliveries = append(deliveries, models.Loaded{Name: string(day), Lake: put(t, l, fmt.Sprintf("lake/tool/beds/%d.parquet", number)),
			Rejects: put(t, l, fmt.Sprintf("lake/tool/beds/%d.rejects.parquet", number))})
		definitions := put(t, l, "definitions/"+string(day[:7])+".zip").Path
		m := &models.Manifest{KnownAt: day, Definitions: strings.TrimSuffix(filepath.Base(definitions), ".zip"), Deliveries: slices.Clone(deliveries), Tables: []models.BuiltTable{
			{Name: "fct_bed", File: put(t, l, fmt.Sprintf("marts/fct_bed/%d.parquet", number))},
			{Name: "dim_month", File: put(t, l, "marts/dim_month/"+string(day[:7])+".parquet")},
			{Name: "stg_bed"},
		}}
		published, _, err := load.Publish(l, m, previous)
		if err != nil {
			t.Fatal(err)
		}
		previous = published
	}
	return l, previous
}

// put writes a file that is old.
func put(t *testing.T, l models.Layout, path string) *models.LakeFile {
	t.Helper()
	name := filepath.Join(l.Root, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("0123456789"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(name, longAgo, longAgo); err != nil {
		t.Fatal(err)
	}
	return &models.LakeFile{Path: path, Bytes: 10}
}

func told(p Plan) string {
	var b strings.Builder
	fmt.Fprintf(&b, "stay %v, go", p.Kept)
	for _, s := range p.Going {
		fmt.Fprintf(&b, " %d of %s", s.Number, s.KnownAt)
	}
	for _, f := range p.Files {
		b.WriteString(" " + f.Path)
	}
	return b.String()
}

// Snapshots 1 to 6; the last day is 2023-05-10, so that 30 days before it is 2023-04-10.
var days = []models.Date{"2023-01-31", "2023-02-27", "2023-02-28", "2023-03-31", "2023-04-10", "2023-05-10"}

func TestWhichSnapshotsAndFilesGo(t *testing.T) {
	for _, c := range []struct {
		about string
		days  []models.Date
		rule  Rule
		want  string
	}{
		{"without days all stay", days, Rule{}, "stay [1 2 3 4 5 6], go"},
		// 2 is not the last of February, and its month's table is named by 3 too.
		{"the last of each month stays", days, Rule{Days: 30}, "stay [1 3 4 5 6], go 2 of 2023-02-27 marts/fct_bed/2.parquet"},
		{"what a published edition was made from stays", days, Rule{Days: 30, Named: map[int]bool{2: true}}, "stay [1 2 3 4 5 6], go"},
		{"the first day that is kept is so many days before", []models.Date{"2023-05-08", "2023-05-09", "2023-05-10"}, Rule{Days: 1},
			"stay [2 3], go 1 of 2023-05-08 marts/fct_bed/1.parquet"},
		{"several of one day stay or go together, but for the last of a month", []models.Date{"2023-04-30", "2023-04-30", "2023-05-30", "2023-05-31"}, Rule{Days: 1},
			"stay [2 3 4], go 1 of 2023-04-30 marts/fct_bed/1.parquet"},
	} {
		t.Run(c.about, func(t *testing.T) {

			l, current := folder(t, c.days...)
			c.rule.Before = limit
			p, err := List(l, current, c.rule)
			if err != nil {
				t.Fatal(err)
			}
			if got := told(p); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestFilesThatNoSnapshotNamesGoWhenTheyAreOld(t *testing.T) {
	l, current := folder(t, days[:2]...)
	put(t, l, "marts/fct_bed/asof.parquet")
	put(t, l, "lake/tool/beds/old.parquet")
	put(t, l, "compacted/tool/beds/copy.parquet") // whoever builds looks after these
	put(t, l, "landing/tool/secret")
	put(t, l, "editions/page/1/index.html")
	young := filepath.Join(l.Root, "marts", "fct_bed", "young.parquet")
	if err := os.WriteFile(young, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	p, err := List(l, current, Rule{Before: limit})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := told(p), "stay [1 2], go lake/tool/beds/old.parquet marts/fct_bed/asof.parquet"; got != want || p.Bytes != 20 {
		t.Errorf("\n got %s, %d bytes\nwant %s, 20 bytes", got, p.Bytes, want)
	}
}

// What is left names only what is there, a snapshot that went is told, and a removal that
// was cut off behind the manifests is completed by the next.
func TestRemovedSnapshotsAreToldAndFilesFollow(t *testing.T) {
	l, current := folder(t, days...)
	list := func() Plan {
		t.Helper()
		p, err := List(l, current, Rule{Days: 30, Before: limit})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := list()
	cutOff := p
	cutOff.Files = nil
	if err := Remove(l, cutOff, "2023-06-01"); err != nil {
		t.Fatal(err)
	}
	if p = list(); told(p) != "stay [1 3 4 5 6], go marts/fct_bed/2.parquet" {
		t.Errorf("after a removal that was cut off: %s", told(p))
	}
	if err := Remove(l, p, "2023-06-02"); err != nil {
		t.Fatal(err)
	}
	if p = list(); told(p) != "stay [1 3 4 5 6], go" {
		t.Errorf("after all is removed: %s", told(p))
	}
	for _, n := range p.Kept {
		m, err := load.ReadSnapshot(l, n)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range load.Named(m) {
			if _, err := os.Stat(filepath.Join(l.Root, filepath.FromSlash(f.Path))); err != nil {
				t.Errorf("snapshot %d: %v", n, err)
			}
		}
	}
	if _, err := load.ReadSnapshot(l, 2); err == nil || !strings.Contains(err.Error(), "was removed by peil gc on 2023-06-01") || !strings.Contains(err.Error(), "choose one of 1, 3-6") {
		t.Errorf("snapshot 2: %v", err)
	}
}

func TestASnapshotThatCannotBeReadStopsAll(t *testing.T) {
	l, current := folder(t, days...)
	if err := os.WriteFile(l.Snapshot(2), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := List(l, current, Rule{Days: 30, Before: limit}); err == nil {
		t.Error("what a damaged snapshot names would be removed")
	}
}

// What a snapshot that stays was made by stays with it; what none was made by goes.
func TestDefinitionsStayWithTheirSnapshots(t *testing.T) {
	l, current := folder(t, "2023-01-10", "2023-03-10")
	put(t, l, "definitions/of-none.zip")
	plan, err := List(l, current, Rule{Days: 10, Before: limit})
	if err != nil {
		t.Fatal(err)
	}
	var going []string
	for _, f := range plan.Files {
		if strings.HasPrefix(f.Path, "definitions/") {
			going = append(going, f.Path)
		}
	}
	if !slices.Equal(going, []string{"definitions/of-none.zip"}) {
		t.Errorf("%v go, want the one that no snapshot names", going)
	}
}
