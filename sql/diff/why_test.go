package diff

import (
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// Rows that no date ties to a cell are told where they are likely, and all of them where
// none is.
func TestReasonsThatNoDateTiesAreTheLikelyOnes(t *testing.T) {
	log, list, later := Reason{Name: "log/questions", File: "log"}, Reason{Name: "tool/places", File: "list"}, Reason{Name: "log/questions", File: "later", later: true}
	for name, c := range map[string]struct {
		kind    string
		sources []string
		given   []Reason
		want    string
	}{
		"what the metric is about":           {"flow", []string{"log/questions"}, []Reason{log, list, later}, "log later"},
		"a stock of rows that had begun":     {"stock", []string{"log/questions"}, []Reason{log, list, later}, "log"},
		"a stock with later rows alone":      {"stock", []string{"log/questions"}, []Reason{list, later}, "later"},
		"nothing of what it is about":        {"stock", []string{"staff/fte"}, []Reason{log, list}, "log list"},
		"a metric that names nothing":        {"flow", nil, []Reason{log, list}, "log list"},
		"no reason":                          {"stock", []string{"log/questions"}, nil, ""},
		"of several exports, those it names": {"flow", []string{"log/questions", "tool/places"}, []Reason{log, list}, "log list"},
	} {
		var got []string
		for _, r := range nearest(&models.Metric{Kind: c.kind, Sources: c.sources}, slices.Clone(c.given)) {
			got = append(got, r.File)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", name, s, c.want)
		}
	}
}
