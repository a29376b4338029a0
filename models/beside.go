package models

import "strings"

// Relations that are written for the SELECT of a metric beside its scope, when its header
// asks for them. Each has dim_1, dim_2 and dim_3, and is one row for each combination of
// these, but for contributions.
const (
	// QuantilesRelation has the quantile of Values among the rows of the scope that have one
	// as value, and how many these are as row_count.
	QuantilesRelation = "quantiles"
	// KaplanMeierRelation has the median of the waits in Values as value, null where fewer
	// than half of them are known to have ended, and how many waits there are as row_count.
	KaplanMeierRelation = "kaplan_meier"
	// SharesRelation has the number of rows as part, and as whole that of the rows of all
	// members of the dimension that the metric shares.
	SharesRelation = "shares"
	// ContributionsRelation has a row for each contributor: contributor, the sum as value, the
	// number behind the fullest period of the contributor as behind_count, and size_rank,
	// which is 1 for the contributor with the largest sum of a cell.
	ContributionsRelation = "contributions"
)

// beside are these relations with the keys of a header that ask for them.
var beside = []struct {
	relation, keys string
	asked          func(*Metric) bool
}{
	{QuantilesRelation, "values and quantile", func(m *Metric) bool { return m.Quantile != 0 }},
	{KaplanMeierRelation, "values and ended", (*Metric).Waits},
	{SharesRelation, "shares", func(m *Metric) bool { return m.Shares != "" }},
	{ContributionsRelation, "contributions", func(m *Metric) bool { return m.Contributions != nil }},
}

// Reads are the relations that are written for the metric's SELECT.
func (m *Metric) Reads() []string {
	out := []string{"scope"}
	for _, b := range beside {
		if b.asked(m) {
			out = append(out, b.relation)
		}
	}
	return out
}

// AskedBy tells which keys of a metric's header ask for a relation beside its scope; "" for
// another relation.
func AskedBy(relation string) string {
	for _, b := range beside {
		if b.relation == relation {
			return b.keys
		}
	}
	return ""
}

// Contributions says whose sum a metric is: Sum, SQL over the columns of the relation, is
// added up for each contributor, whom the column Of names. The column Behind counts how many
// of those that the metric protects are behind a row; they may be the same in rows of which
// the column Per differs.
type Contributions struct {
	Of     string `yaml:"of"`
	Per    string `yaml:"per"`
	Sum    string `yaml:"sum"`
	Behind string `yaml:"behind"`
}

func (c *complaints) contributions(m *Metric) {
	if m.Contributions == nil {
		return
	}
	for _, must := range [][2]string{{"of", m.Contributions.Of}, {"per", m.Contributions.Per}, {"sum", m.Contributions.Sum}, {"behind", m.Contributions.Behind}} {
		if strings.TrimSpace(must[1]) == "" {
			c.add(m.File, "contributions has no "+must[0], "write for example {of: kbo_number, per: period_month, sum: claimed_eur, behind: person_count}")
		}
	}
	if m.Contributor != "" && m.Contributor != m.Contributions.Of {
		c.add(m.File, "has contributor "+m.Contributor+" and contributions of "+m.Contributions.Of, "name the same column")
	}
}
