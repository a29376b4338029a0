package models

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
)

// What figures mean stands in contracts, reference lists and SQL. A snapshot is told apart by
// the sum of these files, and they are kept with it, so that a figure can be had again after
// they have changed.

// definitionFiles lists them, each kind by path.
func (p *Project) definitionFiles() []string {
	var out []string
	for _, part := range [][2]string{{"models", ".yml"}, {"models", ".csv"}, {"sql", ".sql"}} {
		out = append(out, walk(p.FS, part[0], part[1])...)
	}
	return out
}

// Definitions is the SHA-256 of all contracts, reference lists and SQL files
// of the project, names included: what facts are made by. Pages are not in it.
func (p *Project) Definitions() (string, error) {
	sum := sha256.New()
	for _, file := range p.definitionFiles() {
		text, err := fs.ReadFile(p.FS, file)
		if err != nil {
			return "", fmt.Errorf("read %s: %w", file, err)
		}
		fmt.Fprintf(sum, "%s %d\n", file, len(text))
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// PackDefinitions writes the files that Definitions sums up as a zip archive, without times.
func (p *Project) PackDefinitions(to io.Writer) error {
	z := zip.NewWriter(to)
	for _, file := range p.definitionFiles() {
		text, err := fs.ReadFile(p.FS, file)
		if err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		w, err := z.Create(file)
		if err == nil {
			_, err = w.Write(text)
		}
		if err != nil {
			return fmt.Errorf("pack %s: %w", file, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("pack definitions: %w", err)
	}
	return nil
}

// UnpackDefinitions gives the files of an archive that PackDefinitions wrote for definitions
// of this sum. Anything else is an error.
func UnpackDefinitions(archive []byte, sum string) (fs.FS, error) {
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("unpack definitions: %w", err)
	}
	got, err := (&Project{FS: z}).Definitions()
	if err != nil {
		return nil, fmt.Errorf("unpack definitions: %w", err)
	}
	if got != sum {
		return nil, fmt.Errorf("unpack definitions: they sum up to %s", got)
	}
	return z, nil
}

// LoadDefinitions reads and checks definitions that were kept, for a project whose other
// settings are those of config.
func LoadDefinitions(files fs.FS, config Config) (*Project, error) {
	p, err := LoadProject(files)
	if err != nil {
		return nil, err
	}
	p.Config = config
	p.open()
	return p, nil
}
