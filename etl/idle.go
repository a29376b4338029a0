package etl

import (
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/etl/correct"
	"github.com/vlot-evaluatie/peil/models"
)

// idle tells the corrections of an entity that correct nothing in any delivery: a
// wrong name or key would else leave the bad value where it is, in silence.
func idle(e *models.Entity, plan []planned) []error {
	var errs []error
	for _, c := range e.Corrections {
		id, named, unsure, rows := correct.ID(c), 0, false, int64(0)
		for i := range plan {
			p := &plan[i]
			if !slices.Contains(p.Corrections, c) {
				continue
			}
			named++
			// What was not loaded with the corrections of today says nothing of them,
			// and is told about already.
			unsure = unsure || p.out.Quarantine != "" || p.out.Skipped != "" || p.out.LoadID != p.LoadID()
			for _, a := range p.out.Corrections {
				if a.Correction == id {
					rows += a.Rows
				}
			}
		}
		what := fmt.Sprintf("corrects no row: none of the %d deliveries of %s that it names has its key", named, e.Key())
		switch {
		case rows > 0 || unsure:
			continue
		case named == 0:
			what = fmt.Sprintf("corrects no row: no delivery of %s has the name %s, its bytes and its days", e.Key(), c.File)
		case named == 1:
			what = fmt.Sprintf("corrects no row: the one delivery of %s that it names does not have its key", e.Key())
		}
		errs = append(errs, &models.Error{Code: models.Blocked, Where: c.Place, What: what, Fix: "mend file or key, or take the correction out"})
	}
	return errs
}
