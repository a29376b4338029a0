package load

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/vlot-evaluatie/peil/etl/pull"
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
	if err := pull.MakeFolder(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if errors.Is(err, fs.ErrPermission) {
		return nil, &models.Error{Code: models.Invalid, Where: path, What: "may not be written by you", Fix: "run as the owner of the data folder, or name another folder with --data"}
	}
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

// Unnamed is a finished file that does not have its name yet.
type Unnamed struct{ Temporary, Final string }

// syncers is how many files are made durable at a time: the disk works on many
// better than on one, and waiting for it takes no processor.
const syncers = 8

// Name makes files durable and gives them their names, in this order: contents,
// names, folders. Many at once cost hardly more than one. A file that has its
// name already is replaced, by the same bytes, since names stand for contents.
func Name(files []Unnamed) error {
	errs := make([]error, len(files))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(syncers, len(files)) {
		wg.Go(func() {
			for i := range next {
				errs[i] = syncFile(files[i].Temporary)
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	var folders []string
	for _, f := range files {
		dir := filepath.Dir(f.Final)
		if !slices.Contains(folders, dir) {
			folders = append(folders, dir)
			if err := pull.MakeFolder(dir, 0o755); err != nil {
				return err
			}
		}
		if err := os.Rename(f.Temporary, f.Final); err != nil {
			return fmt.Errorf("name file: %w", err)
		}
	}
	for _, dir := range folders {
		if err := pull.SyncFolder(dir); err != nil {
			return err
		}
	}
	return nil
}

// syncFile makes a file's contents durable.
func syncFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	return nil
}

// writeDurably replaces a small file as a whole.
func writeDurably(l models.Layout, final string, text []byte) error {
	f, err := temporary(l, filepath.Base(final)+"-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", filepath.Base(final), err), os.Remove(f.Name()))
	}
	return Name([]Unnamed{{f.Name(), final}})
}

// temporary makes a new file with mode 0600 in the folder for unfinished ones.
func temporary(l models.Layout, pattern string) (*os.File, error) {
	if err := os.MkdirAll(l.Temporary(), 0o700); err != nil {
		return nil, fmt.Errorf("make temporary folder: %w", err)
	}
	f, err := os.CreateTemp(l.Temporary(), pattern)
	if err != nil {
		return nil, fmt.Errorf("make temporary file: %w", err)
	}
	return f, nil
}

// CleanTemporary removes what a crashed run left behind. Only the holder of the
// lock may call it.
func CleanTemporary(l models.Layout) error {
	if err := os.RemoveAll(l.Temporary()); err != nil {
		return fmt.Errorf("remove leftovers: %w", err)
	}
	if err := os.MkdirAll(l.Temporary(), 0o700); err != nil {
		return fmt.Errorf("make temporary folder: %w", err)
	}
	return nil
}

// CleanScratch removes what readers left in their folder who were killed, as far as nothing
// in it was written since before: who reads holds no lock, and may be at work.
func CleanScratch(l models.Layout, before time.Time) error {
	entries, err := os.ReadDir(l.Scratch())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove leftovers: %w", err)
	}
	for _, e := range entries {
		name, young := filepath.Join(l.Scratch(), e.Name()), false
		err := filepath.WalkDir(name, func(_ string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			young = young || err == nil && !info.ModTime().Before(before)
			return err
		})
		if err == nil && !young {
			err = os.RemoveAll(name)
		}
		// A reader takes away its own, and what another user left is no reason to stop.
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return fmt.Errorf("remove leftovers: %w", err)
		}
	}
	return nil
}

// hashFile gives SHA-256 in hexadecimal and size in bytes.
func hashFile(name string) (sum string, size int64, err error) {
	f, err := os.Open(name)
	if err != nil {
		return "", 0, err
	}
	h := sha256.New()
	size, err = io.Copy(h, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}
