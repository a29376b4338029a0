package load

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/vlot-evaluatie/peil/internal/duck"
)

// stream types the parts of a spool while the next ones are being written, several
// at a time, and joins what comes out in their order.
type stream struct {
	loading *loading
	unnamed string
	cancel  context.CancelFunc
	jobs    chan *job // for the workers
	order   chan *job // the same, for who joins them
	closed  bool
	done    chan struct{}

	// Of the joined file; read after done.
	sum        string
	size, rows int64
	err        error
}

// job is one part.
type job struct {
	of   spool // of this part alone
	path string
	rows int64
	err  error
	done chan struct{}
}

// begin starts the workers of a delivery whose plan is made. stop must follow.
func (l *loading) begin(ctx context.Context) (*stream, error) {
	if err := l.register(ctx); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(l.Layout.Temporary(), 0o700); err != nil {
		return nil, fmt.Errorf("make temporary folder: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	s := &stream{loading: l, unnamed: filepath.Join(l.Layout.Temporary(), l.out.LoadID+".parquet"), cancel: cancel,
		jobs: make(chan *job, 64), order: make(chan *job, 64), done: make(chan struct{})}
	var workers sync.WaitGroup
	for range max(1, l.Workers) {
		workers.Go(func() {
			for j := range s.jobs {
				j.rows, j.err = l.one(ctx, &j.of, j.path)
				close(j.done)
			}
		})
	}
	go func() {
		defer close(s.done)
		s.err = s.join()
		workers.Wait()
	}()
	return s, nil
}

// add has a part typed: of holds it alone.
func (s *stream) add(of spool) {
	j := &job{of: of, path: of.parts[0].path + ".parquet", done: make(chan struct{})}
	s.order <- j
	s.jobs <- j
}

// join puts what comes out behind each other. Behind an error it only waits for
// the parts and removes them.
func (s *stream) join() (err error) {
	to, err := joinInto(s.unnamed)
	for j := range s.order {
		<-j.done
		if err == nil {
			err = j.err
		}
		if err == nil {
			s.rows += j.rows
			err = to.add(j.path)
		}
		if err != nil {
			s.cancel()
		}
		err = errors.Join(err, os.RemoveAll(j.path))
	}
	if to == nil {
		return err
	}
	sum, rows, err2 := to.close()
	s.sum, s.size = sum, to.size
	if err = errors.Join(err, err2); err == nil && rows != s.rows {
		err = fmt.Errorf("join Parquet: %d rows, but the parts have %d", rows, s.rows)
	}
	return err
}

// end waits until all parts are typed and notes the lake file of the delivery.
func (s *stream) end() error {
	s.close()
	<-s.done
	s.cancel()
	if s.err != nil || s.rows == 0 {
		return errors.Join(s.err, os.RemoveAll(s.unnamed))
	}
	var err error
	s.loading.out.Lake, err = s.loading.lakeFile(".parquet", s.sum, s.size, s.rows)
	return err
}

// stop ends a stream that is of no use.
func (s *stream) stop() error {
	s.cancel()
	s.close()
	<-s.done
	return os.RemoveAll(s.unnamed)
}

func (s *stream) close() {
	if !s.closed {
		close(s.jobs)
		close(s.order)
	}
	s.closed = true
}

// one types one part of a spool.
func (l *loading) one(ctx context.Context, of *spool, path string) (rows int64, err error) {
	conn, err := l.DB.Conn(ctx)
	if err != nil {
		return 0, fmt.Errorf("connect to engine: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	from, p := relation(of), of.parts[0]
	if of.size <= duck.LinesMost && p.bare {
		from = fmt.Sprintf("%s(%s, %s, %d)", linesFunction, duck.Quote(p.path), duck.Quote(string(of.delim)), len(of.columns)-1)
	}
	return copyTo(ctx, conn, l.lakeRows(l.plan.one.Alone(from, p.tidy)), path)
}

// linesFunction reads a part in which nothing is quoted.
const linesFunction = "peil_lines"

// register gives the engine, once, what big files are read with.
func (l *Loader) register(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.registered {
		return nil
	}
	if err := l.DB.RegisterLines(ctx, linesFunction); err != nil {
		return err
	}
	l.registered = true
	return nil
}
