package diff_test

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/diff"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
	"github.com/vlot-evaluatie/peil/sql/warehouse/engine"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
)

// caseFile is what was delivered and defined before two snapshots, and what must be
// said of them, computed by hand.
type caseFile struct {
	About   string   `yaml:"about"`
	Older   side     `yaml:"older"`
	Newer   side     `yaml:"newer"` // beside what the older one has
	By      []string `yaml:"by"`
	Metrics []string `yaml:"metrics"`
	Kept    bool     `yaml:"kept"` // the definitions of the older one
	Expect  string   `yaml:"expect"`
}

type side struct {
	Deliveries []delivery        `yaml:"deliveries"`
	Files      map[string]string `yaml:"files"`     // of the project, in place of those in testdata/project.txtar
	Withdrawn  []string          `yaml:"withdrawn"` // deliveries of the older one that are gone
	Lost       []string          `yaml:"lost"`      // tables of the older one whose file was removed since
}

type delivery struct {
	Name     string      `yaml:"name"` // <entity>_<anything>
	KnownAt  models.Date `yaml:"known_at"`
	Rows     string      `yaml:"rows"`     // CSV in the order of the contract, empty cells are null
	Contract string      `yaml:"contract"` // of the same bytes as before, under another contract
	Again    bool        `yaml:"again"`    // the same bytes, read otherwise
	Mended   bool        `yaml:"mended"`   // takes the place of the one before under its name
	Restored string      `yaml:"restored"` // delivered with the bytes of that delivery once more
	Periods  []string    `yaml:"periods"`  // that it replaces beside those of its rows
}

// folder is a data folder under construction.
type folder struct {
	t      *testing.T
	layout models.Layout
	engine engine.Engine
	loads  int
}

func TestDifferencesAreThoseComputedByHand(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yml"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var c caseFile
			if err := models.ReadYAML(file, 0, text, &c); err != nil {
				t.Fatal(err)
			}
			got, want := told(compare(t, c)), lines(c.Expect)
			if !slices.Equal(got, want) {
				t.Errorf("%s\n got:\n%s\nwant:\n%s", c.About, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// compare makes both snapshots as runs would, and compares them.
func compare(t *testing.T, c caseFile) *diff.Result {
	t.Helper()
	ctx := context.Background()
	e, err := engine.OpenDuckDB(ctx, engine.Settings{Threads: 1, Dirs: []string{os.TempDir()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	f := &folder{t: t, layout: models.Layout{Root: t.TempDir()}, engine: e}
	before := project(t, c.Older.Files)
	older := f.snapshot(1, before, f.deliver(before, nil, c.Older))
	files := map[string]string{}
	for _, s := range []side{c.Older, c.Newer} {
		for name, text := range s.Files {
			files[name] = text
		}
	}
	now := project(t, files)
	newer := f.snapshot(2, now, f.deliver(now, older.Deliveries, c.Newer))
	for _, lost := range c.Newer.Lost {
		for _, table := range older.Tables {
			if table.Name == lost {
				if err := os.Remove(f.layout.Mart(table.Name, table.Fingerprint)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	o := diff.Options{Older: older, Newer: newer, Project: now, NewerBy: now, By: c.By, Metrics: c.Metrics,
		Open: func(ctx context.Context, by *models.Project, m *models.Manifest, stored bool) (*warehouse.Warehouse, error) {
			return warehouse.Open(ctx, warehouse.Options{Layout: f.layout, Project: by, Manifest: m, Stored: stored, Threads: 1})
		}}
	if c.Kept {
		o.OlderBy = before
	}
	r, err := diff.Compare(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func project(t *testing.T, files map[string]string) *models.Project {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/project.txtar")
	if err != nil {
		t.Fatal(err)
	}
	all := fstest.MapFS{}
	for _, f := range archive.Files {
		all[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	p, err := models.LoadProject(all)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// deliver adds the deliveries of a side to those that were there.
func (f *folder) deliver(p *models.Project, before []models.Loaded, s side) []models.Loaded {
	f.t.Helper()
	out := slices.DeleteFunc(slices.Clone(before), func(d models.Loaded) bool { return slices.Contains(s.Withdrawn, d.Name) })
	for _, d := range s.Deliveries {
		entity, _, _ := strings.Cut(d.Name, "_")
		contract := d.Contract
		if contract == "" {
			contract = "contract"
		}
		f.loads++
		loaded := models.Loaded{LoadID: fmt.Sprintf("load%d", f.loads), Source: "tool", Entity: entity, Name: d.Name, KnownAt: d.KnownAt,
			SHA256: fmt.Sprintf("sha of load%d", f.loads), Contract: contract, Sequence: 1}
		at := slices.IndexFunc(out, func(had models.Loaded) bool { return d.Again && had.Name == d.Name })
		for i, had := range out {
			if d.Mended && had.Name == d.Name {
				out[i].SetReplaced(true)
			}
			if had.Entity == entity {
				loaded.Sequence = max(loaded.Sequence, had.Sequence+1)
			}
		}
		if at >= 0 {
			loaded.SHA256, loaded.KnownAt, loaded.Sequence = out[at].SHA256, out[at].KnownAt, out[at].Sequence
		}
		if d.Restored != "" {
			loaded.SHA256 = "sha of " + d.Restored
		}
		loaded.Periods = d.Periods
		f.write(p, &loaded, d.Rows)
		if at >= 0 {
			out[at] = loaded
		} else {
			out = append(out, loaded)
		}
	}
	return out
}

// write puts the rows of a delivery in the lake as intake does.
func (f *folder) write(p *models.Project, d *models.Loaded, text string) {
	f.t.Helper()
	var columns []models.SchemaField
	for i := range p.Sources[0].Entities {
		if e := &p.Sources[0].Entities[i]; e.Name == d.Entity {
			columns = raw.Columns(e)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		f.t.Fatal(err)
	}
	var parts []string
	for n, row := range rows {
		var cells []string
		for i, cell := range row {
			value := "null"
			if cell = strings.TrimSpace(cell); cell != "" {
				value = "'" + cell + "'"
			}
			cells = append(cells, "cast("+value+" as "+columns[i].Type+") as "+columns[i].Name)
		}
		parts = append(parts, fmt.Sprintf("select %s, '%s' as _load_id, '%s' as _file_sha256, cast(%d as bigint) as _line", strings.Join(cells, ", "), d.LoadID, d.SHA256, n+2))
	}
	d.Rows, d.Kept = int64(len(rows)), int64(len(rows))
	if d.Entity == "meals" {
		for _, row := range rows {
			d.Periods = append(d.Periods, row[0])
		}
	}
	if len(parts) == 0 {
		return
	}
	path := "lake/tool/" + d.Entity + "/" + d.LoadID + ".parquet"
	file := filepath.Join(f.layout.Root, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if _, err := f.engine.Materialise(context.Background(), strings.Join(parts, "\nunion all "), file); err != nil {
		f.t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		f.t.Fatal(err)
	}
	d.Lake = &models.LakeFile{Path: path, SHA256: fmt.Sprintf("%x", sha256.Sum256(content)), Rows: d.Rows}
}

// snapshot builds all tables and gives the manifest of a run.
func (f *folder) snapshot(number int, p *models.Project, deliveries []models.Loaded) *models.Manifest {
	f.t.Helper()
	ctx := context.Background()
	m := &models.Manifest{Format: models.FormatVersion, Snapshot: number, Project: p.Config.Name, Deliveries: deliveries}
	for _, d := range deliveries {
		m.KnownAt = max(m.KnownAt, d.KnownAt)
	}
	w, err := warehouse.Open(ctx, warehouse.Options{Layout: f.layout, Project: p, Manifest: m, Threads: 1})
	if err != nil {
		f.t.Fatal(err)
	}
	defer w.Close()
	built, err := w.Build(ctx, warehouse.BuildOptions{Verified: true})
	if err != nil {
		f.t.Fatal(err)
	}
	m.Engine, m.Tables, m.Reference, m.Metrics = built.Engine, built.Tables, built.Reference, built.Metrics
	if m.Definitions, err = p.Definitions(); err != nil {
		f.t.Fatal(err)
	}
	return m
}

func lines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// told writes a result as the lines of a case: what changed in deliveries and
// definitions, then a line for each value that differs.
func told(r *diff.Result) []string {
	var out []string
	for _, d := range r.Deliveries {
		out = append(out, strings.TrimSpace(fmt.Sprintf("delivery %s %s %s", d.Kind, d.File, d.About)))
	}
	for _, part := range []struct {
		name  string
		names []string
	}{{"sql", r.SQL}, {"metric sql", r.MetricSQL}, {"list", r.Lists}, {"new metric", r.NewMetrics}, {"gone metric", r.Gone}, {"note", r.Notes}} {
		for _, name := range part.names {
			out = append(out, part.name+" "+name)
		}
	}
	for _, l := range r.ListRows {
		for _, row := range l.Removed {
			out = append(out, "list row "+l.List+" - "+row)
		}
		for _, row := range l.Added {
			out = append(out, "list row "+l.List+" + "+row)
		}
	}
	for _, f := range r.Figures {
		if len(f.Cells) == 0 {
			out = append(out, f.Metric+" nothing differs")
		}
		for _, c := range f.Cells {
			line := strings.Join(append([]string{f.Metric}, c.Dims...), " ")
			if c.On != "" {
				line += " " + c.On
			}
			line += ": " + value(c.Old) + " -> " + value(c.New)
			if c.Difference != nil {
				line += fmt.Sprintf(" (%+g)", *c.Difference)
			}
			if c.Definition != nil {
				line += fmt.Sprintf(" definition %+g", *c.Definition)
			}
			if f.Retold {
				line += " retold"
			}
			var whys []string
			for _, why := range c.Why {
				text := string(why.Kind)
				if why.Rows > 0 {
					text += fmt.Sprintf(" %d", why.Rows)
				}
				if name := why.File; name != "" {
					text += " " + name
				} else if why.Name != "" {
					text += " " + why.Name
				}
				if why.Loose {
					text += " (any month)"
				}
				whys = append(whys, text)
			}
			out = append(out, line+": "+strings.Join(whys, ", "))
		}
	}
	return append(out, fmt.Sprintf("%d differ, %d equal, %d skipped", len(r.Figures), r.Same, r.Skipped))
}

func value(v *float64) string {
	if v == nil {
		return "-"
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}
