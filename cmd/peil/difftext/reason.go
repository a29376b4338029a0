package difftext

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/sql/diff"
)

// reasonTexts writes the reasons, those of one kind and entity together; all but the
// first three are counted unless all.
func reasonTexts(reasons []diff.Reason, all bool) []string {
	var groups [][]diff.Reason
	for _, r := range reasons {
		i := slices.IndexFunc(groups, func(g []diff.Reason) bool {
			return g[0].Kind == r.Kind && g[0].Name == r.Name && g[0].Loose == r.Loose && r.Rows > 0 && g[0].Rows > 0
		})
		if i < 0 {
			groups = append(groups, []diff.Reason{r})
		} else {
			groups[i] = append(groups[i], r)
		}
	}
	var out []string
	for _, g := range groups {
		out = append(out, reasonText(g))
	}
	if !all && len(out) > mostReasons+1 {
		out = append(out[:mostReasons], fmt.Sprintf("… and %d more", len(out)-mostReasons))
	}
	return out
}

// reasonText writes reasons that differ in their export only.
func reasonText(g []diff.Reason) string {
	r := g[0]
	switch r.Kind {
	case diff.MetricSQL:
		return "SQL of the metric"
	case diff.SQL:
		return "SQL of " + r.Name
	case diff.List:
		return "list " + r.Name
	case diff.Knowledge:
		return "counted until " + r.Name
	case diff.Engine:
		return "another engine"
	case diff.Untraced:
		return "no changed row, SQL or list found"
	}
	if r.Rows == 0 {
		return "new period"
	}
	rows := int64(0)
	for _, one := range g {
		rows += one.Rows
	}
	where := models.Visible(path.Base(r.File))
	switch {
	case len(g) > 1:
		where = fmt.Sprintf("%d files of %s", len(g), r.Name)
	case r.File == "":
		where = r.Name
	}
	text := rowsText(r.Kind, rows) + " in " + where
	if r.Loose {
		text += " (of whatever month)"
	}
	return text
}

// rowsText says what happened to rows.
func rowsText(kind diff.Kind, n int64) string {
	rows := number.Number(float64(n), 0, "nl") + " row"
	if n != 1 {
		rows += "s"
	}
	switch kind {
	case diff.Restated:
		return rows + " restated"
	case diff.Late:
		return rows + " told late"
	case diff.Removed:
		return rows + " no longer told"
	case diff.ReadAgain:
		return rows + " read otherwise"
	}
	return strings.Replace(rows, " row", " new row", 1)
}
