// Package decode turns the bytes of one export into a relation of text cells
// with their position: CSV, XLSX or JSON, in whatever encoding and dialect the
// supplier's program wrote.
//
// Every physical record of a file becomes exactly one of: part of the header,
// a data row, furniture (a title above the header, a blank row, a total, a
// repeated header), or a bad row with its line and the reason. Report gives the
// sums, so that
//
//	Records = HeaderRecords + Rows + Furniture + len(Bad)
//
// holds for every file that is read to its end. Nothing is trimmed, padded,
// rounded or guessed: what cannot be read with certainty is a bad row, and what
// had to be detected is in Report.Notes with the reason.
//
// Strict reading comes first (RFC 4180 with any delimiter). A record that
// strict reading cannot explain is read again more leniently, and only accepted
// when that gives it exactly the columns of the header; Report.Mode says that
// this happened. A file is read as a stream: memory is bounded by one row and
// by the shared strings of a workbook, never by the size of the file.
//
// Detecting goes over the file once more (encoding, header, unnamed columns,
// the union of JSON keys), which is why Open wants an io.ReaderAt.
//
// Package decode knows no contracts, no types of columns, no engine and no
// paths; etl/check gives the text a type.
package decode

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/decode/delimited"
	"github.com/vlot-evaluatie/peil/etl/decode/sniff"
	"github.com/vlot-evaluatie/peil/models"
)

// Dialect says how a file is written. Zero fields are detected, and what was
// detected is told in Report with its reason.
type Dialect struct {
	Kind       string   `json:"kind"`        // "csv", "xlsx", "json"; "" is decided by content
	Encoding   string   `json:"encoding"`    // "utf-8", "utf-16le", "utf-16be", "windows-1252" ...; latin-1 is read as windows-1252
	Delimiter  string   `json:"delimiter"`   // one character; "" is one of ; , tab |
	Quote      string   `json:"quote"`       // one character, default "; "none" for no quoting
	Escape     string   `json:"escape"`      // one character before one that is meant as text; default: a quote is doubled
	Sheet      string   `json:"sheet"`       // xlsx: exact name, or a pattern with * and ?; "" is the first visible sheet with the header
	Range      string   `json:"range"`       // xlsx: "B4:H200", "B4:" or "B:H"; "" is the whole sheet
	HeaderRow  int64    `json:"header_row"`  // line (xlsx: row) that the header begins on, from 1; 0 is found
	HeaderRows int      `json:"header_rows"` // more than one are joined with a space, merged cells carried to the right; 0 is found
	Columns    []string `json:"columns"`     // names of a file without a header, in its order
	Header     []string `json:"header"`      // names, any alias, that the header row is known by; nil: the first row that looks like one
	Wanted     int      `json:"wanted"`      // how many columns Header has names for; a row with half of them is the header, whatever else it has; 0 is not known
	Notes      []string `json:"notes"`       // regular expressions over the first filled cell of footnotes below the header
	Totals     []string `json:"totals"`      // how the first cell of a totals row begins; nil is DefaultTotals
	Records    string   `json:"records"`     // json: dotted path to the array; "" is found
	Unpivot    *Unpivot `json:"unpivot"`     // a wide table: one row for each of some columns
}

// Cell is one text. Missing tells a cell that the file does not have (a short
// row, an absent JSON key or null, an empty cell of a sheet) from an empty text.
type Cell struct {
	Text    string
	Missing bool
}

// Row is one data row. Line is, from 1: for CSV the physical line of its first
// byte, for XLSX the row number, for JSON the place in the array or, for JSON
// Lines, the line; see Unpivoted for wide tables. It is different for every row.
// Cells has one entry a column and is valid until the next row.
type Row struct {
	Line  int64
	Cells []Cell
}

// BadRow is a record that cannot be read as a row. Raw may hold what identifies
// a person: it is for the steward who answers to the supplier, not for the lake.
type BadRow struct {
	Line   int64
	Reason string
	Raw    string // at most maxRaw bytes of it
}

// CellError is a cell of a workbook that shows an error or was never computed.
type CellError struct {
	Ref    string // A1 reference
	Text   string // #N/A; "" for a formula without a stored value
	Line   int64
	Column int // its place in Columns, -1 for none
}

// Shows says what stands in the cell.
func (c CellError) Shows() string {
	if c.Text == "" {
		return "is a formula that was never computed"
	}
	return "shows " + c.Text
}

// Report tells what was found. It is complete once Next gave io.EOF.
type Report struct {
	Kind, Encoding, Delimiter, Sheet string

	Mode            string // "strict" or "relaxed"
	HeaderLine      int64  // 0: the file has no header
	Columns         []string
	Again           map[string]string // name in Columns -> the earlier one that it was called by, too
	Records         int64             // physical records: header, rows, furniture and bad rows together
	Unpivoted       *Unpivoted
	HeaderRecords   int64
	Rows            int64
	Furniture       int64
	FurnitureByKind map[string]int64
	FurnitureRows   []Furniture // at most maxListed, blank rows left out
	Totals          []TotalsRow // at most maxListed, in the order of the file
	Bad             []BadRow
	Cut             string      // how it shows that rows behind the last one are not there; "" when nothing does
	OpenEnd         bool        // csv: the last line has no line end, which may be cut off with more
	Errors          int64       // cells that show an error; their Cell is Missing
	CellErrors      []CellError // at most maxListed of them
	Merged          int64       // merged ranges of a workbook that touch rows; only the first cell of each has the value
	FirstMerged     string
	Notes           []string // what was detected or accepted, and why
}

// Limits on what one file may make a reader hold.
const (
	maxColumns = 16_384   // as many as a sheet has
	maxRaw     = 4 << 10  // bytes kept of a bad row
	maxBadRaw  = 64 << 20 // bytes kept of all bad rows: over this the file is refused
	// maxPadded bounds the cells that a file leaves out and that are made: a few
	// bytes a row below a header of thousands of names would become terabytes.
	maxPadded = 1 << 30

	maxListed = 1_000 // furniture rows and cell errors that are listed; all are counted

	maxTotalText = 100 // bytes kept of a cell of a totals row
)

// padding is why a row is bad that would pass maxPadded.
const padding = "leaves nearly all its cells out, as so many rows before it do that the table would become thousands of times the file"

// record is one physical record as a source found it.
type record struct {
	line  int64
	cells []Cell
	bad   string // why it cannot be a row; "" when it can
	cut   bool   // the file ends in it, without a line end
	blank bool   // JSON Lines: an empty line

	outside bool // XLSX: the row is not in the declared range
}

// source gives the records of a file in order; io.EOF after the last. The
// record and raw are valid until the next call.
type source interface {
	next(*record) error
	raw() string
	close()
}

// Reader reads one file. It is not for concurrent use.
type Reader struct {
	name   string
	src    source
	table  *table // nil for JSON objects, which have neither header nor furniture
	wide   *unpivoter
	report Report
	rec    record
	cells  []Cell
	badRaw int
	err    error
	empty  bool
	// finish adds what only the source knows to the report.
	finish func(*Report)
	data   *lines // where the rows are, kept or bad; nil when nobody asks
}

// Open finds out how a file is written and where its header is. Name is used in
// messages and as a hint. Errors are *models.Error: an empty, truncated,
// protected or disguised file, an unknown sheet or header, bytes that are not in
// the declared encoding.
func Open(name string, r io.ReaderAt, size int64, d Dialect) (*Reader, error) {
	rd := &Reader{name: name}
	rd.report.FurnitureByKind = map[string]int64{}
	rd.report.Mode = "strict"
	kind, why, err := sniff.Kind(name, r, size, d.Kind)
	if err == nil && d.Unpivot != nil {
		rd.wide, err = newUnpivoter(d.Unpivot)
	}
	if err == nil {
		rd.report.Kind = kind
		rd.note("kind %s: %s", kind, why)
		switch kind {
		case "xlsx":
			err = rd.openXLSX(r, size, d)
		case "json":
			err = rd.openJSON(r, size, d)
		default:
			err = rd.openCSV(r, size, d)
		}
	}
	if err == nil && rd.wide != nil {
		err = rd.openWide()
	}
	if err != nil {
		rd.Close()
		return nil, rd.locate(err)
	}
	return rd, nil
}

// locate puts the file's name before the place of a user error.
func (rd *Reader) locate(err error) error {
	var u *models.Error
	if err == nil || err == io.EOF {
		return err
	}
	if !errors.As(err, &u) {
		return fmt.Errorf("decode %s: %w", rd.name, err)
	}
	placed := *u
	switch sep := ":"; {
	case u.Where == "":
		placed.Where = rd.name
	default:
		if rd.report.Kind == "xlsx" {
			sep = "!"
		}
		placed.Where = rd.name + sep + u.Where
	}
	return &placed
}

// refuse makes an error that a user reads; where is the place in the file.
func refuse(where, what, fix string) error {
	return &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix}
}

// Columns gives the names of the header, trimmed, unique and never blank.
func (rd *Reader) Columns() []string { return rd.report.Columns }

// Empty reports whether the file is JSON without any record, so that it has no columns
// either: nothing came in that week.
func (rd *Reader) Empty() bool { return rd.empty }

// Report tells what was found until now.
func (rd *Reader) Report() Report { return rd.report }

// Close frees what the reader holds; Next does so at the end by itself.
func (rd *Reader) Close() {
	if rd.src != nil {
		rd.src.close()
	}
}

// Next gives the next data row, io.EOF after the last. Any other error means
// that the file cannot be read further and must be refused whole.
func (rd *Reader) Next() (Row, error) {
	if rd.wide == nil {
		return rd.nextRow()
	}
	for {
		if row, ok := rd.wide.next(&rd.report); ok {
			return row, nil
		}
		row, err := rd.nextRow()
		if err != nil {
			return Row{}, err
		}
		rd.wide.begin(row, &rd.report)
	}
}

// nextRow gives the next data row as it stands in the file.
func (rd *Reader) nextRow() (Row, error) {
	for rd.err == nil {
		if err := rd.src.next(&rd.rec); err != nil {
			rd.end(err)
			break
		}
		rd.report.Records++
		if rd.table == nil {
			switch {
			case rd.rec.blank:
				rd.furnish(kindBlank)
				continue
			case rd.rec.bad != "":
				rd.bad(rd.rec.bad)
				continue
			}
			rd.report.Rows++
			return Row{rd.rec.line, rd.rec.cells}, nil
		}
		kind, reason := rd.table.classify(&rd.rec, &rd.cells)
		switch {
		case reason != "":
			rd.data.add(rd.rec.line)
			rd.bad(reason)
		case kind == kindHeader:
			rd.report.HeaderRecords++
		case kind == kindTotal:
			rd.furnish(kind)
			rd.total()
		case kind != kindData:
			rd.furnish(kind)
		default:
			rd.data.add(rd.rec.line)
			rd.report.Rows++
			return Row{rd.rec.line, rd.cells}, nil
		}
	}
	return Row{}, rd.err
}

func (rd *Reader) end(err error) {
	rd.src.close()
	if rd.finish != nil {
		rd.finish(&rd.report)
	}
	if rd.table != nil {
		rd.report.Notes = append(rd.report.Notes, rd.table.lateNotes()...)
	}
	if err == io.EOF {
		if rd.report.Mode == "strict" {
			rd.note("mode strict: every row that is kept reads as the format says")
		}
		if rd.wide != nil {
			rd.wide.tell(&rd.report)
		}
	}
	rd.err = rd.locate(err)
}

// bad keeps a bad row. When they fill the memory that is set apart for them the
// file is not what it was taken for.
func (rd *Reader) bad(reason string) {
	if rd.endsIn(reason) {
		rd.report.Cut = fmt.Sprintf("is cut off in line %d: %s", rd.rec.line, strings.TrimPrefix(reason, truncated))
	}
	raw := rd.src.raw()
	if len(raw) > maxRaw {
		raw = strings.ToValidUTF8(raw[:maxRaw], "�") + "…"
	}
	raw = strings.Clone(raw)
	rd.report.Bad = append(rd.report.Bad, BadRow{rd.wide.position(rd.rec.line, 0), reason, raw})
	if rd.badRaw += len(raw) + 100; rd.badRaw > maxBadRaw {
		rd.end(refuse(fmt.Sprint(rd.rec.line), fmt.Sprintf("%d rows cannot be read, the last because: %s", len(rd.report.Bad), reason),
			"check that the export is complete and that format in the contract describes it"))
	}
}

// truncated begins the reasons why a file cannot be whole.
const truncated = "truncated: "

// endsIn reports whether the file was cut off in this record: it has no line end, or a
// quote took the lines behind it along. Where rows may end early the last one may too,
// and a single cell of several words may be a footnote.
func (rd *Reader) endsIn(reason string) bool {
	cells := rd.rec.cells
	switch {
	case !rd.rec.cut:
		return strings.HasPrefix(reason, truncated) && strings.Contains(strings.TrimSpace(rd.src.raw()), "\n")
	case rd.rec.bad == "" && (rd.table.short || len(cells) == 1 && strings.Contains(strings.TrimSpace(cells[0].Text), " ")):
		return false
	}
	return strings.HasPrefix(reason, truncated) || strings.HasPrefix(reason, delimited.HasNUL)
}

func (rd *Reader) note(format string, args ...any) {
	rd.report.Notes = append(rd.report.Notes, fmt.Sprintf(format, args...))
}

// counted puts a number before a word in its one or its many form.
func counted(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
