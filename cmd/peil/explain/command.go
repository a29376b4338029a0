package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// command writes what gives the same numbers again: peil metric, or peil analyse where
// the values are no cells of the metric but points of a curve. A sentence of a page is
// an analysis of the cells that are its values.
func (x *gathering) command() {
	c := x.c
	if x.manifest != nil {
		c.Snapshot.Latest = x.manifest.KnownAt
	}
	lang := ""
	if c.Page != nil && c.Page.Lang == "en" {
		lang = " --lang en"
	}
	c.Command = "peil metric " + c.Query.Arguments() + x.same()
	if days := x.days(); len(days) > 0 {
		c.Command = "peil analyse " + c.Query.Arguments() + " --kind survival --days " + strings.Join(days, ",") + lang + x.same()
	}
	if x.analysis != "" {
		c.Analysis = "peil analyse " + x.analysis + lang + x.same()
	}
}

// days are the points of a curve of waits that a figure shows, in order; none for other
// figures.
func (x *gathering) days() []string {
	at := slices.Index(x.dims, disclose.DaysName)
	if at < 0 || slices.Contains(x.c.Query.By, disclose.DaysName) {
		return nil
	}
	var out []string
	for _, row := range x.c.Values {
		out = append(out, row.Dims[at])
	}
	number := func(text string) float64 { v, _ := strconv.ParseFloat(text, 64); return v }
	slices.SortFunc(out, func(a, b string) int { return cmp.Compare(number(a), number(b)) })
	return slices.Compact(out)
}

// same are the flags by which a command looks at the same data.
func (x *gathering) same() string {
	out := ""
	if x.manifest != nil {
		out += fmt.Sprintf(" --snapshot %d", x.manifest.Snapshot)
	}
	if x.c.Snapshot.Latest != x.known {
		out += " --as-of " + string(x.known)
	}
	if x.Flags != "" {
		out += " " + x.Flags
	}
	return out
}
