package protect

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Secret is a setting of peil.yml that names where a secret is: ${env:NAME}, or
// ${file:PATH} of a file outside the data folder that its owner alone may read.
type Secret struct {
	Setting string // as peil.yml has it
	Called  string // in messages: key, identity
	Make    string // the command that writes a new one to the file that follows it
}

// Read gives the text that a reference names; env looks a variable up. Errors are
// *models.Error and never hold the text, nor what stands in place of a reference. What is
// not set or not there is fs.ErrNotExist.
func (s Secret) Read(reference string, env func(string) (string, bool), dataDir string) (string, error) {
	kind, name, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(reference, "${"), "}"), ":")
	// The reference is not repeated in the message: it may be a secret that
	// someone put there directly.
	if !ok || name == "" || !strings.HasPrefix(reference, "${") || !strings.HasSuffix(reference, "}") || kind != "env" && kind != "file" {
		return "", refuse("peil.yml, "+s.Setting, "is not a reference, want ${env:NAME} or ${file:PATH}",
			fmt.Sprintf("put the %s in a file that only you may read (%s PATH) and name it here", s.Called, s.Make))
	}
	if kind == "env" {
		text, ok := env(name)
		if !ok || text == "" {
			return "", &absent{refuse(reference, "is not set", fmt.Sprintf("set %s to the %s, or run %s PATH and write %s: ${file:PATH} in peil.yml", name, s.Called, s.Make, s.Setting))}
		}
		return text, nil
	}
	if err := s.outside(name, dataDir, reference); err != nil {
		return "", err
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", &models.Error{Code: models.Invalid, Where: reference, What: "cannot be read", Fix: "make one with " + s.Make + " " + name, Err: err}
	}
	if mode := info.Mode(); !mode.IsRegular() || mode.Perm()&0o077 != 0 {
		return "", refuse(reference, fmt.Sprintf("has mode %v, so that others may reach the %s; want a file with mode 0400", mode, s.Called), "chmod 0400 "+name)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return "", &models.Error{Code: models.Invalid, Where: reference, What: "cannot be read", Fix: "give its owner the right to read it", Err: err}
	}
	return string(text), nil
}

// Write stores a secret in a new file that only its owner may read, outside the data
// folder. It never replaces a file.
func (s Secret) Write(path, dataDir, text string) error {
	if err := s.outside(path, dataDir, path); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o400)
	if errors.Is(err, fs.ErrExist) {
		return refuse(path, "exists already, and it is never overwritten", "choose another path, or keep using that "+s.Called)
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return refuse(path, "cannot be written: "+errors.Unwrap(err).Error(), "make its folder, or choose another path")
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", s.Called, err)
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", s.Called, err)
	}
	return nil
}

// absent is the error of a variable that is not set, told in its own words.
type absent struct{ error }

func (a *absent) Unwrap() error { return a.error }

func (*absent) Is(target error) bool { return target == fs.ErrNotExist }

// outside refuses a secret that lies in the data folder, where backups, readers
// and erasures would take it along. Links are followed.
func (s Secret) outside(path, dataDir, where string) error {
	secret, err := resolve(path)
	if err != nil {
		return err
	}
	data, err := resolve(dataDir)
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(data, secret)
	if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return refuse(where, "lies inside the data folder "+dataDir, "keep the "+s.Called+" elsewhere: whoever copies the data must not get the "+s.Called)
	}
	return nil
}

// resolve follows links as far as the path exists.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("resolve path: %w", err)
	}
	real, err := filepath.EvalSymlinks(path)
	if err == nil {
		return real, nil
	}
	if parent := filepath.Dir(path); parent != path {
		if parent, err := resolve(parent); err == nil {
			return filepath.Join(parent, filepath.Base(path)), nil
		}
	}
	return path, nil
}
