package conformance

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
	"github.com/vlot-evaluatie/peil/reports/disclose/protect"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// hiding is a test table whose counts up to most are withheld.
type hiding struct {
	*testTable
	most  int64
	zeros bool // are withheld too, and a reader knows that they may be
}

// suppression hides the counts up to most, and what would give them away. A table
// without a zero is tried twice where the reference withheld zeros: a reader who knows
// that they are printed knows more.
func (r *disclosureRun) suppression(most int64) error {
	zero := slices.Index(r.table.values, 0)
	if strings.HasSuffix(r.name, "_zerosfree") || zero >= 0 && r.table.lines[zero]["primary"] != "TRUE" {
		return r.hide(&hiding{testTable: r.table, most: most})
	}
	if err := r.hide(&hiding{testTable: r.table, most: most, zeros: true}); err != nil || zero >= 0 {
		return err
	}
	told := *r
	told.name += "_zeros_told"
	return told.hide(&hiding{testTable: r.table, most: most})
}

func (r *disclosureRun) hide(h *hiding) error {
	lines := make([]int, len(h.lines))
	for i := range lines {
		lines[i] = i
	}
	hidden, err := h.choose(lines)
	if err != nil {
		return err
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] }) //nolint:gosec // any other order will do
	shuffled, err := h.choose(lines)
	if err != nil {
		return err
	}
	ours, err := h.attack(hidden)
	if err != nil {
		return err
	}
	theirs, err := h.attack(h.flagged("suppressed"))
	if err != nil {
		return err
	}
	passes := "yes"
	if len(theirs.narrow) > 0 {
		passes = "no"
	}
	r.print("cells", len(h.lines))
	r.print("primary", tally(h.flagged("primary")))
	r.print("hidden", tally(hidden))
	r.print("reference_hidden", tally(h.flagged("suppressed")))
	r.print("ratio", ratio(float64(tally(hidden)), float64(tally(h.flagged("suppressed")))))
	r.print("smallest_width", ours.Smallest())
	r.print("reference_smallest_width", theirs.Smallest())
	r.print("reference_too_narrow", len(theirs.narrow))
	r.print("reference_insiders", len(theirs.insiders))
	r.print("reference_passes", passes)

	primary := 0
	for i, p := range h.flagged("primary") {
		if p != h.secret(i) || p && !hidden[i] {
			primary++
		}
	}
	r.hold(primary == 0, "%d counts up to %d are printed, or are none for the reference", primary, h.most)
	r.hold(len(ours.narrow) == 0, "too much is known of %s", strings.Join(ours.narrow, ", "))
	r.hold(len(ours.insiders) == 0, "who is alone in one small count knows another: %s", strings.Join(ours.insiders, ", "))
	r.hold(slices.Equal(hidden, shuffled), "another order of lines hides other cells")
	split := h.split(hidden)
	r.hold(len(split) == 0, "printed in one place and hidden in another: %s", strings.Join(split, ", "))
	if passes == "yes" {
		r.hold(2*tally(hidden) <= 3*tally(h.flagged("suppressed")), "%d cells are hidden, want at most 1.5 times %d", tally(hidden), tally(h.flagged("suppressed")))
	}
	return r.bounds(h)
}

// secret tells whether the count of a line must not be known.
func (h *hiding) secret(line int) bool {
	v := h.values[line]
	return v <= h.most && (v > 0 || h.zeros)
}

// flagged gives the lines of which the reference says so in a column.
func (h *hiding) flagged(column string) []bool {
	out := make([]bool, len(h.lines))
	for i, l := range h.lines {
		out[i] = l[column] == "TRUE"
	}
	return out
}

// choose gives the lines that are not printed; lines are entered in that order.
func (h *hiding) choose(lines []int) ([]bool, error) {
	b := &system.Builder{}
	m := b.Measure(system.Measure{Name: "n", Width: h.most + 1, Floor: h.floor()}, nil)
	cells := make([]int, len(h.lines))
	for _, i := range lines {
		v := h.values[i]
		c := system.Cell{Measure: m, Value: v, Rank: v, State: system.Open, Single: v == 1}
		switch {
		case h.secret(i):
			c.State = system.Secret
		case v == 0:
			c.State = system.Known
		}
		var err error
		if cells[i], err = b.Cell(maps.Clone(h.at[i]), c); err != nil {
			return nil, err
		}
		b.Prints(h.keys[i], cells[i])
	}
	out, err := protect.Choose(b.Build())
	if err != nil {
		return nil, err
	}
	hidden := make([]bool, len(h.lines))
	for i, cell := range cells {
		hidden[i] = !out.Told[cell]
	}
	return hidden, nil
}

// floor is the least value that a reader thinks possible of what is hidden.
func (h *hiding) floor() int64 {
	if h.zeros {
		return 0
	}
	return 1
}

// known is what a reader can know of a hiding.
type known struct {
	*audit.Report
	narrow   []string // cells known too closely
	insiders []string
}

func (h *hiding) attack(hidden []bool) (known, error) {
	tables := h.tables(hidden, h.floor(), h.most+1)
	report, err := audit.Attack(tables)
	if err != nil {
		return known{}, err
	}
	k := known{Report: report}
	for _, b := range report.Narrow(tables) {
		k.narrow = append(k.narrow, fmt.Sprintf("%s (%d to %d)", h.keys[b.Cell], b.Low, b.High))
	}
	for _, x := range report.Insiders {
		if h.values[x.Alone] == 1 && h.secret(x.Knows) {
			k.insiders = append(k.insiders, h.keys[x.Alone]+" of "+h.keys[x.Knows])
		}
	}
	return k, nil
}

// tables gives the test table as it is read. Its sums are those of the file with the
// finest counts, all of which are published, and not those that the choice found.
func (h *hiding) tables(hidden []bool, floor, width int64) *audit.Tables {
	number := map[string]int{}
	out := &audit.Tables{Insiders: true, Sums: make([]audit.Sum, len(h.lines))}
	for i, key := range h.keys {
		number[key] = i
		c := audit.Cell{Name: key, Value: h.values[i], Floor: floor, Width: width}
		if hidden[i] {
			c.Value, c.State = 0, audit.Hidden
		}
		out.Cells = append(out.Cells, c)
		out.Sums[i].Whole = i
	}
	for _, c := range h.inner {
		for _, p := range c.In {
			out.Sums[p].Parts = append(out.Sums[p].Parts, number[c.Key])
		}
	}
	out.Sums = slices.DeleteFunc(out.Sums, func(s audit.Sum) bool { return slices.Equal(s.Parts, []int{s.Whole}) })
	return out
}

// split gives the lines that are hidden while another one with the same counts in it is
// printed.
func (h *hiding) split(hidden []bool) []string {
	parts := make([]string, len(h.lines))
	for i, c := range h.inner {
		for _, p := range c.In {
			parts[p] += strconv.Itoa(i) + " "
		}
	}
	printed := map[string]bool{}
	for i, of := range parts {
		printed[of] = printed[of] || !hidden[i]
	}
	var out []string
	for i, of := range parts {
		if hidden[i] && printed[of] {
			out = append(out, h.keys[i])
		}
	}
	return out
}

// bounds holds what the attack finds of the reference's hiding to the bounds that came
// with it, where there are any: of a reader who thinks zeros possible.
func (r *disclosureRun) bounds(h *hiding) error {
	if !slices.ContainsFunc(h.lines, func(l map[string]string) bool { return l["up"] != "" && l["up"] != "NA" }) {
		return nil
	}
	report, err := audit.Attack(h.tables(h.flagged("suppressed"), 0, math.MaxInt32))
	if err != nil {
		return err
	}
	var other []string
	for _, b := range report.Bounds {
		if l := h.lines[b.Cell]; l["low"] != strconv.FormatInt(b.Low, 10) || l["up"] != strconv.FormatInt(b.High, 10) {
			other = append(other, fmt.Sprintf("%s is %d to %d, and %s to %s", h.keys[b.Cell], b.Low, b.High, l["low"], l["up"]))
		}
	}
	r.hold(len(other) == 0, "other bounds of what the reference hid: %s", strings.Join(other, "; "))
	return nil
}

func tally(list []bool) int {
	n := 0
	for _, x := range list {
		if x {
			n++
		}
	}
	return n
}
