package load

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// keep writes the good rows, and nothing when there are none.
func (l *loading) keep(ctx context.Context, db execer, good string) (err error) {
	if l.out.Lake, err = l.copy(ctx, db, l.lakeRows(good)+" order by _line", ".parquet"); err != nil {
		return err
	}
	return l.kept(ctx, db)
}

// lakeRows gives the SELECT of good rows as they stand in the lake.
func (l *loading) lakeRows(good string) string {
	kept := make([]string, 0, len(l.Entity.Columns))
	for i := range l.Entity.Columns {
		for _, f := range l.Entity.Columns[i].LakeFields() {
			kept = append(kept, duck.Ident(f.Name))
		}
	}
	return fmt.Sprintf("select %s, %s as _load_id, %s as _file_sha256, _line, cast(%s as date) as _known_at from (%s) as good",
		strings.Join(kept, ", "), duck.Quote(l.out.LoadID), duck.Quote(l.Receipt.SHA256), duck.Quote(string(l.KnownAt)), good)
}

// kept notes what there is to know of the rows that were just written.
func (l *loading) kept(ctx context.Context, db execer) error {
	if l.out.Lake == nil {
		return nil
	}
	l.out.Kept = l.out.Lake.Rows
	if err := l.content(ctx, db); err != nil {
		return err
	}
	if l.Entity.Delivery.Kind == "period" {
		return l.periods(ctx, db)
	}
	return nil
}

// periods notes which values the delivery replaces, and how many rows it has of each.
func (l *loading) periods(ctx context.Context, db execer) error {
	period := duck.Ident(l.Entity.Delivery.Period)
	rows, err := db.QueryContext(ctx, fmt.Sprintf("select cast(%s as varchar), count(*) from read_parquet(%s) where %s is not null group by 1 order by 1",
		period, duck.Quote(l.files[0].Temporary), period))
	if err != nil {
		return fmt.Errorf("read periods: %w", err)
	}
	for rows.Next() {
		var p string
		var n int64
		if err := rows.Scan(&p, &n); err != nil {
			return errors.Join(err, rows.Close())
		}
		l.out.Periods, l.out.PeriodRows = append(l.out.Periods, p), append(l.out.PeriodRows, n)
	}
	return errors.Join(rows.Err(), rows.Close())
}

// copy writes a SELECT as Parquet under a temporary name; nil for no rows.
func (l *loading) copy(ctx context.Context, db execer, statement, suffix string) (*models.LakeFile, error) {
	// A load id is loaded once in a run, so the name is free.
	unnamed := filepath.Join(l.Layout.Temporary(), l.out.LoadID+suffix)
	rows, err := copyTo(ctx, db, statement, unnamed)
	if err != nil || rows == 0 {
		return nil, errors.Join(err, os.RemoveAll(unnamed))
	}
	sum, size, err := hashFile(unnamed)
	if err != nil {
		return nil, errors.Join(err, os.Remove(unnamed))
	}
	return l.lakeFile(suffix, sum, size, rows)
}

// copyTo writes a SELECT as Parquet to a path. The lowest level is both quicker
// and smaller than the usual one on rows of registers.
func copyTo(ctx context.Context, db execer, statement, path string) (rows int64, err error) {
	result, err := db.ExecContext(ctx, fmt.Sprintf("copy (%s) to %s (format parquet, compression zstd, compression_level 1, write_bloom_filter false, use_tmp_file false)", statement, duck.Quote(path)))
	if err != nil {
		return 0, fmt.Errorf("write Parquet: %w", err)
	}
	return result.RowsAffected()
}

// lakeFile notes a file that stands under its temporary name.
func (l *loading) lakeFile(suffix, sum string, size, rows int64) (*models.LakeFile, error) {
	final := filepath.Join(l.Layout.Lake(l.Entity.Source, l.Entity.Name), l.out.LoadID+suffix)
	l.files = append(l.files, Unnamed{filepath.Join(l.Layout.Temporary(), l.out.LoadID+suffix), final})
	rel, err := filepath.Rel(l.Layout.Root, final)
	return &models.LakeFile{Path: filepath.ToSlash(rel), SHA256: sum, Bytes: size, Rows: rows}, err
}
