package release

import (
	"fmt"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
)

// Refusals gives each reason why an edition may not be published, whoever asks; checks
// are those of the edition's snapshot. An internal edition is for those who may see what
// it hides, even where an attack finds nothing today: something kept it so when it was made.
func Refusals(f *edition.Frozen, checks []models.CheckResult) []error {
	var out []error
	for _, c := range checks {
		if c.Severity == "block" && c.Failures > 0 {
			out = append(out, blocked("check "+c.Name, fmt.Sprintf("fails on %d rows in snapshot %d", c.Failures, f.Snapshot), "see peil checks "+c.Name+", mend it, and make another edition"))
		}
	}
	if f.Status != edition.Audited {
		out = append(out, blocked("edition "+f.Edition, "is stamped internal: when it was made, a reader could know what it hides", "make it again with peil report, which says what still keeps it internal"))
	}
	return out
}

// Going tells that an edition would take the place of a newer one.
func Going(f, published *edition.Frozen) error {
	if published == nil || f.KnownAt > published.KnownAt || f.KnownAt == published.KnownAt && f.Snapshot >= published.Snapshot {
		return nil
	}
	return blocked("edition "+f.Edition, fmt.Sprintf("is older than %s, which is published", published.Edition), "add --older to go back to it")
}

func blocked(where, what, fix string) error {
	return &models.Error{Code: models.Blocked, Where: where, What: what, Fix: fix}
}
