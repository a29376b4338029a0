package etl_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/demo"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/models"
)

// demoHouse has the demo's exports and the built-in contracts.
func demoHouse(t testing.TB) (*house, *models.Project, demo.Summary) {
	t.Helper()
	h := newHouse(t)
	project, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	reference, err := fs.Sub(project.FS, "models/reference")
	if err != nil {
		t.Fatal(err)
	}
	sum, err := demo.Write(context.Background(), h.exports, demo.Options{Seed: 1, Reference: reference})
	if err != nil {
		t.Fatal(err)
	}
	return h, project, sum
}

// takeIn runs once over the demo's exports.
func (h *house) takeIn(project *models.Project, previous *models.Manifest) etl.Result {
	h.t.Helper()
	connector, err := pull.Folder(h.exports)
	if err != nil {
		h.t.Fatal(err)
	}
	defer connector.Close()
	r, err := etl.Run(context.Background(), etl.Config{Project: project, Layout: h.layout, Connector: connector, Key: h.key,
		Now: func() time.Time { return noon }, Workers: 2}, previous)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

func TestDemoIsTakenInRowByRow(t *testing.T) {
	h, project, sum := demoHouse(t)
	r := h.takeIn(project, nil)
	for _, err := range r.Errors {
		t.Error(err)
	}
	for _, w := range r.Warnings {
		t.Errorf("warning: %s", w)
	}
	m, _, err := load.Publish(h.layout, &models.Manifest{Deliveries: r.Deliveries}, nil)
	if err != nil {
		t.Fatal(err)
	}
	findings, err := load.Verify(context.Background(), h.layout, m, nil)
	if err != nil || len(findings) > 0 {
		t.Errorf("verify: %v, %v", findings, err)
	}
	rows := map[string]int{}
	var rejects []*models.LakeFile
	for _, d := range m.Deliveries {
		rows[d.Entity] += int(d.Kept + d.Rejected)
		if d.Rejects != nil {
			rejects = append(rejects, d.Rejects)
		}
	}
	if len(m.Deliveries) != sum.Files {
		t.Errorf("%d deliveries, want %d", len(m.Deliveries), sum.Files)
	}
	for entity, want := range sum.Rows {
		entity = entity[strings.LastIndex(entity, "/")+1:]
		if rows[entity] != want {
			t.Errorf("%s: %d rows, want %d", entity, rows[entity], want)
		}
	}
	// Every junk row is told by its file and line, and no other row is.
	got := map[string]bool{}
	for _, line := range strings.Split(h.rows("select distinct file_name || ' ' || line from %s", rejects...), "\n") {
		got[line] = true
	}
	for _, bad := range sum.Bad {
		at := fmt.Sprintf("%s %d", bad.File, bad.Line)
		if !got[at] {
			t.Errorf("%s: row with %s (%s) is not rejected", at, bad.Rule, bad.Column)
		}
		delete(got, at)
	}
	for at := range got {
		t.Errorf("%s: good row is rejected", at)
	}
}

// BenchmarkDemo takes in the demo's exports with the built-in contracts.
func BenchmarkDemo(b *testing.B) {
	for b.Loop() {
		h, project, _ := demoHouse(b)
		from := time.Now()
		r := h.takeIn(project, nil)
		first := time.Since(from)
		b.ReportMetric(float64(first.Microseconds())/1000/float64(len(r.Deliveries)), "ms/file-first")
		b.ReportMetric(float64(len(r.Deliveries)), "files")
		from = time.Now()
		h.takeIn(project, &models.Manifest{Deliveries: r.Deliveries})
		b.ReportMetric(float64(time.Since(from).Microseconds())/1000/float64(len(r.Deliveries)), "ms/file-again")
		rejects := 0
		for _, d := range r.Deliveries {
			if d.Rejects != nil {
				rejects++
			}
		}
		b.ReportMetric(float64(rejects), "with-rejects")
	}
}
