package load

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/correct"
	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// spool is a relation of text in temporary files that the engine reads. One fixed
// dialect, written here, spares the engine all guessing; only the delimiter may be
// that of the landed file, so that most rows of it are copied as they are.
type spool struct {
	parts   []part   // at least one, in the order of the file
	columns []string // with types, as read_csv wants them
	number  string   // what stands beside every row
	delim   byte
	longest int64 // bytes of the longest record
	size    int64
	rows    int64
	marks   []mark
}

// part is one file of a spool.
type part struct {
	path string
	from int64 // bytes of the parts before it
	tidy bool  // no cell has blanks around it
	bare bool  // nothing is quoted, and no cell is missing
}

// missing stands, without quotes, for a cell that the file does not have. An
// empty one is an empty text. A text that holds this character is quoted.
const missing = "\x7f"

// spoolChunk is how many bytes are written at a time.
const spoolChunk = 1 << 20

// form says how rows are spooled.
type form struct {
	plain   bool  // rows that need no change are copied, and not read cell by cell
	perPart int64 // rows in one file; 0: all
	// ready, when given, is called from another goroutine with each part that is
	// written, in their order.
	ready func(part spool)
}

// spoolRows streams the rows of a reader into a spool with the columns _line, c1
// to cN in the order of the file, and after them, the same in each row, what is in
// the name of the file, and number. It holds a few chunks at a time.
func spoolRows(ctx context.Context, l models.Layout, r correct.Source, named []string, number int, as form) (s *spool, err error) {
	s = &spool{columns: []string{"'_line': 'BIGINT'"}, number: strconv.Itoa(number), delim: ','}
	for i := range len(r.Columns()) + len(named) + 1 {
		s.columns = append(s.columns, fmt.Sprintf("'c%d': 'VARCHAR'", i+1))
	}
	var copier *decode.Plain
	if reader, ok := r.(*decode.Reader); ok && as.plain {
		if d := reader.Report().Delimiter; len(d) == 1 && strings.Contains(",;\t|", d) {
			if copier = reader.Plain(`"` + missing); copier != nil {
				s.delim = d[0]
			}
		}
	}
	w := writeBehind()
	defer func() {
		if err = errors.Join(err, w.close()); err != nil {
			err = errors.Join(err, s.remove())
		}
	}()
	special := "\"\r\n" + missing + string(s.delim)
	var tail []byte
	tidy, bare := true, true
	for _, text := range append(slices.Clone(named), s.number) {
		if tail = append(tail, s.delim); strings.ContainsAny(text, special) {
			tail, bare = appendQuoted(tail, text), false
		} else {
			tail = append(tail, text...)
		}
		tidy = tidy && isTidy(text)
	}
	tail = append(tail, '\n')
	begin := func() error {
		f, err := temporary(l, "spool-*.csv")
		if err != nil {
			return err
		}
		s.parts = append(s.parts, part{path: f.Name(), from: s.size, tidy: tidy, bare: bare})
		w.begin(f)
		return nil
	}
	end := func() {
		part := s.alone(len(s.parts) - 1)
		part.parts = slices.Clone(part.parts)
		w.end(func() {
			if as.ready != nil {
				as.ready(part)
			}
		})
	}
	if err := begin(); err != nil {
		return s, err
	}
	chunk, left := w.buffer(), int64(math.MaxInt64) // rows that the part has room for
	if as.perPart > 0 {
		left = as.perPart
	}
	for {
		if len(chunk) >= spoolChunk || left == 0 {
			if ctx.Err() != nil {
				return s, ctx.Err()
			}
			s.size += int64(len(chunk))
			chunk = w.write(chunk)
			if left == 0 {
				end()
				if err := begin(); err != nil {
					return s, err
				}
				left = as.perPart
			}
		}
		now, start := &s.parts[len(s.parts)-1], len(chunk)
		if copier != nil {
			var b decode.Batch
			chunk, b = copier.Append(chunk, tail, start+blockBytes, left)
			if b.Rows > 0 {
				s.mark(s.size+int64(start), numberAt(chunk[start:]), b.Rows)
				s.longest = max(s.longest, int64(b.Longest))
				now.tidy = now.tidy && b.Tidy
				left -= b.Rows
				continue
			}
		}
		row, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return s, err
		}
		s.mark(s.size+int64(start), row.Line, 1)
		chunk = strconv.AppendInt(chunk, row.Line, 10)
		for _, c := range row.Cells {
			chunk = append(chunk, s.delim)
			switch {
			case c.Missing:
				chunk, now.bare = append(chunk, missing...), false
			case copier != nil && !strings.ContainsAny(c.Text, special):
				chunk = append(chunk, c.Text...)
			default:
				chunk, now.bare = appendQuoted(chunk, c.Text), false
			}
			now.tidy = now.tidy && isTidy(c.Text)
		}
		chunk = append(chunk, tail...)
		s.longest = max(s.longest, int64(len(chunk)-start))
		left--
	}
	s.size += int64(len(chunk))
	w.write(chunk)
	end()
	return s, nil
}

// tidy tells whether no cell has blanks around it.
func (s *spool) tidy() bool {
	return !slices.ContainsFunc(s.parts, func(p part) bool { return !p.tidy })
}

// isTidy reports whether a text has no blanks around it.
func isTidy(text string) bool { return strings.Trim(text, models.Around) == text }

// numberAt reads the number that a record begins with.
func numberAt(record []byte) (n int64) {
	for _, c := range record {
		if c < '0' || c > '9' {
			break
		}
		n = n*10 + int64(c-'0')
	}
	return n
}

// spoolBad puts the rows that could not be read into a spool with the columns
// _line and reason. What they hold is left out: no contract says what may be shown.
func spoolBad(l models.Layout, bad []decode.BadRow) (s *spool, err error) {
	s = &spool{columns: []string{"'_line': 'BIGINT'", "'reason': 'VARCHAR'"}, delim: ','}
	f, err := temporary(l, "spool-*.csv")
	if err != nil {
		return nil, err
	}
	s.parts = []part{{path: f.Name()}}
	w := bufio.NewWriter(f)
	for _, b := range bad {
		record := append(strconv.AppendInt(nil, b.Line, 10), ',')
		if err = s.write(w, append(appendQuoted(record, b.Reason), '\n')); err != nil {
			break
		}
	}
	if err = errors.Join(err, w.Flush(), f.Close()); err != nil {
		return nil, errors.Join(fmt.Errorf("write spool: %w", err), s.remove())
	}
	return s, nil
}

func (s *spool) write(w io.Writer, record []byte) error {
	s.longest = max(s.longest, int64(len(record)))
	s.size += int64(len(record))
	if _, err := w.Write(record); err != nil {
		return fmt.Errorf("write spool: %w", err)
	}
	return nil
}

func (s *spool) remove() error {
	var errs []error
	for _, p := range s.parts {
		errs = append(errs, os.Remove(p.path))
	}
	return errors.Join(errs...)
}

// appendQuoted writes a cell so that nothing in it is taken for something else.
func appendQuoted(to []byte, text string) []byte {
	to = append(to, '"')
	for {
		i := strings.IndexByte(text, '"')
		if i < 0 {
			return append(append(to, text...), '"')
		}
		to = append(append(to, text[:i+1]...), '"')
		text = text[i+1:]
	}
}

// engineLine is the longest record that the engine takes unless told otherwise.
const engineLine = 2_000_000

// relation gives the SQL that reads spools of the same columns as one.
func relation(spools ...*spool) string {
	var names []string
	line := int64(engineLine)
	for _, s := range spools {
		for _, p := range s.parts {
			names = append(names, duck.Quote(p.path))
		}
		line = max(line, s.longest+1)
	}
	// A buffer for the longest record that a file may have would cost far more
	// than most files are long.
	return fmt.Sprintf("read_csv([%s], columns = {%s}, auto_detect = false, header = false, delim = %s, quote = '\"', escape = '\"',"+
		" new_line = '\\n', nullstr = '%s', allow_quoted_nulls = false, strict_mode = true, null_padding = false, ignore_errors = false,"+
		" max_line_size = %d, buffer_size = %d)", strings.Join(names, ", "), strings.Join(spools[0].columns, ", "), duck.Quote(string(spools[0].delim)), missing, line, 2*line)
}
