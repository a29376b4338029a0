package figure

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
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
	Dims     []DimRecord        `json:"dims"` // of the rows
	Tables   []TableRecord      `json:"tables"`
	Sources  []SourceRecord     `json:"sources"`
	Rows     []RowRecord        `json:"rows"`
	Until    models.Date        `json:"known_until,omitempty"`   // as figure.Until
	Gaps     []models.Span      `json:"not_delivered,omitempty"` // as figure.Gaps
	Hidden   int                `json:"hidden"`
	Protects string             `json:"protects"`
	Counts   bool               `json:"counts"` // it counts or adds up, so that a difference is a number of units
	// Definition is a hash of all that says how the metric is computed, without the
	// words in which it is told.
	Definition string `json:"definition_sha256"`
	// Analysis are the arguments of peil analyse that give the sentence of a finding.
	Analysis string `json:"analysis,omitempty"`
}

// DimRecord is a dimension that rows are cut by.
type DimRecord struct {
	Name  string `json:"name"`
	Grain string `json:"grain,omitempty"` // of one of time
}

// TableRecord is a relation under a figure.
type TableRecord struct {
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint"`
	File        string `json:"file,omitempty"`
	SHA256      string `json:"sha256,omitempty"`
	SQL         string `json:"sql_sha256,omitempty"` // of its own SELECT
	Rows        int64  `json:"rows,omitempty"`       // of older editions alone: less what is shown, they are what is hidden
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
	// Absent are the days of deliveries that did not come, though a later one did, as far
	// as they touch the figure.
	Absent []models.Span `json:"deliveries_missing,omitempty"`
}

// RowRecord is one cell.
type RowRecord struct {
	Dims   []string `json:"dims"`
	Value  *float64 `json:"value"`
	Status string   `json:"obs_status"` // one of the four below
}

// Codes of the SDMX code list for observations, CL_OBS_STATUS.
const (
	Normal      = "A" // there is a value
	Provisional = "P" // there is one, of a period that is not complete
	Suppressed  = "Q" // missing value: withheld
	NoValue     = "O" // missing value, without saying why
)

// Status gives the code of a cell of the figure.
func (f *Figure) Status(row disclose.Row) string {
	switch row.Cell.Status() {
	case disclose.Hidden:
		return Suppressed
	case disclose.Missing:
		return NoValue
	}
	for i, d := range f.Dims {
		if d.Grain != "" && f.Final != "" && row.Dims[i] != "" && models.Date(row.Dims[i]).PeriodEnd(d.Grain) > f.Final {
			return Provisional
		}
	}
	if f.Open() {
		return Provisional
	}
	return Normal
}

// Open tells of a figure that is not cut by time whether the day that it is asked for, or
// the last of its days, is later than what is final.
func (f *Figure) Open() bool {
	cut := slices.ContainsFunc(f.Dims, func(d *models.Dimension) bool { return d.Grain != "" })
	return !cut && f.Final != "" && cmp.Or(f.Query.To, f.Query.At) > f.Final
}

// definition hashes what a metric computes.
func definition(m *models.Metric) (string, error) {
	bare := *m
	bare.TitleNL, bare.TitleEN, bare.AboutNL, bare.AboutEN, bare.UnitNL, bare.UnitEN = "", "", "", "", "", ""
	bare.ProtectsReason, bare.NotMeasurable, bare.Needs, bare.File, bare.Line = "", "", "", "", 0
	text, err := json.Marshal(bare)
	if err != nil {
		return "", fmt.Errorf("hash definition of %s: %w", m.Name, err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Freeze writes down a figure.
func (f *Figure) Freeze(page, place, title, lang string) (Record, error) {
	hash, err := definition(f.Metric)
	if err != nil {
		return Record{}, err
	}
	r := Record{
		ID: f.ID, Title: title, Page: page, Place: place,
		Metric: f.Metric.Name, About: f.Metric.About(lang), Unit: f.Metric.Unit, Kind: f.Metric.Kind,
		Query: f.Query, SQL: f.SQL, Definition: hash, Protects: f.Metric.Protects, Counts: f.Metric.Counts(), Hidden: f.Safe.Hidden(),
		Dims: []DimRecord{}, Tables: []TableRecord{}, Rows: []RowRecord{}, Sources: f.Sources(), Until: f.Until, Gaps: f.Gaps,
	}
	for _, d := range f.Dims {
		r.Dims = append(r.Dims, DimRecord{d.Name, d.Grain})
	}
	for _, t := range f.Lineage.Tables {
		rec := TableRecord{Name: t.Name, Fingerprint: t.Fingerprint, SQL: t.SQL}
		if t.File != nil {
			rec.File, rec.SHA256 = t.File.Path, t.File.SHA256
		}
		r.Tables = append(r.Tables, rec)
	}
	for _, row := range f.Safe.Rows() {
		cell := RowRecord{Dims: row.Dims, Status: f.Status(row)}
		if v, ok := row.Cell.Value(); ok {
			cell.Value = &v
		}
		r.Rows = append(r.Rows, cell)
	}
	return r, nil
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
