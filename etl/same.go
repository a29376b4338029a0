package etl

import (
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

const (
	sameBytes = "same bytes as "
	sameRows  = "same rows as "
)

// holders gives, for each file of an appended entity by its SHA-256, which delivery
// its rows are taken from: appended rows stay live for ever, so the same ones again
// would be counted twice. It is the one that was known first, whenever it came in,
// so that its rows are there from that day. Other kinds replace what they repeat,
// and where the name is part of each row, another name makes other rows. Which one of
// those counts whose name came with other bytes too is known when they are loaded: see
// markSameBytes.
func holders(e *models.Entity, plan []planned) map[string]*planned {
	if e.Delivery.Kind != "append" || len(e.NameColumns()) > 0 {
		return nil
	}
	sums := map[string]string{} // by name, the first
	open := map[string]bool{}   // SHA-256 of names that came with other bytes
	for i := range plan {
		p := &plan[i].Receipt
		if sum, ok := sums[p.Name]; !ok {
			sums[p.Name] = p.SHA256
		} else if sum != p.SHA256 && e.KnownAt.From == "file_name" {
			open[sum], open[p.SHA256] = true, true
		}
	}
	out := map[string]*planned{}
	for i := range plan {
		p := &plan[i]
		if open[p.Receipt.SHA256] {
			continue
		}
		if first := out[p.Receipt.SHA256]; first == nil || p.KnownAt < first.KnownAt {
			out[p.Receipt.SHA256] = p
		}
	}
	return out
}

// markSameBytes marks, of appended files that count, those with the bytes of one that was
// known first: what is left to do of holders.
func markSameBytes(e *models.Entity, plan []planned) {
	if e.Delivery.Kind != "append" || len(e.NameColumns()) > 0 {
		return
	}
	first := map[string]*models.Loaded{}
	for i := range plan {
		d := &plan[i].out
		if strings.HasPrefix(d.Skipped, sameBytes) && d.Lake != nil {
			d.Skipped = ""
		}
		if !d.Delivered() || d.Skipped != "" {
			continue
		}
		if had := first[d.SHA256]; had == nil || d.KnownAt < had.KnownAt {
			first[d.SHA256] = d
		}
	}
	for i := range plan {
		d := &plan[i].out
		if had := first[d.SHA256]; had != nil && had != d && d.Delivered() && d.Skipped == "" {
			d.Skipped = sameBytes + had.Name
		}
	}
}

// markSame marks the deliveries that say what the one before them said, for
// contracts that ask for it: they count as delivered and stay in the lake, but as
// rows they would only be a version that differs in nothing. It is judged anew in
// every run, in the order of the contract and not of arrival: what comes in late may
// stand between two that said the same.
func markSame(e *models.Entity, plan []planned) {
	if e.Delivery.CompareWithout == nil {
		return
	}
	var told []*models.Loaded
	for i := range plan {
		d := &plan[i].out
		if strings.HasPrefix(d.Skipped, sameRows) {
			d.Skipped = ""
		}
		if d.Content != "" && d.Quarantine == "" && d.Skipped == "" {
			told = append(told, d)
		}
	}
	slices.SortStableFunc(told, func(a, b *models.Loaded) int { return e.Delivery.Compare(*a, *b) })
	for i, d := range told {
		if before := saidBefore(e, told[:i], d); before != "" {
			d.Skipped = sameRows + before
		}
	}
}

// saidBefore gives the name of the earlier delivery that said the same, or "".
// Appended rows stay, so any of them counts; elsewhere the latest one about the same
// does, since what it replaced in between is news when it comes back. A delivery
// that was known earlier is news for the days before.
func saidBefore(e *models.Entity, told []*models.Loaded, d *models.Loaded) string {
	for _, old := range slices.Backward(told) {
		if old.Skipped != "" || e.Delivery.Kind == "period" && !slices.ContainsFunc(old.Periods, func(p string) bool { return slices.Contains(d.Periods, p) }) {
			continue
		}
		if old.Content == d.Content && old.Rejected == d.Rejected && old.KnownAt <= d.KnownAt && slices.Equal(old.Periods, d.Periods) {
			return old.Name
		}
		if e.Delivery.Kind != "append" {
			return ""
		}
	}
	return ""
}
