package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"syscall"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

// trouble is what the machine refuses, whatever is done with Peil: it is told once, with
// what to do, as every file that a run wanted then has an error and none is a fault.
type trouble struct {
	is  func(error) bool
	fix string
}

var troubles = []trouble{
	{isFull, "make room on that disk, or have the quota raised, and run it again: what was taken in stays, and the last good snapshot is current"},
	{isDenied, "give this user the right to read or write it, or run as its owner"},
	{func(err error) bool { return errors.Is(err, load.ErrOtherBytes) }, "restore it from a backup, or deliver the export again; until then what was taken in of that source stays as it was, and peil verify lists all such files"},
}

// oneOfEach puts one error that says what to do in the place of all that say the same
// trouble.
func oneOfEach(all []error) []error {
	for _, t := range troubles {
		all = t.once(all)
	}
	return all
}

func (t trouble) once(all []error) []error {
	var out []error
	at, others := -1, 0
	for _, err := range all {
		switch {
		case !t.is(err):
			out = append(out, err)
		case at < 0:
			at, out = len(out), append(out, err)
		default:
			others++
		}
	}
	if at < 0 {
		return all
	}
	what := out[at].Error()
	if others > 0 {
		what += fmt.Sprintf(", and %s like it", prose.Grouped(int64(others))+" more")
	}
	out[at] = &models.Error{Code: models.Invalid, What: what, Fix: t.fix}
	return out
}

// isFull tells also by the words of the engine, whose errors carry no number. A quota or a
// limit on the size of files that is used up is a full disk for this user.
func isFull(err error) bool {
	for _, full := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) {
			return true
		}
	}
	return engineFull.MatchString(err.Error())
}

// engineFull are those errors as the C library says them.
var engineFull = regexp.MustCompile(`No space left on device|Disk quota exceeded|File too large`)

// engineDenied is how the engine says that a file of this machine may not be opened.
var engineDenied = regexp.MustCompile(`IO Error: [^\n]*"[^"\n]*"[^\n]*: Permission denied`)

// isDenied tells of files of this machine that this user may not read or write: a server
// that refuses says it in the same words. What says already what to do is left as it is.
func isDenied(err error) bool {
	if _, told := errors.AsType[*models.Error](err); told {
		return false
	}
	if _, local := errors.AsType[*fs.PathError](err); local && errors.Is(err, fs.ErrPermission) {
		return true
	}
	if _, local := errors.AsType[*os.LinkError](err); local && errors.Is(err, fs.ErrPermission) {
		return true
	}
	return engineDenied.MatchString(err.Error())
}
