package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// crossTable is the shown counts of a figure with two dimensions.
type crossTable struct {
	rows, columns []string // codes
	counts        [][]int64
	left          int // rows left out because a cell of them is hidden
}

// association says in words whether two dimensions go together: effect size
// first, then the cells that stand out. It shows no cause, and says so.
func (b *builder) association(d *directive) (template.HTML, error) {
	f, err := b.make(d)
	if err != nil {
		return "", err
	}
	if len(f.Dims) != 2 || f.Metric.OverGroups != "sum" {
		return "", &models.Error{Code: models.Invalid, What: "association wants a count cut by two dimensions", Fix: `write by="theme,province" and a metric that adds up over groups`}
	}
	if err := b.settle(f); err != nil {
		return "", err
	}
	title := f.Metric.Title(b.src.Lang)
	if err := b.freeze(f, "association", title); err != nil {
		return "", err
	}
	how, err := b.how(f)
	if err != nil {
		return "", err
	}
	text, err := b.finding(f)
	if err != nil {
		return "", err
	}
	return template.HTML(fmt.Sprintf(`<div class="finding" id="%s"><p>%s</p><details><summary>%s</summary>%s</details></div>`,
		f.ID, template.HTMLEscapeString(text), b.w("how"), how)), nil
}

// finding words the test. Only shown counts enter, so that the sentence tells
// nothing that the table does not.
func (b *builder) finding(f *figure.Figure) (string, error) {
	t := cross(f)
	test, err := stats.ChiSquare(t.counts)
	if err != nil {
		return b.say("Te weinig gegevens om een verband te toetsen.", "Too few data to test for an association."), nil
	}
	v, err := stats.CramersVCorrected(t.counts)
	if err != nil {
		return "", fmt.Errorf("measure association: %w", err)
	}
	upper, err := stats.CramersVCorrectedUpper(t.counts, 0.95)
	if err != nil {
		return "", fmt.Errorf("bound association: %w", err)
	}
	rowTitle, columnTitle := strings.ToLower(f.Dims[0].Title(b.src.Lang)), strings.ToLower(f.Dims[1].Title(b.src.Lang))
	strength := b.w(string(stats.StrengthOf(v)))
	out := fmt.Sprintf(b.say("Samenhang tussen %s en %s: %s (Cramérs V %s, 95%%-bovengrens %s; schaal: onder 0,10 verwaarloosbaar, tot 0,20 zwak, tot 0,40 matig).",
		"Association between %s and %s: %s (Cramér's V %s, 95%% upper bound %s; scale: below 0.10 negligible, to 0.20 weak, to 0.40 moderate)."),
		rowTitle, columnTitle, strength, chart.Number(v, 2, b.src.Lang), chart.Number(upper, 2, b.src.Lang))
	named, err := b.standOut(f, t, test)
	if err != nil {
		return "", err
	}
	if len(named) == 0 {
		out += b.say(" Geen enkele combinatie springt eruit; dat is geen bewijs dat er geen verschil is.", " No combination stands out; that is no proof that there is no difference.")
	} else {
		out += b.say(" Vaker dan verwacht: ", " More often than expected: ") + strings.Join(named, "; ") + "."
	}
	out += b.say(" Een samenhang toont geen oorzaak.", " An association shows no cause.")
	switch {
	case t.left == 1:
		out += b.say(" Eén rij met een onderdrukt aantal telt niet mee.", " One row with a suppressed count is left out.")
	case t.left > 1:
		out += fmt.Sprintf(b.say(" %d rijen met een onderdrukt aantal tellen niet mee.", " %d rows with a suppressed count are left out."), t.left)
	}
	return out, nil
}

// standOut names the cells that are higher than independence would give: an
// adjusted residual above 3 that also survives Holm over all cells.
func (b *builder) standOut(f *figure.Figure, t crossTable, test stats.Table) ([]string, error) {
	p, err := test.CellP()
	if err != nil {
		return nil, fmt.Errorf("test cells: %w", err)
	}
	var out []string
	for i := range test.Rows {
		for j := range test.Cols {
			if test.Adjusted[i][j] <= 3 || p[i][j] >= 0.05 {
				continue
			}
			r, c := test.Rows[i], test.Cols[j]
			out = append(out, fmt.Sprintf(b.say("%s – %s (%s, verwacht %s)", "%s – %s (%s, expected %s)"),
				b.member(f.Dims[0], t.rows[r]), b.member(f.Dims[1], t.columns[c]),
				b.whole(t.counts[r][c]), chart.Number(test.Expected[i][j], 0, b.src.Lang)))
		}
	}
	return out, nil
}

// cross lays the shown counts out. A pair without a row was never seen: 0.
func cross(f *figure.Figure) crossTable {
	var t crossTable
	hidden := map[string]bool{}
	seen := map[string]bool{}
	for _, row := range f.Safe.Rows() {
		if row.Cell.Hidden() {
			hidden[row.Dims[0]] = true
		}
		if !slices.Contains(t.columns, row.Dims[1]) {
			t.columns = append(t.columns, row.Dims[1])
		}
	}
	for _, row := range f.Safe.Rows() {
		v, ok := row.Cell.Value()
		if !ok || hidden[row.Dims[0]] {
			continue
		}
		if !seen[row.Dims[0]] {
			seen[row.Dims[0]] = true
			t.rows = append(t.rows, row.Dims[0])
			t.counts = append(t.counts, make([]int64, len(t.columns)))
		}
		t.counts[len(t.rows)-1][slices.Index(t.columns, row.Dims[1])] = int64(v)
	}
	t.left = len(hidden)
	return t
}

// say picks one of two sentences.
func (b *builder) say(nl, en string) string {
	if b.src.Lang == "en" {
		return en
	}
	return nl
}
