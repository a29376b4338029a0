package door

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"syscall"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// Passing is trouble that may be over when it is tried again.
type Passing struct {
	Err   error
	After time.Duration // how long the server asks to wait; 0 when it does not say
}

func (p *Passing) Error() string { return p.Err.Error() }

// Unwrap gives the trouble itself.
func (p *Passing) Unwrap() error { return p.Err }

// Sort marks what the network does to a connection as Passing and leaves all
// else alone: a refused password or an unknown certificate stays what it is.
func Sort(err error) error {
	var passing *Passing
	var user *models.Error
	var timeout net.Error
	var dns *net.DNSError
	switch {
	case err == nil, errors.As(err, &passing), errors.As(err, &user):
		return err
	// The caller stopped the run: that is no trouble of the server.
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &dns):
		if dns.IsTimeout || dns.IsTemporary {
			return &Passing{Err: err}
		}
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed), errors.Is(err, os.ErrDeadlineExceeded),
		errors.Is(err, context.DeadlineExceeded),
		errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ECONNABORTED),
		errors.Is(err, syscall.EPIPE), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH),
		errors.As(err, &timeout) && timeout.Timeout():
		return &Passing{Err: err}
	}
	return err
}

// Cause strips an error of paths and addresses: Where has them already, in the
// form that the user knows, and an address can hold what must not be printed.
func Cause(err error) error {
	for {
		var p *fs.PathError
		var u *url.Error
		var o *net.OpError
		switch {
		case errors.As(err, &p):
			err = p.Err
		case errors.As(err, &u):
			err = u.Err
		case errors.As(err, &o):
			err = o.Err
		default:
			return err
		}
	}
}

// Down is the error of a door or an item that cannot be reached at the moment.
func Down(where, what string, err error) error {
	return &models.Error{Code: models.Unavailable, Where: where, What: what,
		Fix: "run again later; what came in before stays", Err: Cause(err)}
}

// Denied is the error of a door that will not open however often it is tried.
func Denied(where, what, fix string, err error) error {
	return &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix, Err: Cause(err)}
}

// Refused is the error of an item that Peil does not take.
func Refused(where, what, fix string) error {
	return &models.Error{Code: models.Blocked, Where: where, What: what, Fix: fix}
}

// Growing is the error of an item that changed between listing and reading.
func Growing(name string) error {
	return &models.Error{Code: models.Unavailable, Where: name,
		What: "is still growing; the next run takes it",
		Fix:  "let the supplier write under another name and rename when done"}
}

// Gone is the error of an item that was listed and is there no more.
func Gone(name string) error {
	return &models.Error{Code: models.Unavailable, Where: name,
		What: "was listed, but is gone; the next run looks again",
		Fix:  "let the supplier leave exports in place until they are taken in"}
}

// TooLong is the error of an item beyond the size that its door lets in.
func TooLong(name string, limit int64) error {
	return Refused(name, fmt.Sprintf("has more than %d MiB, which is what this door lets in", limit>>20), "raise max_mib of the connector in peil.yml, or have the export split")
}

// Spoken tells whether an error is in a user's words already.
func Spoken(err error) bool {
	var user *models.Error
	return errors.As(err, &user)
}
