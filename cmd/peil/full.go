package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/vlot-evaluatie/peil/models"
)

// trouble is what the machine refuses, whatever is done with Peil: it is told once, with
// what to do, as every file that a run wanted then has an error and none is a fault.
type trouble struct {
	is  func(error) bool
	fix string
}

var troubles = []trouble{
	{isFull, "make room on that disk and run it again: what was taken in stays, and the last good snapshot is current"},
	{isDenied, "run as its owner, or have the owner give you the right"},
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
		what += fmt.Sprintf(", and %s like it", grouped(int64(others))+" more")
	}
	out[at] = &models.Error{Code: models.Invalid, What: what, Fix: t.fix}
	return out
}

// isFull tells also by the words of the engine, whose errors carry no number.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "No space left on device")
}

// isDenied tells of files that this user may not read or write. What says already what to
// do about them is left as it is.
func isDenied(err error) bool {
	var told *models.Error
	return !errors.As(err, &told) && (errors.Is(err, fs.ErrPermission) || strings.Contains(err.Error(), "Permission denied"))
}
