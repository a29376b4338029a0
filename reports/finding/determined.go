package finding

import (
	"fmt"
	"strings"
)

// determined says of two dimensions of which each member of the one has one member of the
// other only, by their headers or here, in the table itself, which is the fine and which
// the coarse one. An association of the two would be complete by definition.
func determined(in Input, t table) (fine, coarse int, here, ok bool) {
	for i, d := range in.Dims {
		if d.Lookup != nil && d.Lookup.Within[in.Dims[1-i].Name] != "" {
			return i, 1 - i, false, true
		}
	}
	rows, columns := make([]int, len(t.counts)), make([]int, len(t.columns))
	for i, row := range t.counts {
		for j, n := range row {
			if n > 0 {
				rows[i]++
				columns[j]++
			}
		}
	}
	single := func(members []int) (used int, all bool) {
		all = true
		for _, n := range members {
			if n > 0 {
				used++
			}
			all = all && n < 2
		}
		return used, all
	}
	r, byRow := single(rows)
	c, byColumn := single(columns)
	switch {
	case r < 2 || c < 2: // no table at all
		return 0, 0, false, false
	case byRow:
		return 0, 1, true, true
	}
	return 1, 0, true, byColumn
}

// follows says that a dimension follows from another.
func (f Finding) follows(in Input, fine, coarse int, here bool) Finding {
	say := both(func(lang string) string {
		of := ""
		if here {
			of = pick(lang, "in deze cijfers ", "in these figures ")
		}
		return fmt.Sprintf(pick(lang, "per %s is er %[3]smaar één %[2]s: de ene indeling volgt uit de andere, en een samenhang ertussen zegt niets", "by %s there is %[3]sone %[2]s only: the one cut follows from the other, and an association of the two says nothing"),
			strings.ToLower(in.Dims[fine].Title(lang)), strings.ToLower(in.Dims[coarse].Title(lang)), of)
	})
	return f.impossible(in.Metric, say.NL, say.EN)
}
