package erase

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// Found is what holds a subject.
type Found struct {
	Deliveries []Held            // in the order of the manifest
	Landed     []load.LandedFile // sorted
	Unread     []load.LandedFile // that cannot be read, so that nobody knows what is in them
	Snapshots  []int             // that name a file that changes
	Aliases    int               // other numbers of the subject
	manifest   *models.Manifest
}

// Held is a delivery that holds the subject.
type Held struct {
	models.Loaded
	Rows    int64   // that are about it
	Cells   int64   // in rows that are about something else
	Rejects int64   // reasons that were told of its rows
	lines   []int64 // of the file, as far as it could be read
	about   []string
	named   []string
}

// Nothing tells that no file holds the subject.
func (f *Found) Nothing() bool {
	return len(f.Deliveries) == 0 && len(f.Landed) == 0 && len(f.Snapshots) == 0
}

// Eraser erases in one data folder. Whoever writes with it holds the lock.
type Eraser struct {
	Project *models.Project
	Layout  models.Layout
	Key     *protect.Key
	DB      *duck.DB
	// Identity opens landed files that are sealed; nil when none are.
	Identity *landing.Identity
}

// subjects is the table of pseudonyms in the engine: they stand in no SQL text.
const subjects = "peil_subjects"

// member gives the condition that a column holds the subject; never null.
func member(column string) string {
	return fmt.Sprintf("coalesce(%s in (select p from %s), false)", duck.Ident(column), subjects)
}

// Look finds what holds a subject, in the files of a snapshot and in landing. It
// changes nothing.
func (x *Eraser) Look(ctx context.Context, m *models.Manifest, s Subject) (*Found, error) {
	if _, err := x.DB.ExecContext(ctx, "create or replace table "+subjects+" (p uuid)"); err != nil {
		return nil, fmt.Errorf("look for the subject: %w", err)
	}
	for _, p := range s.pseudonyms(x.Key) {
		if _, err := x.DB.ExecContext(ctx, "insert into "+subjects+" values (cast(? as uuid))", p); err != nil {
			return nil, errors.New("look for the subject: the engine does not take its pseudonym")
		}
	}
	found := &Found{manifest: m}
	var err error
	if found.Aliases, err = x.aliases(ctx, m); err != nil {
		return nil, err
	}
	lines, err := x.landed(found, s)
	if err != nil {
		return nil, err
	}
	for _, d := range m.Deliveries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		h := Held{Loaded: d, lines: lines[load.LandedFile{Source: d.Source, SHA256: d.SHA256}]}
		if err := x.hold(ctx, &h); err != nil {
			return nil, err
		}
		if h.Rows+h.Cells+h.Rejects > 0 {
			found.Deliveries = append(found.Deliveries, h)
			// Under another number, or a spelling that nobody thought of.
			found.land(load.LandedFile{Source: d.Source, SHA256: d.SHA256})
		}
	}
	found.Landed, err = x.present(found.Landed)
	if err != nil {
		return nil, err
	}
	found.Snapshots, err = x.snapshots(ctx, found)
	return found, err
}

func (f *Found) land(l load.LandedFile) {
	if !slices.Contains(f.Landed, l) {
		f.Landed = append(f.Landed, l)
	}
}

// aliases adds the other numbers of the subject to the table, until there are no more,
// and gives how many.
func (x *Eraser) aliases(ctx context.Context, m *models.Manifest) (int, error) {
	type pair struct{ file, one, other string }
	var pairs []pair
	for _, d := range m.Deliveries {
		e := x.entity(d)
		if e == nil || d.Lake == nil {
			continue
		}
		fields, err := load.Describe(ctx, x.DB, x.relation(d.Lake))
		if err != nil {
			return 0, err
		}
		has := func(name string) bool {
			return slices.Contains(fields, models.SchemaField{Name: name, Type: "UUID"})
		}
		for _, c := range e.Columns {
			if c.AliasOf != "" && has(c.Name) && has(c.AliasOf) {
				pairs = append(pairs, pair{x.relation(d.Lake), c.Name, c.AliasOf})
			}
		}
	}
	first, err := x.known(ctx)
	for now, before := first, -1; err == nil && now != before; {
		before = now
		for _, p := range pairs {
			for _, way := range [][2]string{{p.one, p.other}, {p.other, p.one}} {
				if _, err := x.DB.ExecContext(ctx, fmt.Sprintf("insert into %s select distinct %s from %s where %s and %s is not null and not %s",
					subjects, duck.Ident(way[1]), p.file, member(way[0]), duck.Ident(way[1]), member(way[1]))); err != nil {
					return 0, fmt.Errorf("look for other numbers: %w", err)
				}
			}
		}
		if now, err = x.known(ctx); now == before {
			return now - first, err
		}
	}
	return 0, err
}

// known counts the pseudonyms of the subject.
func (x *Eraser) known(ctx context.Context) (n int, err error) {
	if err = x.DB.QueryRowContext(ctx, "select count(*) from "+subjects).Scan(&n); err != nil {
		return 0, fmt.Errorf("look for other numbers: %w", err)
	}
	return n, nil
}

// hold counts what a delivery holds of the subject, in its lake file and in what was
// told of the lines.
func (x *Eraser) hold(ctx context.Context, h *Held) error {
	if h.Lake != nil {
		fields, err := load.Describe(ctx, x.DB, x.relation(h.Lake))
		if err != nil {
			return err
		}
		h.about, h.named = x.columns(h.Loaded, fields)
		if err := x.count(ctx, h); err != nil {
			return err
		}
	}
	for _, f := range []*models.LakeFile{h.Loaded.Rejects, h.Warnings} {
		if f == nil || len(h.lines) == 0 {
			continue
		}
		var n int64
		if err := x.DB.QueryRowContext(ctx, "select count(*) from "+x.relation(f)+" where "+onLines(h.lines)).Scan(&n); err != nil {
			return fmt.Errorf("look into %s: %w", f.Path, err)
		}
		h.Rejects += n
	}
	return nil
}

// columns parts the pseudonyms of a file: those whose row goes with them, and those
// that are emptied. What today's contract does not know is what the row is about.
func (x *Eraser) columns(d models.Loaded, fields []models.SchemaField) (about, named []string) {
	e := x.entity(d)
	for _, f := range fields {
		if f.Type != "UUID" { // only pseudonyms are
			continue
		}
		var spec *models.Column
		if e != nil {
			if i := slices.IndexFunc(e.Columns, func(c models.Column) bool { return c.Name == f.Name }); i >= 0 {
				spec = &e.Columns[i]
			}
		}
		if spec == nil || spec.Required || spec.AliasOf != "" || slices.Contains(e.Delivery.Key, f.Name) {
			about = append(about, f.Name)
		} else {
			named = append(named, f.Name)
		}
	}
	return about, named
}

func (x *Eraser) count(ctx context.Context, h *Held) error {
	goes, cells := goes(h.about), []string{"0"}
	for _, c := range h.named {
		cells = append(cells, "cast("+member(c)+" as integer)")
	}
	from := x.relation(h.Lake)
	err := x.DB.QueryRowContext(ctx, fmt.Sprintf("select count(*) filter (where %[1]s), coalesce(sum(case when %[1]s then 0 else %[2]s end), 0)::bigint from %[3]s",
		goes, strings.Join(cells, " + "), from)).Scan(&h.Rows, &h.Cells)
	if err != nil || h.Rows == 0 {
		return err
	}
	// What was told of rows that were kept, or that count in another one.
	rows, err := x.DB.QueryContext(ctx, "select _line from "+from+" where "+goes)
	if err != nil {
		return fmt.Errorf("look into %s: %w", h.Lake.Path, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var line int64
		if err := rows.Scan(&line); err != nil {
			return fmt.Errorf("look into %s: %w", h.Lake.Path, err)
		}
		if !slices.Contains(h.lines, line) {
			h.lines = append(h.lines, line)
		}
	}
	return rows.Err()
}

// goes gives the condition of the rows that are about the subject.
func goes(about []string) string {
	out := []string{"false"}
	for _, c := range about {
		out = append(out, member(c))
	}
	return strings.Join(out, " or ")
}

func onLines(lines []int64) string {
	slices.Sort(lines)
	return "line in (" + strings.Trim(strings.ReplaceAll(fmt.Sprint(lines), " ", ", "), "[]") + ")"
}

func (x *Eraser) relation(f *models.LakeFile) string {
	return "read_parquet(" + duck.Quote(filepath.Join(x.Layout.Root, filepath.FromSlash(f.Path))) + ")"
}

// entity gives the contract of a delivery; nil when there is none any more.
func (x *Eraser) entity(d models.Loaded) *models.Entity {
	for _, s := range x.Project.Sources {
		for i := range s.Entities {
			if s.Entities[i].Key() == d.Source+"/"+d.Entity {
				return &s.Entities[i]
			}
		}
	}
	return nil
}

// snapshots lists those that hold the subject: what they have of a delivery that
// changes, under whatever name, and files of deliveries that left the warehouse.
func (x *Eraser) snapshots(ctx context.Context, f *Found) ([]int, error) {
	have, err := load.Snapshots(x.Layout)
	if err != nil {
		return nil, err
	}
	held := map[string]bool{} // by path; those of today are in f
	for _, file := range load.Named(f.manifest) {
		held[file.Path] = false
	}
	var out []int
	for _, n := range have {
		m, err := load.ReadSnapshot(x.Layout, n)
		if err != nil {
			return nil, err
		}
		holds := false
		for _, d := range m.Deliveries {
			holds = holds || slices.ContainsFunc(f.Deliveries, func(h Held) bool {
				return h.Source == d.Source && h.Entity == d.Entity && h.Sequence == d.Sequence
			})
			if holds || d.Lake == nil {
				continue
			}
			if _, known := held[d.Lake.Path]; !known {
				h := Held{Loaded: d}
				if err := x.hold(ctx, &h); err != nil {
					return nil, err
				}
				held[d.Lake.Path] = h.Rows+h.Cells > 0
			}
			holds = held[d.Lake.Path]
		}
		if holds {
			out = append(out, n)
		}
	}
	return out, nil
}
