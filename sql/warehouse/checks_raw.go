package warehouse

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// readSuffix ends the name of the check that no row of the latest list counts as it was
// read in an earlier one.
const readSuffix = ".read"

// rawCheck is a check of raw rows: how many of those that it counts fail.
type rawCheck struct {
	result models.CheckResult
	counts []string // relations, of which the rows are counted in this order
	fails  func(rows []int64) int64
}

// checkRaw compares the rows that SQL sees with those that intake kept, and tells of
// rows that do not count as they were delivered. All are counted in one statement.
func (w *Warehouse) checkRaw(ctx context.Context) ([]models.CheckResult, error) {
	var checks []rawCheck
	var names []string
	for _, s := range w.project.Sources {
		for i := range s.Entities {
			for _, c := range w.rawChecks(s, &s.Entities[i]) {
				checks, names = append(checks, c), append(names, c.counts...)
			}
		}
	}
	if len(checks) == 0 {
		return nil, nil
	}
	if err := w.ensure(ctx, names); err != nil {
		return nil, err
	}
	counts := make([]string, len(names))
	for i, name := range names {
		counts[i] = "(select count(*) from (select _line from " + statement.Qualified(name) + ") as t)"
	}
	rows, err := w.numbers(ctx, "select "+strings.Join(counts, ",\n"))
	if err != nil {
		return nil, fmt.Errorf("count raw rows: %w", err)
	}
	out := make([]models.CheckResult, len(checks))
	for i, c := range checks {
		out[i], out[i].Failures = c.result, c.fails(rows[:len(c.counts)])
		rows = rows[len(c.counts):]
	}
	return out, nil
}

// rawChecks gives the checks of the raw rows of an entity; none before its first delivery.
func (w *Warehouse) rawChecks(s *models.Source, e *models.Entity) []rawCheck {
	deliveries := w.lake.Known(e)
	if len(deliveries) == 0 {
		return nil
	}
	name := "raw." + raw.Name(e)
	kept := int64(0)
	for _, d := range deliveries {
		kept += d.Kept
	}
	owner := cmp.Or(s.Owner, w.project.Config.Contact)
	out := []rawCheck{{
		counts: []string{name + raw.HistorySuffix},
		fails:  func(rows []int64) int64 { return max(rows[0]-kept, kept-rows[0]) },
		result: models.CheckResult{
			Name: name + ".rows", Severity: "block", Owner: w.project.Config.Contact,
			About:   "Elke rij die bij de inname bewaard werd, is precies één keer zichtbaar.",
			AboutEN: "Every row that intake kept can be seen in the lake, none of them twice.",
			Fix:     "run peil verify: a lake file was changed or is missing",
			FixNL:   "voer peil verify uit: een bestand van het lake is gewijzigd of ontbreekt",
		},
	}}
	odd := int64(len(unusual(deliveries)))
	out = append(out, rawCheck{
		fails: func([]int64) int64 { return odd },
		result: models.CheckResult{
			Name: name + sizeSuffix, Severity: "warn", Owner: owner,
			About:   "Geen enkele levering is plots meer dan vijf keer groter of kleiner dan de leveringen ervoor.",
			AboutEN: "No delivery is suddenly more than five times as large, or as small, as those before it.",
			Fix:     "see whether rows of the file stand in it more than once or are missing, and have it delivered again under its own name; nothing is to be done where the number is right",
			FixNL:   "ga na of er in het bestand rijen meermaals staan of ontbreken, en laat het onder dezelfde naam opnieuw leveren; klopt het aantal rijen, dan is er niets te doen",
		},
	})
	if raw.AppendsOnce(e) {
		// Rows are in the lake and in its history, but the first row with a key counts.
		out = append(out, rawCheck{
			counts: []string{name + raw.HistorySuffix, name},
			fails:  func(rows []int64) int64 { return rows[0] - rows[1] },
			result: models.CheckResult{
				Name: name + ".once", Severity: "warn", Owner: owner,
				About:   "Een rij waarvan de sleutel al eerder geleverd werd, telt niet opnieuw.",
				AboutEN: "A row whose key was delivered before is not counted again.",
				Fix:     "compare " + name + " with " + name + raw.HistorySuffix + ", and ask the supplier why rows come twice; repeated: keep in the contract counts them all",
				FixNL:   "vergelijk " + name + " met " + name + raw.HistorySuffix + ", en vraag de leverancier waarom rijen twee keer komen; met repeated: keep in het contract tellen ze allemaal mee",
			},
		})
	}
	if e.UnreadKey() != nil {
		out = append(out, rawCheck{
			counts: []string{name + raw.UnreadSuffix},
			fails:  func(rows []int64) int64 { return rows[0] },
			result: models.CheckResult{
				Name: name + readSuffix, Severity: "warn", Owner: owner,
				About:   "Geen rij van de laatste lijst is geweigerd en telt intussen zoals ze in een vorige lijst stond.",
				AboutEN: "No row of the latest list is rejected and counts meanwhile as it stood in an earlier list.",
				Fix:     "see peil rejects " + e.Key() + ": have the rows corrected and the list delivered again; " + name + raw.UnreadSuffix + " has what they count as",
				FixNL:   "bekijk peil rejects " + e.Key() + ": laat de rijen verbeteren en de lijst opnieuw leveren; " + name + raw.UnreadSuffix + " toont hoe ze nu tellen",
			},
		})
	}
	return out
}
