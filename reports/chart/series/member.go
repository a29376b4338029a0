package series

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// members lists the members of a dimension in display order: periods in time,
// others as Order says, the unknown member last.
func (s *View) members(d *models.Dimension, codes []string, q models.MetricQuery) []Member {
	var found []string
	have := map[string]bool{}
	for _, c := range codes {
		if !have[c] {
			have[c] = true
			found = append(found, c)
		}
	}
	if d.Name == disclose.DaysName && s.Opt.Kind == Survival {
		slices.SortFunc(found, func(a, b string) int { return cmp.Compare(days(a), days(b)) })
	} else if d.Grain != "" {
		found = periods(d.Grain, found, q)
	} else {
		found = s.ordered(d, found, have)
	}
	out := make([]Member, len(found))
	for i, c := range found {
		out[i] = Member{Code: c, Label: s.label(d, c)}
	}
	return out
}

// ordered puts the members that Order (or the dimension itself) names first.
func (s *View) ordered(d *models.Dimension, found []string, have map[string]bool) []string {
	var order []string
	if s.Opt.Order != nil {
		order = s.Opt.Order(d.Name)
	}
	if len(order) == 0 {
		for _, l := range d.Labels {
			order = append(order, l.Code)
		}
	}
	var out []string
	placed := map[string]bool{}
	for _, c := range append(slices.Clone(order), found...) {
		if have[c] && !placed[c] && c != "" {
			placed[c] = true
			out = append(out, c)
		}
	}
	if have[""] {
		out = append(out, "")
	}
	return out
}

// days reads the code of a point of a survival curve.
func days(code string) float64 {
	n, _ := strconv.ParseFloat(code, 64)
	return n
}

func (s *View) label(d *models.Dimension, code string) string {
	if d.Grain != "" {
		return number.Period(d.Grain, code, s.Opt.Lang)
	}
	if d.Name == disclose.DaysName && s.Opt.Kind == Survival {
		return fmt.Sprintf(s.Words().Days, number.Number(days(code), 0, s.Opt.Lang))
	}
	if s.Opt.Labels != nil {
		if text := s.Opt.Labels(d.Name, code); text != "" {
			return text
		}
	}
	for _, l := range d.Labels {
		if l.Code == code {
			if s.Opt.Lang == "en" && l.EN != "" {
				return l.EN
			}
			return l.NL
		}
	}
	for _, t := range s.Opt.Tiles {
		if t.Code == code && t.Name != "" {
			return t.Name
		}
	}
	if code == "" {
		return s.Words().Unassigned
	}
	return code
}

// periods lists every period from the first to the last one found, or over the
// whole period that was asked for, so that a month without rows is seen. Codes
// that do not start a period are left as they are.
func periods(grain string, found []string, q models.MetricQuery) []string {
	slices.Sort(found)
	known := slices.DeleteFunc(slices.Clone(found), func(c string) bool { return c == "" })
	for _, c := range known {
		if t := models.Date(c).Time(); t.IsZero() || !start(grain, t).Equal(t) {
			return known
		}
	}
	if len(known) == 0 {
		return nil
	}
	from, to := models.Date(known[0]).Time(), models.Date(known[len(known)-1]).Time()
	if a := q.From.Time(); !a.IsZero() && start(grain, a).Before(from) {
		from = start(grain, a)
	}
	if b := q.To.Time(); !b.IsZero() && start(grain, b).After(to) {
		to = start(grain, b)
	}
	var out []string
	for d := models.DateOf(from); d <= models.DateOf(to); d = d.PeriodEnd(grain).AddDays(1) {
		if out = append(out, string(d)); len(out) > most {
			return known
		}
	}
	return out
}

// start gives the first day of the period that t lies in.
func start(grain string, t time.Time) time.Time {
	switch grain {
	case "week":
		return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	case "month":
		return t.AddDate(0, 0, 1-t.Day())
	case "quarter":
		return time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	case "year":
		return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t
}
