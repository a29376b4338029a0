package warehouse

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// Town c merged with d into e on the first of April: a spread of March is over a to d, one
// of April over a, b and e, and one over both months over all.
func TestMembersAreThoseThatThereWereInThePeriod(t *testing.T) {
	l := stays(t)
	l.put("sql/marts/dim_town.sql", `/* model
name: dim_town
grain: a town
key: [town_code]
columns:
  - {name: town_code, type: varchar}
  - {name: town_name, type: varchar}
  - {name: province_code, type: varchar}
  - {name: from_date, type: date}
  - {name: until_date, type: date}
*/
select town_code, town_name, province_code, from_date, until_date
from (
    values
    ('a', 'A', 'x', cast(null as date), cast(null as date)), ('b', 'B', 'y', null, null),
    ('c', 'C', 'x', null, date '2022-04-01'), ('d', 'D', 'y', null, date '2022-04-01'), ('e', 'E', 'y', date '2022-04-01', null)
) as towns (town_code, town_name, province_code, from_date, until_date)
`)
	l.put("models/dimensions.yml", `dimensions:
  - {name: town, title_nl: T, title_en: T, lookup: {relation: dim_town, code: town_code, name: town_name, within: {province: province_code}, valid: [from_date, until_date]}}
  - {name: province, title_nl: P, title_en: P, labels: [{code: x, nl: X}, {code: y, nl: Y}, {code: z, nl: Z}]}
`)
	w := l.open("")
	of := func(dimension string, values ...string) []models.Filter {
		return []models.Filter{{Dimension: dimension, Values: values}}
	}
	for name, c := range map[string]struct {
		dimension string
		q         models.MetricQuery
		want      string
	}{
		"March":                       {"town", models.MetricQuery{From: "2022-03-01", To: "2022-03-31"}, "a b c d"},
		"April":                       {"town", models.MetricQuery{From: "2022-04-01", To: "2022-04-30"}, "a b e"},
		"both months":                 {"town", models.MetricQuery{From: "2022-03-01", To: "2022-04-30"}, "a b c d e"},
		"a stock on the last day":     {"town", models.MetricQuery{At: "2022-03-31"}, "a b c d"},
		"a stock on the first day":    {"town", models.MetricQuery{At: "2022-04-01"}, "a b e"},
		"of a province":               {"town", models.MetricQuery{At: "2022-03-31", Where: of("province", "x")}, "a c"},
		"of two provinces":            {"town", models.MetricQuery{At: "2022-03-31", Where: of("province", "x", "y")}, "a b c d"},
		"that were asked":             {"town", models.MetricQuery{At: "2022-03-31", Where: of("town", "d", "e")}, "d"},
		"provinces of a town":         {"province", models.MetricQuery{At: "2022-03-31", Where: of("town", "a")}, "x"},
		"labels, and another filter":  {"province", models.MetricQuery{At: "2022-03-31", Where: of("kind", "q")}, "x y z"},
		"none of a town that is gone": {"town", models.MetricQuery{At: "2022-04-30", Where: of("town", "c")}, ""},
	} {
		got, err := w.MembersOf(t.Context(), c.dimension, c.q)
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, %v; want %s", name, got, err, c.want)
		}
	}
}
