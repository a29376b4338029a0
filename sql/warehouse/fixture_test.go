package warehouse

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/engine"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
)

var update = flag.Bool("update", false, "write golden files")

// contract is a project with one entity for each kind of delivery.
const contract = `
source: tool
title_nl: Tool
title_en: Tool
legal_basis: test
purpose: a test
entities:
  - entity: places
    files: [p.csv]
    known_at: {from: received}
    delivery: {kind: snapshot, key: [place_id]}
    columns:
      - {name: place_id, header: [a], type: text, class: technical, action: keep}
      - {name: capacity_count, header: [b], type: integer, class: measure, action: keep}
      - {name: contact_name, header: [c], type: text, class: identifier, action: drop}
  - entity: claims
    files: [c.csv]
    known_at: {from: received}
    delivery: {kind: period, period: period_month}
    columns:
      - {name: claim_id, header: [a], type: text, class: technical, action: keep}
      - {name: period_month, header: [b], type: month, class: measure, action: keep}
      - {name: amount_eur, header: [c], type: amount_eur, class: measure, action: keep}
  - entity: stays
    files: [s.csv]
    known_at: {from: received}
    delivery: {kind: changes, key: [stay_id], deleted: is_deleted}
    columns:
      - {name: stay_id, header: [a], type: text, class: technical, action: keep}
      - {name: person_count, header: [b], type: integer, class: measure, action: keep}
      - {name: province_code, header: [f], type: text, class: measure, action: keep}
      - {name: start_date, header: [c], type: date, class: measure, action: keep}
      - {name: end_date, header: [d], type: date, class: measure, action: keep}
      - {name: is_deleted, header: [e], type: yes_no, class: technical, action: keep}
  - entity: referrals
    files: [r.csv]
    known_at: {from: received}
    delivery: {kind: append}
    columns:
      - {name: referral_id, header: [a], type: text, class: technical, action: keep}
      - {name: referred_date, header: [b], type: date, class: measure, action: keep}
`

// lake is a data folder under construction: deliveries are written by the engine
// itself, so the files are what intake writes.
type lake struct {
	t        testing.TB
	layout   models.Layout
	manifest *models.Manifest
	files    fstest.MapFS
	engine   engine.Engine
}

func newLake(t testing.TB) *lake {
	t.Helper()
	e, err := engine.OpenDuckDB(context.Background(), engine.Settings{Threads: 1, Dirs: []string{os.TempDir()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return &lake{
		t: t, layout: models.Layout{Root: t.TempDir()}, manifest: &models.Manifest{}, engine: e,
		files: fstest.MapFS{"models/sources/tool.yml": {Data: []byte(contract)}},
	}
}

// put adds a file of the project.
func (l *lake) put(name, content string) { l.files[name] = &fstest.MapFile{Data: []byte(content)} }

// deliver writes rows, "a, 1, null" as SQL cells, as the next delivery of an entity.
func (l *lake) deliver(entity string, known models.Date, rows ...string) *models.Loaded {
	l.t.Helper()
	sequence := 1
	for _, d := range l.manifest.Deliveries {
		if d.Entity == entity {
			sequence++
		}
	}
	id := fmt.Sprintf("%s%d", entity, sequence)
	var columns []models.SchemaField
	entities := l.project().Sources[0].Entities
	for i := range entities {
		if e := &entities[i]; e.Name == entity {
			columns = raw.Columns(e)
		}
	}
	var parts []string
	for n, row := range rows {
		var cells []string
		for i, cell := range strings.Split(row, ",") {
			cells = append(cells, "cast("+strings.TrimSpace(cell)+" as "+columns[i].Type+") as "+columns[i].Name)
		}
		parts = append(parts, fmt.Sprintf("select %s, '%s' as _load_id, 'sha' as _file_sha256, cast(%d as bigint) as _line, cast('%s' as date) as _known_at",
			strings.Join(cells, ", "), id, n+2, known))
	}
	d := models.Loaded{LoadID: id, Source: "tool", Entity: entity, Name: id + ".csv", Sequence: sequence, KnownAt: known,
		Rows: int64(len(rows)), Kept: int64(len(rows))}
	if len(parts) > 0 {
		file := filepath.Join(l.layout.Lake("tool", entity), id+".parquet")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			l.t.Fatal(err)
		}
		if _, err := l.engine.Materialise(context.Background(), strings.Join(parts, "\nunion all ")+"\norder by _line", file); err != nil {
			l.t.Fatal(err)
		}
		content, err := os.ReadFile(file)
		if err != nil {
			l.t.Fatal(err)
		}
		d.Lake = &models.LakeFile{Path: "lake/tool/" + entity + "/" + id + ".parquet", SHA256: fmt.Sprintf("%x", sha256.Sum256(content))}
	}
	l.manifest.Deliveries = append(l.manifest.Deliveries, d)
	return &l.manifest.Deliveries[len(l.manifest.Deliveries)-1]
}

func (l *lake) project() *models.Project {
	l.t.Helper()
	p, err := models.LoadProject(l.files)
	if err != nil {
		l.t.Fatal(err)
	}
	return p
}

func (l *lake) open(known models.Date) *Warehouse {
	l.t.Helper()
	w, err := Open(context.Background(), Options{Layout: l.layout, Project: l.project(), Manifest: l.manifest, KnownAt: known, Threads: 2})
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { w.Close() })
	return w
}

// rowsOf runs a query and gives its rows as "a|1|" lines.
func rowsOf(t testing.TB, w *Warehouse, sql string) string {
	t.Helper()
	r, err := w.Query(context.Background(), sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	defer r.Close()
	var lines []string
	for r.Next() {
		var cells []string
		for _, v := range r.Values() {
			if v == nil {
				v = ""
			}
			cells = append(cells, fmt.Sprint(v))
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	if r.Err() != nil {
		t.Fatalf("%s: %v", sql, r.Err())
	}
	return strings.Join(lines, " ")
}

func equal(t testing.TB, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n got %s\nwant %s", what, got, want)
	}
}

// golden compares with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, name, got, string(want))
}
