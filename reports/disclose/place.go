package disclose

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// timeFamily is the dimension of days, whatever the grain.
const timeFamily = "time"

// beginning is the first day of what has no first day, and endless the last of what has no
// last one.
const (
	beginning = "0001-01-01"
	endless   = "9999-12-30"
)

// unknown is what a member consists of that no row names.
const unknown = system.Nowhere

// Members tells of what the members of dimensions consist.
type Members interface {
	// Extents gives, for each dimension of the family of one, the finest codes that
	// each member holds on a division of the country; nothing for one that stands alone.
	Extents(ctx context.Context, dimension, division string) (map[string]map[string][]string, error)
}

// places finds where the cells of answers stand in their dimensions.
type places struct {
	project *models.Project
	members Members
	extents map[string]map[string]map[string][]string // by family and division
}

// node gives the node of some members of a dimension.
func (p *places) node(ctx context.Context, dimension, division string, codes ...string) (family string, n system.Node, err error) {
	family = p.project.Family(dimension)
	key := family + "\x00" + division
	extents, ok := p.extents[key]
	if !ok {
		if extents, err = p.members.Extents(ctx, dimension, division); err != nil {
			return "", n, err
		}
		p.extents[key] = extents
	}
	n.Level, n.Code = dimension+" "+division, codes[0]
	if len(codes) > 1 {
		n.Code = strings.Join(codes, "|")
		n.Level += " " + n.Code // sets of members overlap, each is a level of its own
	}
	for _, code := range codes {
		switch atoms := extents[dimension][code]; {
		case code == "":
			n.Atoms = append(n.Atoms, unknown)
		case atoms != nil:
			n.Atoms = append(n.Atoms, atoms...)
		default:
			n.Atoms = append(n.Atoms, code)
		}
	}
	slices.Sort(n.Atoms)
	n.Atoms = slices.Compact(n.Atoms)
	return family, n, nil
}

// nowhere tells whether a place is of those who have no member of a dimension.
func nowhere(at map[string]system.Node) bool {
	for _, n := range at {
		if len(n.Atoms) == 1 && n.Atoms[0] == unknown {
			return true
		}
	}
	return false
}

// narrow gives what two nodes of one dimension have in common.
func narrow(a, b system.Node) system.Node {
	common := make([]string, 0, len(a.Atoms))
	for _, atom := range a.Atoms {
		if _, found := slices.BinarySearch(b.Atoms, atom); found {
			common = append(common, atom)
		}
	}
	switch {
	case len(common) == len(a.Atoms):
		return a
	case len(common) == len(b.Atoms):
		return b
	}
	return system.Node{Level: a.Level + " and " + b.Level, Code: a.Code + " and " + b.Code, Atoms: common}
}

// at gives the place of each row of an answer.
func (p *places) at(ctx context.Context, r *models.MetricResult) ([]map[string]system.Node, error) {
	base := map[string]system.Node{}
	put := func(at map[string]system.Node, dimension string, codes ...string) error {
		family, n, err := p.node(ctx, dimension, r.Query.Geography, codes...)
		if err != nil {
			return err
		}
		if have, ok := at[family]; ok {
			n = narrow(have, n)
		}
		at[family] = n
		return nil
	}
	for _, f := range r.Query.Where {
		if err := put(base, f.Dimension, f.Values...); err != nil {
			return nil, err
		}
	}
	out := make([]map[string]system.Node, len(r.Rows))
	for i, row := range r.Rows {
		at := maps.Clone(base)
		at[timeFamily] = when(r, row)
		for j, d := range r.Dims {
			if d.Grain != "" {
				continue
			}
			if err := put(at, d.Name, row.Dims[j]); err != nil {
				return nil, err
			}
		}
		out[i] = at
	}
	return out, nil
}

// when gives the days that a row is about: of a stock one day.
func when(r *models.MetricResult, row models.MetricRow) system.Node {
	from, to := r.Query.From, r.Query.To
	for i, d := range r.Dims {
		if d.Grain == "" || row.Dims[i] == "" {
			continue
		}
		start := models.Date(row.Dims[i])
		end := start.PeriodEnd(d.Grain)
		from = max(from, start)
		if to == "" || end < to {
			to = end
		}
	}
	if r.Metric.Kind == "stock" {
		day := string(to)
		if r.Query.At != "" {
			day = string(r.Query.At)
		}
		return system.Node{Level: "day", Code: day, Atoms: []string{day}}
	}
	if at := r.Query.At; at != "" {
		to = at
		if r.Metric.At == "day" {
			from = at
		}
	}
	if from == "" {
		from = beginning
	}
	if from < r.First && r.First <= to {
		from = r.First // there was nothing before: two periods that begin before are one, as far as they go
	}
	if to == "" {
		to = endless
	}
	return system.Period(string(from), string(to.AddDays(1)))
}
