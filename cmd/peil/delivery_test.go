package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

const deliveryCases = "testdata/deliveries"

// deliveryCase is case.yml of a folder below testdata/deliveries: deliveries that
// arrive one after the other, through the real intake, and what the warehouse then
// says was known on which day. Beside it stand
//
//	contract.yml      the contract of the source, named tool, with the entity items
//	1_2023-02-01/     what arrives first, on that day: exports
//	  contract.yml    the contract from that day on, when it changes
//	  retention.txt   names of earlier deliveries whose bytes are taken out of landing
//	2_2023-03-01/     what arrives then
type deliveryCase struct {
	About string         `yaml:"about"`
	Query string         `yaml:"query"` // what is asked when an ask has no query
	Told  map[int]string `yaml:"told"`  // arrival -> part of a message of that run
	Asks  []deliveryAsk  `yaml:"asks"`
}

// deliveryAsk is a query on a knowledge date; none is all that is known.
type deliveryAsk struct {
	AsOf  models.Date `yaml:"as_of"`
	After int         `yaml:"after"` // asked after this arrival; the last when 0
	Query string      `yaml:"query"`
	Rows  string      `yaml:"rows"`  // cells with |, a null as nothing; computed by hand
	Error string      `yaml:"error"` // instead of rows: part of the refusal
}

func TestDeliveriesMeanWhatTheirKindSays(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(deliveryCases + "/*/case.yml")
	if err != nil || len(folders) < 60 {
		t.Fatalf("%d cases in %s: %v", len(folders), deliveryCases, err)
	}
	for _, file := range folders {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) { playDeliveries(t, dir) })
	}
}

var arrivalFolder = regexp.MustCompile(`^(\d+)_(\d{4}-\d{2}-\d{2})$`)

func playDeliveries(t *testing.T, dir string) {
	text, err := os.ReadFile(filepath.Join(dir, "case.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var c deliveryCase
	if err := models.ReadYAML("case.yml", 0, text, &c); err != nil {
		t.Fatal(err)
	}
	p := &player{t: t, layout: models.Layout{Root: t.TempDir()}, exports: t.TempDir(), files: fstest.MapFS{}}
	p.contract(filepath.Join(dir, "contract.yml"))
	for i, arrival := range arrivals(t, dir) {
		p.arrive(arrival, c.Told[i+1])
		for _, ask := range c.Asks {
			if ask.After == i+1 {
				p.ask(c, ask)
			}
		}
	}
	for _, ask := range c.Asks {
		if ask.After == 0 {
			p.ask(c, ask)
		}
	}
}

// arrivals gives the folders of what arrives, in order.
func arrivals(t *testing.T, dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() {
			if want := fmt.Sprint(len(out) + 1); !strings.HasPrefix(e.Name(), want+"_") || !arrivalFolder.MatchString(e.Name()) {
				t.Fatalf("folder %s, want %s_ and a day", e.Name(), want)
			}
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out
}

// player is a data folder, a folder of exports and a project.
type player struct {
	t        *testing.T
	layout   models.Layout
	exports  string
	files    fstest.MapFS
	project  *models.Project
	manifest *models.Manifest
}

func (p *player) contract(file string) {
	p.t.Helper()
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) && p.project != nil {
		return // the contract stays as it was
	}
	if err != nil {
		p.t.Fatal(err)
	}
	p.files["models/sources/tool.yml"] = &fstest.MapFile{Data: text}
	if p.project, err = models.LoadProject(p.files); err != nil {
		p.t.Fatal(err)
	}
}

// arrive takes in what is in the folder, on the day in its name.
func (p *player) arrive(folder, want string) {
	p.t.Helper()
	ctx := context.Background()
	day := models.Date(arrivalFolder.FindStringSubmatch(filepath.Base(folder))[2])
	p.contract(filepath.Join(folder, "contract.yml"))
	entries, err := os.ReadDir(folder)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			p.t.Fatal(err)
		}
		switch e.Name() {
		case "contract.yml":
		case "retention.txt":
			p.retire(strings.Fields(string(text)), day)
		default:
			if err := os.WriteFile(filepath.Join(p.exports, e.Name()), text, 0o644); err != nil {
				p.t.Fatal(err)
			}
		}
	}
	connector, err := pull.Folder(p.exports)
	if err != nil {
		p.t.Fatal(err)
	}
	defer connector.Close()
	noon := day.Time().Add(12 * time.Hour)
	result, err := etl.Run(ctx, etl.Config{Project: p.project, Layout: p.layout, Connector: connector, Now: func() time.Time { return noon }}, p.manifest)
	if err != nil {
		p.t.Fatal(err)
	}
	told := slices.Clone(result.Warnings)
	for _, err := range result.Errors {
		told = append(told, err.Error())
	}
	if all := strings.Join(told, "\n"); want == "" && all != "" || !strings.Contains(all, want) {
		p.t.Errorf("%s: the run tells %q, want %q", filepath.Base(folder), all, want)
	}
	draft := &models.Manifest{Format: models.FormatVersion, Deliveries: result.Deliveries}
	for _, d := range draft.Deliveries {
		draft.KnownAt = max(draft.KnownAt, d.KnownAt)
	}
	if p.manifest, _, err = load.Publish(p.layout, draft, p.manifest); err != nil {
		p.t.Fatal(err)
	}
}

// retire takes the bytes of deliveries out of landing, as retention does, and the
// exports out of their folder.
func (p *player) retire(names []string, day models.Date) {
	p.t.Helper()
	for _, name := range names {
		at := slices.IndexFunc(p.manifest.Deliveries, func(d models.Loaded) bool { return d.Name == name })
		if at < 0 {
			p.t.Fatalf("%s was never delivered", name)
		}
		err := load.RemoveLanded(p.layout, "tool", load.Removed{SHA256: p.manifest.Deliveries[at].SHA256, RemovedOn: day, Why: "retention"})
		if err := errors.Join(err, os.Remove(filepath.Join(p.exports, name))); err != nil {
			p.t.Fatal(err)
		}
	}
}

func (p *player) ask(c deliveryCase, ask deliveryAsk) {
	p.t.Helper()
	ctx := context.Background()
	query := ask.Query
	if query == "" {
		query = c.Query
	}
	where := fmt.Sprintf("after %d, as of %q: %s", ask.After, ask.AsOf, query)
	w, err := warehouse.Open(ctx, warehouse.Options{Layout: p.layout, Project: p.project, Manifest: p.manifest, KnownAt: ask.AsOf, Threads: 1})
	if err != nil {
		p.t.Fatal(err)
	}
	defer w.Close()
	rows, err := w.Query(ctx, query)
	if err != nil {
		if ask.Error == "" || !strings.Contains(err.Error(), ask.Error) {
			p.t.Errorf("%s\n%v\nwant %s", where, err, ask.Error)
		}
		return
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var cells []string
		for _, v := range rows.Values() {
			if v == nil {
				v = ""
			}
			cells = append(cells, fmt.Sprint(v))
		}
		got = append(got, strings.Join(cells, "|"))
	}
	if rows.Err() != nil {
		p.t.Fatal(rows.Err())
	}
	var want []string
	for line := range strings.Lines(ask.Rows) {
		want = append(want, strings.TrimSpace(line))
	}
	if ask.Error != "" || !slices.Equal(got, want) {
		p.t.Errorf("%s\n got %q\nwant %q %s", where, got, want, ask.Error)
	}
}
