package warehouse

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// A SELECT is not blamed for a file that may not be written, or for a full disk.
func TestWhatTheDiskRefusesIsNoFaultOfTheSelect(t *testing.T) {
	of := text{file: "sql/marts/fct_bed.sql", line: 12, sql: "select 1"}
	for _, err := range []error{
		&fs.PathError{Op: "open", Path: "data/scratch/fct_bed-1.parquet", Err: syscall.EACCES},
		errors.New(`IO Error: Cannot open file "data/scratch/x": Permission denied`),
		errors.New(`IO Error: Could not write file "data/tmp/x": No space left on device`),
	} {
		told := of.placed(err, 0)
		if !errors.Is(told, err) || models.CodeOf(told) != "" || strings.Contains(told.Error(), "SELECT") || !strings.HasPrefix(told.Error(), "sql/marts/fct_bed.sql: ") {
			t.Errorf("%v is told as %v", err, told)
		}
	}
	if told := of.placed(errors.New("Binder Error: no such column"), 0); models.CodeOf(told) != models.Invalid || !strings.Contains(told.Error(), "correct the SELECT") {
		t.Errorf("a wrong SELECT is told as %v", told)
	}
}
