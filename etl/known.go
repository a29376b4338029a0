package etl

import (
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

// knownAt gives the knowledge date of a delivery: the day from which what it
// says can be known, never the day on which it is loaded.
func knownAt(e *models.Entity, r load.Receipt) (models.Date, error) {
	switch {
	case e.KnownAt.From == "received", e.KnownAt.From == "listing" && r.ListedOn == "":
		return r.ReceivedOn, nil
	case e.KnownAt.From == "listing":
		return r.ListedOn, nil
	}
	return e.KnownAt.Day(r.Name, "rename the file, or mend known_at of "+e.Key()+" in "+e.File)
}
