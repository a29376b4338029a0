package warehouse

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// sizeSuffix ends the name of the check that no delivery is far larger or smaller than
// those before it.
const sizeSuffix = ".size"

// A delivery is held against the median of up to sizeBefore deliveries before it, at least
// sizeLeast of them, and against the last one: numbers that grow or fall month after month
// are left alone, and one odd file among those before says nothing. sizeFloor rows more or
// fewer are needed, since a list of four newsletters may well have none next month.
const (
	sizeFactor = 5
	sizeBefore = 6
	sizeLeast  = 3
	sizeFloor  = 20
)

// sized is a delivery of another size than those before it.
type sized struct {
	delivery models.Loaded
	rows     int64
	usual    float64 // median of those before
}

// unusual gives the deliveries that are far larger or smaller than those before them; all
// are judged, and not the last alone: several may have come at once. Rows that were rejected
// are rows of the file.
func unusual(deliveries []models.Loaded) []sized {
	var out []sized
	rows := make([]int64, len(deliveries))
	for i, d := range deliveries {
		rows[i] = d.Kept + d.Rejected
		before := rows[max(0, i-sizeBefore):i]
		if len(before) < sizeLeast {
			continue
		}
		is, usual, last := float64(rows[i]), medianOf(before), float64(rows[i-1])
		if is-usual >= sizeFloor && is > sizeFactor*max(usual, last) || usual-is >= sizeFloor && is*sizeFactor < min(usual, last) {
			out = append(out, sized{d, rows[i], usual})
		}
	}
	return out
}

// medianOf is the median.
func medianOf(rows []int64) float64 {
	sorted := slices.Sorted(slices.Values(rows))
	return float64(sorted[(len(sorted)-1)/2]+sorted[len(sorted)/2]) / 2
}

// sizeSQL writes the unusual deliveries of an entity as a relation.
func (w *Warehouse) sizeSQL(e *models.Entity) string {
	parts := []string{"select cast(null as varchar) as file_name, cast(null as date) as known_date, cast(null as bigint) as row_count, cast(null as double) as usual_count where false"}
	for _, u := range unusual(w.lake.Known(e)) {
		parts = append(parts, fmt.Sprintf("select %s, cast(%s as date), %d, %g", statement.Quote(u.delivery.Name), statement.QuoteOrNull(string(u.delivery.KnownAt)), u.rows, u.usual))
	}
	return strings.Join(parts, "\nunion all ")
}
