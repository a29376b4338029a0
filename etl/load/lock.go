package load

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// Holder says who holds the lock; the caller knows, this package does not.
type Holder struct {
	PID     int       `json:"pid"` // this process when 0
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
}

// Held is a lock that is held until Release or the end of the process.
type Held struct{ file *os.File }

// Acquire makes the caller the only holder of the lock file at path, which is
// made with its folder when it is not there. When another process holds it the
// error is a *models.Error with code Busy that names it. The lock belongs to
// the process and not to the file: one that a dead process left behind is taken.
func Acquire(path string, holder Holder) (*Held, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("make folder of lock: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open lock: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = busy(f)
		} else {
			err = fmt.Errorf("take lock: %w", err)
		}
		return nil, errors.Join(err, f.Close())
	}
	if holder.PID == 0 {
		holder.PID = os.Getpid()
	}
	text, err := json.Marshal(holder)
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = f.WriteAt(append(text, '\n'), 0)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("write lock: %w", err), f.Close())
	}
	return &Held{f}, nil
}

// busy names the holder, who may be writing its name at this very moment.
func busy(f *os.File) error {
	who := "another run"
	var h Holder
	if text, err := io.ReadAll(io.LimitReader(f, 1<<16)); err == nil && json.Unmarshal([]byte(strings.TrimSpace(string(text))), &h) == nil {
		who = fmt.Sprintf("%s (process %d, since %s)", h.Command, h.PID, h.Since.Format("2006-01-02 15:04:05 -07:00"))
	}
	return &models.Error{Code: models.Busy, Where: f.Name(), What: "is held by " + who,
		Fix: "wait until it is done; reading needs no lock"}
}

// Release lets the next holder in. The file stays: removing it would let two
// processes lock two files of the same name.
func (h *Held) Release() {
	// An emptied file names nobody; closing it ends the lock in any case.
	_ = h.file.Truncate(0)
	_ = h.file.Close()
}
