package landing

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"filippo.io/age"

	"github.com/vlot-evaluatie/peil/models"
)

// Find tells where landed bytes are, and whether they are sealed there; the plain ones
// when a crash left both. Bytes that are not there are fs.ErrNotExist.
func Find(l models.Layout, source, sha256 string) (path string, sealed bool, err error) {
	path = l.Landed(source, sha256)
	if _, err = os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		path, sealed = l.Sealed(source, sha256), true
		_, err = os.Stat(path)
	}
	if err != nil {
		return "", false, fmt.Errorf("look for landed bytes: %w", err)
	}
	return path, sealed, nil
}

// There tells whether landed bytes are there, plain or sealed.
func There(l models.Layout, source, sha256 string) (bool, error) {
	_, _, err := Find(l, source, sha256)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Entry is one file as received.
type Entry struct {
	SHA256 string
	Plain  bool // what was received lies there to be read
	Sealed bool // and this, encrypted
	Info   fs.FileInfo
}

var landedName = regexp.MustCompile(`^([0-9a-f]{64})(\.age)?$`)

// List gives the files of a source by SHA-256; none when there is no folder.
func List(l models.Layout, source string) ([]Entry, error) {
	files, err := os.ReadDir(l.Landing(source))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("look into landing: %w", err)
	}
	var out []Entry
	for _, f := range files { // sorted, so a sealed file comes behind its plain one
		m := landedName.FindStringSubmatch(f.Name())
		if m == nil {
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].SHA256 == m[1] {
			out[last].Sealed = true
			continue
		}
		info, err := f.Info()
		if err != nil {
			return nil, fmt.Errorf("look into landing: %w", err)
		}
		out = append(out, Entry{SHA256: m[1], Plain: m[2] == "", Sealed: m[2] != "", Info: info})
	}
	return out, nil
}

// Sources gives the folders of landing, also of sources that no contract names any more.
func Sources(l models.Layout) ([]string, error) {
	folders, err := os.ReadDir(filepath.Dir(l.Landing("any")))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("look into landing: %w", err)
	}
	folders = slices.DeleteFunc(folders, func(f fs.DirEntry) bool { return !f.IsDir() })
	out := make([]string, len(folders))
	for i, f := range folders {
		out[i] = f.Name()
	}
	return out, nil
}

// Remove takes landed bytes away, plain and sealed.
func Remove(l models.Layout, source, sha256 string) error {
	for _, path := range []string{l.Landed(source, sha256), l.Sealed(source, sha256)} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove landed bytes: %w", err)
		}
	}
	return nil
}

// File reads what was received, whether it is sealed or not. Of a sealed file every
// byte that is read was authenticated.
type File struct {
	*io.SectionReader
	file *os.File
}

// Open opens landed bytes. A sealed file needs the identity: without one, with one that
// cannot be read, or with that of somebody else the error is a *models.Error.
func Open(l models.Layout, source, sha256 string, id *Identity) (*File, error) {
	// Not by Find: a run may seal them at this very moment, and the plain ones go last.
	sealed := false
	f, err := os.Open(l.Landed(source, sha256))
	if errors.Is(err, fs.ErrNotExist) {
		sealed = true
		f, err = os.Open(l.Sealed(source, sha256))
	}
	if err != nil {
		return nil, fmt.Errorf("read landed bytes: %w", err)
	}
	bytes, size, err := contents(f, sealed, id)
	if err != nil {
		return nil, errors.Join(at("landing/"+source+"/"+filepath.Base(f.Name()), err), f.Close())
	}
	return &File{io.NewSectionReader(bytes, 0, size), f}, nil
}

func contents(f *os.File, sealed bool, id *Identity) (io.ReaderAt, int64, error) {
	info, err := f.Stat()
	if err != nil || !sealed {
		return f, sizeOf(info), err
	}
	keys, err := id.keys()
	if err != nil {
		return nil, 0, err
	}
	return age.DecryptReaderAt(f, info.Size(), keys...)
}

func sizeOf(info fs.FileInfo) int64 {
	if info == nil {
		return 0
	}
	return info.Size()
}

// at tells which file could not be opened, and what to do.
func at(where string, err error) error {
	var told *models.Error
	var none *age.NoIdentityMatchError
	switch {
	case errors.Is(err, errNone):
		return &models.Error{Code: models.Invalid, Where: where, What: "is sealed, and no landing_identity is named that opens it",
			Fix: "name it in peil.yml where the file has to be read: landing_identity: ${file:PATH}"}
	case errors.As(err, &told):
		return err // about the identity itself
	case errors.As(err, &none):
		return &models.Error{Code: models.Invalid, Where: where, What: "is not opened by landing_identity: it is sealed for others, or damaged",
			Fix: "name the identity of a recipient that encrypt_to had on the day it was sealed, or restore the file from a backup"}
	}
	return &models.Error{Code: models.Invalid, Where: where, What: "is no sealed file any more", Fix: "restore it from a backup, or deliver the export again", Err: err}
}

// Sum gives the SHA-256 of what was received, in hexadecimal.
func (f *File) Sum() (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(f, 0, f.Size())); err != nil {
		return "", fmt.Errorf("read landed bytes: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Close closes the file.
func (f *File) Close() error { return f.file.Close() }
