package pull

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// Item is one export as a connector lists it.
type Item = door.Item

// Connector reaches the exports of a supplier.
type Connector = door.Connector

// Match gives the items that one of the patterns names, sorted by name. In a
// pattern * and ? stop at a slash, and a ** between slashes stands for any
// number of folders.
func Match(patterns []string, items []Item) []Item {
	var out []Item
	for _, item := range items {
		if !Unfinished(item.Name) && matchesAny(patterns, item.Name) {
			out = append(out, item)
		}
	}
	slices.SortFunc(out, func(a, b Item) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Without gives the items that none of the patterns names, in their order.
func Without(patterns []string, items []Item) []Item {
	if len(patterns) == 0 {
		return items
	}
	var out []Item
	for _, item := range items {
		if !matchesAny(patterns, item.Name) {
			out = append(out, item)
		}
	}
	return out
}

// Reaches tells whether one of the patterns can match a file in the folder or
// below it.
func Reaches(patterns []string, folder string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		return reaches(strings.Split(p, "/"), strings.Split(folder, "/"))
	})
}

func reaches(pattern, folder []string) bool {
	for len(pattern) > 0 && pattern[0] != "**" {
		if len(folder) == 0 {
			return true
		}
		if ok, err := path.Match(pattern[0], folder[0]); err != nil || !ok {
			return false
		}
		pattern, folder = pattern[1:], folder[1:]
	}
	return len(pattern) > 0
}

// Unknown gives the names that none of the patterns covers, sorted: exports
// that would be passed over in silence. Unfinished ones are not among them.
func Unknown(patterns []string, items []Item) []string {
	var out []string
	for _, item := range items {
		if !Unfinished(item.Name) && !matchesAny(patterns, item.Name) {
			out = append(out, item.Name)
		}
	}
	slices.Sort(out)
	return out
}

// Unfinished tells by its name that a file is being written, or is the trace
// that an office program leaves beside an open document.
func Unfinished(name string) bool {
	base := strings.ToLower(path.Base(name))
	for _, prefix := range []string{"~$", ".~lock.", "."} {
		if strings.HasPrefix(base, prefix) {
			return true
		}
	}
	for _, suffix := range []string{".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload"} {
		if strings.HasSuffix(base, suffix) {
			return true
		}
	}
	return false
}

// matchesAny compares letters and not how they are written down: a Mac writes an ë as an e
// and two dots, which looks the same and is another name.
func matchesAny(patterns []string, name string) bool {
	parts := strings.Split(norm.NFC.String(name), "/")
	return slices.ContainsFunc(patterns, func(p string) bool {
		return matches(strings.Split(norm.NFC.String(p), "/"), parts)
	})
}

// matches compares folder by folder, so that ** can take up any number of them.
func matches(pattern, name []string) bool {
	for len(pattern) > 0 {
		if pattern[0] == "**" {
			for skip := 0; skip <= len(name); skip++ {
				if matches(pattern[1:], name[skip:]) {
					return true
				}
			}
			return false
		}
		if len(name) == 0 {
			return false
		}
		// A malformed pattern matches nothing; the run then warns that the
		// file is unknown, which leads to the contract.
		if ok, err := path.Match(pattern[0], name[0]); err != nil || !ok {
			return false
		}
		pattern, name = pattern[1:], name[1:]
	}
	return len(name) == 0
}
