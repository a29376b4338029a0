package etl

import (
	"errors"
	"fmt"

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
	return e.KnownAt.Day(r.Name, renamed(e))
}

// renamed is what to do about a name that says no day, or a wrong one.
func renamed(e *models.Entity) string {
	return "rename the file, or mend known_at of " + e.Key() + " in " + e.File
}

// arrived gives the knowledge date of what arrives today. A day to come is refused:
// until then every later delivery would be taken for an earlier one. Like one in
// quarantine, a file without a right day is held back alone, and the run is done.
func arrived(e *models.Entity, r load.Receipt, today models.Date) (models.Date, error) {
	day, err := knownAt(e, r)
	var wrong *models.Error
	switch {
	case errors.As(err, &wrong):
		return "", &models.Error{Code: models.Blocked, Where: wrong.Where, What: wrong.What + notTaken, Fix: wrong.Fix}
	case err != nil || !e.KnownAt.IsAhead(day, today):
		return day, err
	case e.KnownAt.From == "listing":
		return "", &models.Error{Code: models.Blocked, Where: r.Name, What: fmt.Sprintf("was last changed on %s, as its folder tells, and today is %s", day, today) + notTaken,
			Fix: "have the time of the file set right, or the clock of one of the two machines"}
	}
	return "", &models.Error{Code: models.Blocked, Where: r.Name, What: fmt.Sprintf("is of %s by its name, and today is %s", day, today) + notTaken, Fix: renamed(e)}
}

const notTaken = ": it is not taken in"
