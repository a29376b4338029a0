package etl_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// contract has one entity of each delivery kind.
const contract = `source: shelter
title_nl: Opvang
title_en: Shelter
owner: test
legal_basis: none needed, the rows are invented
purpose: a test
entities:
  - entity: stays
    grain: one row per stay
    files: [stays/*.csv]
    known_at: {from: file_name, pattern: '_(\d{4}-\d{2}-\d{2})\.'}
    format: {kind: csv, encoding: utf-8, delimiter: ";"}
    delivery: {kind: changes, key: [stay_id]}
    limits: {reject_share: 0.7}
    columns:
      - {name: stay_id, header: [stay], type: text, required: true, class: technical, action: keep}
      - {name: guest_id, header: [guest], type: text, required: true, class: identifier, action: pseudonymise, domain: person}
      - {name: night_count, header: [nights], type: integer, range: [0, 365], class: measure, action: keep}
      - {name: note, header: [note], type: text, class: free_text, action: drop, optional: true}
  - entity: beds
    grain: one row per house
    files: [beds/*.csv]
    known_at: {from: file_name, pattern: '_(\d{4}-\d{2}-\d{2})\.'}
    format: {kind: csv, encoding: utf-8, delimiter: ";"}
    delivery: {kind: snapshot, key: [house_id]}
    columns:
      - {name: house_id, header: [house], type: text, required: true, class: technical, action: keep}
      - {name: bed_count, header: [beds], type: integer, required: true, class: measure, action: keep}
  - entity: houses
    grain: one row per house
    optional: true
    files: [houses/*.csv]
    known_at: {from: file_name, pattern: '_(\d{4}-\d{2})\.', format: YYYY-MM}
    format: {kind: csv, encoding: utf-8, delimiter: ";"}
    delivery: {kind: snapshot, key: [house_id]}
    columns:
      - {name: house_id, header: [house], type: text, required: true, class: technical, action: keep}
      - {name: kind_code, header: [kind], type: code, reference: {list: kinds, text: kind_name, code: kind_code}, class: measure, action: keep}
  - entity: arrivals
    grain: one row per arrival
    optional: true
    files: [arrivals/*.csv]
    known_at: {from: listing}
    format: {kind: csv, encoding: utf-8, delimiter: ";"}
    delivery: {kind: append}
    columns:
      - {name: arrived_date, header: [day], type: date, required: true, class: measure, action: keep}
      - {name: person_count, header: [persons], type: integer, required: true, class: measure, action: keep}
  - entity: costs
    grain: one row per month and house
    optional: true
    files: [costs/*.csv]
    known_at: {from: received}
    format: {kind: csv, encoding: utf-8, delimiter: ";"}
    delivery: {kind: period, period: period_month}
    columns:
      - {name: period_month, header: [month], type: month, required: true, class: measure, action: keep}
      - {name: cost_eur, header: [cost], type: amount_eur, required: true, class: measure, action: keep}
`

// second is a source beside the first, to see that it goes on.
const second = `source: kitchen
title_nl: Keuken
title_en: Kitchen
owner: test
legal_basis: none needed, the rows are invented
purpose: a test
entities:
  - entity: meals
    grain: one row per day
    files: [meals/*.csv]
    known_at: {from: file_name, pattern: '_(\d{4}-\d{2}-\d{2})\.'}
    format: {kind: csv, encoding: utf-8, delimiter: ";"}
    delivery: {kind: append}
    columns:
      - {name: meal_date, header: [day], type: date, required: true, class: measure, action: keep}
      - {name: meal_count, header: [meals], type: integer, required: true, class: measure, action: keep}
`

// noon is the clock of the tests: after all days in names of files.
var noon = time.Date(2024, 1, 8, 12, 0, 0, 0, time.UTC)

// house is a data folder, a folder of exports and the project that joins them.
type house struct {
	t       testing.TB
	layout  models.Layout
	exports string
	project fstest.MapFS
	key     *protect.Key
	config  func(*etl.Config) // last changes, may be nil
}

func newHouse(t testing.TB) *house {
	t.Helper()
	return houseAt(t, t.TempDir())
}

func houseAt(t testing.TB, dir string) *house {
	t.Helper()
	h := &house{t: t, layout: models.Layout{Root: filepath.Join(dir, "data")}, exports: filepath.Join(dir, "exports"),
		project: fstest.MapFS{
			"models/sources/shelter.yml": {Data: []byte(contract)},
			"models/sources/kitchen.yml": {Data: []byte(second)},
			"models/reference/kinds.csv": {Data: []byte("kind_name,kind_code\nVilla,villa\nHotel,hotel\n")},
		}}
	var err error
	if h.key, err = protect.NewKey(bytes.NewReader(bytes.Repeat([]byte("0123456789abcdef"), 4))); err != nil {
		t.Fatal(err)
	}
	return h
}

// put writes an export with a modification time that does not depend on today.
func (h *house) put(name, text string) {
	h.t.Helper()
	file := filepath.Join(h.exports, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		h.t.Fatal(err)
	}
	day := time.Date(2023, 2, 20, 9, 0, 0, 0, time.UTC)
	if err := os.Chtimes(file, day, day); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) with(p *models.Project) etl.Config {
	return etl.Config{Project: p, Layout: h.layout, Key: h.key, Now: func() time.Time { return noon }, Workers: 2}
}

func (h *house) try() (etl.Result, error) {
	h.t.Helper()
	p, err := models.LoadProject(h.project)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := load.CleanTemporary(h.layout); err != nil {
		h.t.Fatal(err)
	}
	previous, err := load.Current(h.layout)
	if err != nil {
		h.t.Fatal(err)
	}
	connector, err := pull.Folder(h.exports)
	if err != nil {
		return etl.Result{}, err
	}
	defer connector.Close()
	cfg := h.with(p)
	cfg.Connector = connector
	if h.config != nil {
		h.config(&cfg)
	}
	return etl.Run(context.Background(), cfg, previous)
}

// run takes in and publishes, as the command does, and wants no error.
func (h *house) run() (etl.Result, *models.Manifest) {
	h.t.Helper()
	result, m := h.runAll()
	for _, err := range result.Errors {
		h.t.Errorf("run: %v", err)
	}
	return result, m
}

// runAll takes in and publishes, whatever is wrong with single files.
func (h *house) runAll() (etl.Result, *models.Manifest) {
	h.t.Helper()
	result, err := h.try()
	if err != nil {
		h.t.Fatal(err)
	}
	previous, err := load.Current(h.layout)
	if err != nil {
		h.t.Fatal(err)
	}
	m, _, err := load.Publish(h.layout, &models.Manifest{Project: "test", Deliveries: result.Deliveries}, previous)
	if err != nil {
		h.t.Fatal(err)
	}
	findings, err := load.Verify(context.Background(), h.layout, m, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, f := range findings {
		h.t.Errorf("verify: %s", f)
	}
	return result, m
}

// told writes the deliveries of an entity as "sequence name kept/rejected/furniture".
func told(m *models.Manifest, entity string) []string {
	out := []string{}
	for _, d := range m.Deliveries {
		if d.Entity != entity {
			continue
		}
		line := fmt.Sprintf("%d %s %d/%d/%d", d.Sequence, d.Name, d.Kept, d.Rejected, d.Furniture)
		if d.Skipped != "" {
			line += " skipped: " + d.Skipped
		}
		if d.Quarantine != "" {
			line += " quarantine"
		}
		out = append(out, line)
	}
	return out
}

func (h *house) want(m *models.Manifest, entity string, want ...string) {
	h.t.Helper()
	if got := told(m, entity); !slices.Equal(got, want) {
		h.t.Errorf("%s:\n got  %s\n want %s", entity, strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}

// rows asks the engine, in the words of SQL; %s is the list of Parquet files.
func (h *house) rows(sql string, files ...*models.LakeFile) string {
	h.t.Helper()
	db, err := duck.Open(context.Background(), duck.Options{})
	if err != nil {
		h.t.Fatal(err)
	}
	defer db.Close()
	var names []string
	for _, f := range files {
		names = append(names, duck.Quote(filepath.Join(h.layout.Root, f.Path)))
	}
	rows, err := db.Query(fmt.Sprintf(sql, "read_parquet(["+strings.Join(names, ", ")+"])"))
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		h.t.Fatal(err)
	}
	var out []string
	for rows.Next() {
		cells := make([]any, len(columns))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			h.t.Fatal(err)
		}
		var parts []string
		for _, c := range cells {
			parts = append(parts, fmt.Sprint(*c.(*any)))
		}
		out = append(out, strings.Join(parts, " | "))
	}
	return strings.Join(out, "\n")
}

func manifestText(t testing.TB, l models.Layout) string {
	t.Helper()
	m, err := load.Current(l)
	if err != nil || m == nil {
		t.Fatalf("current: %v, %v", m, err)
	}
	text, err := os.ReadFile(l.Snapshot(m.Snapshot))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestOneExportBecomesTypedRowsRejectsAndFurniture(t *testing.T) {
	h := newHouse(t)
	// Line 1 title, 2 blank, 3 header, then: two good rows, a broken number
	// with a name beside it, a row without a key, a row with too many cells, a
	// total.
	h.put("stays/stays_2023-01-31.csv", "Stays of January;;;\n\nstay;guest;nights;note\n"+
		"s1;Jan;3;called \"Piet\"\ns2;An;;\ns3;Eva;lots;\n;Bo;1;\ns5;Jan;2;;x;y\nTotaal;;6;\n")
	h.put("beds/beds_2023-01-31.csv", "house;beds\nnorth;4\n")
	h.put("meals/meals_2023-01-31.csv", "day;meals\n31/01/2023;9\n")
	result, m := h.run()
	h.want(m, "stays", "1 stays/stays_2023-01-31.csv 2/3/3")
	d := m.Deliveries[slices.IndexFunc(m.Deliveries, func(d models.Loaded) bool { return d.Entity == "stays" })]
	if d.Rows != 8 || d.KnownAt != "2023-01-31" {
		t.Errorf("rows %d known at %s, want 8 known at 2023-01-31", d.Rows, d.KnownAt)
	}
	if got, want := h.rows("select stay_id, night_count, _line, cast(_known_at as varchar) from %s order by 1", d.Lake), "s1 | 3 | 4 | 2023-01-31\ns2 | <nil> | 5 | 2023-01-31"; got != want {
		t.Errorf("lake:\n%s\nwant\n%s", got, want)
	}
	if got, want := h.rows("select column_name || ' ' || column_type from (describe select * from %s)", d.Lake),
		"stay_id VARCHAR\nguest_id UUID\nnight_count BIGINT\n_load_id VARCHAR\n_file_sha256 VARCHAR\n_line BIGINT\n_known_at DATE"; got != want {
		t.Errorf("schema:\n%s\nwant\n%s", got, want)
	}
	if got, want := h.rows("select line, column_name, rule from %s order by 1, 2", d.Rejects), "6 | night_count | integer\n7 | stay_id | required\n8 | <nil> | unreadable"; got != want {
		t.Errorf("rejects:\n%s\nwant\n%s", got, want)
	}
	// What may identify someone is nowhere in what was written.
	for _, f := range []*models.LakeFile{d.Lake, d.Rejects} {
		if got := h.rows("select count(*) from %s as r where cast(r as varchar) similar to '.*(Jan|Eva|Piet|Bo).*'", f); got != "0" {
			t.Errorf("%s shows a name", f.Path)
		}
	}
	if i := slices.IndexFunc(result.PerEntity, func(e etl.EntityResult) bool { return e.Entity == "stays" }); result.PerEntity[i] != (etl.EntityResult{
		Source: "shelter", Entity: "stays", Files: 1, Rows: 5, New: 2, Rejected: 3}) {
		t.Errorf("summary = %+v", result.PerEntity[i])
	}
}

func TestTheSameExportsAgainChangeNothing(t *testing.T) {
	h := newHouse(t)
	h.put("stays/stays_2023-01-31.csv", "stay;guest;nights\ns1;Jan;3\n")
	h.put("beds/beds_2023-01-31.csv", "house;beds\nnorth;4\n")
	h.put("meals/meals_2023-01-31.csv", "day;meals\n31/01/2023;9\n")
	h.run()
	before := manifestText(t, h.layout)
	result, m := h.run()
	if m.Snapshot != 1 || manifestText(t, h.layout) != before {
		t.Errorf("snapshot %d after a second run, want 1 and the same bytes", m.Snapshot)
	}
	for _, e := range result.PerEntity {
		if e.New != 0 {
			t.Errorf("%s: %d new rows, want 0", e.Entity, e.New)
		}
	}
	// Also when everything is made again.
	h.config = func(c *etl.Config) { c.Full = true }
	if _, m := h.run(); m.Snapshot != 1 || manifestText(t, h.layout) != before {
		t.Errorf("snapshot %d after a full run, want 1 and the same bytes", m.Snapshot)
	}
}

func TestManifestOfManyWorkersIsThatOfOne(t *testing.T) {
	var texts []string
	for _, workers := range []int{1, 2, 7} {
		h := newHouse(t)
		h.config = func(c *etl.Config) { c.Workers = workers }
		for i := range 20 {
			h.put(fmt.Sprintf("stays/stays_2023-01-%02d.csv", i+1), fmt.Sprintf("stay;guest;nights\ns%d;Jan;%d\nbad;;\n", i, i))
		}
		h.put("beds/beds_2023-01-31.csv", "house;beds\nnorth;4\n")
		h.put("meals/meals_2023-01-31.csv", "day;meals\n31/01/2023;9\n")
		h.run()
		texts = append(texts, manifestText(t, h.layout))
	}
	if texts[0] != texts[1] || texts[0] != texts[2] {
		t.Error("manifests differ by the number of workers")
	}
	var m models.Manifest
	if err := json.Unmarshal([]byte(texts[0]), &m); err != nil {
		t.Fatal(err)
	}
	if len(m.Deliveries) != 22 {
		t.Errorf("%d deliveries, want 22", len(m.Deliveries))
	}
}

// tree lists every file below a folder with its content's length, for comparing.
func tree(t testing.TB, root string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		out = append(out, fmt.Sprintf("%s %d", rel, len(text)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
