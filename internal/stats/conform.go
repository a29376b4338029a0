package stats

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// conformCase is one worked example computed by other software.
type conformCase struct {
	ID       string          `json:"id"`
	Kind     string          `json:"kind"`
	Input    json.RawMessage `json:"input"`
	Expected map[string]any  `json:"expected"`
	RelTol   float64         `json:"rel_tol"`
}

// Conform runs one worked example, a line of JSON with id, kind, input, expected
// and rel_tol, through the functions of this package. It returns nil when every
// expected number lies within the relative tolerance; a kind or an expected
// field that this package does not know is an error, never a pass.
func Conform(line []byte) (id string, err error) {
	var c conformCase
	if err := json.Unmarshal(line, &c); err != nil {
		return "", fmt.Errorf("read case: %w", err)
	}
	run, ok := conformKinds[c.Kind]
	if !ok {
		return c.ID, fmt.Errorf("case %s: kind %q is not known", c.ID, c.Kind)
	}
	got, err := run(c.ID, c.Input)
	if err != nil {
		return c.ID, fmt.Errorf("case %s: %w", c.ID, err)
	}
	// Results go through JSON so that both sides have one shape to compare.
	text, err := json.Marshal(got)
	if err != nil {
		return c.ID, fmt.Errorf("case %s: %w", c.ID, err)
	}
	var have map[string]any
	if err := json.Unmarshal(text, &have); err != nil {
		return c.ID, fmt.Errorf("case %s: %w", c.ID, err)
	}
	var wrong []error
	for _, k := range slices.Sorted(maps.Keys(c.Expected)) {
		if h, ok := have[k]; !ok {
			wrong = append(wrong, fmt.Errorf("case %s: %s is not computed", c.ID, k))
		} else if err := near(k, h, c.Expected[k], c.RelTol); err != nil {
			wrong = append(wrong, fmt.Errorf("case %s: %w", c.ID, err))
		}
	}
	return c.ID, errors.Join(wrong...)
}

// near compares two JSON values; the tolerance is relative, and absolute at 0.
func near(path string, got, want any, tol float64) error {
	switch w := want.(type) {
	case float64:
		if g, ok := got.(float64); ok {
			scale := math.Abs(w)
			if w == 0 {
				scale = 1
			}
			if math.Abs(g-w) <= tol*scale {
				return nil
			}
		}
	case []any:
		if g, ok := got.([]any); ok && len(g) == len(w) {
			for i := range w {
				if err := near(path+"["+strconv.Itoa(i)+"]", g[i], w[i], tol); err != nil {
					return err
				}
			}
			return nil
		}
	default:
		if got == want {
			return nil
		}
	}
	return fmt.Errorf("%s is %v, want %v within %g", path, got, want, tol)
}

type fields map[string]any

// conformKind parses its input and gives the fields that a case may expect. The
// id is needed where only it says which variant of a method was meant.
type conformKind func(id string, input json.RawMessage) (fields, error)

// with binds a kind to the shape of its input.
func with[T any](f func(id string, in T) (fields, error)) conformKind {
	return func(id string, raw json.RawMessage) (fields, error) {
		var in T
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, fmt.Errorf("read input: %w", err)
		}
		return f(id, in)
	}
}

type (
	tableInput struct{ Table [][]int64 }
	pairInput  struct {
		X, N, X1, N1, X2, N2, Count int64
		Exposure                    float64
		Counts                      [2]int64
		Exposures                   [2]float64
		Level                       float64
	}
	valuesInput struct {
		X, Values []float64
		Frequency int
		Window    any `json:"s_window"`
		Recipe    string
		N         int
	}
	waitsInput struct {
		Time  []float64
		Event []int
		Group []string
		Level float64
	}
)

var conformKinds = map[string]conformKind{
	"chisq_independence": with(func(_ string, in tableInput) (fields, error) {
		t, err := ChiSquare(in.Table)
		if err != nil {
			return nil, err
		}
		v, err := CramersV(in.Table)
		if err != nil {
			return nil, err
		}
		f := fields{
			"statistic": t.Statistic, "df": t.DF, "p": t.P, "expected": t.Expected, "pearson_residuals": t.Pearson,
			"std_residuals": t.Adjusted, "cramers_v": v, "min_expected": t.MinExpected(),
		}
		// Tiny tables have no corrected V; they still have all of the above.
		if v, err := CramersVCorrected(in.Table); err == nil {
			f["cramers_v_corrected"] = v
		}
		return f, nil
	}),
	// The rule: leave the empty row or column out or refuse, never print NaN.
	"chisq_degenerate": with(func(_ string, in tableInput) (fields, error) {
		t, err := ChiSquare(in.Table)
		if errors.Is(err, ErrDegenerate) {
			return fields{"statistic": nil, "p": nil, "df": nil}, nil
		}
		if err != nil || len(t.Rows) == len(in.Table) && len(t.Cols) == len(in.Table[0]) {
			return nil, errors.Join(err, invalid("nothing was left out of a degenerate table"))
		}
		for _, row := range append(append(t.Expected, t.Pearson...), t.Adjusted...) {
			if err := checkFinite("cell", row); err != nil {
				return nil, err
			}
		}
		return fields{"statistic": nil, "p": nil, "df": nil}, checkFinite("result", []float64{t.Statistic, t.P})
	}),
	"chisq_yates": with(func(_ string, in struct{ Table [2][2]int64 }) (fields, error) {
		t, err := Yates(in.Table)
		return fields{"statistic": t.Statistic, "df": t.DF, "p": t.P}, err
	}),
	"chisq_gof": with(func(_ string, in struct {
		Observed []int64
		P        []float64
	}) (fields, error) {
		t, err := GoodnessOfFit(in.Observed, in.P)
		return fields{"statistic": t.Statistic, "df": t.DF, "p": t.P}, err
	}),
	"fisher_exact": with(func(_ string, in struct{ Table [2][2]int64 }) (fields, error) {
		t, err := FisherExact(in.Table, 0.95)
		ci := []any{t.Interval.Low, optional(t.Interval.High, t.HasHigh)}
		return fields{"p": t.P, "cond_mle_or": optional(t.OddsRatio, t.HasOddsRatio), "ci": ci}, err
	}),
	"proportion_ci": with(func(_ string, in pairInput) (fields, error) {
		w, err := Wilson(in.X, in.N, orUsual(in.Level))
		if err != nil {
			return nil, err
		}
		c, err := ClopperPearson(in.X, in.N, orUsual(in.Level))
		return fields{"wilson": w.pair(), "clopper_pearson": c.pair()}, err
	}),
	"diff_proportions_newcombe": with(func(_ string, in pairInput) (fields, error) {
		d, err := NewcombeDifference(in.X1, in.N1, in.X2, in.N2, orUsual(in.Level))
		return fields{"diff": d.Estimate, "ci": d.Interval.pair()}, err
	}),
	"poisson_ci": with(func(_ string, in pairInput) (fields, error) {
		ci, err := PoissonExact(in.Count, in.Exposure, orUsual(in.Level))
		return fields{"ci": ci.pair()}, err
	}),
	"poisson_rate_ratio": with(func(_ string, in pairInput) (fields, error) {
		r, err := PoissonRateRatio(in.Counts[0], in.Exposures[0], in.Counts[1], in.Exposures[1], orUsual(in.Level))
		return fields{"rate_ratio": r.Ratio, "p": r.P, "ci": r.Interval.pair()}, err
	}),
	"kaplan_meier": with(conformSurvival),
	"logrank": with(func(_ string, in waitsInput) (fields, error) {
		waits, err := in.waits()
		if err != nil || len(in.Group) != len(waits) {
			return nil, errors.Join(err, invalid("%d groups for %d waits", len(in.Group), len(waits)))
		}
		names := slices.Compact(slices.Sorted(slices.Values(in.Group)))
		groups := make([][]Duration, len(names))
		for i, w := range waits {
			g, _ := slices.BinarySearch(names, in.Group[i])
			groups[g] = append(groups[g], w)
		}
		t, err := LogRank(groups)
		return fields{"chisq": t.Statistic, "df": t.DF, "p": t.P}, err
	}),
	"quantiles": with(func(_ string, in struct{ X, P []float64 }) (fields, error) {
		f := fields{}
		for kind := 1; kind <= 9; kind++ {
			q, err := QuantilesType(in.X, in.P, kind)
			if err != nil {
				return nil, err
			}
			f["type"+strconv.Itoa(kind)] = q
		}
		return f, nil
	}),
	"rank": with(func(_ string, in valuesInput) (fields, error) {
		r, err := Rank(in.X)
		return fields{
			"average": r.Average, "min": r.Min, "max": r.Max, "dense": r.Dense,
			"percent_rank": r.PercentRank, "cume_dist": r.CumeDist,
		}, err
	}),
	"p_adjust": with(conformAdjust),
	"seasonal_decompose": with(func(id string, in valuesInput) (fields, error) {
		d, err := Decompose(in.Values, in.Frequency, strings.HasSuffix(id, "multiplicative"))
		trend := make([]any, len(d.Trend))
		for i := range trend {
			trend[i] = optional(d.Trend[i], d.HasTrend[i])
		}
		f := fields{"figure": d.Figure, "trend_first12": trend[:min(12, len(trend))]}
		for i := range trend {
			f["trend_"+strconv.Itoa(i+1)] = trend[i]
			f["random_"+strconv.Itoa(i+1)] = optional(d.Rest[i], d.HasTrend[i])
		}
		return f, err
	}),
	"stl": with(func(_ string, in valuesInput) (fields, error) {
		if in.Window != "periodic" {
			return nil, invalid("s_window is %v, want periodic", in.Window)
		}
		s, err := SeasonalTrend(in.Values, in.Frequency)
		if err != nil {
			return nil, err
		}
		return fields{"seasonal_first12": s.Season[:min(12, len(s.Season))], "trend_first3": s.Trend[:3]}, nil
	}),
	"mann_kendall_theil_sen": with(func(_ string, in valuesInput) (fields, error) {
		t, err := MannKendall(nil, in.Values)
		return fields{"tau_b": t.TauB, "p_normal": t.PNormal, "sen_slope": t.Slope}, err
	}),
	"ols": with(func(_ string, in valuesInput) (fields, error) {
		l, err := LeastSquares(in.Values)
		return fields{"intercept": l.Intercept, "slope": l.Slope, "se_slope": l.SlopeStdErr, "r2": l.R2, "p": l.P}, err
	}),
	"summary": with(conformSummary), "summary_recipe": with(conformSummary),
	"simpson": with(func(_ string, in struct {
		AdmittedMale   []int64 `json:"admitted_male"`
		RejectedMale   []int64 `json:"rejected_male"`
		AdmittedFemale []int64 `json:"admitted_female"`
		RejectedFemale []int64 `json:"rejected_female"`
	}) (fields, error) {
		k := len(in.AdmittedMale)
		if len(in.RejectedMale) != k || len(in.AdmittedFemale) != k || len(in.RejectedFemale) != k {
			return nil, invalid("strata of unequal number")
		}
		strata := make([][2][2]int64, k)
		var am, rm, af, rf float64
		for i := range strata {
			strata[i] = [2][2]int64{{in.AdmittedMale[i], in.AdmittedFemale[i]}, {in.RejectedMale[i], in.RejectedFemale[i]}}
			am, rm = am+float64(in.AdmittedMale[i]), rm+float64(in.RejectedMale[i])
			af, rf = af+float64(in.AdmittedFemale[i]), rf+float64(in.RejectedFemale[i])
		}
		or, err := MantelHaenszel(strata)
		return fields{"male_rate": am / (am + rm), "female_rate": af / (af + rf), "mh_common_odds_ratio": or}, err
	}),
}

// orUsual is the level of cases that give none.
func orUsual(level float64) float64 {
	if level == 0 {
		return 0.95
	}
	return level
}

func (i Interval) pair() []float64 { return []float64{i.Low, i.High} }

func optional(v float64, known bool) any {
	if !known {
		return nil
	}
	return v
}

func (in waitsInput) waits() ([]Duration, error) {
	if len(in.Time) != len(in.Event) {
		return nil, invalid("%d times and %d events", len(in.Time), len(in.Event))
	}
	waits := make([]Duration, len(in.Time))
	for i, t := range in.Time {
		waits[i] = Duration{Time: t, Ended: in.Event[i] == 1}
	}
	return waits, nil
}

func conformSurvival(_ string, in waitsInput) (fields, error) {
	waits, err := in.waits()
	if err != nil {
		return nil, err
	}
	c, err := KaplanMeier(waits, orUsual(in.Level))
	if err != nil {
		return nil, err
	}
	f := fields{}
	add := func(k string, v any) {
		list, _ := f[k].([]any)
		f[k] = append(list, v)
	}
	for _, s := range c {
		add("t", s.Time)
		add("n_risk", s.AtRisk)
		add("n_event", s.Ended)
		add("n_censor", s.Censored)
		add("surv", s.Survival)
		add("se_greenwood", optional(s.StdErr, s.HasInterval))
		add("ci_log_lower", optional(s.Log.Low, s.HasInterval))
		add("ci_log_upper", optional(s.Log.High, s.HasInterval))
		add("ci_loglog_lower", optional(s.LogLog.Low, s.HasInterval))
		add("ci_loglog_upper", optional(s.LogLog.High, s.HasInterval))
	}
	for key, scale := range map[string]Transform{"median_ci_log": Log, "median_ci_loglog": LogLog} {
		m := c.Median(scale)
		f["median"] = optional(m.Time, m.HasTime)
		f[key] = []any{optional(m.Low, m.HasLow), optional(m.High, m.HasHigh)}
	}
	return f, nil
}

func conformAdjust(_ string, in struct{ P []*float64 }) (fields, error) {
	p := make([]float64, len(in.P))
	for i, v := range in.P {
		p[i] = math.NaN()
		if v != nil {
			p[i] = *v
		}
	}
	f := fields{}
	for name, fn := range map[string]func([]float64) ([]float64, error){
		"holm": Holm, "BH": BenjaminiHochberg, "bonferroni": Bonferroni,
	} {
		q, err := fn(p)
		if err != nil {
			return nil, err
		}
		list := make([]any, len(q))
		for i, v := range q {
			list[i] = optional(v, !math.IsNaN(v))
		}
		f[name] = list
	}
	return f, nil
}

// conformSummary also takes a recipe, "A then (B,C) xK": the published way to
// write A followed by K pairs of B and C.
func conformSummary(_ string, in valuesInput) (fields, error) {
	x := in.X
	if in.Recipe != "" {
		var a, b, c float64
		var k int
		if _, err := fmt.Sscanf(in.Recipe, "%g then (%g,%g) x%d", &a, &b, &c, &k); err != nil {
			return nil, fmt.Errorf("read recipe %q: %w", in.Recipe, err)
		}
		x = []float64{a}
		for range k {
			x = append(x, b, c)
		}
	}
	if in.N > 0 && in.N != len(x) {
		return nil, invalid("%d values, want %d", len(x), in.N)
	}
	s, err := Summarise(x)
	return fields{"mean": s.Mean, "sd": s.SD, "lag1_autocorr": s.Lag1}, err
}
