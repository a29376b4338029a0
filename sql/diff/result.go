package diff

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Kind says why a figure changed.
type Kind string

// The reasons, in the order in which they are told.
const (
	MetricSQL Kind = "metric_sql" // the metric's own SELECT, rows, days or filter
	SQL       Kind = "sql"        // the SQL of a relation under it
	List      Kind = "list"       // a reference list under it
	ReadAgain Kind = "read_again" // the same bytes, read by another contract or correction
	Restated  Kind = "restated"   // a period or key told before, told otherwise
	Late      Kind = "late"       // not told before, of a day that earlier deliveries told about
	Removed   Kind = "removed"    // told before, and no more
	New       Kind = "new"        // of days that were not told about before
	Knowledge Kind = "knowledge"  // the day that is counted until: the knowledge date, or the last one that sources tell of
	Engine    Kind = "engine"
	Untraced  Kind = "untraced" // no row, SQL or list that changed explains it
)

var kinds = []Kind{MetricSQL, SQL, List, ReadAgain, Restated, Late, Removed, New, Knowledge, Engine, Untraced}

// Reason is one cause. What of it is known is filled in.
type Reason struct {
	Kind   Kind   `json:"kind"`
	Name   string `json:"name,omitempty"`    // relation, list or source/entity
	File   string `json:"file,omitempty"`    // export that the rows came with
	LoadID string `json:"load_id,omitempty"` // of that delivery
	Rows   int64  `json:"rows,omitempty"`    // 0 where it is not about rows
	Loose  bool   `json:"loose,omitempty"`   // the rows could not be tied to the period

	was, is int64 // rows as they were told and as they are told now; Rows is the larger
	later   bool  // the rows begin after the period
}

// Cell is one value that differs. Old and New are nil where there is no figure.
type Cell struct {
	Dims       []string `json:"dims"` // one for each of Result.By; none for the total
	On         string   `json:"on"`   // total, or the day of a stock; empty where a dimension tells the time
	Old        *float64 `json:"old"`
	New        *float64 `json:"new"`
	Difference *float64 `json:"difference"`
	// Definition is the part of Difference that is due to changed definitions: new
	// ones on the old deliveries. Nil where they did not change.
	Definition *float64 `json:"definition,omitempty"`
	Fresh      bool     `json:"fresh,omitempty"` // the older snapshot did not tell of the period yet
	Why        []Reason `json:"why"`
}

// Share gives the difference as a share of the old value; ok is false where there is
// nothing to divide by.
func (c Cell) Share() (share float64, ok bool) {
	if c.Difference == nil || c.Old == nil || *c.Old == 0 {
		return 0, false
	}
	return *c.Difference / math.Abs(*c.Old), true
}

// Figure is one metric that differs, or whose definition does.
type Figure struct {
	Metric  string `json:"metric"`
	TitleNL string `json:"title_nl"`
	Unit    string `json:"unit"`
	Kind    string `json:"kind"`
	// Definition are the changed definitions under it.
	Definition []Reason `json:"definition,omitempty"`
	// Retold is true when Old is not what the older snapshot would have given: it is
	// computed with today's definition on the old data.
	Retold bool `json:"retold,omitempty"`
	// Edited is true when the project's SQL of the metric is not that of the newer
	// snapshot: both values are computed with it.
	Edited bool   `json:"edited,omitempty"`
	Cells  []Cell `json:"cells"`
	// Beside are changed rows under it that no cell could be tied to.
	Beside []Reason `json:"beside,omitempty"`

	told, toldNow models.Date // days until which the sources tell, in either snapshot
	// Problem tells why there is nothing to compare with.
	Problem string `json:"problem,omitempty"`
	// Printed are the values in editions of the older snapshot; the caller, who
	// knows editions, fills them in.
	Printed []Printed `json:"printed,omitempty"`
}

// NewOnly tells whether nothing that the older snapshot told of the metric differs:
// there are values of periods that it could not tell of yet, and the total with them.
func (f *Figure) NewOnly() bool {
	if len(f.Definition) > 0 || f.Edited || f.Problem != "" {
		return false
	}
	fresh := false
	for _, c := range f.Cells {
		fresh = fresh || c.Fresh
		if !c.Fresh && (c.On != "total" || slices.ContainsFunc(c.Why, func(r Reason) bool { return r.Kind != New })) {
			return false
		}
	}
	return fresh
}

// Printed is a value as an edition prints it.
type Printed struct {
	Edition string  `json:"edition"`
	ID      string  `json:"figure"`
	Query   string  `json:"query"`
	Value   float64 `json:"value"`
}

// Side is a snapshot that is compared.
type Side struct {
	Snapshot int         `json:"snapshot"`
	KnownAt  models.Date `json:"known_at"`
	Engine   string      `json:"engine"`
}

// Delivery is a delivery that stands in one of the two only. Kind is new, read_again
// or removed.
type Delivery struct {
	Kind    Kind        `json:"kind"`
	Source  string      `json:"source"`
	Entity  string      `json:"entity"`
	File    string      `json:"file"`
	LoadID  string      `json:"load_id"`
	KnownAt models.Date `json:"known_at"`
	Kept    int64       `json:"kept"`
	About   string      `json:"about,omitempty"` // read again: contract or list, key, or correction; new: EarlierBytes
}

// EarlierBytes says that a delivery has the bytes that an export of its name had
// before: it was put back.
const EarlierBytes = "bytes of an earlier delivery"

// Result is what changed between two snapshots.
type Result struct {
	Older      Side       `json:"older"`
	Newer      Side       `json:"newer"`
	By         []string   `json:"by"`
	Deliveries []Delivery `json:"deliveries"`
	SQL        []string   `json:"sql"`        // relations whose own SQL changed
	MetricSQL  []string   `json:"metric_sql"` // metrics whose own SQL changed
	Lists      []string   `json:"lists"`      // reference lists that changed
	// ListRows has the rows in which they differ, where the older ones were kept.
	ListRows []ListRows `json:"list_rows,omitempty"`
	// Parameters are relations and metrics in whose SQL only a number of the list of
	// parameters changed.
	Parameters []string `json:"parameters,omitempty"`
	NewMetrics []string `json:"new_metrics"`  // not in the older one
	Gone       []string `json:"gone_metrics"` // not in the newer one
	Notes      []string `json:"notes"`
	Figures    []Figure `json:"figures"`
	Same       int      `json:"same"`    // computed on both, and equal
	Skipped    int      `json:"skipped"` // stand on the same rows and SQL: not computed
}

// ListRows are the rows of a reference list that stand in one of two versions only, as
// they are written there.
type ListRows struct {
	List    string   `json:"list"`
	Removed []string `json:"removed"`
	Added   []string `json:"added"`
}

// order puts figures that rows or definitions changed before those that are counted
// until another day only, each with the largest relative change of a period that both
// tell of first; then those without one by name.
func (r *Result) order() {
	later := func(f Figure) int {
		caused := slices.ContainsFunc(f.Cells, func(c Cell) bool {
			return !c.Fresh && slices.ContainsFunc(c.Why, func(w Reason) bool { return w.Kind != New && w.Kind != Knowledge })
		})
		if caused || len(f.Definition) > 0 {
			return 0
		}
		return 1
	}
	weight := func(f Figure) float64 {
		largest := -1.0
		for _, c := range f.Cells {
			if share, ok := c.Share(); ok && !c.Fresh {
				largest = max(largest, math.Abs(share))
			} else if !c.Fresh {
				largest = max(largest, 0)
			}
		}
		return largest
	}
	slices.SortFunc(r.Figures, func(a, b Figure) int {
		return cmp.Or(later(a)-later(b), cmp.Compare(weight(b), weight(a)), strings.Compare(a.Metric, b.Metric))
	})
}

// tidy puts reasons in their order and adds up those of one kind, file and name.
func tidy(all []Reason) []Reason {
	var out []Reason
	for _, r := range all {
		i := slices.IndexFunc(out, func(o Reason) bool {
			return o.Kind == r.Kind && o.Name == r.Name && o.LoadID == r.LoadID && o.Loose == r.Loose
		})
		if i < 0 {
			out = append(out, r)
		} else {
			out[i].was, out[i].is = out[i].was+r.was, out[i].is+r.is
		}
	}
	for i := range out {
		out[i].Rows = max(out[i].was, out[i].is)
	}
	slices.SortStableFunc(out, func(a, b Reason) int {
		return cmp.Or(slices.Index(kinds, a.Kind)-slices.Index(kinds, b.Kind), strings.Compare(a.Name, b.Name),
			cmp.Compare(b.Rows, a.Rows), strings.Compare(a.File, b.File), strings.Compare(a.LoadID, b.LoadID))
	})
	return out
}
