package main

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"strings"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

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
		replaced = fmt.Sprintf(" · %s with rejects that came again since left out (--all)", prose.Counted(s.replaced, "file"))
	}
	switch {
	case s.reasons == 0 && o.warned:
		return "no row has a warning" + o.words()
	case s.reasons == 0:
		return "nothing is rejected" + o.words() + replaced
	}
	var parts []string
	if o.warned {
		parts = append(parts, fmt.Sprintf("%s on %s in %s", prose.Counted(int(s.reasons), "warning"), prose.Counted(int(s.rows), "row"), prose.Counted(s.files, "file")))
	} else if s.rows > 0 {
		parts = append(parts, fmt.Sprintf("%s of %s in %s", prose.Counted(int(s.reasons-s.whole), "reason"), prose.Counted(int(s.rows), "rejected row"), prose.Counted(s.files, "file")))
	}
	if n := len(s.refused); n > 0 {
		part := fmt.Sprintf("%s refused whole, for %s", prose.Counted(n, "file"), prose.Counted(int(s.whole), "reason"))
		if s.waiting > 0 {
			part += fmt.Sprintf("; good rows held back with them: %s (--rule quarantine)", prose.Grouped(s.waiting))
		}
		parts = append(parts, part)
	}
	out := strings.Join(parts, " · ") + replaced
	if int64(listed) < s.reasons {
		out += fmt.Sprintf(" · %s shown; --limit 0 shows all", prose.Grouped(int64(listed)))
	}
	return out
}

// keyColumn is the place of the key of a row among the columns of the list.
const keyColumn = 2

// keyParts stands between the columns of a key of several.
const keyParts = " · "

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
	t := &table{columns: []string{"file", "line", "key", "column", "rule", "reason", "seen"}, right: []bool{false, true, false, false, false, false, false}}
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
				lines = append(lines, fmt.Sprintf("(%s, null, %d, %d, '', '', 'quarantine', %s, '')", duck.Quote(d.Name), i, n-math.MaxInt32, duck.Quote(strings.TrimPrefix(line, d.Name+": "))))
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
		// Only files about lists have the keys of rows.
		parts = append(parts, "select file_name, r._load_id, p.place, line, coalesce(array_to_string(row_key, '"+keyParts+"'), ''), coalesce(column_name, ''), rule, reason, coalesce(seen, '')"+
			" from (select cast(null as varchar[]) as row_key where false union all by name from read_parquet(["+strings.Join(files, ", ")+"], union_by_name = true)) as r"+
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
	from := "from (" + strings.Join(parts, " union all ") + ") as r(file_name, load, place, line, key, column_name, rule, reason, seen)"
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
	query := "select file_name, case when line > 0 then cast(line as varchar) else '' end, key, column_name, rule, reason, seen " + from + where +
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
