package load

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/correct"
	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// spool is a relation of text in a temporary file that the engine reads. One
// fixed dialect, written here, spares the engine all guessing.
type spool struct {
	path    string
	columns []string // with types, as read_csv wants them
	number  string   // what stands beside every row
	longest int64    // bytes of the longest record
	size    int64
}

// spoolRows streams the rows of a reader into a spool with the columns _line, c1
// to cN in the order of the file, and after them, the same in each row, what is in
// the name of the file, and number. It holds one row at a time.
func spoolRows(ctx context.Context, l models.Layout, r correct.Source, named []string, number int) (s *spool, err error) {
	s = &spool{columns: []string{"'_line': 'BIGINT'"}, number: strconv.Itoa(number)}
	for i := range len(r.Columns()) + len(named) + 1 {
		s.columns = append(s.columns, fmt.Sprintf("'c%d': 'VARCHAR'", i+1))
	}
	f, err := temporary(l, "spool-*.csv")
	if err != nil {
		return nil, err
	}
	s.path = f.Name()
	w := bufio.NewWriterSize(f, 1<<16)
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			err = errors.Join(err, s.remove())
		}
	}()
	var tail []byte
	for _, text := range append(slices.Clone(named), s.number) {
		tail = appendQuoted(append(tail, ','), text)
	}
	tail = append(tail, '\n')
	var record []byte
	for n := 0; ; n++ {
		if n&0xfff == 0 && ctx.Err() != nil {
			return s, ctx.Err()
		}
		row, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return s, err
		}
		record = strconv.AppendInt(record[:0], row.Line, 10)
		for _, c := range row.Cells {
			record = append(record, ',')
			if !c.Missing {
				record = appendQuoted(record, c.Text)
			}
		}
		if err := s.write(w, append(record, tail...)); err != nil {
			return s, err
		}
	}
	if err := w.Flush(); err != nil {
		return s, fmt.Errorf("write spool: %w", err)
	}
	return s, nil
}

// spoolBad puts the rows that could not be read into a spool with the columns
// _line and reason. What they hold is left out: no contract says what may be shown.
func spoolBad(l models.Layout, bad []decode.BadRow) (s *spool, err error) {
	s = &spool{columns: []string{"'_line': 'BIGINT'", "'reason': 'VARCHAR'"}}
	f, err := temporary(l, "spool-*.csv")
	if err != nil {
		return nil, err
	}
	s.path = f.Name()
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

func (s *spool) remove() error { return os.Remove(s.path) }

// appendQuoted writes a cell so that an empty text stays apart from a missing
// cell, which is written as nothing at all.
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
	names := make([]string, len(spools))
	line := int64(engineLine)
	for i, s := range spools {
		names[i] = duck.Quote(s.path)
		line = max(line, s.longest+1)
	}
	// A buffer for the longest record that a file may have would cost far more
	// than most files are long.
	return fmt.Sprintf("read_csv([%s], columns = {%s}, auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"',"+
		" new_line = '\\n', nullstr = '', allow_quoted_nulls = false, strict_mode = true, null_padding = false, ignore_errors = false,"+
		" max_line_size = %d, buffer_size = %d)", strings.Join(names, ", "), strings.Join(spools[0].columns, ", "), line, 2*line)
}
