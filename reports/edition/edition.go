// Package edition keeps what was published: one immutable folder an edition,
// with the page, its tables, its figures and their checksums.
//
// An edition is never overwritten. Making it again from the same snapshot with
// the same code gives the same bytes, and Write says so; other bytes are refused,
// so that a figure quoted once can be found for ever.
package edition

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// Frozen is figures.json: the edition and every figure that it prints.
type Frozen struct {
	Format   int             `json:"format"` // of the file: see Format
	Edition  string          `json:"edition"`
	Report   string          `json:"report"`
	Title    string          `json:"title"`
	Of       string          `json:"of,omitempty"`  // page that is made for each member of a dimension
	For      string          `json:"for,omitempty"` // that dimension
	Lang     string          `json:"lang"`
	Snapshot int             `json:"snapshot"`
	KnownAt  models.Date     `json:"known_at"`
	Engine   string          `json:"engine"`
	Previous string          `json:"previous,omitempty"`        // edition that "changed since" is about
	Status   string          `json:"status"`                    // Audited, or Internal: not for publication
	Page     string          `json:"page_sha256"`               // of the page's text
	Settings string          `json:"settings_sha256,omitempty"` // of what else of the project it follows
	Late     []Late          `json:"late,omitempty"`
	Figures  []figure.Record `json:"figures"` // last, so that Head need not read them
}

// PageName is the name of the page that the edition was made from.
func (f *Frozen) PageName() string { return cmp.Or(f.Of, f.Report) }

// What an edition may be used for.
const (
	Internal = "internal" // what it hides was not checked in all tables together, or can be known
	Audited  = "audited"  // an attack on its tables found nothing
)

// Format is raised when what stands in figures.json changes meaning. An edition is
// never changed, so older formats are read for ever; newer ones are refused.
const Format = 1

// check refuses an edition that a newer program wrote.
func (f *Frozen) check(name string) error {
	if f.Format <= Format {
		return nil
	}
	return &models.Error{Code: models.Invalid, Where: name, What: fmt.Sprintf("has format %d, and this peil reads up to %d", f.Format, Format), Fix: "use the peil that wrote it, or a newer one"}
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

// ErrDamaged means that figures.json holds something else than was written.
var ErrDamaged = errors.New("it is damaged")

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
		return nil, damaged(name, err)
	}
	return &f, f.check(name)
}

// damaged tells of a figures.json that holds something else than was written: the disk or a
// copy of the folder did that, and the program is not wrong.
func damaged(name string, err error) error {
	return &models.Error{Code: models.Invalid, Where: name, What: "cannot be read", Err: fmt.Errorf("%w: %w", ErrDamaged, err),
		Fix: "restore the folder of the edition from a backup, or take it away where it was not published and write it again with peil report; peil verify lists all such files"}
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
		return nil, damaged(name, err)
	}
	return &f, f.check(name)
}

// below lists what a pattern finds in the folder of editions, sorted. A folder that may not
// be read is told: Glob passes over it, and then there would seem to be no edition.
func below(dir string, pattern ...string) ([]string, error) {
	if _, err := os.ReadDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list editions: %w", err)
	}
	names, err := filepath.Glob(filepath.Join(append([]string{dir}, pattern...)...))
	if err != nil {
		return nil, fmt.Errorf("list editions: %w", err)
	}
	slices.Sort(names)
	return names, nil
}

// Heads reads the heads of all editions below dir, oldest name first. Those that cannot
// be read are told beside the others: a list must not end at one that is damaged.
func Heads(dir string) (heads []*Frozen, unread []error, err error) {
	names, err := below(dir, "*", "*", "figures.json")
	if err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		f, err := Head(filepath.Dir(name))
		if err != nil {
			unread = append(unread, err)
			continue
		}
		heads = append(heads, f)
	}
	return heads, unread, nil
}

// All reads figures.json of every edition below dir, oldest name first. Those that cannot
// be read are told beside the others, as by Heads.
func All(dir string) (all []Frozen, unread []error, err error) {
	names, err := below(dir, "*", "*", "figures.json")
	if err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		f, err := Read(filepath.Dir(name))
		if err != nil {
			unread = append(unread, err)
			continue
		}
		if f != nil {
			all = append(all, *f)
		}
	}
	return all, unread, nil
}
