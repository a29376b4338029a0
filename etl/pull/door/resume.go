package door

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"
)

// Transfer is how one item is read over a connection that can break.
type Transfer struct {
	Item     Item
	Patience Patience
	Limit    int64 // bytes that are let in at the most
	// From opens the item at an offset. It gives where the bytes begin, which is
	// 0 when the server cannot begin elsewhere, and how long the whole is, or -1.
	// The stream ends when ctx does.
	From func(ctx context.Context, offset int64) (r io.ReadCloser, at, size int64, err error)
	// After looks at the item once more when all of it was read; may be nil.
	After func(ctx context.Context) error
}

// Start opens the transfer. Its reader goes on by itself where a connection
// broke. What was handed on is never taken back: when the server starts again at
// the beginning, those bytes must be the same by their SHA-256.
func (t Transfer) Start(ctx context.Context) (io.ReadCloser, error) {
	s := &stream{Transfer: t, ctx: ctx, sum: sha256.New(), size: t.Item.Size}
	if t.Limit > 0 && s.size > t.Limit {
		return nil, TooLong(t.Item.Name, t.Limit)
	}
	if err := t.Patience.Try(ctx, func(context.Context) error { return s.open() }); err != nil {
		return nil, s.told(err)
	}
	return s, nil
}

// progress is what a connection must bring before it breaks for the count of
// retries to begin anew: a large file on a bad line gets there in the end.
const progress = 8 << 20

// stream is a transfer that is going on.
type stream struct {
	Transfer
	ctx    context.Context
	body   io.ReadCloser // nil between two connections
	stop   context.CancelFunc
	read   int64
	size   int64 // -1 until the server told
	sum    hash.Hash
	broken int   // connections that broke with too little in between
	since  int64 // read when the last one broke
	err    error
}

func (s *stream) open() error {
	ctx, stop := context.WithCancel(s.ctx)
	var body io.ReadCloser
	var at, size int64
	err := s.within(stop, func() (err error) {
		body, at, size, err = s.From(ctx, s.read)
		return err
	})
	if err != nil {
		stop()
		return err
	}
	s.body, s.stop = body, stop
	if size >= 0 && s.size >= 0 && size != s.size {
		s.cut()
		return Growing(s.Item.Name)
	}
	if size >= 0 {
		s.size = size
	}
	if at == s.read {
		return nil
	}
	if at != 0 {
		s.cut()
		return fmt.Errorf("server begins at %d, want %d", at, s.read)
	}
	// The server begins again: what came before must be what comes now.
	again := sha256.New()
	if _, err := io.CopyN(again, waiting{s}, s.read); err != nil {
		s.cut()
		return Sort(err)
	}
	if !bytes.Equal(again.Sum(nil), s.sum.Sum(nil)) {
		s.cut()
		return Growing(s.Item.Name)
	}
	return nil
}

func (s *stream) Read(p []byte) (int, error) {
	if s.err != nil || len(p) == 0 {
		return 0, s.err
	}
	for {
		n, err := 0, error(nil)
		if s.body == nil {
			err = s.open()
		}
		if err == nil {
			n, err = waiting{s}.Read(p)
		}
		s.sum.Write(p[:n])
		s.read += int64(n)
		switch {
		case s.Limit > 0 && s.read > s.Limit:
			err = TooLong(s.Item.Name, s.Limit)
		case err == nil:
			return n, nil
		case err == io.EOF && (s.size < 0 || s.read == s.size):
			if err = s.last(); err == nil {
				err = io.EOF
			}
		case err == io.EOF && s.read > s.size:
			err = Growing(s.Item.Name)
		case Passes(err):
			// The stream ended too soon, or was cut off.
			s.cut()
			if s.read-s.since >= progress {
				s.broken = 0
			}
			s.since = s.read
			if err = s.Patience.Wait(s.ctx, s.broken, Sort(err)); err == nil {
				s.broken++
				if n == 0 {
					continue
				}
				return n, nil
			}
		}
		if err != io.EOF {
			err = s.told(err)
		}
		s.err = err
		return n, err
	}
}

// Passes tells whether trouble may be over when it is tried again.
func Passes(err error) bool {
	var passing *Passing
	return errors.As(Sort(err), &passing)
}

// last compares with the server once all was read.
func (s *stream) last() error {
	if s.After == nil {
		return nil
	}
	return s.Patience.Try(s.ctx, s.After)
}

// told puts an error into words, unless it is in words already or the run was
// stopped.
func (s *stream) told(err error) error {
	if s.ctx.Err() != nil {
		return s.ctx.Err()
	}
	if Spoken(err) {
		return err
	}
	return Down(s.Item.Name, fmt.Sprintf("cannot be read to its end (%d bytes came)", s.read), err)
}

// Close ends the connection.
func (s *stream) Close() error {
	s.cut()
	return nil
}

// cut lets go of the present connection. An error of closing what was only read
// says nothing about the bytes.
func (s *stream) cut() {
	if s.body != nil {
		_ = s.body.Close()
		s.stop()
		s.body = nil
	}
}

// waiting reads from the present connection and cuts it when nothing comes.
type waiting struct{ s *stream }

func (w waiting) Read(p []byte) (n int, err error) {
	err = w.s.within(w.s.stop, func() (err error) {
		n, err = w.s.body.Read(p)
		return err
	})
	return n, err
}

// errSilent is what a server gets that keeps a connection and sends nothing.
var errSilent = errors.New("nothing came in time")

// within does one step and cuts the connection when it takes too long.
func (s *stream) within(stop context.CancelFunc, do func() error) error {
	if s.Patience.Timeout <= 0 {
		return do()
	}
	cut := make(chan struct{})
	timer := time.AfterFunc(s.Patience.Timeout, func() { close(cut); stop() })
	err := do()
	if !timer.Stop() {
		<-cut
		if err != nil && err != io.EOF {
			return &Passing{Err: errSilent}
		}
	}
	// Bytes that came at the very moment of the cut were kept; the end of the
	// connection shows with the next ones.
	if errors.Is(err, context.Canceled) && s.ctx.Err() == nil {
		return &Passing{Err: errSilent}
	}
	return err
}
