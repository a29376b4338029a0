package rule

import "github.com/vlot-evaluatie/peil/models"

// dominated tells whether an amount lies so close to that of one contributor that it gives
// his away: the largest make up more than a share of it, or who gave the second largest
// can compute the largest to within a percentage, by taking his own off the total.
func (r Rule) dominated(m *models.Metric, row models.MetricRow) bool {
	if m.Contributor == "" || m.Protects == "none" || !row.Known || row.Value <= 0 {
		return false
	}
	top := row.Largest
	if r.Largest >= 2 {
		top += row.Second
	}
	// Hundredfold, in cents: 85 % of the total is not above 85 %.
	if r.Largest > 0 && r.LargestPercent > 0 && cents(top)*100 > cents(row.Value)*r.LargestPercent {
		return true
	}
	rest := cents(row.Value) - cents(row.Largest) - cents(row.Second)
	return r.PPercent > 0 && rest*100 < cents(row.Largest)*r.PPercent
}

// cents gives an amount in its least unit.
func cents(eur float64) int64 {
	if eur < 0 {
		return -int64(-eur*100 + 0.5)
	}
	return int64(eur*100 + 0.5)
}
