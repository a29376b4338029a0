package load

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// content sums up what the kept rows say, without the columns that the contract
// leaves out of it and without their order: deliveries with the same content say
// the same. Two sums of halves of MD5 numbers, so that a row that stands there
// twice counts twice.
func (l *loading) content(ctx context.Context, db execer) (err error) {
	if l.out.Lake != nil {
		l.out.Content, err = content(ctx, db, l.Entity, l.files[0].Temporary)
	}
	return err
}

// content gives "" for an entity whose deliveries are not compared.
func content(ctx context.Context, db execer, e *models.Entity, path string) (sum string, err error) {
	if e.Delivery.CompareWithout == nil {
		return "", nil
	}
	var cells []string
	for _, f := range e.LakeSchema() {
		if strings.HasPrefix(f.Name, "_") || slices.Contains(e.Delivery.CompareWithout, f.Name) {
			continue
		}
		// Quoted, so that where one cell ends and the next begins is never in doubt.
		cells = append(cells, fmt.Sprintf(`coalesce('"' || replace(cast(%s as varchar), '"', '""') || '"', '-')`, duck.Ident(f.Name)))
	}
	row := strings.Join(append(cells, "''"), " || ")
	err = db.QueryRowContext(ctx, fmt.Sprintf("select format('{}-{}-{}', count(*), sum(md5_number_lower(said)), sum(md5_number_upper(said))) from (select %s as said from read_parquet(%s)) as t",
		row, duck.Quote(path))).Scan(&sum)
	if err != nil {
		return "", fmt.Errorf("sum up rows: %w", err)
	}
	return sum, nil
}
