package door

import (
	"context"
	"errors"
	"time"
)

// Means are what a door needs of the machine. Only cmd takes the real ones.
type Means struct {
	Now    func() time.Time
	Sleep  func(ctx context.Context, d time.Duration) error // ends early with the context's error
	Random func() float64                                   // from 0 up to 1
	Env    func(name string) (string, bool)
}

// Patience says how often, how long apart and for how long a door is tried.
type Patience struct {
	Retries int           // attempts after the first
	Timeout time.Duration // of connecting, and of each wait for bytes
	Means   Means
}

// Waiting doubles from firstWait, up to longestWait. A server that asks for more
// than longestAsked is not waited for: the next run is soon enough.
const (
	firstWait    = 500 * time.Millisecond
	longestWait  = 30 * time.Second
	longestAsked = 2 * time.Minute
)

// Try does something until it works, it fails in a way that will not pass, or
// the retries are used up; then it gives the last error.
func (p Patience) Try(ctx context.Context, do func(ctx context.Context) error) error {
	for turn := 0; ; turn++ {
		err := Sort(do(ctx))
		if err == nil {
			return nil
		}
		if again := p.Wait(ctx, turn, err); again != nil {
			return again
		}
	}
}

// Wait waits before the turn after turn, counted from 0. It gives err back when
// there is none: the trouble will not pass, or was waited for often enough.
func (p Patience) Wait(ctx context.Context, turn int, err error) error {
	var passing *Passing
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if !errors.As(err, &passing) || turn >= p.Retries || passing.After > longestAsked {
		return err
	}
	wait := min(firstWait<<min(turn, 16), longestWait)
	// Half of it is left to chance, so that many clients that were cut off at
	// once do not come back at once.
	wait = wait/2 + time.Duration(p.Means.Random()*float64(wait/2))
	return p.Means.Sleep(ctx, max(wait, passing.After))
}
