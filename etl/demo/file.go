package demo

import (
	"fmt"
	"os"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
	"github.com/vlot-evaluatie/peil/etl/demo/reception"
	"github.com/vlot-evaluatie/peil/etl/demo/sheet"
)

// file is a file that is being written, with its junk rows.
type file struct {
	sheet.Table
	g      *generator
	out    *os.File
	name   string
	entity string
	header []string
	flaws  []flaw
	draw   *chance.Stream
	rows   int
	bad    []BadRow
}

// flaw is one way in which a row of an entity can be wrong. The junk row is a
// copy of a good row under a key of its own, with raw text in one column.
type flaw struct {
	column int
	raw    string
	rule   string
	cut    int  // cells dropped at the end; negative: cells too many
	twice  bool // the junk row stands there twice, with raw in the second
}

// junkShare is the share of rows that are followed by a junk row. A file never
// has more than one in 40: contracts refuse files that are mostly wrong.
const junkShare = 0.005

// junkMost is how many good rows each junk row needs.
const junkMost = 40

// begin says what the file holds and how it is written. Content names the
// state that it tells, from which the junk follows: the same state sent twice
// must give the same bytes.
func (f *file) begin(entity string, t sheet.Table, content string, header []string, flaws ...flaw) {
	f.Table, f.entity, f.header, f.flaws = t, entity, header, flaws
	f.draw = chance.New(f.g.opt.Seed, chance.Key("junk"), chance.Key(entity), chance.Key(content))
	if f.g.opt.Clean {
		f.flaws = nil
	}
}

// times is ranged over to write a row: the body writes all cells, once for the
// row itself and again for a junk row.
func (f *file) times(yield func() bool) {
	yield()
	f.End()
	f.rows++
	if len(f.flaws) == 0 || !f.draw.Chance(junkShare) || f.rows < junkMost*(len(f.bad)+1) {
		return
	}
	x := f.flaws[f.draw.IntN(len(f.flaws))]
	key := f.junkKey()
	if x.twice {
		f.junk(key, flaw{rule: x.rule, column: -1}, yield)
	}
	f.junk(key, x, yield)
}

func (f *file) junk(key string, x flaw, yield func() bool) {
	bad := BadRow{File: f.name, Line: f.Line(), Rule: x.rule}
	if x.column >= 0 {
		f.Spoil(x.column, x.raw)
	}
	if x.twice || x.column < 0 || x.cut != 0 {
		bad.Column = f.header[0]
	} else {
		bad.Column = f.header[x.column]
	}
	if x.cut != 0 {
		bad.Column = ""
		f.Cut(x.cut)
	}
	if key != "" {
		f.Spoil(0, key)
	}
	yield()
	f.End()
	f.rows++
	f.bad = append(f.bad, bad)
}

// junkKey gives the junk row a key that no other row has. Persons have numbers
// for keys: those of people born in 1922 are free.
func (f *file) junkKey() string {
	switch f.entity {
	case "persons":
		return junkNumber(f.draw)
	case "attestations":
		return "" // its key is made of several columns; the flaws are in those
	}
	return fmt.Sprintf("X%08d", f.draw.IntN(1e8))
}

// ja is how most exports write a yes or no.
func ja(yes bool) string {
	if yes {
		return "Ja"
	}
	return "Nee"
}

// lastDelivery is the end of the demo: what is entered later is not in it.
var lastDelivery = reception.Last

// due spreads n records over deliveries: for each delivery the indices of the
// records of which something was entered since the one before. days gives the
// days on which something of a record was entered.
func due(n int, deliveries []chance.Day, days func(i int, add func(chance.Day))) [][]int32 {
	// The first delivery on or after each day; entries before the first one wait for it.
	next := make([]int, lastDelivery+1)
	k := 0
	for d := range next {
		for k < len(deliveries) && deliveries[k] < chance.Day(d) {
			k++
		}
		next[d] = k
	}
	counts, last := make([]int, len(deliveries)+1), make([]int, len(deliveries)+1)
	visit := func(i int, found func(k int)) {
		days(i, func(d chance.Day) {
			if d > lastDelivery {
				return
			}
			// A record that was entered twice before a delivery is in it once.
			if k := next[max(d, 0)]; k < len(deliveries) && last[k] != i+1 {
				last[k] = i + 1
				found(k)
			}
		})
	}
	for i := range n {
		visit(i, func(k int) { counts[k]++ })
	}
	out := make([][]int32, len(deliveries))
	for k := range out {
		out[k] = make([]int32, 0, counts[k])
	}
	clear(last)
	for i := range n {
		visit(i, func(k int) { out[k] = append(out[k], int32(i)) })
	}
	return out
}

// mondays are the weekly deliveries from a day to the end of the demo.
func mondays(from chance.Day) []chance.Day {
	var out []chance.Day
	for d := from; d <= lastDelivery; d += 7 {
		out = append(out, d)
	}
	return out
}

// monthEnds are the monthly deliveries from a month to the end of the demo.
func monthEnds(from chance.Day) []chance.Day {
	var out []chance.Day
	for d := from.MonthEnd(); d <= lastDelivery; d = d.AddMonths(1).MonthEnd() {
		out = append(out, d)
	}
	return out
}
