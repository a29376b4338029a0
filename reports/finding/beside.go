package finding

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/internal/stats"
)

// Beside is what an analyst may look at beside the table itself.
type Beside struct {
	// Clusters are the same cells cut by a third dimension: who asks, say, and asks
	// more than once. Cells without a cluster are left out of the bound.
	Clusters []Cell
	// Without is the table without the members that Left names.
	Without *Input
	Left    Text
	// Strata are the tables of the members of a third dimension.
	Strata []Stratum
	// Nowhere is what no member of that dimension has.
	Nowhere float64
}

// Stratum is a part of a table.
type Stratum struct {
	Name  Text
	Input Input
}

const clusterDraws = 999

// clustered bounds V when those who are counted repeat themselves.
func (f *Finding) clustered(cells []Cell, x tested) error {
	at := map[string]int{}
	var tables [][][]int64
	var left int64
	for _, c := range cells {
		n, ok := counts(c.Value)
		if !ok || !c.Known || nowhere(c.Dims[:2]) {
			continue
		}
		if c.Dims[2] == "" {
			left += n
			continue
		}
		k, ok := at[c.Dims[2]]
		if !ok {
			k = len(tables)
			at[c.Dims[2]] = k
			one := make([][]int64, len(x.counts))
			for i := range one {
				one[i] = make([]int64, len(x.columns))
			}
			tables = append(tables, one)
		}
		i, j := slices.Index(x.codes[0], c.Dims[0]), slices.Index(x.codes[1], c.Dims[1])
		if x.merged > 0 && i < 0 {
			i = len(x.counts) - 1
		}
		if i >= 0 && j >= 0 {
			tables[k][i][j] += n
		}
	}
	upper, err := stats.CramersVClusterUpper(tables, Level, clusterDraws, Seed)
	if errors.Is(err, stats.ErrDegenerate) {
		f.warn("De bovengrens per groep is niet te berekenen: er zijn te weinig groepen.", "The bound by cluster cannot be computed: there are too few clusters.")
		return nil
	} else if err != nil {
		return fmt.Errorf("bound by cluster: %w", err)
	}
	f.add(number("cramers_v_cluster_upper", Text{}, "V", upper))
	f.add(number("clusters", Text{}, "count", float64(len(tables))))
	f.Sentence.NL += fmt.Sprintf(" Houdt men ermee rekening dat dezelfde %d groepen (gemeenten, bijvoorbeeld) terugkomen, dan is de bovengrens %s.", len(tables), decimal(upper, 2, "nl"))
	f.Sentence.EN += fmt.Sprintf(" Allowing for the same %d clusters (municipalities, say) coming back, the upper bound is %s.", len(tables), decimal(upper, 2, "en"))
	f.warn(fmt.Sprintf("Groepsbootstrap: %d trekkingen met vaste startwaarde %d; aantallen zonder groep tellen er niet mee: %s.", clusterDraws, Seed, decimal(float64(left), 0, "nl")),
		fmt.Sprintf("Cluster bootstrap: %d draws with fixed seed %d; counts without a cluster are left out of it: %s.", clusterDraws, Seed, decimal(float64(left), 0, "en")))
	return nil
}

// without says what is left when some members are switched off.
func (f *Finding) without(in Input, left Text) error {
	t, err := cross(in)
	if err != nil {
		return err
	}
	x, err := examine(t)
	if errors.Is(err, stats.ErrDegenerate) {
		f.warn("Zonder "+left.NL+": niet te berekenen.", "Without "+left.EN+": cannot be computed.")
		return nil
	} else if err != nil {
		return fmt.Errorf("test without %s: %w", left.EN, err)
	}
	together := in.Metric.Bunched
	f.add(x.strength(Text{"zonder " + left.NL, "without " + left.EN}, together))
	add := func(lang string) string {
		out := fmt.Sprintf(pick(lang, " Zonder %s: %s (%s)", " Without %s: %s (%s)"),
			left.In(lang), x.verdictOf(together, lang), x.sizes(together, "V", pick(lang, "bovengrens", "upper bound"), lang))
		if together {
			return out + "." + described(x, lang)
		}
		out += "; "
		if len(x.high) == 0 {
			return out + pick(lang, "geen enkele combinatie springt eruit.", "no combination stands out.")
		}
		return out + pick(lang, "vaker dan verwacht: ", "more often than expected: ") + named(x.high, lang) + "."
	}
	f.Sentence.NL += add("nl")
	f.Sentence.EN += add("en")
	return nil
}

// stratified holds each part against the whole: a pattern of the whole can be that
// of its mixture (Simpson).
func (f *Finding) stratified(strata []Stratum, whole tested) error {
	least, most, n := 1.0, 0.0, 0
	for _, s := range strata {
		t, err := cross(s.Input)
		if err != nil {
			return err
		}
		x, err := examine(t)
		if errors.Is(err, stats.ErrDegenerate) {
			f.add(Number{Name: "cramers_v_corrected", Of: s.Name, Unit: "V"})
			continue
		} else if err != nil {
			return fmt.Errorf("test %s: %w", s.Name.EN, err)
		}
		f.add(x.strength(s.Name, s.Input.Metric.Bunched))
		least, most, n = min(least, x.v), max(most, x.v), n+1
	}
	if n == 0 {
		f.warn("Binnen de delen: niet te berekenen.", "Within the parts: cannot be computed.")
		return nil
	}
	f.Sentence.NL += fmt.Sprintf(" Binnen elk van %d delen apart: V %s tot %s.", n, decimal(least, 2, "nl"), decimal(most, 2, "nl"))
	f.Sentence.EN += fmt.Sprintf(" Within each of %d parts: V %s to %s.", n, decimal(least, 2, "en"), decimal(most, 2, "en"))
	if stats.StrengthOf(whole.v) != stats.Negligible && most < 0.10 {
		f.warn("De samenhang in het geheel is in geen enkel deel terug te vinden: ze kan van de samenstelling komen (Simpson).",
			"The association in the whole is found in none of the parts: it may come from the mixture (Simpson).")
	}
	if stats.StrengthOf(whole.v) == stats.Negligible && least >= 0.10 {
		f.warn("Elk deel toont een samenhang die in het geheel wegvalt (Simpson).", "Each part shows an association that the whole hides (Simpson).")
	}
	return nil
}
