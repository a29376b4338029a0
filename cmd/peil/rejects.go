package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/etl/supplier"
	"github.com/vlot-evaluatie/peil/internal/book"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// chosen says which deliveries a command is about, and which rule.
type chosen struct{ source, entity, file, rule string }

// flags adds what rejects and retry share.
func (c *chosen) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&c.source, "source", "", "only this source")
	f.StringVar(&c.entity, "entity", "", "only this entity, as ENTITY or SOURCE/ENTITY")
	f.StringVar(&c.file, "file", "", "only files with this name, or that this pattern names")
}

// resolve reads SOURCE/ENTITY, from the argument and from the flags, and refuses
// names that the project does not have.
func (c *chosen) resolve(p *models.Project, args []string) error {
	if len(args) == 1 {
		source, entity, _ := strings.Cut(args[0], "/")
		if c.source != "" || entity != "" && c.entity != "" {
			return usage(args[0], "is given beside --source or --entity", "give one of them")
		}
		c.source = source
		if entity != "" {
			c.entity = entity
		}
	}
	if source, entity, ok := strings.Cut(c.entity, "/"); ok {
		if c.source != "" && c.source != source {
			return usage("--entity "+c.entity, "is not of source "+c.source, "give one of them")
		}
		c.source, c.entity = source, entity
	}
	if c.source != "" {
		if _, err := p.Source(c.source); err != nil {
			return err
		}
	}
	var names []string
	for _, s := range p.Sources {
		for i := range s.Entities {
			if c.source == "" || s.Name == c.source {
				names = append(names, s.Entities[i].Name)
			}
		}
	}
	if c.entity != "" && !slices.Contains(names, c.entity) {
		return usage(fmt.Sprintf("entity %q", c.entity), "is not known here", models.DidYouMean(c.entity, names))
	}
	return nil
}

// of tells whether a delivery is among those that are meant.
func (c *chosen) of(d models.Loaded) bool {
	return (c.source == "" || d.Source == c.source) && (c.entity == "" || d.Entity == c.entity) &&
		(c.file == "" || d.Name == c.file || len(pull.Match([]string{c.file}, []pull.Item{{Name: d.Name}})) > 0)
}

// words names what is meant, " in ..." for a sentence; "" for all.
func (c *chosen) words() string {
	var out []string
	for _, part := range [][2]string{{"source", c.source}, {"entity", c.entity}, {"file", c.file}, {"rule", c.rule}} {
		if part[1] != "" {
			out = append(out, part[0]+" "+part[1])
		}
	}
	if len(out) == 0 {
		return ""
	}
	return " in " + strings.Join(out, ", ")
}

type rejectsOptions struct {
	chosen
	format, out, to string
	limit           int
	all             bool // files that came again under the same name, too
	warned          bool // list warnings of rows that count, in place of rejects
}

func (a *app) rejectsCommand() *cobra.Command {
	var o rejectsOptions
	cmd := &cobra.Command{
		Use:   "rejects [SOURCE[/ENTITY]]",
		Short: "List what was rejected, and make what goes back to the supplier",
		Long: `Lists rejected rows with file, line, column, rule and reason, and the files that
were refused whole with every reason. Values of protected columns are masked.

With --for supplier it makes the workbook that goes back: the rows as they were
sent, all their columns, what is wrong marked, and reasons in Dutch.

  peil rejects
  peil rejects question_log --rule date
  peil rejects housing_tool/placements --format csv --limit 0
  peil rejects --warned
  peil rejects housing_tool --for supplier --out terug.xlsx`,
		Args: mostArgs(1, "at most one SOURCE or SOURCE/ENTITY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.loadProject()
			if err != nil {
				return err
			}
			if err := o.resolve(p, args); err != nil {
				return err
			}
			m, err := a.manifest(0)
			if err != nil {
				return err
			}
			if err := o.settle(cmd, a.json); err != nil {
				return err
			}
			if o.to == "supplier" && inside(o.out, a.data) {
				return usage("--out "+o.out, "lies in the data folder, which others read and copy, and has what the supplier sent, personal data too", "name a place outside it")
			}
			if o.to == "supplier" {
				return a.giveBack(cmd.Context(), p, m, &o)
			}
			return a.listRejects(cmd.Context(), m, &o)
		},
	}
	o.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.rule, "rule", "", "only this rule")
	f.StringVar(&o.format, "format", "", "table, csv, xlsx, json or markdown; by the ending of --out, else table")
	f.StringVar(&o.out, "out", "", "write to this file, which only you can read")
	f.StringVar(&o.to, "for", "", "supplier: what goes back to the supplier, xlsx or csv")
	f.BoolVar(&o.warned, "warned", false, "list the rows that count but have a warning")
	f.BoolVar(&o.all, "all", false, "also files that came again since, under the same name")
	f.IntVar(&o.limit, "limit", 200, "how many reasons at the most; 0 is all")
	return cmd
}

func (o *rejectsOptions) title() string {
	if o.warned {
		return "Warnings"
	}
	return "Rejects"
}

// settle fills in the format and refuses what does not go together.
func (o *rejectsOptions) settle(cmd *cobra.Command, json bool) error {
	ending := strings.TrimPrefix(strings.ToLower(filepath.Ext(o.out)), ".")
	switch {
	case o.to != "" && o.to != "supplier":
		return usage("--for "+o.to, "is not known", "write --for supplier")
	case o.to != "" && o.out == "":
		return usage("--for supplier", "wants a file", "say where it goes: --out terug.xlsx")
	case o.to != "" && o.warned:
		return usage("--warned", "does not go with --for supplier: what goes back are the rows that are not in", "take one of them out")
	case o.limit < 0:
		return usage(fmt.Sprintf("--limit %d", o.limit), "is less than none", "give a whole number; 0 is all")
	case o.to != "" && cmd.Flags().Changed("limit"):
		return usage("--limit", "does not go with --for supplier: half of what is wrong is not what a supplier needs", "take it out")
	}
	if o.format == "" {
		switch {
		case ending == "xlsx" || ending == "csv" || ending == "json":
			o.format = ending
		case ending == "md":
			o.format = "markdown"
		case o.to != "":
			o.format = "xlsx"
		case json:
			o.format = "json"
		default:
			o.format = "table"
		}
	}
	switch want := append(slices.Clone(formats), "xlsx"); {
	case !slices.Contains(want, o.format):
		return usage("--format "+o.format, "is not a format", "want one of "+strings.Join(want, ", "))
	case o.to != "" && o.format != "xlsx" && o.format != "csv":
		return usage("--format "+o.format, "is nothing that a supplier works with", "want xlsx or csv")
	case o.format == "xlsx" && o.out == "":
		return usage("--format xlsx", "wants a file", "say where it goes: --out geweigerd.xlsx")
	}
	// A list that goes to a file is not cut for a screen.
	if o.out != "" && !cmd.Flags().Changed("limit") {
		o.limit = 0
	}
	return nil
}

// private writes a file that only its owner can read, whole or not at all.
func private(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // with mode 0600
	if err != nil {
		return cannotWrite("--out", path, err)
	}
	if err = errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return errors.Join(cannotWrite("--out", path, err), os.Remove(f.Name()))
	}
	return nil
}

// listRejects lists what a snapshot rejected.
func (a *app) listRejects(ctx context.Context, m *models.Manifest, o *rejectsOptions) error {
	t, sum, err := a.rejected(ctx, m, o)
	if err != nil {
		return err
	}
	if o.format == "csv" {
		for i, row := range t.rows {
			t.rows[i] = book.Guard(row)
		}
	}
	said := a.diag // what is not the result, unless people read it
	if o.format == "table" && o.out == "" {
		said = a.out
	}
	switch {
	case sum.reasons == 0 && said == a.out: // a table without rows says less than the sentence below
	case o.out == "":
		err = t.write(a.out, o.format)
	case o.format == "xlsx":
		err = private(o.out, func(w io.Writer) error {
			left, err := supplier.Sheet(w, o.title(), []string{fmt.Sprintf("%s, snapshot %d. Values of protected columns are masked.", o.title(), m.Snapshot)}, t.columns, t.rows)
			if left > 0 && !a.quiet {
				fmt.Fprintf(a.diag, "%s reasons do not fit in one sheet; choose with --entity or --file\n", grouped(int64(left)))
			}
			return err
		})
	default:
		err = private(o.out, func(w io.Writer) error { return t.write(w, o.format) })
	}
	if err == nil && !a.quiet {
		_, err = fmt.Fprintln(said, sum.words(o, len(t.rows)))
	}
	return err
}

// rejectSum counts what was rejected, whatever part of it is listed.
type rejectSum struct {
	reasons, whole int64    // all, and those about files as a whole
	rows, waiting  int64    // rows with a reason, and good ones in files that are refused whole
	replaced       int      // files with rejects that came again since, and are left out
	files          int      // with a rejected row
	refused        []string // files that are refused whole
}

func (s rejectSum) words(o *rejectsOptions, listed int) string {
	replaced := ""
	if s.replaced > 0 {
		replaced = fmt.Sprintf(" · %s with rejects that came again since left out (--all)", counted(s.replaced, "file"))
	}
	switch {
	case s.reasons == 0 && o.warned:
		return "no row has a warning" + o.words()
	case s.reasons == 0:
		return "nothing is rejected" + o.words() + replaced
	}
	var parts []string
	if o.warned {
		parts = append(parts, fmt.Sprintf("%s on %s in %s", counted(int(s.reasons), "warning"), counted(int(s.rows), "row"), counted(s.files, "file")))
	} else if s.rows > 0 {
		parts = append(parts, fmt.Sprintf("%s of %s in %s", counted(int(s.reasons-s.whole), "reason"), counted(int(s.rows), "rejected row"), counted(s.files, "file")))
	}
	if n := len(s.refused); n > 0 {
		part := fmt.Sprintf("%s refused whole, for %s", counted(n, "file"), counted(int(s.whole), "reason"))
		if s.waiting > 0 {
			part += fmt.Sprintf("; good rows held back with them: %s (--rule quarantine)", grouped(s.waiting))
		}
		parts = append(parts, part)
	}
	out := strings.Join(parts, " · ") + replaced
	if int64(listed) < s.reasons {
		out += fmt.Sprintf(" · %s shown; --limit 0 shows all", grouped(int64(listed)))
	}
	return out
}

func nameOf(d models.Loaded) string { return d.Source + "/" + d.Entity + "\x00" + d.Name }

// lastOfName gives for each name of a file the number of its last delivery.
func lastOfName(all []models.Loaded) map[string]int {
	last := map[string]int{}
	for _, d := range all {
		last[nameOf(d)] = max(last[nameOf(d)], d.Sequence)
	}
	return last
}

// rejected reads what a snapshot rejected, or warns of, by file, line and column. What is said
// of a file as a whole comes before what is said of its rows.
func (a *app) rejected(ctx context.Context, m *models.Manifest, o *rejectsOptions) (*table, rejectSum, error) {
	t := &table{columns: []string{"file", "line", "column", "rule", "reason", "seen"}, right: []bool{false, true, false, false, false, false}}
	var sum rejectSum
	var files, places, lines []string
	last := lastOfName(m.Deliveries)
	for i, d := range m.Deliveries {
		if !o.of(d) {
			continue
		}
		if !o.all && !o.warned && last[nameOf(d)] != d.Sequence {
			if d.Rejected > 0 || d.Quarantine != "" {
				sum.replaced++
			}
			continue
		}
		listed := d.Rejects
		if o.warned {
			listed = d.Warnings
		}
		if d.Quarantine != "" && !o.warned && (o.rule == "" || o.rule == "quarantine") {
			sum.refused, sum.whole = append(sum.refused, d.Name), sum.whole+int64(strings.Count(d.Quarantine, "\n")+1)
			for n, line := range strings.Split(d.Quarantine, "\n") {
				lines = append(lines, fmt.Sprintf("(%s, null, %d, %d, '', 'quarantine', %s, '')", duck.Quote(d.Name), i, n-math.MaxInt32, duck.Quote(strings.TrimPrefix(line, d.Name+": "))))
			}
		}
		if listed != nil {
			files = append(files, duck.Quote(filepath.Join(a.data, filepath.FromSlash(listed.Path))))
			places = append(places, fmt.Sprintf("(%s, %d)", duck.Quote(d.LoadID), i))
		}
	}
	var parts []string
	if len(lines) > 0 {
		parts = append(parts, "select * from (values "+strings.Join(lines, ", ")+") as v")
	}
	if len(files) > 0 {
		// The place keeps files of one name apart that came after each other.
		parts = append(parts, "select file_name, r._load_id, p.place, line, coalesce(column_name, ''), rule, reason, coalesce(seen, '') from read_parquet(["+strings.Join(files, ", ")+"]) as r"+
			" join (values "+strings.Join(places, ", ")+") as p(load, place) on p.load = r._load_id")
	}
	if len(parts) == 0 {
		return t, sum, nil
	}
	db, err := duck.Open(ctx, duck.Options{Memory: models.DefaultMemory})
	if err != nil {
		return nil, sum, err
	}
	defer db.Close()
	from := "from (" + strings.Join(parts, " union all ") + ") as r(file_name, load, place, line, column_name, rule, reason, seen)"
	where := " where rule <> 'quarantine' or line < 0"
	if o.rule != "" {
		where = " where rule = " + duck.Quote(o.rule)
	}
	const rows = "count(distinct (load, line)) filter (where line > 0)"
	err = db.QueryRowContext(ctx, "select count(*), "+rows+", count(distinct load) filter (where line > 0) "+from+where).Scan(&sum.reasons, &sum.rows, &sum.files)
	if err == nil && o.rule == "" {
		err = db.QueryRowContext(ctx, "select "+rows+" "+from+" where rule = 'quarantine'").Scan(&sum.waiting)
	}
	if err != nil {
		return nil, sum, fmt.Errorf("count rejects: %w", err)
	}
	query := "select file_name, case when line > 0 then cast(line as varchar) else '' end, column_name, rule, reason, seen " + from + where +
		" order by file_name, place, line, column_name, rule, reason"
	if o.limit > 0 {
		query += fmt.Sprintf(" limit %d", o.limit)
	}
	found, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, sum, fmt.Errorf("read rejects: %w", err)
	}
	defer found.Close()
	for found.Next() {
		cells := make([]string, len(t.columns))
		targets := make([]any, len(cells))
		for i := range cells {
			targets[i] = &cells[i]
		}
		if err := found.Scan(targets...); err != nil {
			return nil, sum, fmt.Errorf("read rejects: %w", err)
		}
		t.add(cells...)
	}
	return t, sum, found.Err()
}
