package edition

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Write puts an edition into dir: all of it or nothing. It is done as well when
// the same edition stands there already; fresh tells the two apart.
func Write(dir, temporary string, files []File) (fresh bool, err error) {
	files = append(slices.Clone(files), File{Name: sums, Data: checksums(files)})
	if have, err := os.ReadFile(filepath.Join(dir, sums)); err == nil {
		if bytes.Equal(have, files[len(files)-1].Data) {
			return false, nil
		}
		return false, ErrDiffers
	}
	if err := os.MkdirAll(temporary, 0o755); err != nil {
		return false, fmt.Errorf("write edition: %w", err)
	}
	work, err := os.MkdirTemp(temporary, "edition-")
	if err != nil {
		return false, fmt.Errorf("write edition: %w", err)
	}
	defer os.RemoveAll(work)
	// MkdirTemp gives 0700; an edition is there to be read.
	if err := os.Chmod(work, 0o755); err != nil {
		return false, fmt.Errorf("write edition: %w", err)
	}
	if err := writeAll(work, files); err != nil {
		return false, fmt.Errorf("write edition: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return false, fmt.Errorf("write edition: %w", err)
	}
	if err := os.Rename(work, dir); err != nil {
		return false, fmt.Errorf("write edition: %w", err)
	}
	return true, syncFolder(filepath.Dir(dir))
}

// checksums lists the files in the form that sha256sum -c reads.
func checksums(files []File) []byte {
	lines := make([]string, len(files))
	for i, f := range files {
		sum := sha256.Sum256(f.Data)
		lines[i] = hex.EncodeToString(sum[:]) + "  " + f.Name + "\n"
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[66:], b[66:]) })
	return []byte(strings.Join(lines, ""))
}

// writers is how many files are written at a time: a disk makes many durable in hardly
// more time than one, and an edition has a hundred.
const writers = 8

// writeAll writes files below dir and waits until all of them, and their folders, are
// on the disk.
func writeAll(dir string, files []File) error {
	folders := []string{dir}
	for _, f := range files {
		if folder := filepath.Dir(filepath.Join(dir, filepath.FromSlash(f.Name))); !slices.Contains(folders, folder) {
			folders = append(folders, folder)
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return err
			}
		}
	}
	errs := make([]error, len(files))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(writers, len(files)) {
		wg.Go(func() {
			for i := range next {
				errs[i] = writeFile(filepath.Join(dir, filepath.FromSlash(files[i].Name)), files[i].Data)
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
	for _, folder := range folders {
		if err := syncFolder(folder); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// Replace writes a small file as a whole: who reads it has the old bytes or the new.
func Replace(name, temporary string, data []byte) error {
	for _, dir := range []string{temporary, filepath.Dir(name)} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	work, err := os.MkdirTemp(temporary, "file-")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer os.RemoveAll(work)
	made := filepath.Join(work, filepath.Base(name))
	if err := writeFile(made, data); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.Rename(made, name); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return syncFolder(filepath.Dir(name))
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
