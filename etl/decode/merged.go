package decode

import (
	"slices"
	"sort"
)

// lines are numbers of lines that only go up, kept as the stretches that they make.
type lines struct{ stretches [][2]int64 }

func (l *lines) add(line int64) {
	if l == nil {
		return
	}
	if n := len(l.stretches); n > 0 && l.stretches[n-1][1] >= line-1 {
		l.stretches[n-1][1] = line
		return
	}
	l.stretches = append(l.stretches, [2]int64{line, line})
}

// touch tells whether a line is among those from top to bottom.
func (l *lines) touch(top, bottom int64) bool {
	at := sort.Search(len(l.stretches), func(i int) bool { return l.stretches[i][1] >= top })
	return at < len(l.stretches) && l.stretches[at][0] <= bottom
}

// mergedRows counts the merged ranges that touch a row in a column that the contract reads,
// and gives the first: the text of a note below a table is often merged, and nobody misses
// its cells.
func (s *sheetSource) mergedRows() (n int64, first string) {
	for _, m := range s.rows.Merged() {
		in := func(col int) bool { return m.Left < 0 || m.Right < 0 || col >= m.Left && col <= m.Right }
		if !s.data.touch(m.Top, m.Bottom) || !slices.ContainsFunc(s.wanted, in) {
			continue
		}
		if n++; n == 1 {
			first = m.Ref
		}
	}
	return n, first
}
