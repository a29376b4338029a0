package figure

import (
	"github.com/vlot-evaluatie/peil/models"
)

// Record is a figure as an edition freezes it in figures.json: all that "peil
// explain" needs, and nothing that was hidden.
type Record struct {
	ID       string             `json:"id"`
	Title    string             `json:"title"`
	Page     string             `json:"page"`
	Place    string             `json:"place"`          // figure, value, card, change, top or finding
	Text     string             `json:"text,omitempty"` // the sentence of a finding
	Metric   string             `json:"metric"`
	About    string             `json:"about"`
	Unit     string             `json:"unit"`
	Kind     string             `json:"kind"` // stock or flow
	Query    models.MetricQuery `json:"query"`
	SQL      string             `json:"sql"`
	Tables   []TableRecord      `json:"tables"`
	Sources  []SourceRecord     `json:"sources"`
	Rows     []RowRecord        `json:"rows"`
	Hidden   int                `json:"hidden"`
	Protects string             `json:"protects"`
}

// TableRecord is a relation under a figure.
type TableRecord struct {
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint"`
	File        string `json:"file,omitempty"`
	SHA256      string `json:"sha256,omitempty"`
	Rows        int64  `json:"rows"`
}

// SourceRecord sums up the deliveries of one entity under a figure; the
// snapshot's manifest has each of them with its hash.
type SourceRecord struct {
	Source     string      `json:"source"`
	Entity     string      `json:"entity"`
	Deliveries int         `json:"deliveries"`
	Rows       int64       `json:"rows"`
	Kept       int64       `json:"kept"`
	Rejected   int64       `json:"rejected"`
	Warned     int64       `json:"warned,omitempty"`        // rows that count and have a warning
	Differing  int         `json:"totals_differ,omitempty"` // totals of the supplier that differ from the rows
	LastFile   string      `json:"last_file"`
	LastSHA256 string      `json:"last_sha256"`
	KnownAt    models.Date `json:"known_at"`
}

// RowRecord is one cell. Status follows SDMX OBS_STATUS and CONF_STATUS: A is a
// normal value, Q is suppressed, M is missing.
type RowRecord struct {
	Dims   []string `json:"dims"`
	Value  *float64 `json:"value"`
	Status string   `json:"status"`
}

// Freeze writes down a figure.
func (f *Figure) Freeze(page, place, title, lang string) Record {
	r := Record{
		ID: f.ID, Title: title, Page: page, Place: place,
		Metric: f.Metric.Name, About: f.Metric.About(lang), Unit: f.Metric.Unit, Kind: f.Metric.Kind,
		Query: f.Query, SQL: f.SQL, Protects: f.Metric.Protects, Hidden: f.Safe.Hidden(),
		Tables: []TableRecord{}, Rows: []RowRecord{}, Sources: f.Sources(),
	}
	for _, t := range f.Lineage.Tables {
		rec := TableRecord{Name: t.Name, Fingerprint: t.Fingerprint}
		if t.File != nil {
			rec.File, rec.SHA256, rec.Rows = t.File.Path, t.File.SHA256, t.File.Rows
		}
		r.Tables = append(r.Tables, rec)
	}
	for _, row := range f.Safe.Rows() {
		cell := RowRecord{Dims: row.Dims, Status: "A"}
		if v, ok := row.Cell.Value(); ok {
			cell.Value = &v
		} else if row.Cell.Hidden() {
			cell.Status = "Q"
		} else {
			cell.Status = "M"
		}
		r.Rows = append(r.Rows, cell)
	}
	return r
}

// Sources sums up the deliveries under the figure by entity, in lineage order.
func (f *Figure) Sources() []SourceRecord {
	out := []SourceRecord{}
	at := map[string]int{}
	for _, d := range f.Lineage.Deliveries {
		key := d.Source + "/" + d.Entity
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, SourceRecord{Source: d.Source, Entity: d.Entity})
		}
		s := &out[i]
		s.Deliveries++
		s.Rows += d.Rows
		s.Kept += d.Kept
		s.Rejected += d.Rejected
		s.Warned += d.Warned
		s.Differing += len(d.Control)
		if d.KnownAt >= s.KnownAt {
			s.KnownAt, s.LastFile, s.LastSHA256 = d.KnownAt, d.Name, d.SHA256
		}
	}
	return out
}
