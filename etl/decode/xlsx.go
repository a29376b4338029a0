package decode

import (
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/decode/workbook"
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
	report *Report // where errors in cells are counted; nil while sampling
	cells  []Cell
}

func (s *sheetSource) close() { s.rows.Close() }

func (s *sheetSource) next(rec *record) error {
	row, err := s.rows.Next()
	if err != nil {
		return err
	}
	rec.line, rec.bad = row.Number, ""
	rec.cells = rec.cells[:0]
	for _, v := range row.Cells {
		for len(rec.cells) < v.Col {
			rec.cells = append(rec.cells, Cell{Missing: true})
		}
		cell := Cell{Text: v.Text}
		if v.Kind == workbook.Error || v.Kind == workbook.Uncomputed {
			// #N/A is no value: never a zero, never a text.
			cell = Cell{Missing: true}
			s.count(row.Number, v)
		}
		if strings.IndexByte(v.Text, 0) >= 0 {
			rec.bad = fmt.Sprintf("cell %s holds a NUL character", workbook.Ref(row.Number, v.Col))
		}
		rec.cells = append(rec.cells, cell)
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
		s.report.CellErrors = append(s.report.CellErrors, CellError{workbook.Ref(row, v.Col), strings.Clone(v.Text)})
	}
}

// raw shows the row as it would be pasted into a text file.
func (s *sheetSource) raw() string {
	var b strings.Builder
	for i, c := range s.cells {
		if i > 0 {
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
		rd.note("dates count from 1904")
	}
	candidates, named, err := pickSheets(w, d.Sheet)
	if err != nil {
		return err
	}
	var firstErr error
	for _, sheet := range candidates {
		notes, err := rd.trySheet(w, sheet, d)
		if err == nil {
			if !named {
				rd.chosen(w, sheet, candidates, len(d.Header) > 0)
			}
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

// noText marks the error of a sheet without cells.
const noText = "holds no text"

// pickSheets gives the sheets to try, in order, and whether one was named.
func pickSheets(w *workbook.Workbook, want string) ([]workbook.Sheet, bool, error) {
	var visible []workbook.Sheet
	for _, s := range w.Sheets {
		if want != "" && s.Name == want {
			return []workbook.Sheet{s}, true, nil
		}
		if !s.Hidden {
			visible = append(visible, s)
		}
	}
	if want == "" {
		if len(visible) == 0 {
			return nil, false, refuse("", fmt.Sprintf("has only hidden sheets: %q", clipList(sheetNames(w.Sheets))), "name the sheet in the contract")
		}
		return visible, false, nil
	}
	var out []workbook.Sheet
	for _, s := range visible {
		if ok, err := path.Match(want, s.Name); err != nil {
			return nil, false, refuse("", fmt.Sprintf("sheet %q is not a pattern that can be read", want), "correct sheet in the contract")
		} else if ok {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return nil, false, refuse("", fmt.Sprintf("has no sheet %q, it has %q", want, clipList(sheetNames(w.Sheets))),
			"correct sheet in the contract, or ask for the right workbook")
	}
	return out, false, nil
}

func (rd *Reader) trySheet(w *workbook.Workbook, sheet workbook.Sheet, d Dialect) ([]string, error) {
	open := func(rep *Report) (source, error) {
		rows, err := w.Rows(sheet)
		if err != nil {
			return nil, err
		}
		return &sheetSource{rows: rows, report: rep}, nil
	}
	where := func(line int64) string { return fmt.Sprintf("%s!%d", sheet.Name, line) }
	t, notes, err := findTable(layout{
		open:  func() (source, error) { return open(nil) },
		spans: func(top, bottom int64) ([]span, error) { return mergedSpans(w, sheet, top, bottom) },
		place: func(line int64, col int) string { return "cell " + workbook.Ref(line, col) },
		where: where,
		short: true,
	}, d)
	if err != nil {
		return nil, err
	}
	rd.table = t
	rd.report.Sheet = sheet.Name
	rd.settleHeader()
	rd.src, err = open(&rd.report)
	rd.finish = func(rep *Report) {
		if rep.Errors > 0 {
			rep.Notes = append(rep.Notes, fmt.Sprintf("%s an error or no computed value and counted as missing, the first is %s!%s %s",
				counted(rep.Errors, "cell with", "cells with"), sheet.Name, rep.CellErrors[0].Ref, rep.CellErrors[0].Text))
		}
	}
	return notes, err
}

// mergedSpans gives the merged cells of the rows from top to bottom, row by row.
// Only the first row of a merge has the text, so that a header that is merged
// over two rows counts once.
func mergedSpans(w *workbook.Workbook, sheet workbook.Sheet, top, bottom int64) ([]span, error) {
	merges, err := w.Merges(sheet, top, bottom)
	if err != nil {
		return nil, err
	}
	var out []span
	for _, m := range merges {
		if m.Right > m.Left {
			out = append(out, span{m.Top, m.Left, m.Right})
		}
	}
	return out, nil
}

// chosen notes which sheet is read and which others hold something.
func (rd *Reader) chosen(w *workbook.Workbook, sheet workbook.Sheet, candidates []workbook.Sheet, known bool) {
	if len(w.Sheets) == 1 {
		return
	}
	why := "with cells"
	if known {
		why = "with names that the contract knows"
	}
	rd.note("sheet %q: the first visible one %s", sheet.Name, why)
	var others []string
	for _, s := range candidates {
		if s.Name != sheet.Name && hasCells(w, s) {
			others = append(others, s.Name)
		}
	}
	if len(others) > 0 {
		rd.note("not read: sheets %q also hold cells", clipList(others))
	}
}

func hasCells(w *workbook.Workbook, s workbook.Sheet) bool {
	rows, err := w.Rows(s)
	if err != nil {
		return false
	}
	defer rows.Close()
	for {
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
}
