package diff

import (
	"context"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
)

// definitions lists what changed in SQL and lists.
func (c *comparison) definitions(out *Result) {
	older, newer := c.o.Older, c.o.Newer
	hashes := func(m *models.Manifest) map[string]string {
		out := map[string]string{}
		for _, t := range m.Tables {
			out[t.Name] = t.SQL
		}
		return out
	}
	before := hashes(older)
	unknown := false
	for _, t := range newer.Tables {
		was, there := before[t.Name]
		switch {
		case there && (was == "" || t.SQL == ""):
			unknown = true
		case !there || was != t.SQL:
			out.SQL = append(out.SQL, t.Name)
		}
	}
	if unknown {
		out.Notes = append(out.Notes, "one of the snapshots was made before the SQL of relations was kept apart: which of them changed is not known")
	}
	out.Lists = changedNames(files(older.Reference), files(newer.Reference))
	was, is := map[string]string{}, map[string]string{}
	for _, m := range older.Metrics {
		was[m.Name] = m.SHA256
	}
	for _, m := range newer.Metrics {
		is[m.Name] = m.SHA256
		if had, ok := was[m.Name]; !ok {
			out.NewMetrics = append(out.NewMetrics, m.Name)
		} else if had != m.SHA256 {
			out.MetricSQL = append(out.MetricSQL, m.Name)
		}
	}
	for _, m := range older.Metrics {
		if _, ok := is[m.Name]; !ok {
			out.Gone = append(out.Gone, m.Name)
		}
	}
	slices.Sort(out.SQL)
	c.listRows(out)
	c.parameters(out)
	if older.Engine != newer.Engine {
		out.Notes = append(out.Notes, "the engine changed: "+older.Engine+", now "+newer.Engine)
	}
}

func files(all []models.ReferenceFile) map[string]string {
	out := map[string]string{}
	for _, f := range all {
		out[f.Name] = f.SHA256
	}
	return out
}

// changedNames gives the names, sorted, that do not have the same content in both.
func changedNames(a, b map[string]string) []string {
	out := []string{}
	for name := range b {
		if a[name] != b[name] {
			out = append(out, name)
		}
	}
	for name := range a {
		if _, ok := b[name]; !ok {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// deliveries lists those that stand in one snapshot only.
func (c *comparison) deliveries() []Delivery {
	// An export with the bytes that it had before the last ones is delivered once more,
	// and not read again: its place in the order of arrival is another one.
	type name struct {
		source, entity, file, sum string
		sequence                  int
	}
	of := func(d models.Loaded) name { return name{d.Source, d.Entity, d.Name, d.SHA256, d.Sequence} }
	bytes := func(d models.Loaded) name { return name{d.Source, d.Entity, d.Name, d.SHA256, 0} }
	before, ids, after := map[name]models.Loaded{}, map[string]bool{}, map[name]bool{}
	first := map[name]int{} // place of the first delivery of the same bytes
	for _, d := range c.o.Older.Deliveries {
		before[of(d)], ids[d.LoadID] = d, true
	}
	for _, d := range slices.Concat(c.o.Older.Deliveries, c.o.Newer.Deliveries) {
		if had, ok := first[bytes(d)]; !ok || d.Sequence < had {
			first[bytes(d)] = d.Sequence
		}
	}
	out := []Delivery{}
	add := func(d models.Loaded, kind Kind, about string) {
		told := Delivery{kind, d.Source, d.Entity, d.Name, d.LoadID, d.KnownAt, d.Kept, about}
		out, c.loads[d.LoadID] = append(out, told), told
	}
	for _, d := range c.o.Newer.Deliveries {
		after[of(d)] = true
		was, again := before[of(d)]
		switch {
		case ids[d.LoadID]:
			if _, ok := c.loads[d.LoadID]; !ok {
				c.loads[d.LoadID] = Delivery{Source: d.Source, Entity: d.Entity, File: d.Name, LoadID: d.LoadID, KnownAt: d.KnownAt, Kept: d.Kept}
			}
		case !again && first[bytes(d)] < d.Sequence:
			add(d, New, EarlierBytes)
		case !again:
			add(d, New, "")
		case was.Contract != d.Contract:
			add(d, ReadAgain, "contract or list")
			c.again[was.LoadID] = d.LoadID
		case was.KeyVersion != d.KeyVersion:
			add(d, ReadAgain, "key")
			c.again[was.LoadID] = d.LoadID
		default:
			add(d, ReadAgain, "correction")
			c.again[was.LoadID] = d.LoadID
		}
	}
	for i, d := range c.o.Newer.Deliveries {
		if d.Replaced() {
			for _, by := range c.o.Newer.Deliveries[i+1:] {
				if by.Source == d.Source && by.Entity == d.Entity && by.Name == d.Name && by.Delivered() {
					c.mended[d.LoadID] = by.LoadID
				}
			}
		}
	}
	for _, d := range c.o.Older.Deliveries {
		if !after[of(d)] {
			add(d, Removed, "")
		}
	}
	return out
}

// below gives all that stands under a metric in either snapshot, itself left out.
func (c *comparison) below(metric string) []string {
	reads := map[string][]string{}
	for name, in := range c.inputs.Relations {
		reads[name] = append(reads[name], in...)
	}
	for _, m := range []*models.Manifest{c.o.Older, c.o.Newer} {
		for _, t := range m.Tables {
			reads[t.Name] = append(reads[t.Name], t.Inputs...)
		}
	}
	var out []string
	seen := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		if seen[name] {
			return
		}
		seen[name] = true
		out = append(out, name)
		for _, in := range reads[name] {
			visit(in)
		}
	}
	for _, in := range c.inputs.Metrics[metric] {
		visit(in)
	}
	slices.Sort(out)
	return out
}

// defined gives the changed definitions under a metric.
func (c *comparison) defined(r *Result, metric string, below []string) []Reason {
	var out []Reason
	if slices.Contains(r.MetricSQL, metric) {
		out = append(out, Reason{Kind: MetricSQL, Name: metric})
	}
	if slices.ContainsFunc(append(slices.Clone(below), metric), func(name string) bool { return slices.Contains(r.Parameters, name) }) {
		out = append(out, Reason{Kind: List, Name: models.ParameterList})
	}
	for _, name := range below {
		if slices.Contains(r.SQL, name) {
			out = append(out, Reason{Kind: SQL, Name: name})
		}
		if list, ok := strings.CutPrefix(name, "ref."); ok && slices.Contains(r.Lists, list) {
			out = append(out, Reason{Kind: List, Name: list})
		}
	}
	return tidy(out)
}

// change is what moved in the rows of one entity under a metric.
type change struct {
	entity *models.Entity
	exact  bool
	rows   []moved
}

// rowsBelow gives the changed rows under a metric, of entities with other deliveries.
func (c *comparison) rowsBelow(ctx context.Context, m *models.Metric, below []string) ([]change, error) {
	var out []change
	done := map[string]bool{}
	for _, name := range below {
		e, ok := raw.EntityOf(c.project, name)
		if !ok || done[e.Key()] || !c.touched[e.Key()] {
			continue
		}
		done[e.Key()] = true
		from, until, exact := c.dates(e, m)
		rows, err := c.rowsOf(ctx, e, from, until)
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			out = append(out, change{e, exact, rows})
		}
	}
	return out, nil
}

// reasons are the changed rows that a cell may stand on. first and last are the months
// of its period, "" for all time. Those that no date ties to it are told row by row.
func (c *comparison) reasons(m *models.Metric, changes []change, first, last string) (tied, loose []Reason) {
	for _, ch := range changes {
		for _, row := range ch.rows {
			r := Reason{Kind: row.kind, Name: ch.entity.Key(), LoadID: row.load, File: c.loads[row.load].File, Loose: !ch.exact && first != "", was: row.was, is: row.is}
			in := first == "" || row.from != "" && row.from >= first && row.from <= last
			if m.Kind == "stock" && ch.exact && first != "" {
				in = row.from <= last && (row.until == "" || row.until >= first)
			}
			switch {
			case !ch.exact:
				r.later = last != "" && row.from > last
				loose = append(loose, r)
			case in:
				tied = append(tied, r)
			}
		}
	}
	return tidy(tied), loose
}

// nearest leaves of reasons that no date ties to a cell those that are likely: of what the
// metric says that it is about, and for a stock of rows that had begun. Where that leaves
// none, all of them stay; what is left out is told beside the figure.
func nearest(m *models.Metric, all []Reason) []Reason {
	for _, likely := range []func(Reason) bool{
		func(r Reason) bool { return slices.Contains(m.Sources, r.Name) },
		func(r Reason) bool { return m.Kind != "stock" || !r.later },
	} {
		if some := slices.DeleteFunc(slices.Clone(all), func(r Reason) bool { return !likely(r) }); len(some) > 0 {
			all = some
		}
	}
	return all
}

// elsewhere are the deliveries under a metric, where no live row tells why a cell
// changed: a list before the last one counts for its own days only.
func (c *comparison) elsewhere(below []string) []Reason {
	out := []Reason{}
	for _, name := range below {
		e, ok := raw.EntityOf(c.project, name)
		if !ok || !c.touched[e.Key()] {
			continue
		}
		for _, d := range c.loads {
			kind := d.Kind
			if kind == "" || d.Source+"/"+d.Entity != e.Key() || slices.ContainsFunc(out, func(r Reason) bool { return r.LoadID == d.LoadID }) {
				continue // stands in both, or is told already
			}
			if kind == New {
				kind = Late // what it tells of was told about by others
			}
			out = append(out, Reason{Kind: kind, Name: e.Key(), File: d.File, LoadID: d.LoadID, Loose: true, was: d.Kept, is: d.Kept})
		}
	}
	return tidy(out)
}

// months gives the first days of the first and last month of the period of a cell; ""
// when it has no dimension of time.
func (c *comparison) months(dims []string) (first, last string, start models.Date) {
	for i, d := range dims {
		if slices.Contains(models.TimeGrains, c.o.By[i]) && d != "" {
			start = models.Date(d)
			next := scope.Periods(start, start.AddDays(400), c.o.By[i])
			return string(start.MonthStart()), string(next[1].AddDays(-1).MonthStart()), start
		}
	}
	return "", "", ""
}

// beyond tells whether the older snapshot could not tell of a period yet: a flow that
// begins after what it covers, a stock on a day after it.
func (c *comparison) beyond(m *models.Metric, start, told models.Date) bool {
	if m.Kind != "stock" {
		return start > told
	}
	return c.lastDay(start) > c.older.KnownAt()
}

// toldLater gives the reason of a stock on a day that the older sources did not tell of yet:
// it was as on their last day, and what was forgotten since counted still.
func (c *comparison) toldLater(m *models.Metric, cell *Cell, f *Figure) (Reason, bool) {
	day := models.Date(cell.On)
	if _, _, start := c.months(cell.Dims); start != "" {
		day = c.lastDay(start)
	}
	if m.Kind != "stock" || f.told == f.toldNow || f.told == "" || day <= f.told {
		return Reason{}, false
	}
	return Reason{Kind: Knowledge, Name: string(f.toldNow) + " instead of " + string(f.told)}, true
}

// goesOn tells whether a flow counts cases that last until the day that its exports tell of,
// and that day is another one: an open case waits longer though no row of it changed. Rows
// that no date ties to the cell are then one possible reason, and the day another.
func (c *comparison) goesOn(m *models.Metric, f *Figure, below []string) bool {
	return m.Kind == "flow" && f.told != "" && f.told != f.toldNow &&
		slices.ContainsFunc(below, func(name string) bool { return strings.HasPrefix(name, "raw.") && strings.HasSuffix(name, "__told") })
}

// lastDay gives the last day of the period that a cell begins with, as far as the newer
// snapshot knows it.
func (c *comparison) lastDay(start models.Date) models.Date {
	for _, by := range c.o.By {
		if slices.Contains(models.TimeGrains, by) {
			return min(scope.Periods(start, start.AddDays(400), by)[1].AddDays(-1), c.newer.KnownAt())
		}
	}
	return start
}
