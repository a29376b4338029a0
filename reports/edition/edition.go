// Package edition keeps what was published: one immutable folder an edition,
// with the page, its tables, its figures and their checksums.
//
// An edition is never overwritten. Making it again from the same snapshot with
// the same code gives the same bytes, and Write says so; other bytes are refused,
// so that a figure quoted once can be found for ever.
package edition

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// Frozen is figures.json: the edition and every figure that it prints.
type Frozen struct {
	Edition  string          `json:"edition"`
	Report   string          `json:"report"`
	Title    string          `json:"title"`
	Of       string          `json:"of,omitempty"`  // page that is made for each member of a dimension
	For      string          `json:"for,omitempty"` // that dimension
	Lang     string          `json:"lang"`
	Snapshot int             `json:"snapshot"`
	KnownAt  models.Date     `json:"known_at"`
	Engine   string          `json:"engine"`
	Previous string          `json:"previous,omitempty"` // edition that "changed since" is about
	Status   string          `json:"status"`             // internal: not for publication
	Page     string          `json:"page_sha256"`        // of the page's text
	Late     []Late          `json:"late,omitempty"`
	Figures  []figure.Record `json:"figures"` // last, so that Head need not read them
}

// Late is a supplier who was late on the knowledge date of the edition.
type Late struct {
	Source string      `json:"source"`
	Entity string      `json:"entity"`
	Title  string      `json:"title"`
	Last   models.Date `json:"last_known_at,omitempty"` // none: never delivered
	Due    models.Date `json:"due,omitempty"`
	Days   int         `json:"days"`
}

// File is one file of an edition; Name is / separated and below its folder.
type File struct {
	Name string
	Data []byte
}

// ErrDiffers means that the edition is there with other bytes.
var ErrDiffers = errors.New("edition is there with other content")

const sums = "SHA256SUMS"

// ID names an edition by what it stands on: knowledge date, snapshot, language.
// A page whose text changed while those did not gets a revision from 2 on.
func ID(known models.Date, snapshot int, lang string, revision int) string {
	id := fmt.Sprintf("%s-s%d-%s", known, snapshot, lang)
	if revision > 1 {
		id += fmt.Sprintf("-r%d", revision)
	}
	return id
}

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
	for _, f := range files {
		if err := writeFile(filepath.Join(work, filepath.FromSlash(f.Name)), f.Data); err != nil {
			return false, fmt.Errorf("write edition: %w", err)
		}
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

func writeFile(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
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

// Read reads figures.json of the edition in dir; nil when there is none.
func Read(dir string) (*Frozen, error) {
	name := filepath.Join(dir, "figures.json")
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read edition: %w", err)
	}
	var f Frozen
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, fmt.Errorf("read edition %s: %w", name, err)
	}
	return &f, nil
}

// Head reads what figures.json of the edition in dir says before its figures.
func Head(dir string) (*Frozen, error) {
	name := filepath.Join(dir, "figures.json")
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read edition: %w", err)
	}
	defer file.Close()
	d := json.NewDecoder(file)
	fields := map[string]json.RawMessage{}
	open, err := d.Token()
	if err == nil && open != json.Delim('{') {
		err = errors.New("is no object")
	}
	for err == nil && d.More() {
		var key json.Token
		if key, err = d.Token(); err != nil || key == "figures" {
			break
		}
		var value json.RawMessage
		err = d.Decode(&value)
		fields[fmt.Sprint(key)] = value
	}
	var f Frozen
	if err == nil {
		var text []byte
		if text, err = json.Marshal(fields); err == nil {
			err = json.Unmarshal(text, &f)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read edition %s: %w", name, err)
	}
	return &f, nil
}

// Heads reads the heads of all editions below dir, oldest name first.
func Heads(dir string) ([]*Frozen, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*", "*", "figures.json"))
	if err != nil {
		return nil, fmt.Errorf("list editions: %w", err)
	}
	slices.Sort(names)
	var out []*Frozen
	for _, name := range names {
		f, err := Head(filepath.Dir(name))
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// All reads figures.json of every edition below dir, oldest name first. One
// that cannot be read is an error: an edition is never half there.
func All(dir string) ([]Frozen, error) {
	var out []Frozen
	names, err := filepath.Glob(filepath.Join(dir, "*", "*", "figures.json"))
	if err != nil {
		return nil, fmt.Errorf("list editions: %w", err)
	}
	slices.Sort(names)
	for _, name := range names {
		f, err := Read(filepath.Dir(name))
		if err != nil {
			return nil, err
		}
		if f != nil {
			out = append(out, *f)
		}
	}
	return out, nil
}
