package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/vlot-evaluatie/peil/models"
)

// oneOfFull puts one error that says what to do in the place of all that say that a disk
// is full: every file that a run wanted to write then has one, and none is a fault of Peil.
func oneOfFull(all []error) []error {
	var out []error
	at, others := -1, 0
	for _, err := range all {
		switch {
		case !isFull(err):
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
	out[at] = &models.Error{Code: models.Invalid, What: what, Fix: "make room on that disk and run it again: what was taken in stays, and the last good snapshot is current"}
	return out
}

// isFull tells also by the words of the engine, whose errors carry no number.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "No space left on device")
}
