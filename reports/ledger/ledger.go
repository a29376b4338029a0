// Package ledger says what readers were told already: the cells of all editions that
// were published, printed or hidden.
//
// It keeps no file of its own. An edition is never changed and a release is on record, so
// the published editions are the ledger; what each cell is stands in their structure.json.
package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// Read gives the cells of the published edition in a folder; none of one that was made
// before editions had a structure.
func Read(dir string) ([]disclose.Past, error) {
	text, err := os.ReadFile(filepath.Join(dir, audit.StructureFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read what was published: %w", err)
	}
	var s disclose.Structure
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, fmt.Errorf("read %s: %w", filepath.Join(dir, audit.StructureFile), err)
	}
	frozen, err := edition.Read(dir)
	if err != nil || frozen == nil {
		return nil, err
	}
	figures := map[string]*figure.Record{}
	for i := range frozen.Figures {
		figures[frozen.Figures[i].ID] = &frozen.Figures[i]
	}
	var out []disclose.Past
	for _, t := range s.Tables {
		f := figures[strings.TrimSuffix(filepath.Base(t.File), ".csv")]
		if f == nil {
			continue
		}
		rows := map[string]figure.RowRecord{}
		for _, r := range f.Rows {
			rows[strings.Join(r.Dims, "\x00")] = r
		}
		for _, row := range t.Rows {
			r, ok := rows[strings.Join(row.Codes, "\x00")]
			if !ok {
				continue
			}
			for _, c := range row.Cells {
				if !described(&s, c) {
					return nil, fmt.Errorf("read %s: a row of %s is a cell of no measure or place", filepath.Join(dir, audit.StructureFile), t.File)
				}
				if past, ok := cell(&s, c, r); ok {
					if past.Base > 0 || past.Hidden {
						past.Query = &f.Query
					}
					past.Edition, past.Known = frozen.Report+"/"+frozen.Edition, frozen.KnownAt
					out = append(out, past)
				}
			}
		}
	}
	return out, nil
}

// described tells whether a structure has the measure and the members of a cell.
func described(s *disclose.Structure, c disclose.StructureCell) bool {
	if c.Measure < 0 || c.Measure >= len(s.Measures) || len(c.At) != len(s.Families) {
		return false
	}
	for i, n := range c.At {
		if n >= len(s.Members[s.Families[i]]) {
			return false
		}
	}
	return true
}

// cell gives what a row told of one cell; false when that is nothing.
func cell(s *disclose.Structure, c disclose.StructureCell, r figure.RowRecord) (disclose.Past, bool) {
	m := s.Measures[c.Measure]
	p := disclose.Past{Measure: m.Name, At: map[string]system.Node{}, Base: m.Base, Off: s.Off}
	for i, n := range c.At {
		if n >= 0 {
			node := s.Members[s.Families[i]][n]
			p.At[s.Families[i]] = system.Node{Level: node.Level, Code: strings.Join(node.Atoms, "|") + node.From, From: node.From, Until: node.Until, Atoms: node.Atoms}
		}
	}
	switch {
	case r.Status == figure.NoValue:
		return p, false
	case r.Status == figure.Suppressed:
		p.Hidden = true
	case c.Part && c.Value != nil:
		p.Value = *c.Value
	case c.Part || r.Value == nil:
		return p, false
	default:
		p.Value = int64(math.Round(*r.Value * float64(m.Scale)))
	}
	return p, true
}
