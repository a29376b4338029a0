package etl

import (
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
)

// markShort marks the deliveries that lack more of the rows of one before them than their
// contract allows. Of a list that was cut off well, or asked with a filter, everything that
// it lacks would be gone; where deliveries replace periods, one row of another month would
// take the place of that whole month. They stay in the lake and do not count. It is judged
// anew in every run, in the order of the contract: what comes in late may stand between two
// others.
func markShort(e *models.Entity, plan []planned) {
	if e.Delivery.Kind != "snapshot" && e.Delivery.Kind != "period" {
		return
	}
	var all []*models.Loaded
	for i := range plan {
		d := &plan[i].out
		d.SetShort("")
		d.SetReplaced(false)
		if d.Quarantine == "" && d.Skipped == "" && (d.Lake != nil || d.Rejected == 0) {
			all = append(all, d)
		}
	}
	if e.Limits.ShrinkShare == 0 {
		return
	}
	slices.SortStableFunc(all, func(a, b *models.Loaded) int { return e.Delivery.Compare(*a, *b) })
	var counted []*models.Loaded
	for _, d := range all {
		// What it is a mended file of says least about it, and counts no more when it does.
		others := slices.DeleteFunc(slices.Clone(counted), func(before *models.Loaded) bool { return replaces(e, d, before) })
		d.SetShort(tooShort(e, others, counted, d))
		if d.Skipped == "" {
			counted = append(others, d)
		}
	}
}

// tooShort says why a delivery does not count beside those before it, or "". It is held
// against one that it takes the place of only where there is no other to go by.
func tooShort(e *models.Entity, others, all []*models.Loaded, d *models.Loaded) string {
	if e.Delivery.Kind == "snapshot" {
		before, was := longest(others, listed)
		if before == nil {
			before, was = longest(all, listed)
		}
		if is := listed(d); before != nil && lacks(e, is, was) {
			return fmt.Sprintf("it has %s and one of the lists before it, %s, has %d: more than the share of %g that may be gone (limits.shrink_share)",
				rows(*d), before.Name, was, e.Limits.ShrinkShare)
		}
		return ""
	}
	why, more := "", 0
	for i, period := range d.Periods {
		if i >= len(d.PeriodRows) {
			break // loaded before rows were counted by period
		}
		about := func(o *models.Loaded) int64 {
			if j := slices.Index(o.Periods, period); j >= 0 && j < len(o.PeriodRows) {
				return o.PeriodRows[j]
			}
			return -1
		}
		before, was := longest(others, about)
		if before == nil {
			before, was = longest(all, about)
		}
		// A rejected row may be one of any period.
		if before == nil || !lacks(e, d.PeriodRows[i]+d.Rejected, was) {
			continue
		}
		if why != "" {
			more++
			continue
		}
		why = fmt.Sprintf("of %s it has %s and one of the deliveries before it, %s, has %d: more than the share of %g that may be gone (limits.shrink_share)",
			period, rows(models.Loaded{Kept: d.PeriodRows[i]}), before.Name, was, e.Limits.ShrinkShare)
	}
	if more > 0 {
		why += fmt.Sprintf("; so it is with %d more of its periods", more)
	}
	return why
}

// listed counts the rows of a list. Rejected rows count: what they are about stands in it.
func listed(d *models.Loaded) int64 { return d.Kept + d.Rejected }

// lacks tells whether more rows are gone than the contract allows.
func lacks(e *models.Entity, is, was int64) bool {
	// A quotient is rounded as the number in the contract was read.
	return is < was && float64(was-is)/float64(was) > e.Limits.ShrinkShare
}

// heldAgainst is how many deliveries before it one is held against: two that were cut off, each
// by less than the limit, are not to pass for a list that shrinks.
const heldAgainst = 3

// longest gives the longest of the last deliveries that count has something to say of, the
// latest of those, and how many rows it has; nil where there are none. count gives -1 for
// those that it has nothing to say of.
func longest(all []*models.Loaded, count func(*models.Loaded) int64) (out *models.Loaded, most int64) {
	n := 0
	for _, d := range slices.Backward(all) {
		if n == heldAgainst {
			break
		}
		switch rows := count(d); {
		case rows < 0:
			continue
		case out == nil || rows > most:
			out, most = d, rows
		}
		n++
	}
	return out, most
}

// tellUncounted tells of deliveries that are too short to count, or of whose rows none is
// good: as errors where that is new, and again while the last one is.
func tellUncounted(plan []planned) (errs []error, still []string) {
	var last *models.Loaded
	for i := range plan {
		if d := &plan[i].out; d.Quarantine == "" && (last == nil || plan[i].Entity.Delivery.Compare(*last, *d) <= 0) {
			last = d
		}
	}
	for i := range plan {
		p := &plan[i]
		why, known, fix := p.out.Short(), p.wasShort, "the lists before it stand; have it delivered whole or, when so much is gone, raise the limit in the contract and run peil run again"
		switch {
		case p.out.Unread() && p.lastOfName:
			why, known = fmt.Sprintf("of its %s none is good", rows(p.out)), !p.load
			fix = "what came before stands; peil rejects says what is wrong: have it delivered again, or mend the contract and run peil retry"
		case p.Entity.Delivery.Kind == "period":
			fix = "the deliveries before it stand; see whether rows of another period slipped in or are missing, and have it delivered again; when so much is really gone, raise the limit in the contract and run peil run again"
		}
		switch {
		case why == "":
		case !known:
			errs = append(errs, &models.Error{Code: models.Blocked, Where: p.out.Name, What: "does not count: " + why, Fix: fix})
		case &p.out == last:
			still = append(still, p.out.Name+": still does not count: "+why)
		}
	}
	return errs, still
}
