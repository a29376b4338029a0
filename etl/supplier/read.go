package supplier

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/correct"
	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// Delivery is one delivery of which something goes back.
type Delivery struct {
	models.Loaded
	Spec       *models.Entity // nil when no contract knows it any more
	ReceivedOn models.Date    // "" when the receipt is lost
	Removed    *load.Removed  // the landed bytes were taken away on purpose
	Gone       bool           // the landed bytes are not there, for whatever reason
}

// Deliveries gives what goes back of the deliveries of a snapshot, in its order:
// for each name the last file that came, when rows of it are rejected or it is
// refused whole. What was replaced under the same name is the supplier's past.
func Deliveries(l models.Layout, p *models.Project, all []models.Loaded) ([]Delivery, error) {
	last := map[string]int{}
	for _, d := range all {
		last[d.Source+"/"+d.Entity+"\x00"+d.Name] = d.Sequence
	}
	entities := map[string]*models.Entity{}
	for _, s := range p.Sources {
		for i := range s.Entities {
			entities[s.Entities[i].Key()] = &s.Entities[i]
		}
	}
	var out []Delivery
	for _, d := range all {
		key := d.Source + "/" + d.Entity
		if d.Sequence != last[key+"\x00"+d.Name] || d.Rejected == 0 && d.Quarantine == "" {
			continue
		}
		one := Delivery{Loaded: d, Spec: entities[key]}
		receipts, err := load.ReadReceipts(l, d.Source, d.Entity)
		if err != nil {
			return nil, err
		}
		for _, r := range receipts {
			if r.Sequence == d.Sequence {
				one.ReceivedOn = r.ReceivedOn
			}
		}
		removed, err := load.ReadRemoved(l, d.Source)
		if err != nil {
			return nil, err
		}
		if r, ok := removed[d.SHA256]; ok {
			one.Removed = &r
		}
		there, err := landing.There(l, d.Source, d.SHA256)
		if err != nil {
			return nil, err
		}
		one.Gone = !there
		out = append(out, one)
	}
	return out, nil
}

// row is a row of a supplier's file with all that is wrong with it.
type row struct {
	line    int64
	cells   []string // as the file has them; nil when they cannot be shown
	raw     string   // of a line that is no row
	rejects []Reject // by the place of their column in the file
	wrong   map[int]bool
}

// file is the landed bytes of a delivery, being read.
type file struct {
	Delivery
	bytes   *landing.File
	reader  *decode.Reader // nil when the file cannot be read
	columns []string
	places  map[string]int // column of the contract -> place in columns
	scale   int64          // what a line is counted in: 1, or more where a wide table was unpivoted
	speaker speaker
}

// open opens the landed bytes of a delivery. A file that is gone or cannot be read
// has no columns; its rejects are told all the same.
func open(l models.Layout, d Delivery, id *landing.Identity) (*file, error) {
	f := &file{Delivery: d, scale: 1, speaker: speaker{entity: d.Spec}}
	if d.Gone || d.Spec == nil {
		return f, nil
	}
	var err error
	if f.bytes, err = landing.Open(l, d.Source, d.SHA256, id); err != nil {
		return nil, err
	}
	sum, err := f.bytes.Sum()
	if err == nil && sum != d.SHA256 {
		err = fmt.Errorf("read landed bytes of %s: they have SHA-256 %s, want %s", d.Name, sum, d.SHA256)
	}
	if err != nil {
		return nil, errors.Join(err, f.bytes.Close())
	}
	f.reader, err = decode.Open(d.Name, f.bytes, d.Bytes, load.Dialect(d.Spec))
	var told *models.Error
	if errors.As(err, &told) {
		return f, nil // why is told in its quarantine
	}
	if err != nil {
		return nil, errors.Join(err, f.bytes.Close())
	}
	f.columns = f.reader.Columns()
	f.places, f.speaker.headers = correct.Places(d.Spec, f.columns), map[string]string{}
	for column, at := range f.places {
		f.speaker.headers[column] = f.columns[at]
	}
	if u := f.reader.Report().Unpivoted; u != nil {
		f.scale = u.Scale
	}
	return f, nil
}

func (f *file) close() error {
	if f.reader != nil {
		f.reader.Close()
	}
	if f.bytes != nil {
		return f.bytes.Close()
	}
	return nil
}

// readSQL gives the rejects of a delivery by line. Rows that are good and only wait
// for the others of their file are not among them.
const readSQL = "select line, coalesce(column_name, ''), rule, reason, coalesce(seen, '') from read_parquet(%s) where rule <> 'quarantine' order by line, column_name, rule, reason"

// rows calls each with every rejected row of a delivery, in the order of its file.
// only, when given, leaves out the reasons of other rules.
func (f *file) rows(ctx context.Context, l models.Layout, db *duck.DB, only string, each func(row) error) (err error) {
	if f.Rejects == nil {
		return nil
	}
	found, err := db.QueryContext(ctx, fmt.Sprintf(readSQL, duck.Quote(filepath.Join(l.Root, filepath.FromSlash(f.Rejects.Path)))))
	if err != nil {
		return fmt.Errorf("read rejects: %w", err)
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	next := lines(found, only)
	texts := texts{of: f}
	for {
		line, rejects, err := next()
		if err != nil || rejects == nil {
			return err
		}
		r, err := texts.at(line)
		if err != nil {
			return err
		}
		f.place(&r, line, rejects)
		if err := each(r); err != nil {
			return err
		}
	}
}

// place puts what is wrong with a row beside it.
func (f *file) place(r *row, line int64, rejects []Reject) {
	r.line, r.rejects, r.wrong = line/f.scale, rejects, map[int]bool{}
	at := func(reject Reject) int {
		first := len(f.columns)
		for name := range strings.SplitSeq(reject.Column, ", ") {
			if i, ok := f.places[name]; ok {
				first = min(first, i)
			}
		}
		return first
	}
	for _, reject := range rejects {
		for name := range strings.SplitSeq(reject.Column, ", ") {
			if i, ok := f.places[name]; ok {
				r.wrong[i] = true
			}
		}
	}
	slices.SortStableFunc(r.rejects, func(a, b Reject) int { return at(a) - at(b) })
}

// say gives the reasons of a row, a sentence each.
func (f *file) say(r row) string {
	of := func(column string) (string, bool) {
		if at, ok := f.places[column]; ok && r.cells != nil {
			return r.cells[at], true
		}
		return "", false
	}
	var out []string
	for _, reject := range r.rejects {
		mine := of
		if r.cells == nil {
			// Only what the reject file says of this very cell is left.
			mine = func(column string) (string, bool) { return reject.Seen, column == reject.Column }
		}
		if sentence := f.speaker.say(reject, mine); !slices.Contains(out, sentence) {
			out = append(out, sentence)
		}
	}
	return strings.Join(out, "\n")
}

// lines groups rejects by line; nil rejects at the end.
func lines(found *sql.Rows, only string) func() (int64, []Reject, error) {
	var ahead *Reject
	return func() (int64, []Reject, error) {
		var out []Reject
		if ahead != nil {
			out, ahead = append(out, *ahead), nil
		}
		for found.Next() {
			var r Reject
			if err := found.Scan(&r.Line, &r.Column, &r.Rule, &r.Reason, &r.Seen); err != nil {
				return 0, nil, fmt.Errorf("read rejects: %w", err)
			}
			if only != "" && r.Rule != only {
				continue
			}
			if len(out) > 0 && r.Line != out[0].Line {
				ahead = &r
				break
			}
			out = append(out, r)
		}
		if err := found.Err(); err != nil || len(out) == 0 {
			return 0, nil, err
		}
		return out[0].Line, out, nil
	}
}

// texts finds the rows of a file by line, in one go through it: lines are asked
// for in order, as the file has them.
type texts struct {
	of   *file
	held decode.Row
	have bool
	done bool
	bad  int // of the lines that are no rows, how many are behind
}

// at gives what stands on a line: its cells, what was left of it when it could not
// be read, or nothing.
func (t *texts) at(line int64) (row, error) {
	if t.of.reader == nil {
		return row{}, nil
	}
	for !t.done && (!t.have || t.held.Line < line) {
		var err error
		if t.held, err = t.of.reader.Next(); err == io.EOF {
			t.done = true
			break
		}
		var told *models.Error
		if errors.As(err, &told) {
			t.done = true // a file that breaks off further on
			break
		}
		if err != nil {
			return row{}, err
		}
		t.have = true
	}
	if !t.done && t.held.Line == line {
		cells := make([]string, len(t.held.Cells))
		for i, c := range t.held.Cells {
			cells[i] = strings.Clone(c.Text)
		}
		for _, e := range t.of.reader.Report().CellErrors {
			if e.Line == line && e.Column >= 0 && e.Column < len(cells) {
				cells[e.Column] = cmp.Or(e.Text, cells[e.Column])
			}
		}
		return row{cells: cells}, nil
	}
	bad := t.of.reader.Report().Bad
	for t.bad < len(bad) && bad[t.bad].Line < line {
		t.bad++
	}
	if t.bad < len(bad) && bad[t.bad].Line == line {
		return row{raw: bad[t.bad].Raw}, nil
	}
	return row{}, nil
}
