package rule

import "github.com/vlot-evaluatie/peil/models"

// Base gives what the counts of a metric are rounded to multiples of where counts are
// rounded: the threshold, and that of what is sensitive for a metric that can be cut by
// it. It does not depend on the page, since a count that is rounded in two ways can be told.
func (r Rule) Base(m *models.Metric) int64 {
	base := r.Few()
	for _, name := range r.Sensitive {
		if _, ok := m.Dimensions[name]; ok {
			base = max(base, r.FewSensitive())
		}
	}
	return base
}
