package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

func TestAFullDiskIsNoFaultAndToldOnce(t *testing.T) {
	full := func(name string) error {
		return fmt.Errorf("land %s: %w", name, &fs.PathError{Op: "write", Path: "data/tmp/" + name, Err: syscall.ENOSPC})
	}
	blocked := &models.Error{Code: models.Blocked, Where: "c.csv", What: "is empty"}
	engine := errors.New(`load d.csv: write Parquet: IO Error: Could not write file "data/tmp/d.parquet": No space left on device`)
	for _, c := range []struct {
		err  error
		code int
		want string
	}{
		{full("a.csv"), exitInvalid, "peil: land a.csv: write data/tmp/a.csv: no space left on device; make room on that disk and run it again: what was taken in stays, and the last good snapshot is current\n"},
		{errors.Join(full("a.csv"), blocked, full("b.csv"), engine), exitInvalid,
			"peil: land a.csv: write data/tmp/a.csv: no space left on device, and 2 more like it; make room on that disk and run it again: what was taken in stays, and the last good snapshot is current\npeil: c.csv: is empty\n"},
		{errors.Join(full("a.csv"), errors.New("no such table")), exitFault, "no such table"},
		{blocked, exitBlocked, "peil: c.csv: is empty\n"},
	} {
		var said bytes.Buffer
		a := &app{diag: &said}
		if got := a.report(c.err); got != c.code || !strings.Contains(said.String(), c.want) {
			t.Errorf("%v: exit %d, want %d; said %q, want %q", c.err, got, c.code, said.String(), c.want)
		}
	}
}
