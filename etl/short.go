package etl

import (
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
)

// markShort marks the lists that lack more of the rows of the list before them than their
// contract allows: an export that was cut off well, or asked with a filter, would make
// everything that it lacks gone. They stay in the lake and do not count. It is judged anew in
// every run, in the order of the contract: what comes in late may stand between two others.
func markShort(e *models.Entity, plan []planned) {
	if e.Delivery.Kind != "snapshot" {
		return
	}
	var lists []*models.Loaded
	for i := range plan {
		d := &plan[i].out
		d.SetShort("")
		if d.Quarantine == "" && d.Skipped == "" && (d.Lake != nil || d.Rejected == 0) {
			lists = append(lists, d)
		}
	}
	if e.Limits.ShrinkShare == 0 {
		return
	}
	slices.SortStableFunc(lists, func(a, b *models.Loaded) int { return e.Delivery.Compare(*a, *b) })
	var before *models.Loaded
	for _, d := range lists {
		if before != nil {
			d.SetShort(tooShort(e.Limits.ShrinkShare, before, d))
		}
		if d.Skipped == "" {
			before = d
		}
	}
}

// tooShort says why a list does not count beside the one before it, or "". Rejected rows
// count: what they are about stands in the list.
func tooShort(share float64, before, d *models.Loaded) string {
	was, is := before.Kept+before.Rejected, d.Kept+d.Rejected
	// A quotient is rounded as the number in the contract was read.
	if is >= was || float64(was-is)/float64(was) <= share {
		return ""
	}
	rows := "rows"
	if is == 1 {
		rows = "row"
	}
	return fmt.Sprintf("it has %d %s and the list before it, %s, has %d: more than the share of %g that may be gone (limits.shrink_share)", is, rows, before.Name, was, share)
}

// shortLists tells of lists that are too short: as errors where that is new, and again while
// the last list is one.
func shortLists(plan []planned) (errs []error, still []string) {
	var last models.Date
	for i := range plan {
		last = max(last, plan[i].out.KnownAt)
	}
	for i := range plan {
		p := &plan[i]
		switch why := p.out.Short(); {
		case why == "":
		case !p.wasShort:
			errs = append(errs, &models.Error{Code: models.Blocked, Where: p.out.Name, What: "does not count: " + why,
				Fix: "the list before it stands; have it delivered whole or, when so much is gone, raise the limit in the contract and run peil run again"})
		case p.out.KnownAt == last:
			still = append(still, p.out.Name+": still does not count: "+why)
		}
	}
	return errs, still
}
