package release

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// people are the units that are persons, or few enough to be known as persons.
var people = []string{"person", "household", "host"}

// Refusals gives each reason why an edition may not be published, whoever asks. fine
// tells whether a dimension's members are areas smaller than a province; checks are
// those of the edition's snapshot.
//
// An edition that no attack was made on prints no persons by small areas: by larger ones
// counts are seldom small, by smaller ones most are.
func Refusals(f *edition.Frozen, checks []models.CheckResult, fine func(dimension string) bool) []error {
	var out []error
	for _, c := range checks {
		if c.Severity == "block" && c.Failures > 0 {
			out = append(out, blocked("check "+c.Name, fmt.Sprintf("fails on %d rows in snapshot %d", c.Failures, f.Snapshot), "see peil checks "+c.Name+", mend it, and make another edition"))
		}
	}
	if f.Status == edition.Audited {
		return out
	}
	for i := range f.Figures {
		r := &f.Figures[i]
		if !slices.Contains(people, r.Protects) {
			continue
		}
		if local := areas(r, fine); len(local) > 0 {
			out = append(out, blocked("figure "+r.ID, fmt.Sprintf("is on %ss by %s, smaller than a province", r.Protects, strings.Join(local, " and ")),
				"make the edition again with peil report, which judges all its tables together, or take the figure off the page"))
		}
	}
	return out
}

// areas names the dimensions of small areas that a figure is cut or filtered by.
func areas(r *figure.Record, fine func(string) bool) []string {
	var out []string
	add := func(name string) {
		if fine(name) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, d := range r.Dims {
		add(d.Name)
	}
	for _, w := range r.Query.Where {
		add(w.Dimension)
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
