package workbook

import (
	"fmt"
	"strconv"
	"strings"
)

// Range is a block of merged cells; rows count from 1, columns from 0, ends included.
type Range struct {
	Top, Bottom int64
	Left, Right int
}

// maxMerges bounds the merged ranges that are kept for a few header rows.
const maxMerges = 100_000

// Merges gives the merged ranges that touch the rows from top to bottom. A
// sheet lists them behind its cells, so that the whole sheet is passed.
func (w *Workbook) Merges(sheet Sheet, top, bottom int64) ([]Range, error) {
	// Going through the tags costs as much as reading the sheet: a look for the
	// word costs a fraction, and most sheets have none.
	if found, err := w.parts.contains(sheet.part, "mergeCell"); err != nil || !found {
		return nil, err
	}
	var out []Range
	err := w.parts.scan(sheet.part, func(s *xmlScanner) error {
		if string(s.name) != "mergeCell" {
			return nil
		}
		from, to, ok := strings.Cut(s.attrText("ref"), ":")
		if !ok {
			return nil
		}
		m := Range{Top: rowOf(from), Bottom: rowOf(to), Left: column([]byte(from)), Right: column([]byte(to))}
		if m.Left < 0 || m.Right < m.Left || m.Top < 1 || m.Bottom < top || m.Top > bottom {
			return nil
		}
		if len(out) >= maxMerges {
			return fmt.Errorf("more than %d merged ranges", maxMerges)
		}
		out = append(out, m)
		return nil
	})
	return out, err
}

// rowOf reads the digits of an A1 reference, or of the first one of a range; 0
// when there are none.
func rowOf(ref string) int64 {
	ref, _, _ = strings.Cut(ref, ":")
	n, _ := strconv.ParseInt(strings.TrimLeft(strings.ReplaceAll(ref, "$", ""), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), 10, 64)
	return n
}
