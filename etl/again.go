package etl

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// replaces tells whether a delivery takes the place of an earlier one: it came later under
// the same name, and that name says on which day both were known. Where the day is that of
// arrival the two are about two days. One that says the same rows, where the contract
// compares them, replaces nothing.
func replaces(e *models.Entity, later, earlier *models.Loaded) bool {
	return e.KnownAt.From == "file_name" && later.Name == earlier.Name && later.KnownAt == earlier.KnownAt && later.Sequence > earlier.Sequence &&
		(later.Content == "" || later.Content != earlier.Content || later.Rejected != earlier.Rejected)
}

// markAgain marks the deliveries that a later one takes the place of, so that a mended file
// leaves nothing of the wrong one behind. They stay in the lake and do not count. It is
// judged anew in every run: of what is held back since, the earlier one counts.
func markAgain(e *models.Entity, plan []planned) {
	last := map[string]*models.Loaded{} // by name, the one that counts
	for i := range slices.Backward(plan) {
		d := &plan[i].out
		d.SetReplaced(false)
		if !d.Delivered() || d.Skipped != "" {
			continue
		}
		if later := last[d.Name]; later != nil && replaces(e, later, d) {
			d.SetReplaced(true)
			continue
		}
		last[d.Name] = d
	}
}

// cameAgain tells which files took the place of one that came before under their name.
func cameAgain(plan []planned) []string {
	var out []string
	for i := range plan {
		if old := &plan[i]; old.out.Replaced() && !old.wasReplaced {
			j := slices.IndexFunc(plan[i+1:], func(p planned) bool { return p.out.Name == old.out.Name && p.out.Delivered() })
			by := plan[i+1+j].out
			out = append(out, fmt.Sprintf("%s: came again with other bytes and takes the place of delivery %d of that name: %s, where that one has %s",
				by.Name, old.out.Sequence, rows(by), rows(old.out)))
		}
	}
	return out
}

func rows(d models.Loaded) string {
	if n := d.Kept + d.Rejected; n != 1 {
		return fmt.Sprintf("%d rows", n)
	}
	return "1 row"
}

// markCopies marks the deliveries with rows that have the bytes of another one that
// counts, under another name: the one that arrived later, as that of the week before under
// the name of this week. A list may well be as it was on another day, and where the name is
// part of each row other names make other rows.
func markCopies(e *models.Entity, plan []planned) {
	first := map[string]*models.Loaded{} // by SHA-256
	for i := range plan {
		d := &plan[i].out
		d.CopyOf = ""
		same := strings.HasPrefix(d.Skipped, sameBytes)
		if e.Delivery.Kind == "snapshot" || len(e.NameColumns()) > 0 || !d.Delivered() || d.Rejected == 0 && d.Kept == 0 && !same {
			continue
		}
		switch other := first[d.SHA256]; {
		case other == nil && !same:
			first[d.SHA256] = d
		case other != nil && other.Name != d.Name:
			d.CopyOf = other.Name
		}
	}
}

// copies tells which files that just came have the bytes of another one.
func copies(plan []planned) []string {
	var out []string
	for _, p := range plan {
		if p.out.CopyOf != "" && p.wasCopyOf != p.out.CopyOf {
			out = append(out, fmt.Sprintf("%s: has the same bytes as %s: was a file of another day delivered under this name? it does not count as the delivery of its day; have the right one delivered under its name",
				p.out.Name, p.out.CopyOf))
		}
	}
	return out
}

// empties tells which files that were just loaded have no rows, where that is no delivery.
func empties(e *models.Entity, plan []planned) []string {
	var out []string
	for i := range plan {
		if p := &plan[i]; p.load && e.SaysNothing(&p.out) {
			out = append(out, p.out.Name+": has no rows, so it does not count as the delivery of its day (delivery.empty: not_told); have it delivered again with its rows")
		}
	}
	return out
}
