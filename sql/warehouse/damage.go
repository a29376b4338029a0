package warehouse

import (
	"context"
	"errors"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/engine"
)

// watched is an engine that has the files of the warehouse looked at when a statement
// fails. An engine tells of a damaged file in words of its own, which else would be
// taken for a mistake in the SELECT that read it.
type watched struct {
	engine.Engine
	damaged func(ctx context.Context, message string) error
}

func (e *watched) Describe(ctx context.Context, sql string) ([]models.SchemaField, error) {
	out, err := e.Engine.Describe(ctx, sql)
	return out, e.look(ctx, err)
}

func (e *watched) Query(ctx context.Context, sql string) (*engine.Rows, error) {
	out, err := e.Engine.Query(ctx, sql)
	return out, e.look(ctx, err)
}

func (e *watched) Materialise(ctx context.Context, sql, path string) (int64, error) {
	out, err := e.Engine.Materialise(ctx, sql, path)
	return out, e.look(ctx, err)
}

func (e *watched) Exec(ctx context.Context, sql string) error {
	return e.look(ctx, e.Engine.Exec(ctx, sql))
}

// ofTheText are kinds of errors that come from what was asked, whatever is in a file.
var ofTheText = regexp.MustCompile(`(Parser|Binder|Catalog|Conversion|Out of Range|Out of Memory|Constraint|Permission|Interrupt|INTERRUPT)[^:]* Error`)

func (e *watched) look(ctx context.Context, err error) error {
	var syntax *engine.SyntaxError
	if err == nil || ctx.Err() != nil || errors.As(err, &syntax) || ofTheDisk(err) || ofTheText.MatchString(err.Error()) {
		return err
	}
	if found := e.damaged(ctx, err.Error()); found != nil {
		return found
	}
	return err
}

var parquetFile = regexp.MustCompile(`["']([^"']+\.parquet)["']`)

// damaged names the files that are not what the snapshot says they were, and the
// file that the message of an engine names; nil when there is none.
func (w *Warehouse) damaged(ctx context.Context, message string) error {
	var errs []error
	told := map[string]bool{}
	tell := func(path, what, fix string) {
		if !told[path] {
			told[path] = true
			errs = append(errs, &models.Error{Code: models.Invalid, Where: path, What: what, Fix: fix})
		}
	}
	look := func(f *models.LakeFile, fix string) {
		if f == nil || ctx.Err() != nil {
			return
		}
		sum, _, err := sumOf(filepath.Join(w.layout.Root, filepath.FromSlash(f.Path)))
		if err == nil && sum != f.SHA256 {
			tell(f.Path, "is damaged: its bytes are not those that were written", fix)
		}
	}
	for _, t := range w.manifest.Tables {
		look(t.File, "take it away and run peil run, or run peil run --full: the table is made again")
	}
	for _, d := range w.manifest.Deliveries {
		look(d.Lake, "restore it from a backup, or run peil run --full to make it again from landing; peil verify lists all such files")
	}
	if m := parquetFile.FindStringSubmatch(message); m != nil && len(errs) == 0 {
		if path, err := filepath.Rel(w.layout.Root, m[1]); err == nil && !strings.HasPrefix(path, "..") {
			tell(filepath.ToSlash(path), "is damaged: it cannot be read as Parquet", "take it away: what is missing is made again; peil verify lists the files of a snapshot")
		}
	}
	return errors.Join(errs...)
}
