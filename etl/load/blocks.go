package load

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/vlot-evaluatie/peil/models"
)

// mark is where a block of a spool begins.
type mark struct {
	offset int64 // in all parts together
	row    int64 // how many rows come before it
	line   int64 // the number of its first row
}

const (
	// blockBytes is how long a block is: some rows.
	blockBytes = 2 << 10
	// mostMarks bounds the index of a spool: in a bigger one blocks are longer.
	mostMarks = 1 << 18
)

// mark notes that rows rows begin at offset and at line.
func (s *spool) mark(offset, line, rows int64) {
	n := len(s.marks)
	if n == mostMarks {
		for i := range n / 2 {
			s.marks[i] = s.marks[2*i]
		}
		n /= 2
		s.marks = s.marks[:n]
	}
	least := blockBytes * (1 + offset/(blockBytes*mostMarks/2))
	if n == 0 || offset >= s.marks[n-1].offset+least {
		s.marks = append(s.marks, mark{offset, s.rows, line})
	}
	s.rows += rows
}

// alone gives a spool of one part.
func (s *spool) alone(i int) spool {
	end := s.size
	if i+1 < len(s.parts) {
		end = s.parts[i+1].from
	}
	return spool{parts: s.parts[i : i+1 : i+1], columns: s.columns, number: s.number, delim: s.delim, longest: s.longest, size: end - s.parts[i].from}
}

// without gives a spool of the blocks in which not every row is kept; nil when
// those are most of it.
func (s *spool) without(l models.Layout, kept []stretch) (some *spool, err error) {
	var blocks [][2]int64
	total, next := int64(0), 0
	for i, m := range s.marks {
		end, rows, until := s.size, s.rows, int64(math.MaxInt64)
		if i+1 < len(s.marks) {
			after := s.marks[i+1]
			end, rows, until = after.offset, after.row, after.line
		}
		missing := rows - m.row
		for next < len(kept) && kept[next].last < m.line {
			next++
		}
		for j := next; j < len(kept) && kept[j].first < until; j++ {
			missing -= min(kept[j].last, until-1) - max(kept[j].first, m.line) + 1
		}
		if missing == 0 {
			continue
		}
		if n := len(blocks); n > 0 && blocks[n-1][1] == m.offset {
			blocks[n-1][1] = end
		} else {
			blocks = append(blocks, [2]int64{m.offset, end})
		}
		if total += end - m.offset; total > s.size/2 {
			return nil, nil
		}
	}
	to, err := temporary(l, "spool-*.csv")
	if err != nil {
		return nil, err
	}
	some = &spool{parts: []part{{path: to.Name()}}, columns: s.columns, number: s.number, delim: s.delim, longest: s.longest, size: total}
	for i, p := range s.parts {
		end := s.size
		if i+1 < len(s.parts) {
			end = s.parts[i+1].from
		}
		if blocks, err = p.copy(to, end, blocks); err != nil {
			break
		}
	}
	if err = errors.Join(err, to.Close()); err != nil {
		return nil, errors.Join(fmt.Errorf("copy spool: %w", err), some.remove())
	}
	return some, nil
}

// copy writes what of the blocks lies in a part that ends at end, and gives the rest.
func (p part) copy(to io.Writer, end int64, blocks [][2]int64) (rest [][2]int64, err error) {
	if len(blocks) == 0 || blocks[0][0] >= end {
		return blocks, nil
	}
	from, err := os.Open(p.path)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	for len(blocks) > 0 && blocks[0][0] < end {
		b := &blocks[0]
		upTo := min(b[1], end)
		if _, err := io.Copy(to, io.NewSectionReader(from, b[0]-p.from, upTo-b[0])); err != nil {
			return nil, err
		}
		if upTo < b[1] {
			b[0] = upTo
			break
		}
		blocks = blocks[1:]
	}
	return blocks, nil
}
