package finding

import (
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// unassigned says that what has no member is left out: it is no region beside the others,
// and what is not known goes together with what else is not known. of names the dimensions
// that it has no member of, and where, by their names, where it is instead. hidden: how many
// there are may not be told.
func (f *Finding) unassigned(n float64, hidden bool, of, where Text) {
	without := Text{"niet toegewezen", "are not assigned"}
	if of != (Text{}) {
		without = Text{"zonder waarde voor " + of.NL, "have no value for " + of.EN}
	}
	if where != (Text{}) {
		where = Text{": " + where.NL, ": " + where.EN}
	}
	switch {
	case hidden:
		f.caveat("Wat niet toegewezen is, telt niet mee.", "What is not assigned is left out.")
	case n == 1:
		f.caveat("1 "+without.NL+"; dat telt niet mee.", "1 "+strings.NewReplacer("are ", "is ", "have ", "has ").Replace(without.EN)+" and left out.")
	case n > 1:
		f.caveat(whole(n, "nl")+" "+without.NL+"; die tellen niet mee"+where.NL+".", whole(n, "en")+" "+without.EN+" and are left out"+where.EN+".")
	}
}

// lost names the dimensions of which some cell has no member.
func (in Input) lost() Text {
	return both(func(lang string) string {
		var names []string
		for i, d := range in.Dims {
			if slices.ContainsFunc(in.Cells, func(c Cell) bool { return c.Dims[i] == "" }) {
				names = append(names, strings.ToLower(d.Title(lang)))
			}
		}
		return strings.Join(names, pick(lang, " of ", " or "))
	})
}

// where says by the dimension that Apart has more where what has no member is: of the whole
// country by province that is mostly in the other regions. weigh gives what a cell counts for.
func (in Input) where(weigh func(Cell) float64) Text {
	if in.Apart == nil {
		return Text{}
	}
	last := len(in.Apart.Dims) - 1
	var codes []string
	n := map[string]float64{}
	for _, c := range in.Apart.Cells {
		if !c.Known || !nowhere(c.Dims[:last]) || weigh(c) == 0 {
			continue
		}
		if n[c.Dims[last]] == 0 {
			codes = append(codes, c.Dims[last])
		}
		n[c.Dims[last]] += weigh(c)
	}
	return both(func(lang string) string {
		items := make([]string, len(codes))
		for i, code := range codes {
			items[i] = whole(n[code], lang) + " " + in.Apart.name(last, code).In(lang)
		}
		return list(items, lang)
	})
}

// nowhere tells that a cell or group has no member of a dimension that it is cut by.
func nowhere(dims []string) bool { return slices.Contains(dims, "") }

// assigned leaves out the groups of what has no member, and says how many that are.
func (f *Finding) assigned(m *models.Metric, groups []Group) []Group {
	var in []Group
	n, hidden := 0.0, false
	var of, where Text
	for _, g := range groups {
		if !nowhere(g.Cell.Dims) {
			in = append(in, g)
			continue
		}
		of, where = g.of, g.lying
		hidden = hidden || g.Uncounted || g.Cell.Hidden
		if g.Sample != nil {
			n += float64(g.Sample.Size())
		} else if g.Cell.Known {
			n += units(m)(g.Cell)
		}
	}
	f.unassigned(n, hidden, of, where)
	return in
}

// units gives how many units a cell of a share or rate is about.
func units(m *models.Metric) func(Cell) float64 {
	if m.OfWhole() {
		return func(c Cell) float64 { return c.Whole }
	}
	return func(c Cell) float64 { return c.Part }
}
