package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/load"
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
		{full("a.csv"), exitInvalid, "peil: land a.csv: write data/tmp/a.csv: no space left on device; make room on that disk, or have the quota raised, and run it again: what was taken in stays, and the last good snapshot is current\n"},
		{errors.Join(full("a.csv"), blocked, full("b.csv"), engine), exitInvalid,
			"peil: land a.csv: write data/tmp/a.csv: no space left on device, and 2 more like it; make room on that disk, or have the quota raised, and run it again: what was taken in stays, and the last good snapshot is current\npeil: c.csv: is empty\n"},
		{fmt.Errorf("land a.csv: %w", &fs.PathError{Op: "write", Path: "data/tmp/a.csv", Err: syscall.EDQUOT}), exitInvalid, "peil: land a.csv: write data/tmp/a.csv: disk quota exceeded; make room"},
		{errors.New(`IO Error: Could not write file "data/tmp/d.parquet": Disk quota exceeded`), exitInvalid, "; make room"},
		{fmt.Errorf("load e.csv: landing/s/12: %w", load.ErrOtherBytes), exitInvalid, "peil: load e.csv: landing/s/12: has other bytes than were received; restore it from a backup, or deliver the export again; until then"},
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

// Who may not read the data folder, or not write in its scratch folder, is told that and no
// more: it is no fault of Peil, and no SELECT is wrong.
func TestAFileThatMayNotBeReadIsNoFaultAndToldOnce(t *testing.T) {
	denied := func(name string) error {
		return fmt.Errorf("read %s: %w", name, &fs.PathError{Op: "open", Path: "data/" + name, Err: syscall.EACCES})
	}
	told := &models.Error{Code: models.Invalid, Where: "--out x.csv", What: "cannot be written", Fix: "name another place", Err: fs.ErrPermission}
	for _, c := range []struct {
		err  error
		want string
	}{
		{denied("current"), "peil: read current: open data/current: permission denied; give this user the right to read or write it, or run as its owner\n"},
		{errors.Join(denied("a"), denied("b")), "peil: read a: open data/a: permission denied, and 1 more like it; give this user the right"},
		{errors.New(`IO Error: Cannot open file "data/scratch/x": Permission denied`), "; give this user the right to read or write it"},
		{told, "peil: --out x.csv: cannot be written: permission denied; name another place\n"},
	} {
		var said bytes.Buffer
		a := &app{diag: &said}
		if got := a.report(c.err); got != exitInvalid || !strings.Contains(said.String(), c.want) {
			t.Errorf("%v: exit %d, want %d; said %q, want %q", c.err, got, exitInvalid, said.String(), c.want)
		}
	}
}

func TestAServerThatRefusesIsNoFileOfThisMachine(t *testing.T) {
	for _, err := range []error{
		errors.New("ssh: Permission denied (publickey)"),
		fmt.Errorf("list /exports: %w", fs.ErrPermission),
		errors.New("<Code>AccessDenied</Code>: Permission denied"),
	} {
		var said bytes.Buffer
		a := &app{diag: &said}
		if got := a.report(err); got == exitInvalid || strings.Contains(said.String(), "owner") {
			t.Errorf("%v: exit %d, said %q", err, got, said.String())
		}
	}
}
