package decode

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/decode/charset"
	"github.com/vlot-evaluatie/peil/etl/decode/delimited"
	"github.com/vlot-evaluatie/peil/etl/decode/sniff"
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
	open bool // the last record has no line end
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
	s.open = rec.cut
	// DOS programs end a file with this sign.
	if rec.cut && len(rec.cells) == 1 && rec.cells[0].Text == "\x1a" {
		rec.cells[0].Text, s.open = "", false
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
	rd.noteEncoding(t)
	head := make([]byte, csvSample)
	n, err := io.ReadFull(t.Open(), head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return fmt.Errorf("read the first rows: %w", err)
	}
	head = head[:n]
	if len(bytes.TrimSpace(head)) == 0 && n < csvSample {
		return charset.ErrEmpty
	}
	if err := sniff.Text(head); err != nil {
		return err
	}
	dialect, usual, notes, err := settleCSV(head, n == csvSample, d, knownNames(d, rd.wide.columns()))
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
	}, d, rd.wide.columns())
	if err != nil {
		return cmp.Or(otherDelimiter(head, dialect, d, rd.wide.columns()), err)
	}
	rd.report.Notes = append(rd.report.Notes, notes...)
	rd.settleHeader()
	least, most = rd.table.need, rd.table.width
	if rd.src, err = open(); err != nil {
		return err
	}
	src := rd.src.(*csvSource)
	scan := src.scan
	rd.finish = func(rep *Report) {
		rep.OpenEnd = src.open
		if scan.Relaxed > 0 {
			rep.Mode = "relaxed"
			rep.Notes = append(rep.Notes, fmt.Sprintf(RelaxedQuotes+"%s quotes where RFC 4180 allows none, the first on line %d", counted(scan.Relaxed, "row has", "rows have"), scan.FirstRelaxed))
		}
		if scan.Marks > 0 {
			rep.Notes = append(rep.Notes, fmt.Sprintf("byte order marks inside the file: %d, the first on line %d; files were pasted together", scan.Marks, scan.FirstMark))
		}
		if scan.LineBound {
			rep.Notes = append(rep.Notes, "quotes: so many are never closed that each is held to its own line")
		}
	}
	return nil
}

// RelaxedQuotes begins the note of a report that counts rows with quotes where the format
// allows none.
const RelaxedQuotes = "relaxed: "

// ShortRows begins the note of a report that tells of rows that end before the last column.
const ShortRows = "short rows: "

// settleHeader puts what the table found in the report.
func (rd *Reader) settleHeader() {
	rd.report.HeaderLine = rd.table.line
	rd.report.Columns, rd.report.Again = rd.table.columns, rd.table.again
	if rd.table.relaxed {
		rd.report.Mode = "relaxed"
	}
}

// settleCSV gives the dialect and the usual number of cells.
func settleCSV(head []byte, more bool, d Dialect, known names) (delimited.Dialect, int, []string, error) {
	out := delimited.Dialect{Quote: '"', Escape: '"'}
	var notes []string
	note := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	var err error
	switch d.Quote {
	case "":
	case "none":
		out.Quote, out.Escape = 0, 0
		note("quote none: declared")
	default:
		if out.Quote, err = oneByte("quote", d.Quote); err != nil {
			return out, 0, nil, err
		}
		out.Escape = out.Quote
		note("quote %q: declared", out.Quote)
	}
	if more {
		// The last line of the sample may be half a record.
		if i := bytes.LastIndexAny(head, "\r\n"); i > 0 {
			head = head[:i+1]
		}
	}
	cr, lf := bareReturns(head), bytes.IndexByte(head, '\n') >= 0
	out.CR = cr && !lf
	switch {
	case d.Escape != "":
		if out.Escape, err = oneByte("escape", d.Escape); err != nil {
			return out, 0, nil, err
		}
		out.Outside = out.Escape != out.Quote
		note("escape %q: declared", out.Escape)
	}
	w, why, err := settleDelimiter(head, &out, d, known)
	if err != nil {
		return out, 0, nil, err
	}
	if d.Escape == "" && out.Quote != 0 && usesBackslash(head, out.Quote) {
		// A backslash before a doubled quote is text: what reads strictly tells.
		try := out
		try.Escape = '\\'
		if v, whyToo, err := settleDelimiter(head, &try, d, known); err == nil && (v.relaxed < w.relaxed || v.good > w.good) {
			out, w, why = try, v, whyToo
			note("escape %q: quotes inside cells are written with a backslash, none is doubled", out.Escape)
		}
	}
	notes = append(notes, why)
	if d.Quote == "" {
		why := "the usual one"
		switch {
		case bytes.IndexByte(head, '"') < 0 && usesApostrophes(head, out, w):
			out.Quote, out.Escape = '\'', '\''
			w, why = weigh(head, out, known), "cells stand between these, and none between \""
		case bytes.IndexByte(head, '"') < 0:
			why = "the usual one, although no cell of the first rows needs it"
		}
		note("quote %q: %s", out.Quote, why)
	}
	if cr && lf {
		// Parts of different programs, pasted together: a line end that is not taken
		// for one leaves rows that are too long.
		try := out
		try.CR = true
		if v := weigh(head, try, known); v.good > w.good && v.usual == w.usual && v.all-v.good <= w.all-w.good {
			out.CR, w = true, v
			note("line ends: both carriage return alone and line feed, because that gives more rows of %d cells", w.usual)
		}
	} else if out.CR {
		note("line ends: carriage return alone")
	}
	return out, w.usual, notes, nil
}

// bareReturns reports whether a carriage return stands before no line feed.
func bareReturns(head []byte) bool {
	for i := bytes.IndexByte(head, '\r'); i >= 0; {
		rest := bytes.TrimLeft(head[i:], "\r")
		if len(rest) == 0 || rest[0] != '\n' {
			return len(rest) > 0 || bytes.IndexByte(head, '\n') < 0
		}
		next := bytes.IndexByte(rest, '\r')
		if next < 0 {
			return false
		}
		i = len(head) - len(rest) + next
	}
	return false
}

// settleDelimiter finds the delimiter, with how well it explains the sample and why.
func settleDelimiter(head []byte, out *delimited.Dialect, d Dialect, known names) (weight, string, error) {
	if d.Delimiter != "" {
		c, err := oneByte("delimiter", d.Delimiter)
		out.Delim = c
		return weigh(head, *out, known), fmt.Sprintf("delimiter %q: declared", c), err
	}
	if m := sepLine.FindSubmatch(head); m != nil {
		out.Delim = m[1][0]
		return weigh(head, *out, known), fmt.Sprintf("delimiter %q: the first line says so", out.Delim), nil
	}
	var best weight
	for _, c := range delimiters {
		try := *out
		try.Delim = c
		if w := weigh(head, try, known); w.known > best.known || w.known == best.known && w.score > best.score {
			best, out.Delim = w, c
		}
	}
	// A comma in a few names does not make columns of them.
	if best.usual < 2 || best.known < 2 && best.usual*best.good < best.single {
		out.Delim = delimiters[0]
		best.usual = 1
		return best, "delimiter none: one column", nil
	}
	return best, fmt.Sprintf("delimiter %q: %d of the first %s %d cells with it", out.Delim, best.good, counted(int64(best.all), "row has", "rows have"), best.usual), nil
}

// usesApostrophes reports whether cells stand between single quotes: with them
// every row reads strictly and no fewer rows have the usual width, and in some
// column all filled cells begin and end with one. A few that do may be text.
func usesApostrophes(head []byte, d delimited.Dialect, now weight) bool {
	if bytes.IndexByte(head, '\'') < 0 {
		return false
	}
	try := d
	try.Quote, try.Escape = '\'', '\''
	w := weighOnce(head, try, names{}, false)
	if w.relaxed > 0 || w.good < now.good {
		return false
	}
	if w.usual > 1 && w.good > now.good {
		return true // there are delimiters between the quotes
	}
	// Every record is a line here, or the widths would differ.
	plain := d
	plain.Quote = 0
	s := delimited.New(bytes.NewReader(head), plain, "")
	var rec delimited.Record
	var quoted, bare []int
	for s.Next(&rec) == nil {
		for i, f := range rec.Fields {
			if i == len(quoted) {
				quoted, bare = append(quoted, 0), append(bare, 0)
			}
			switch f = strings.TrimSpace(f); {
			case len(f) >= 2 && f[0] == '\'' && f[len(f)-1] == '\'':
				quoted[i]++
			case f != "" && rec.Line > 1: // the names may be without
				bare[i]++
			}
		}
	}
	for i := range quoted {
		if quoted[i] >= 2 && bare[i] == 0 {
			return true
		}
	}
	return false
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
	single    int // filled rows of one cell
	relaxed   int64
}

// weigh reads the sample with a dialect. Many rows of the same width count, and
// wide rows more than narrow ones, because a decimal comma or a comma in every
// address also gives even rows, of two.
func weigh(head []byte, d delimited.Dialect, known names) weight {
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

func weighOnce(head []byte, d delimited.Dialect, known names, lineBound bool) weight {
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
		if known.any() {
			n, _ := known.count(rec.Fields)
			w.known = max(w.known, n)
		}
	}
	w.relaxed, w.single = s.Relaxed, widths[1]
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
	if known.any() && w.known < 2 && w.usual >= 2 {
		w.known = 0 // one name may be a word in a title
	}
	return w
}
