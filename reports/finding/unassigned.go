package finding

import (
	"slices"

	"github.com/vlot-evaluatie/peil/models"
)

// unassigned says that what has no member is left out: it is no region beside the others,
// and what is not known goes together with what else is not known. hidden: how many there
// are may not be told.
func (f *Finding) unassigned(n float64, hidden bool) {
	switch {
	case hidden:
		f.caveat("Wat niet toegewezen is, telt niet mee.", "What is not assigned is left out.")
	case n == 1:
		f.caveat("1 niet toegewezen; dat telt niet mee.", "1 is not assigned and left out.")
	case n > 1:
		f.caveat(whole(n, "nl")+" niet toegewezen; die tellen niet mee.", whole(n, "en")+" are not assigned and left out.")
	}
}

// nowhere tells that a cell or group has no member of a dimension that it is cut by.
func nowhere(dims []string) bool { return slices.Contains(dims, "") }

// assigned leaves out the groups of what has no member, and says how many that are.
func (f *Finding) assigned(m *models.Metric, groups []Group) []Group {
	var in []Group
	n, hidden := 0.0, false
	for _, g := range groups {
		if !nowhere(g.Cell.Dims) {
			in = append(in, g)
			continue
		}
		hidden = hidden || g.Uncounted || g.Cell.Hidden
		switch {
		case g.Sample != nil:
			n += float64(g.Sample.Size())
		case g.Cell.Known && m.OfWhole():
			n += g.Cell.Whole
		case g.Cell.Known:
			n += g.Cell.Part
		}
	}
	f.unassigned(n, hidden)
	return in
}
