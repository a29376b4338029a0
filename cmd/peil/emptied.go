package main

import (
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
)

// arrival tells a delivery apart in all snapshots: the place in which it arrived.
type arrival struct {
	source, entity string
	sequence       int
}

func arrivalOf(d *models.Loaded) arrival { return arrival{d.Source, d.Entity, d.Sequence} }

// emptied gives an error for each entity of which a contract, as it is now, holds back more
// than half of the deliveries that counted in a snapshot. One misspelt header does that to
// all of them: the source would be gone from every figure, in a snapshot like any other.
func emptied(now []models.Loaded, previous *models.Manifest) []error {
	if previous == nil {
		return nil
	}
	is := map[arrival]*models.Loaded{}
	for i := range now {
		is[arrivalOf(&now[i])] = &now[i]
	}
	counted, held := map[string]int{}, map[string][]*models.Loaded{}
	var order []string
	for _, was := range previous.Deliveries {
		if !was.Delivered() || was.Kept == 0 {
			continue
		}
		key := was.Source + "/" + was.Entity
		if counted[key]++; counted[key] == 1 {
			order = append(order, key)
		}
		if d := is[arrivalOf(&was)]; d != nil && (d.Quarantine != "" || d.Unread()) {
			held[key] = append(held[key], d)
		}
	}
	var errs []error
	for _, key := range order {
		if n := len(held[key]); n > counted[key]-n {
			first := held[key][0]
			why, _, _ := strings.Cut(strings.TrimPrefix(first.Quarantine, first.Name+": "), "\n")
			if first.Unread() {
				why = fmt.Sprintf("none of its %s is good", prose.CountedAs(int(first.Rejected), "row", "rows"))
			}
			errs = append(errs, &models.Error{Code: models.Blocked, Where: key,
				What: fmt.Sprintf("%d of the %s that count in snapshot %d are in quarantine or have no good row under the contract as it is now, %s first: %s", n, prose.CountedAs(counted[key], "delivery", "deliveries"), previous.Snapshot, first.Name, why),
				Fix:  "mend the contract and run again: no snapshot was made, and the last one stays current"})
		}
	}
	return errs
}
