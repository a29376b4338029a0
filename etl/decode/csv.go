package decode

import (
	"bytes"
	"fmt"
	"io"
	"regexp"

	"github.com/vlot-evaluatie/peil/etl/decode/charset"
	"github.com/vlot-evaluatie/peil/etl/decode/delimited"
)

// csvSample is how much of a file the dialect is decided on.
const csvSample = 256 << 10

// delimiters in the order in which they win when all else is equal: Excel in
// Belgium writes semicolons.
var delimiters = []byte{';', '\t', ',', '|'}

// sepLine is what Excel understands as the delimiter of the file.
var sepLine = regexp.MustCompile(`^"?sep=(.)"?\r?\n`)

// csvSource gives the records of delimited text.
type csvSource struct {
	scan *delimited.Scanner
	rec  delimited.Record
}

func (s *csvSource) close() {}

func (s *csvSource) raw() string { return s.scan.Raw() }

func (s *csvSource) next(rec *record) error {
	if err := s.scan.Next(&s.rec); err != nil {
		return err
	}
	rec.line, rec.bad, rec.cut = s.rec.Line, s.rec.Bad, s.rec.Cut
	if cap(rec.cells) < len(s.rec.Fields) {
		rec.cells = make([]Cell, len(s.rec.Fields))
	}
	rec.cells = rec.cells[:len(s.rec.Fields)]
	for i, f := range s.rec.Fields {
		rec.cells[i] = Cell{Text: f}
	}
	return nil
}

// doubtful names the encoding when a text may hold bytes that it has no meaning for.
func doubtful(t *charset.Text) string {
	if t.Clean {
		return ""
	}
	return t.Encoding
}

func (rd *Reader) openCSV(r io.ReaderAt, size int64, d Dialect) error {
	t, err := charset.Detect(r, size, d.Encoding)
	if err != nil {
		return err
	}
	rd.report.Encoding = t.Encoding
	rd.note("encoding %s: %s", t.Encoding, t.Reason)
	head := make([]byte, csvSample)
	n, err := io.ReadFull(t.Open(), head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return fmt.Errorf("read the first rows: %w", err)
	}
	head = head[:n]
	if len(bytes.TrimSpace(head)) == 0 && n < csvSample {
		return charset.ErrEmpty
	}
	dialect, usual, notes, err := settleCSV(head, n == csvSample, d)
	if err != nil {
		return err
	}
	rd.report.Delimiter = string(dialect.Delim)
	rd.report.Notes = append(rd.report.Notes, notes...)

	least, most := usual, usual
	open := func() (source, error) {
		s := delimited.New(t.Open(), dialect, doubtful(t))
		s.Expect(least, most)
		return &csvSource{scan: s}, nil
	}
	rd.table, notes, err = findTable(layout{
		open:  open,
		place: func(_ int64, col int) string { return fmt.Sprintf("cell %d", col+1) },
		where: func(line int64) string { return fmt.Sprint(line) },
	}, d)
	if err != nil {
		return err
	}
	rd.report.Notes = append(rd.report.Notes, notes...)
	rd.settleHeader()
	least, most = rd.table.need, rd.table.width
	if rd.src, err = open(); err != nil {
		return err
	}
	scan := rd.src.(*csvSource).scan
	rd.finish = func(rep *Report) {
		if scan.Relaxed > 0 {
			rep.Mode = "relaxed"
			rep.Notes = append(rep.Notes, fmt.Sprintf("relaxed: %s quotes where RFC 4180 allows none, the first on line %d", counted(scan.Relaxed, "row has", "rows have"), scan.FirstRelaxed))
		}
		if scan.LineBound {
			rep.Notes = append(rep.Notes, fmt.Sprintf("relaxed: after %d quotes that never close, quotes are held to their own line", delimited.MaxRecoveries))
		}
	}
	return nil
}

// settleHeader puts what the table found in the report.
func (rd *Reader) settleHeader() {
	rd.report.HeaderLine = rd.table.line
	rd.report.Columns = rd.table.columns
	if rd.table.relaxed {
		rd.report.Mode = "relaxed"
	}
}

// settleCSV gives the dialect and the usual number of cells.
func settleCSV(head []byte, more bool, d Dialect) (delimited.Dialect, int, []string, error) {
	out := delimited.Dialect{Quote: '"', Escape: '"'}
	var notes []string
	if d.Quote != "" && d.Quote != "none" {
		q, err := oneByte("quote", d.Quote)
		if err != nil {
			return out, 0, nil, err
		}
		out.Quote, out.Escape = q, q
	}
	if d.Quote == "none" {
		out.Quote, out.Escape = 0, 0
	}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		out.CR = true
		notes = append(notes, "lines end with a carriage return alone")
	}
	switch {
	case d.Escape != "":
		e, err := oneByte("escape", d.Escape)
		if err != nil {
			return out, 0, nil, err
		}
		out.Escape = e
	case out.Quote != 0 && usesBackslash(head, out.Quote):
		out.Escape = '\\'
		notes = append(notes, "quotes inside cells are written with a backslash, none is doubled")
	}
	if more {
		// The last line of the sample may be half a record.
		if i := bytes.LastIndexAny(head, "\r\n"); i > 0 {
			head = head[:i+1]
		}
	}
	if d.Delimiter != "" {
		c, err := oneByte("delimiter", d.Delimiter)
		if err != nil {
			return out, 0, nil, err
		}
		out.Delim = c
		return out, weigh(head, out, nil).usual, notes, nil
	}
	if m := sepLine.FindSubmatch(head); m != nil {
		out.Delim = m[1][0]
		notes = append(notes, fmt.Sprintf("delimiter %q: the first line says so", out.Delim))
		return out, weigh(head, out, nil).usual, notes, nil
	}
	known := foldSet(d.Header)
	var best weight
	for _, c := range delimiters {
		try := out
		try.Delim = c
		if w := weigh(head, try, known); w.known > best.known || w.known == best.known && w.score > best.score {
			best, out.Delim = w, c
		}
	}
	if best.usual < 2 {
		out.Delim = delimiters[0]
		notes = append(notes, "no delimiter found: one column")
		return out, 1, notes, nil
	}
	notes = append(notes, fmt.Sprintf("delimiter %q: %d of the first %s %d cells with it", out.Delim, best.good, counted(int64(best.all), "row has", "rows have"), best.usual))
	return out, best.usual, notes, nil
}

func oneByte(field, value string) (byte, error) {
	if value == "tab" || value == `\t` {
		return '\t', nil
	}
	if len(value) != 1 || value[0] == '\n' || value[0] == '\r' || value[0] >= 0x80 || value[0] == 0 {
		return 0, refuse("", fmt.Sprintf("%s is %q, want one character", field, value), "correct it in the contract")
	}
	return value[0], nil
}

// usesBackslash reports whether quotes are written \" and never doubled inside a cell.
func usesBackslash(head []byte, quote byte) bool {
	escaped := false
	for i := 0; i+2 < len(head); i++ {
		if head[i] == '\\' && head[i+1] == quote {
			// A cell may end in a backslash: C:\map\";
			if next := head[i+2]; next != '\r' && next != '\n' && bytes.IndexByte(delimiters, next) < 0 {
				escaped = true
			}
			i++
		} else if head[i] == quote && head[i+1] == quote && i > 0 {
			// Two quotes between delimiters are an empty cell.
			if prev := head[i-1]; prev != '\r' && prev != '\n' && bytes.IndexByte(delimiters, prev) < 0 {
				return false
			}
			i++
		}
	}
	return escaped
}

// weight is how well a delimiter explains the sample.
type weight struct {
	known     int // names of the contract in one row
	score     float64
	usual     int // cells of most rows
	good, all int // rows with that many, and filled rows
}

// weigh reads the sample with a dialect. Many rows of the same width count, and
// wide rows more than narrow ones, because a decimal comma or a comma in every
// address also gives even rows, of two.
func weigh(head []byte, d delimited.Dialect, known map[string]bool) weight {
	best := weighOnce(head, d, known, false)
	if d.Quote != 0 {
		// A stray quote may have hidden most of the rows.
		if bound := weighOnce(head, d, known, true); bound.score > best.score*1.5 {
			bound.known = max(bound.known, best.known)
			return bound
		}
	}
	return best
}

func weighOnce(head []byte, d delimited.Dialect, known map[string]bool, lineBound bool) weight {
	s := delimited.New(bytes.NewReader(head), d, "")
	s.LineBound = lineBound
	widths := map[int]int{}
	var w weight
	var rec delimited.Record
	for s.Next(&rec) == nil {
		if allBlank(rec.Fields) {
			continue
		}
		w.all++
		if rec.Bad == "" {
			widths[len(rec.Fields)]++
		}
		if len(known) > 0 {
			n := 0
			for _, c := range rec.Fields {
				if known[Fold(c)] {
					n++
				}
			}
			w.known = max(w.known, n)
		}
	}
	// The wrong delimiter cuts quoted cells in two and leaves quotes where none
	// may stand.
	orderly := 1 - 0.7*float64(s.Relaxed)/float64(max(w.all, 1))
	for n, count := range widths {
		share := float64(count) / float64(w.all)
		score := share * (1 - 1/float64(n)) * orderly
		if n >= 2 && (score > w.score || score == w.score && n > w.usual) {
			w.score, w.usual, w.good = score, n, count
		}
	}
	if len(known) > 0 && w.known < 2 && w.usual >= 2 {
		w.known = 0 // one name may be a word in a title
	}
	return w
}
