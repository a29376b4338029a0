// Package demo writes the exports of a reception programme that never was, in
// the shapes, volumes and disorder of the real ones: nine sources from March
// 2022 to December 2023, by file name and header as the contracts in
// models/sources expect them.
//
// The same seed and scale give the same bytes. Each entity, municipality and
// household has a random stream of its own, so that a change to one leaves the
// others as they are. The world is played first (package reception); then each
// file tells what was known on its delivery date, late entries included.
//
// Junk rows are extra rows: the rows of the world all arrive whole, and a test
// can compare what was refused with Summary.Bad.
//
// The package reads the reference lists through an fs.FS and writes one folder.
// It knows neither contracts nor the lake, and reads no clock.
package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
	"github.com/vlot-evaluatie/peil/etl/demo/reception"
	"github.com/vlot-evaluatie/peil/etl/demo/sheet"
	"github.com/vlot-evaluatie/peil/models"
)

// Options say what is written.
type Options struct {
	// Scale multiplies households, places, placements, requests, offers,
	// referrals, questions and claims: not the number of files, nor
	// attestations, staff, meetings, prospections. 0 is 1, the real size.
	Scale int
	Seed  uint64
	// Reference holds municipalities.csv, populations.csv, municipality_synonyms.csv,
	// themes.csv, subsidy_rules.csv and holidays.csv, as models/reference does.
	Reference fs.FS
	// NoPattern leaves out the one planted pattern: questions about the emergency
	// village come three times as often from the province of Antwerpen.
	NoPattern bool
	// Clean leaves out junk rows. Late entries, titles, totals and spellings stay.
	Clean bool
	// Progress is told how many files are done; it is called one at a time.
	Progress func(done, total int)
}

// BadRow is a junk row: one that a check should refuse. Line is the physical
// line, the row of the sheet or the place in the JSON array, from 1. Column is
// the header, "" when the whole row is wrong.
type BadRow struct {
	File   string
	Line   int64
	Column string
	Rule   string
}

// Summary tells what was written. Rows counts data rows by entity, junk
// included; Bad is sorted by file and line.
type Summary struct {
	Files int
	Rows  map[string]int
	Bad   []BadRow
}

// maxScale keeps row numbers in 32 bits and claims within the rows of a sheet.
const maxScale = 300

// vlotStart is the first working day of the teams; seedDay the day of the
// parliamentary question whose figures the demo reproduces.
var (
	vlotStart = chance.On(2022, 5, 2)
	seedDay   = chance.On(2023, 2, 13)
)

// generator holds what the writers of all files share. It is read-only while
// files are written, but for summary and files.
type generator struct {
	opt   Options
	dir   string
	ref   *reference
	world *reception.World
	jobs  []job

	prospects []prospect
	offers    []offer
	questions []question
	routed    []dispatch

	lock    sync.Mutex
	summary Summary
}

// job writes one file.
type job struct {
	name  string
	write func(*file) error
}

// Write writes all exports below dir, which is made when it is not there; files
// of the same name are replaced. A reference list that cannot be read, a scale
// out of range or a file that is in the way is a *models.Error.
func Write(ctx context.Context, dir string, opt Options) (Summary, error) {
	if opt.Scale == 0 {
		opt.Scale = 1
	}
	if opt.Scale < 1 || opt.Scale > maxScale {
		return Summary{}, &models.Error{Code: models.Invalid, Where: "scale",
			What: fmt.Sprintf("is %d, want 1 to %d", opt.Scale, maxScale), Fix: "choose a scale in that range"}
	}
	ref, err := readReference(opt.Reference)
	if err != nil {
		return Summary{}, err
	}
	g := &generator{opt: opt, dir: dir, ref: ref, summary: Summary{Rows: map[string]int{}}}
	g.prospects = g.drawProspects()
	g.world, err = reception.Play(ctx, reception.Plan{Seed: opt.Seed, Scale: opt.Scale,
		Municipalities: ref.municipalities, Sites: g.sites(), Villages: ref.villages})
	if err != nil {
		return Summary{}, err
	}
	g.planHousing()
	g.planInflow()
	g.planSubsidy()
	g.planHelpdesk()
	g.planTeams()
	if err := g.run(ctx); err != nil {
		return Summary{}, err
	}
	slices.SortFunc(g.summary.Bad, func(a, b BadRow) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return g.summary, nil
}

// plan adds a file to what is to be written.
func (g *generator) plan(name string, write func(*file) error) {
	g.jobs = append(g.jobs, job{name, write})
}

// run writes the planned files, several at a time: no file depends on another.
func (g *generator) run(ctx context.Context) error {
	for _, j := range g.jobs {
		if err := os.MkdirAll(filepath.Join(g.dir, filepath.Dir(filepath.FromSlash(j.name))), 0o755); err != nil {
			return inTheWay(g.dir, err)
		}
	}
	todo := make(chan job)
	errs := make([]error, max(1, runtime.GOMAXPROCS(0)))
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			for j := range todo {
				if errs[i] == nil && ctx.Err() == nil {
					errs[i] = g.one(j)
				}
			}
		})
	}
	for _, j := range g.jobs {
		todo <- j
	}
	close(todo)
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	return errors.Join(errs...)
}

func (g *generator) one(j job) error {
	path := filepath.Join(g.dir, filepath.FromSlash(j.name))
	out, err := os.Create(path)
	if err != nil {
		return inTheWay(path, err)
	}
	f := &file{g: g, name: j.name, out: out}
	err = j.write(f)
	if f.Table == nil {
		err = errors.Join(err, out.Close())
	} else {
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return inTheWay(path, err)
	}
	g.lock.Lock()
	defer g.lock.Unlock()
	g.summary.Files++
	g.summary.Rows[f.entity] += f.rows
	g.summary.Bad = append(g.summary.Bad, f.bad...)
	if g.opt.Progress != nil {
		g.opt.Progress(g.summary.Files, len(g.jobs))
	}
	return nil
}

func inTheWay(path string, err error) error {
	return &models.Error{Code: models.Invalid, Where: path, What: "cannot be written",
		Fix: "name another folder, or make room and give the right to write there", Err: err}
}

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
// copy of a good row under a key of its own, with raw text in one column. The
// rules have the names that etl/check gives them, without knowing it.
type flaw struct {
	column int
	raw    string
	rule   string
	cut    int  // cells dropped at the end; negative: cells too many; column is not used
	again  bool // under the key of the good row, which came first and stays
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
	bad := BadRow{File: f.name, Line: f.Line(), Rule: x.rule}
	switch {
	case x.cut != 0:
		f.Cut(x.cut)
	case x.again:
		bad.Column = f.header[0]
		if x.column > 0 {
			f.Spoil(x.column, x.raw)
		}
	default:
		bad.Column = f.header[x.column]
		f.Spoil(x.column, x.raw)
	}
	if key := f.junkKey(); key != "" && !x.again {
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
