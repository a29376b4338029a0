package edition

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"github.com/vlot-evaluatie/peil/models"
)

// Before finds the edition of a report in a language that stood there before one of a
// knowledge date and snapshot: the latest revision of the nearest that was published, or
// where none was, of the nearest; nil for none. What readers were shown is what changes
// are told against. Editions on the same or newer data do not change it.
func Before(dir, lang string, known models.Date, snapshot int, published func(edition string) bool) (*Frozen, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list editions: %w", err)
	}
	type place struct {
		known              models.Date
		snapshot, revision int
		name               string
	}
	var found []place
	for _, entry := range entries {
		m := named.FindStringSubmatch(entry.Name())
		if m == nil || m[3] != lang || !entry.IsDir() {
			continue
		}
		p := place{models.Date(m[1]), number(m[2]), max(1, number(m[4])), entry.Name()}
		if p.known < known || p.known == known && p.snapshot < snapshot {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	if shown := slices.DeleteFunc(slices.Clone(found), func(p place) bool { return !published(p.name) }); len(shown) > 0 {
		found = shown
	}
	last := slices.MaxFunc(found, func(x, y place) int {
		return cmp.Or(cmp.Compare(x.known, y.known), x.snapshot-y.snapshot, x.revision-y.revision)
	})
	return Read(filepath.Join(dir, last.name))
}

// named are the parts of an ID.
var named = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})-s(\d+)-([a-z]+)(?:-r(\d+))?$`)

// Named tells whether a name is one that ID gives.
func Named(name string) bool { return named.MatchString(name) }

func number(text string) int {
	n, _ := strconv.Atoi(text) // digits, or nothing
	return n
}
