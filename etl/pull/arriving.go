package pull

import (
	"bytes"
	"errors"
	"fmt"
	"os"
)

// mostHeld is up to how many bytes an export is held in memory until it is known to be
// new: most of what a folder holds arrived before, and would be written to be removed.
const mostHeld = 1 << 20

// arriving are the bytes of an export while their SHA-256 is not known yet: in memory,
// and in a file of dir when they are many.
type arriving struct {
	dir    string
	export string // its name, for messages
	held   bytes.Buffer
	file   *os.File
}

// Write takes the next bytes.
func (a *arriving) Write(p []byte) (n int, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("land %s: %w", a.export, err)
		}
	}()
	if a.file == nil {
		if a.held.Len()+len(p) <= mostHeld {
			return a.held.Write(p)
		}
		if err := a.spill(); err != nil {
			return 0, err
		}
	}
	return a.file.Write(p)
}

// spill writes what is held to a file.
func (a *arriving) spill() (err error) {
	// CreateTemp gives mode 0600.
	if a.file, err = os.CreateTemp(a.dir, "landing-*"); err != nil {
		return err
	}
	_, err = a.held.WriteTo(a.file)
	a.held = bytes.Buffer{}
	return err
}

// name gives the bytes their name, in a file that is whole and on disk.
func (a *arriving) name(path string) error {
	if a.file == nil {
		if err := a.spill(); err != nil {
			return err
		}
	}
	if err := errors.Join(a.file.Sync(), a.file.Close()); err != nil {
		return err
	}
	return os.Rename(a.file.Name(), path)
}

// remove takes away what has no name.
func (a *arriving) remove() error {
	if a.file == nil {
		return nil
	}
	_ = a.file.Close() // it may be closed already, and nothing of it is kept
	return os.Remove(a.file.Name())
}
