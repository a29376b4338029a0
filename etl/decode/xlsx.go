package decode

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/decode/workbook"
	"github.com/vlot-evaluatie/peil/models"
)

// Sheets lists the worksheets of a workbook in the order of their tabs, hidden ones too.
func Sheets(r io.ReaderAt, size int64) ([]string, error) {
	w, err := workbook.Open(r, size)
	if err != nil {
		return nil, err
	}
	return sheetNames(w.Sheets), nil
}

func sheetNames(sheets []workbook.Sheet) []string {
	var names []string
	for _, s := range sheets {
		names = append(names, s.Name)
	}
	return names
}

// sheetSource gives the rows of a sheet as records.
type sheetSource struct {
	rows   *workbook.Rows
	within models.CellRange // the declared range
	report *Report          // where errors in cells are counted; nil while sampling
	keep   []int            // the place of each column of the report among the cells
	cells  []Cell
	padded int64 // cells made for those that the sheet leaves out

	beside  int64         // filled cells of rows in the range, at its left or right
	hidden  int64         // rows
	percent map[int]int64 // by column, cells shown as a percentage
	data    lines         // of the rows
	wanted  []int         // columns of the sheet that the contract reads
}

// maxGaps is what maxPadded is for the cells to the left of others: the rows of
// a sheet are few enough for less.
const maxGaps = 256 << 20

func (s *sheetSource) close() { s.rows.Close() }

func (s *sheetSource) next(rec *record) error {
	row, err := s.rows.Next()
	if err != nil {
		return err
	}
	rec.line, rec.bad, rec.cells = row.Number, "", rec.cells[:0]
	rec.outside = row.Number < s.within.Top || row.Number > s.within.Bottom
	if row.Hidden && !rec.outside {
		s.hidden++
	}
	for _, v := range row.Cells {
		if v.Col < s.within.Left || v.Col > s.within.Right {
			if !rec.outside && v.Text != "" {
				s.beside++
			}
			continue
		}
		s.padded += int64(v.Col - s.within.Left - len(rec.cells))
		for len(rec.cells) < v.Col-s.within.Left {
			rec.cells = append(rec.cells, Cell{Missing: true})
		}
		cell := Cell{Text: v.Text}
		switch {
		case v.Kind == workbook.Error || v.Kind == workbook.Uncomputed:
			// #N/A is no value: never a zero, never a text.
			cell = Cell{Missing: true}
			if !rec.outside {
				s.count(row.Number, v)
			}
		case v.Percent && s.report != nil:
			if s.percent == nil {
				s.percent = map[int]int64{}
			}
			s.percent[v.Col-s.within.Left]++
		}
		if strings.IndexByte(v.Text, 0) >= 0 {
			rec.bad = fmt.Sprintf("cell %s holds a NUL character", workbook.Ref(row.Number, v.Col))
		}
		rec.cells = append(rec.cells, cell)
	}
	if s.padded > maxGaps {
		return refuse("", fmt.Sprintf("has its cells so far from each other that there are more than %d million empty ones between them", maxGaps/1_000_000),
			"say in range of the contract where the table is, or deliver it as CSV")
	}
	s.cells = rec.cells
	return nil
}

func (s *sheetSource) count(row int64, v workbook.Value) {
	if s.report == nil {
		return
	}
	s.report.Errors++
	if len(s.report.CellErrors) < maxListed {
		s.report.CellErrors = append(s.report.CellErrors, CellError{workbook.Ref(row, v.Col), strings.Clone(v.Text), row, slices.Index(s.keep, v.Col-s.within.Left)})
	}
}

// maxEmpty is how many empty cells behind each other raw shows.
const maxEmpty = 20

// raw shows the row as it would be pasted into a text file.
func (s *sheetSource) raw() string {
	var b strings.Builder
	empty := 0
	for i, c := range s.cells {
		// A cell far to the right would otherwise cost as many tabs.
		if empty++; c.Text != "" {
			empty = 0
		}
		switch {
		case empty == maxEmpty:
			b.WriteString("\t…")
		case empty < maxEmpty && i > 0:
			b.WriteByte('\t')
		}
		b.WriteString(c.Text)
		if b.Len() > maxRaw {
			break
		}
	}
	return b.String()
}

func (rd *Reader) openXLSX(r io.ReaderAt, size int64, d Dialect) error {
	w, err := workbook.Open(r, size)
	if err != nil {
		return err
	}
	if w.Date1904 {
		rd.note("dates from 1904: the workbook says so")
	} else {
		rd.note("dates from 1900: the workbook does not say 1904")
	}
	within := models.WholeSheet
	if d.Range != "" {
		if within, err = models.ParseRange(d.Range); err != nil {
			return refuse("", fmt.Sprintf("range %q %v", d.Range, err), "correct range in the contract")
		}
		if within.Top > 1 && d.HeaderRow == 0 && len(d.Columns) == 0 {
			d.HeaderRow = within.Top
		}
		rd.note("range %q: declared", d.Range)
	}
	candidates, why, err := pickSheets(w, d.Sheet)
	if err != nil {
		return err
	}
	if len(candidates) > 1 {
		d.Wanted = 0 // some names among many others may stand in a sheet beside the table
	}
	var firstErr error
	for i, sheet := range candidates {
		notes, err := rd.trySheet(w, sheet, d, within)
		if err == nil {
			if why == "" {
				why = "the first visible one with cells"
				if len(d.Header) > 0 && d.HeaderRow == 0 && len(d.Columns) == 0 {
					why = "the first visible one with names that the contract knows"
					if err := rd.alone(w, sheet, candidates[i+1:], d, within); err != nil {
						return err
					}
				}
				if len(w.Sheets) == 1 {
					why = "the only one"
				}
			}
			rd.note("sheet %q: %s", sheet.Name, why)
			rd.others(w, sheet, d.Sheet == "")
			rd.report.Notes = append(rd.report.Notes, notes...)
			return nil
		}
		// An empty sheet says less than one whose header is not known.
		if firstErr == nil || strings.Contains(firstErr.Error(), noText) {
			firstErr = err
		}
	}
	return firstErr
}

// alone refuses a workbook in which other sheets have the table too: which of them counts,
// or whether all do, is not for the reader to guess. A summary that has some of the names
// is another table, and one without rows is none.
func (rd *Reader) alone(w *workbook.Workbook, sheet workbook.Sheet, others []workbook.Sheet, d Dialect, within models.CellRange) error {
	known := knownNames(d, rd.wide.columns())
	here, _ := known.count(rd.table.columns)
	same := []string{sheet.Name}
	for _, other := range others {
		l := sheetLayout(w, other, within)
		t, _, err := findTable(l, d, rd.wide.columns())
		if err != nil {
			continue
		}
		if there, _ := known.count(t.columns); 2*there <= here {
			continue
		}
		rows, _, err := sample(l.open, t.line+int64(t.depth))
		if err == nil && slices.ContainsFunc(rows, func(r sampled) bool { return filled(r.cells) > 1 }) {
			same = append(same, other.Name)
		}
	}
	if len(same) == 1 {
		return nil
	}
	return refuse("", fmt.Sprintf("has the columns in sheets %q", clipList(same)), "name the one that counts as sheet in the contract, or have each delivered as a file of its own")
}

// noText marks the error of a sheet without cells.
const noText = "holds no text"

// maxTried is how many sheets are searched for the header.
const maxTried = 100

// pickSheets gives the sheets to try, in order, and why; "" when none is declared.
func pickSheets(w *workbook.Workbook, want string) (try []workbook.Sheet, why string, err error) {
	var visible, same, match []workbook.Sheet
	for _, s := range w.Sheets {
		if !s.Hidden {
			visible = append(visible, s)
		}
		switch ok, err := path.Match(want, s.Name); {
		case want == "":
		case s.Name == want:
			return []workbook.Sheet{s}, "declared", nil
		case strings.EqualFold(strings.TrimSpace(s.Name), strings.TrimSpace(want)):
			same = append(same, s)
		case err != nil:
			return nil, "", refuse("", fmt.Sprintf("sheet %q is not a pattern that can be read", want), "correct sheet in the contract")
		case ok && !s.Hidden:
			match = append(match, s)
		}
	}
	switch {
	case want == "" && len(visible) == 0:
		return nil, "", refuse("", fmt.Sprintf("has only hidden sheets: %q", clipList(sheetNames(w.Sheets))), "name the sheet in the contract")
	case want == "" && len(visible) > maxTried:
		return nil, "", refuse("", fmt.Sprintf("has %d sheets, more than the %d that are searched", len(visible), maxTried), "name the sheet in the contract")
	case want == "":
		return visible, "", nil
	case len(same) == 1:
		return same, fmt.Sprintf("declared as %q", want), nil
	case len(match) == 1:
		return match, fmt.Sprintf("the only visible one that matches %q", want), nil
	case len(match) > 1:
		return nil, "", refuse("", fmt.Sprintf("has %d sheets that match %q: %q", len(match), want, clipList(sheetNames(match))),
			"make sheet in the contract match one of them, or have each delivered as a file of its own")
	}
	return nil, "", refuse("", fmt.Sprintf("has no sheet %q, it has %q", want, clipList(sheetNames(w.Sheets))),
		"correct sheet in the contract, or ask for the right workbook")
}

func openSheet(w *workbook.Workbook, sheet workbook.Sheet, within models.CellRange, rep *Report) (*sheetSource, error) {
	rows, err := w.Rows(sheet)
	if err != nil {
		return nil, err
	}
	return &sheetSource{rows: rows, within: within, report: rep}, nil
}

func sheetLayout(w *workbook.Workbook, sheet workbook.Sheet, within models.CellRange) layout {
	return layout{
		open:  func() (source, error) { return openSheet(w, sheet, within, nil) },
		spans: func(top, bottom int64) ([]span, error) { return mergedSpans(w, sheet, top, bottom, within) },
		place: func(line int64, col int) string { return "cell " + workbook.Ref(line, col+within.Left) },
		where: func(line int64) string { return fmt.Sprintf("%s!%d", sheet.Name, line) },
		short: true,
	}
}

func (rd *Reader) trySheet(w *workbook.Workbook, sheet workbook.Sheet, d Dialect, within models.CellRange) ([]string, error) {
	t, notes, err := findTable(sheetLayout(w, sheet, within), d, rd.wide.columns())
	if err != nil {
		return nil, err
	}
	rd.table = t
	rd.report.Sheet = sheet.Name
	rd.settleHeader()
	src, err := openSheet(w, sheet, within, &rd.report)
	if err != nil {
		return nil, err
	}
	rd.src, src.keep = src, t.keep
	src.rows.ListMerges(t.line + max(t.depth, 1) - 1)
	columns := rd.report.Columns // as they stand in the file
	rd.data = &src.data
	for i, known := 0, knownNames(d, rd.wide.columns()); i < len(columns); i++ {
		if !known.any() || known.has(columns[i]) {
			src.wanted = append(src.wanted, t.keep[i]+within.Left)
		}
	}
	rd.finish = func(rep *Report) { src.tell(rep, sheet.Name, columns, t.keep) }
	return notes, nil
}

// tell notes what only the whole sheet shows.
func (s *sheetSource) tell(rep *Report, sheet string, columns []string, keep []int) {
	note := func(format string, args ...any) { rep.Notes = append(rep.Notes, fmt.Sprintf(format, args...)) }
	if rep.Errors > 0 {
		first := rep.CellErrors[0]
		note("%s an error or no computed value and counted as missing, the first is %s!%s %s",
			counted(rep.Errors, "cell with", "cells with"), sheet, first.Ref, cmp.Or(first.Text, "(a formula that was never computed)"))
	}
	for c, i := range keep {
		if n := s.percent[i]; n > 0 {
			note("column %q: %s as a percentage and given as a share: 12%% is 0.12", columns[c], counted(n, "cell is shown", "cells are shown"))
		}
	}
	if rep.Merged, rep.FirstMerged = s.mergedRows(); rep.Merged > 0 {
		note("%s below the header, the first %s: only the first cell of each has the value", counted(rep.Merged, "merged range", "merged ranges"), rep.FirstMerged)
	}
	if s.hidden > 0 {
		note("%s, read like any other", counted(s.hidden, "row is hidden", "rows are hidden"))
	}
	if s.beside > 0 {
		note("%s beside the range and left out", counted(s.beside, "filled cell is", "filled cells are"))
	}
}

// mergedSpans gives the merged cells that begin in the rows from top to bottom,
// with columns counted from the left of the range. Only the first row of a merge
// has the text, so that a header that is merged over two rows counts once.
func mergedSpans(w *workbook.Workbook, sheet workbook.Sheet, top, bottom int64, within models.CellRange) ([]span, error) {
	merges, err := w.Merges(sheet, top, bottom)
	if err != nil {
		return nil, err
	}
	var out []span
	for _, m := range merges {
		if m.Left >= within.Left && m.Left <= within.Right {
			out = append(out, span{m.Top, m.Bottom, m.Left - within.Left, min(m.Right, within.Right) - within.Left})
		}
	}
	return out, nil
}

// others notes which sheets hold something that is not read.
func (rd *Reader) others(w *workbook.Workbook, sheet workbook.Sheet, searched bool) {
	var filled, hidden []string
	for i, s := range w.Sheets {
		switch {
		case s.Name == sheet.Name:
		case s.Hidden:
			hidden = append(hidden, s.Name)
		case searched && i < maxTried && hasCells(w, s):
			filled = append(filled, s.Name)
		}
	}
	if len(filled) > 0 {
		rd.note("not read: sheets %q also hold cells", clipList(filled))
	}
	if len(hidden) > 0 && searched {
		rd.note("not looked at: hidden sheets %q", clipList(hidden))
	}
}

// hasCells looks for a text in the first rows of a sheet.
func hasCells(w *workbook.Workbook, s workbook.Sheet) bool {
	rows, err := w.Rows(s)
	if err != nil {
		return false
	}
	defer rows.Close()
	for range sampleRecords {
		row, err := rows.Next()
		if err != nil {
			return false
		}
		for _, c := range row.Cells {
			if c.Text != "" {
				return true
			}
		}
	}
	return false
}
