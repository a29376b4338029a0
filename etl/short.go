package etl

import (
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
)

// markShort marks the lists that lack more of the rows of a list before them than their
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
	var counted []*models.Loaded
	for _, d := range lists {
		if before := longest(counted); before != nil {
			d.SetShort(tooShort(e.Limits.ShrinkShare, before, d))
		}
		if d.Skipped == "" {
			counted = append(counted, d)
		}
	}
}

// listsBefore is how many lists before it a list is held against: two that were cut off, each
// by less than the limit, are not to pass for a list that shrinks.
const listsBefore = 3

// longest gives the longest of the last lists, the latest of those; nil where there are none.
func longest(lists []*models.Loaded) *models.Loaded {
	var out *models.Loaded
	for _, d := range lists[max(0, len(lists)-listsBefore):] {
		if out == nil || d.Kept+d.Rejected >= out.Kept+out.Rejected {
			out = d
		}
	}
	return out
}

// tooShort says why a list does not count beside one before it, or "". Rejected rows
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
	return fmt.Sprintf("it has %d %s and one of the lists before it, %s, has %d: more than the share of %g that may be gone (limits.shrink_share)", is, rows, before.Name, was, share)
}

// shortLists tells of lists that are too short: as errors where that is new, and again while
// the last list is one.
func shortLists(plan []planned) (errs []error, still []string) {
	var last *models.Loaded
	for i := range plan {
		if d := &plan[i].out; d.Quarantine == "" && (last == nil || plan[i].Entity.Delivery.Compare(*last, *d) <= 0) {
			last = d
		}
	}
	for i := range plan {
		p := &plan[i]
		switch why := p.out.Short(); {
		case why == "":
		case !p.wasShort:
			errs = append(errs, &models.Error{Code: models.Blocked, Where: p.out.Name, What: "does not count: " + why,
				Fix: "the lists before it stand; have it delivered whole or, when so much is gone, raise the limit in the contract and run peil run again"})
		case &p.out == last:
			still = append(still, p.out.Name+": still does not count: "+why)
		}
	}
	return errs, still
}
