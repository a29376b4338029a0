package difftext

import (
	"strings"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/sql/diff"
)

// Rows gives the values that differ for other programs, with exact numbers.
func Rows(r *diff.Result) Table {
	t := Table{Columns: append([]string{"metric"}, r.By...)}
	t.Columns = append(t.Columns, "on", "old", "new", "difference", "share", "by_definition", "why")
	for _, f := range r.Figures {
		for _, c := range f.Cells {
			row := append([]string{f.Metric}, c.Dims...)
			for len(row) <= len(r.By) {
				row = append(row, "")
			}
			share := ""
			if s, ok := c.Share(); ok {
				share = plain(&s)
			}
			row = append(row, c.On, plain(c.Old), plain(c.New), plain(c.Difference), share, plain(c.Definition), strings.Join(reasonTexts(c.Why, true), "; "))
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

func plain(v *float64) string {
	if v == nil {
		return ""
	}
	return prose.Exactly(*v)
}
