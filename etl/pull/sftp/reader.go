package sftp

import (
	"bufio"
	"io"
	"sync/atomic"
	"time"

	"github.com/pkg/sftp"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// reader is a file on the server that is being read.
type reader struct {
	*bufio.Reader
	file   *sftp.File
	drop   func() // the connection
	wait   time.Duration
	done   func() bool
	closed atomic.Bool
}

// Close tells the server, which must answer in time.
func (r *reader) Close() error {
	r.closed.Store(true)
	r.done()
	silent := time.AfterFunc(r.wait, r.drop)
	defer silent.Stop()
	return r.file.Close()
}

// failing marks a lost connection in what reading gives, and drops it.
type failing struct {
	file *sftp.File
	drop func()
}

func (f failing) Read(p []byte) (int, error) {
	n, err := f.file.Read(p)
	if err == nil || err == io.EOF {
		return n, err
	}
	if err = lost(err); door.Passes(err) {
		f.drop()
	}
	return n, err
}
