package edition

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// fix is what helps an edition that is not whole. Write leaves one with its list of
// checksums as it stands, so its folder must be gone first.
const fix = "restore it from a backup, or take the folder of the edition away and write it again with peil report"

// Verify compares the files of every edition below dir with their checksums and
// tells what differs, one text a file.
func Verify(dir string) ([]string, error) {
	folders, err := folders(dir)
	if err != nil {
		return nil, err
	}
	var wrong []string
	for _, folder := range folders {
		found, _, err := VerifyOne(folder)
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, found...)
	}
	return wrong, nil
}

// folders lists the folders of editions below dir, sorted.
func folders(dir string) ([]string, error) {
	names, err := below(dir, "*", "*")
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(names, func(name string) bool {
		info, err := os.Lstat(name)
		return err != nil || !info.IsDir()
	}), nil
}

// Names lists the editions below dir, as report/edition, sorted.
func Names(dir string) ([]string, error) {
	all, err := folders(dir)
	if err != nil {
		return nil, err
	}
	for i, folder := range all {
		all[i] = filepath.Base(filepath.Dir(folder)) + "/" + filepath.Base(folder)
	}
	return all, nil
}

// VerifyOne compares the files of the edition in dir with its list of checksums, both
// ways: what is gone, what differs, and what nobody wrote there. It also gives how many
// files the list has.
func VerifyOne(dir string) (wrong []string, files int, err error) {
	list := filepath.Join(dir, sums)
	text, err := os.ReadFile(list)
	if errors.Is(err, fs.ErrNotExist) {
		return []string{list + ": is gone; " + fix}, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("verify edition: %w", err)
	}
	listed := map[string]bool{sums: true}
	for line := range strings.Lines(string(text)) {
		want, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok || !filepath.IsLocal(filepath.FromSlash(name)) {
			wrong = append(wrong, list+`: holds a line that is not "hash  name"; `+fix)
			continue
		}
		files++
		listed[name] = true
		file := filepath.Join(dir, filepath.FromSlash(name))
		data, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			wrong = append(wrong, file+": is gone; "+fix)
			continue
		}
		if err != nil {
			return nil, 0, fmt.Errorf("verify edition: %w", err)
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != want {
			wrong = append(wrong, file+": differs from its checksum; "+fix)
		}
	}
	err = filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, file)
		if err == nil && !listed[filepath.ToSlash(name)] {
			wrong = append(wrong, file+": is no part of the edition; take it out")
		}
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("verify edition: %w", err)
	}
	return wrong, files, nil
}

// Hash names the bytes of a whole edition: the SHA-256 of its list of checksums.
func Hash(dir string) (string, error) {
	text, err := os.ReadFile(filepath.Join(dir, sums))
	if err != nil {
		return "", fmt.Errorf("read checksums: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Damage says what is wrong with an edition that was published by a hash, as far as it
// tells what readers know: its list of checksums, figures, description and tables. "" when
// nothing is. What else lies there is left to VerifyOne, which reads far more.
func Damage(dir, sha string) (string, error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return "its folder is gone", nil
	}
	text, err := os.ReadFile(filepath.Join(dir, sums))
	if errors.Is(err, fs.ErrNotExist) {
		return "its " + sums + " is gone", nil
	}
	if err != nil {
		return "", fmt.Errorf("read checksums: %w", err)
	}
	if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != sha {
		return "is not what it was: another " + sums, nil
	}
	for line := range strings.Lines(string(text)) {
		want, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !tells(name) || !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if errors.Is(err, fs.ErrNotExist) {
			return "its " + name + " is gone", nil
		}
		if err != nil {
			return "", fmt.Errorf("read edition: %w", err)
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != want {
			return "its " + name + " differs from its checksum", nil
		}
	}
	return "", nil
}

// tells tells whether a file says which numbers an edition prints.
func tells(name string) bool {
	return name == "figures.json" || name == "structure.json" || strings.HasPrefix(name, "tables/") && !strings.HasSuffix(name, ".excel.csv")
}
