package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/vlot-evaluatie/peil/etl/correct"
	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// Plan is a contract compiled for the columns of one file.
type Plan interface {
	// Good gives a SELECT over the relation from (columns _line, c1 to cN) of
	// the typed and protected columns in contract order, then _line, of the
	// rows that break no rule. tidy says that no cell has blanks around it.
	Good(from string, tidy bool) string
	// Alone gives Good as if no key stood there twice, so that no row is held
	// against another one.
	Alone(from string, tidy bool) string
	// Rejects gives a SELECT of _line, column_name, rule, reason and seen, and of a
	// list row_key (VARCHAR[]), for every rule that every other row breaks.
	Rejects(from string) string
	// RejectsWith gives Rejects with one column of the contract in front, by its
	// name in the lake, for a relation that holds several files.
	RejectsWith(from, column string, tidy bool) string
	// Warns tells whether Warnings can give anything: what is odd about rows that
	// count, with the columns of Rejects but row_key.
	Warns() bool
	Warnings(from string) string
	// Merging lists the rules of Warnings whose rows are counted in another row.
	Merging() []string
	// Totals gives the SELECT that holds totals rows against the rows, or "".
	Totals(from, totals string) string
	// Counts gives the SELECT of what was read into good rows in another way than
	// it was written, with a column note that says it, or "".
	Counts(from string) string
	// Ignored gives the columns of the file that the contract leaves out.
	Ignored() []string
	// Twice refuses columns that the file has more than once, where the contract would
	// leave out all but the first; again is that of decode's report.
	Twice(again map[string]string) error
	// Renamed tells which columns the file calls by another name of the contract.
	Renamed() []string
}

// Compiler makes a plan for files with the given header; kind is how they were
// read (csv, xlsx, json). Errors are *models.Error: unknown and missing columns.
type Compiler func(e *models.Entity, columns []string, kind string) (Plan, error)

// Loader loads deliveries. It is safe for concurrent use.
type Loader struct {
	Layout  models.Layout
	DB      *duck.DB
	Compile Compiler
	// Identity opens landed bytes that are sealed; nil when none are read.
	Identity *landing.Identity
	// Reached, when given, is called at each point that a crash could come
	// after; it is for tests.
	Reached func(point string)
	// Workers is how many parts of one big file are typed at a time; 1 when 0.
	// What comes out does not depend on it.
	Workers int

	bigFrom    int64 // bytes from which a file is typed on its own; small when 0
	perPart    int64 // rows of a part of a big file; partRows when 0
	mu         sync.Mutex
	plans      map[string]*plans
	registered bool
}

// Delivery is what Load needs to know of one delivery.
type Delivery struct {
	Entity     *models.Entity
	Receipt    Receipt
	Turn       int // how many deliveries had this name, with this one
	KnownAt    models.Date
	Contract   string // SHA-256 of the entity's contract
	KeyVersion int
	Hashed     bool // the landed bytes were written and hashed by this run
	// Corrections are those of the entity that name the delivery.
	Corrections []*models.Correction
}

// LoadID names what comes out of a delivery: 16 hexadecimal digits that change
// when anything that it depends on does.
func (d Delivery) LoadID() string {
	text := fmt.Sprintf("%s\x00%s\x00%s\x00%s\x00%d\x00%s\x00%d\x00%d", d.Entity.Source, d.Entity.Name, d.Receipt.Name,
		d.Receipt.SHA256, d.Turn, d.Contract, d.KeyVersion, models.FormatVersion)
	if fixes := correct.Sum(d.Corrections); fixes != "" {
		text += "\x00" + fixes
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// Entry gives the delivery as it stands in the manifest, without any rows.
func (d Delivery) Entry() models.Loaded {
	return models.Loaded{
		LoadID: d.LoadID(), Source: d.Entity.Source, Entity: d.Entity.Name, Name: d.Receipt.Name, Sequence: d.Receipt.Sequence,
		SHA256: d.Receipt.SHA256, Bytes: d.Receipt.Bytes, KnownAt: d.KnownAt, Contract: d.Contract,
		KeyVersion: d.Entity.KeyVersion(d.KeyVersion),
	}
}

// loading is one delivery being loaded.
type loading struct {
	*Loader
	Delivery
	out    models.Loaded
	plan   *plans
	rows   *spool // nil when the delivery was refused
	report decode.Report
	spools []*spool
	stream *stream // of a big file, while it is being read
	files  []Unnamed
}

// ErrOtherBytes is of a file of landing that was damaged since it was received.
var ErrOtherBytes = errors.New("has other bytes than were received")

// read decodes the landed bytes into a spool. number is put beside every row, to
// tell it from those of other deliveries. A file that cannot be read is refused.
func (l *loading) read(ctx context.Context, number int) error {
	f, err := landing.Open(l.Layout, l.Entity.Source, l.Receipt.SHA256, l.Identity)
	if err != nil {
		return err
	}
	defer f.Close()
	if !l.Hashed {
		// Bytes of an earlier run may have been damaged since.
		if sum, err := f.Sum(); err != nil || sum != l.Receipt.SHA256 {
			if err == nil {
				err = fmt.Errorf("landing/%s/%s: %w", l.Entity.Source, l.Receipt.SHA256, ErrOtherBytes)
			}
			return err
		}
	}
	reader, err := decode.Open(l.Receipt.Name, f, l.Receipt.Bytes, Dialect(l.Entity))
	if err != nil {
		return l.refuse(err)
	}
	defer reader.Close()
	// Before the rows are read: a file with other columns need not be spooled.
	headers, named, err := fromName(l.Entity, l.Receipt.Name)
	if err != nil {
		return l.refuse(err)
	}
	columns := reader.Columns()
	if reader.Empty() {
		columns = asContracted(l.Entity)
	}
	if l.plan, err = l.compile(l.Entity, slices.Concat(columns, headers), reader.Report().Kind); err != nil {
		return l.refuse(err)
	}
	if err := l.plan.one.Twice(reader.Report().Again); err != nil {
		return l.refuse(err)
	}
	if reader.Empty() {
		_, err := reader.Next() // the end, and with it the whole report
		l.report = reader.Report()
		l.describe()
		if err != io.EOF {
			return l.refuse(err)
		}
		return nil
	}
	fixed, err := correct.Over(reader, l.Receipt.Name, l.Entity, l.Corrections)
	if err != nil {
		return l.refuse(err)
	}
	as := l.form()
	if as.plain {
		if l.stream, err = l.begin(ctx); err != nil {
			return err
		}
		as.ready = l.stream.add
	}
	rows, err := spoolRows(ctx, l.Layout, fixed.Source(), named, number, as)
	if err != nil {
		return l.refuse(err)
	}
	l.out.Corrected, l.out.Corrections = fixed.Corrected()
	l.rows, l.report = rows, reader.Report()
	l.spools = append(l.spools, rows)
	l.describe()
	return nil
}

// asContracted gives the columns that a file should have.
func asContracted(e *models.Entity) []string {
	var out []string
	for _, c := range e.Columns {
		if len(c.Header) > 0 {
			out = append(out, c.Header[0])
		}
	}
	return out
}

// statements is the SQL about one delivery.
type statements struct {
	rows   string // the relation of its rows
	good   string // those that break no rule
	broken string // what is wrong with the others; "" when good has all that could be read
	odd    string // what is odd about those that count; "" for a contract that warns of nothing
}

// finish writes the good rows, then what is odd and what is left out. counted is
// how many good rows there are when that is known, else -1.
func (l *loading) finish(ctx context.Context, db execer, s statements, counted int64) error {
	if counted != 0 {
		if err := l.keep(ctx, db, s.good); err != nil {
			return err
		}
	}
	return l.rest(ctx, db, s)
}

// rest writes what is odd and what is left out, once the good rows are written.
func (l *loading) rest(ctx context.Context, db execer, s statements) error {
	if err := l.warn(ctx, db, s.odd); err != nil {
		return err
	}
	l.out.Rejected = l.report.Rows - l.out.Kept - l.out.Repeated + int64(len(l.report.Bad))
	if err := l.control(ctx, db, s.rows); err != nil {
		return err
	}
	for _, why := range []string{l.cutOff(), overLimit(l.Entity.Limits, l.out.Kept, l.out.Rejected)} {
		if why != "" {
			l.out.Quarantine = strings.TrimPrefix(l.out.Quarantine+"\n"+why, "\n")
		}
	}
	if l.out.Quarantine != "" {
		if err := l.holdBack(); err != nil {
			return err
		}
	}
	if err := l.otherwise(ctx, db, s.rows); err != nil {
		return err
	}
	if l.out.Rejected > 0 {
		if err := l.reject(ctx, db, s.good, s.broken); err != nil {
			return err
		}
	}
	if err := l.cellErrors(ctx, db, s.good); err != nil {
		return err
	}
	l.reached("written")
	return l.balance()
}

// LastLine is what the manifest calls in which way the last line of a CSV file ends: with
// a line end, as those of most programs do, or without one, as of a file that was cut off.
const (
	LastLine  = "last_line"
	EndedLine = "ended"
	OpenLine  = "open"
)

// cutOff tells why a file is held back of which the end is missing: the rows behind it
// would count as gone. It gives "" for one that may be whole.
func (l *loading) cutOff() string {
	if l.report.Cut == "" {
		return ""
	}
	return l.report.Cut + "; fetch or ask for it again"
}

func (l *loading) reached(point string) {
	if l.Reached != nil {
		l.Reached(point)
	}
}

func (l *loading) describe() {
	r := &l.report
	// The header is neither row nor furniture: it says what the rows mean.
	l.out.Rows = r.Records - r.HeaderRecords
	l.out.Furniture = r.Furniture
	l.out.Detected = map[string]string{"kind": r.Kind, "mode": r.Mode}
	for k, v := range map[string]string{"encoding": r.Encoding, "delimiter": r.Delimiter, "sheet": r.Sheet} {
		if v != "" {
			l.out.Detected[k] = v
		}
	}
	if r.Kind == "csv" {
		if l.out.Detected[LastLine] = EndedLine; r.OpenEnd {
			l.out.Detected[LastLine] = OpenLine
		}
	}
	if r.Merged > 0 {
		l.out.Merged, l.out.FirstMerged = r.Merged, r.Sheet+"!"+r.FirstMerged
	}
	l.out.Notes = slices.Concat(r.Notes, l.plan.one.Renamed())
	for _, name := range l.plan.one.Ignored() {
		l.out.Notes = append(l.out.Notes, fmt.Sprintf("column %q is not in the contract and is left out", name))
	}
}

// balance holds the first promise: a row that is neither kept nor rejected nor
// furniture, or is two of them, is a fault of this program.
func (l *loading) balance() error {
	if o := &l.out; o.Rows != o.Kept+o.Rejected+o.Furniture || o.Rejected < 0 || (o.Rejected > 0) != (o.Rejects != nil) {
		return fmt.Errorf("count rows: %d read, but %d kept, %d rejected and %d furniture", o.Rows, o.Kept, o.Rejected, o.Furniture)
	}
	return nil
}

// Dialect tells the reader what the contract says about the form of a file.
func Dialect(e *models.Entity) decode.Dialect {
	f := e.Format
	d := decode.Dialect{Kind: f.Kind, Encoding: f.Encoding, Delimiter: f.Delimiter, Quote: f.Quote, Escape: f.Escape,
		Sheet: f.Sheet, Range: f.Range, HeaderRow: f.HeaderRow, HeaderRows: f.HeaderRows, Columns: f.Columns,
		Totals: f.Totals, Notes: f.Notes, Records: f.Records}
	if u := f.Unpivot; u != nil {
		d.Unpivot = &decode.Unpivot{Columns: u.Columns, Name: u.Name, Value: u.Value, SkipEmpty: u.SkipEmpty}
		for _, name := range u.Keep {
			// A column of the contract stands for all the headers that it is known by.
			d.Unpivot.Keep = append(d.Unpivot.Keep, name)
			for _, c := range e.Columns {
				if c.Name == name {
					d.Unpivot.Keep = append(d.Unpivot.Keep, c.Header...)
				}
			}
		}
	}
	for _, c := range e.Columns {
		if d.Header = append(d.Header, c.Header...); len(c.Header) > 0 {
			d.Wanted++
		}
	}
	return d
}
