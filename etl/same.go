package etl

import (
	"slices"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

// skipSame takes out the deliveries that say what the one before them said, for
// contracts that ask for it, and gives the files of the others. They count as
// delivered; as rows they would only be a version that differs in nothing.
func skipSame(e *models.Entity, plan []planned, files []load.Unnamed) (keep, drop []load.Unnamed) {
	if e.Delivery.CompareWithout == nil {
		return files, nil
	}
	skipped := map[string]bool{}
	for i := range plan {
		p := &plan[i]
		if !p.load || p.out.Content == "" {
			continue
		}
		before := saidBefore(e, plan[:i], p.out)
		if before == "" {
			continue
		}
		skipped[p.out.LoadID] = true
		p.out = p.Entry()
		p.out.Skipped = "same rows as " + before
	}
	for _, f := range files {
		if skipped[f.LoadID] {
			drop = append(drop, f)
		} else {
			keep = append(keep, f)
		}
	}
	return keep, drop
}

// saidBefore gives the name of the earlier delivery that said the same, or "".
// Appended rows stay, so any of them counts; elsewhere the latest one does, since
// what it replaced in between is news when it comes back. A delivery that was
// known earlier is news for the days before.
func saidBefore(e *models.Entity, plan []planned, d models.Loaded) string {
	for _, p := range slices.Backward(plan) {
		old := p.out
		if old.Skipped != "" || old.Quarantine != "" || e.Delivery.Kind == "period" && !slices.Equal(old.Periods, d.Periods) {
			continue
		}
		if old.Content == d.Content && old.Rejected == d.Rejected && old.KnownAt <= d.KnownAt {
			return old.Name
		}
		if e.Delivery.Kind != "append" {
			return ""
		}
	}
	return ""
}
