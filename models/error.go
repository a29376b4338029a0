package models

import (
	"errors"
	"strings"
)

// Code says which kind of trouble an Error is; cmd/peil maps it to an exit code.
type Code string

// The kinds of trouble. Anything that is not an *Error is an internal fault.
const (
	// Invalid is bad input, configuration or request: exit 2.
	Invalid Code = "invalid"
	// Busy means that another run holds the lock: exit 3.
	Busy Code = "busy"
	// Blocked means done, but held back by checks or the disclosure gate: exit 4.
	Blocked Code = "blocked"
	// Unavailable means that a source could not be reached; trying later may help: exit 5.
	Unavailable Code = "unavailable"
)

// Error is what a user reads when something is wrong. It never carries a value
// of a protected column.
type Error struct {
	Code Code
	// Where is the place: file:line:column, file!sheet:cell, a command's argument.
	Where string
	// What tells what was seen and what was wanted.
	What string
	// Fix tells what to do about it.
	Fix string
	// Err is the underlying cause, when there is one.
	Err error
}

// Error gives "where: what; fix" on one line.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Where != "" {
		b.WriteString(e.Where)
		b.WriteString(": ")
	}
	b.WriteString(e.What)
	if e.Err != nil {
		b.WriteString(": ")
		b.WriteString(e.Err.Error())
	}
	if e.Fix != "" {
		b.WriteString("; ")
		b.WriteString(e.Fix)
	}
	return b.String()
}

// Unwrap gives the underlying cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf gives the code of the most pressing *Error inside err, looking through
// joined errors, and "" when there is none: an internal fault.
func CodeOf(err error) Code {
	worst := Code("")
	for _, e := range Flatten(err) {
		var u *Error
		if !errors.As(e, &u) {
			return ""
		}
		if rank(u.Code) > rank(worst) {
			worst = u.Code
		}
	}
	return worst
}

// rank orders codes: a request that is wrong outranks one that may be tried again.
func rank(c Code) int {
	switch c {
	case Invalid:
		return 4
	case Busy:
		return 3
	case Unavailable:
		return 2
	case Blocked:
		return 1
	}
	return 0
}

// Flatten gives the leaves of a joined error, in order, so that every message
// of a file is shown and not only the first. A nil error has no leaves.
func Flatten(err error) []error {
	if err == nil {
		return nil
	}
	// A join inside a wrapped error is opened too, each leaf with the words that
	// stand before it, or a fault could hide behind a lesser message.
	if inner := errors.Unwrap(err); inner != nil {
		if _, plain := err.(*Error); !plain {
			if leaves := Flatten(inner); len(leaves) > 1 {
				return leaves
			}
		}
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var out []error
		for _, e := range many.Unwrap() {
			out = append(out, Flatten(e)...)
		}
		return out
	}
	return []error{err}
}
