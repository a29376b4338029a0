package load

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
)

// content sums up what the kept rows say, without the columns that the contract
// leaves out of it and without their order: deliveries with the same content say
// the same. Two sums of halves of MD5 numbers, so that a row that stands there
// twice counts twice.
func (l *loading) content(ctx context.Context, db execer) error {
	if l.Entity.Delivery.CompareWithout == nil || l.out.Lake == nil {
		return nil
	}
	var cells []string
	for _, f := range l.Entity.LakeSchema() {
		if strings.HasPrefix(f.Name, "_") || slices.Contains(l.Entity.Delivery.CompareWithout, f.Name) {
			continue
		}
		// Quoted, so that where one cell ends and the next begins is never in doubt.
		cells = append(cells, fmt.Sprintf(`coalesce('"' || replace(cast(%s as varchar), '"', '""') || '"', '-')`, duck.Ident(f.Name)))
	}
	row := strings.Join(append(cells, "''"), " || ")
	err := db.QueryRowContext(ctx, fmt.Sprintf("select format('{}-{}-{}', count(*), sum(md5_number_lower(said)), sum(md5_number_upper(said))) from (select %s as said from read_parquet(%s)) as t",
		row, duck.Quote(l.files[0].Temporary))).Scan(&l.out.Content)
	if err != nil {
		return fmt.Errorf("sum up rows: %w", err)
	}
	return nil
}
