package door

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Item is one export as a connector lists it.
type Item struct {
	Name    string    // path below the root of the exports, / separated
	Size    int64     // bytes; -1 when the listing cannot tell
	ModTime time.Time // as the listing tells it; zero when it does not
	Tag     string    // the version that was listed, where a server names versions
	SHA256  string    // of the bytes, in hexadecimal, where the listing has it
	Version string    // names these very bytes: see VersionOf; "" when the listing cannot
	Changed time.Time // when the version came about, where a later one may still get its name: see Named

	// Ref is what the connector that listed the item opens it by. Nobody else
	// looks into it.
	Ref any
}

// Same tells that an item looks as it did in an earlier listing.
func (i Item) Same(as Item) bool {
	return i.Size == as.Size && i.ModTime.Equal(as.ModTime) && i.Tag == as.Tag
}

// VersionOf names the bytes behind an address by the tag that its server gives
// them. Where the version is the same as that of bytes that were landed, nothing
// has to be fetched. A weak tag promises no more than that the meaning is the
// same, so it names none.
func VersionOf(address, tag string) string {
	if tag == "" || strings.HasPrefix(tag, "W/") {
		return ""
	}
	sum := sha256.Sum256([]byte(address + "\x00" + tag))
	return hex.EncodeToString(sum[:16])
}

// atRest is how long ago a file must have changed for its version to stand: file
// systems note times in steps, the coarsest of them in steps of two seconds, and a
// second change within a step leaves no trace.
const atRest = 2 * time.Second

// Named gives the version, where nothing else can have it, for whoever lists at now.
func (i Item) Named(now time.Time) string {
	if !i.Changed.IsZero() && now.Sub(i.Changed) < atRest {
		return ""
	}
	return i.Version
}

// Connector reaches the exports of a supplier. It is safe for concurrent use.
type Connector interface {
	// List gives what could be listed, sorted by name, and beside it what could
	// not be: one *models.Error for each. Both can be there at once.
	List(ctx context.Context) ([]Item, error)
	// Open reads one export. Reading to the end fails with a *models.Error when
	// the bytes are no longer those that were listed.
	Open(ctx context.Context, item Item) (io.ReadCloser, error)
}

// ByName orders items.
func ByName(a, b Item) int { return strings.Compare(a.Name, b.Name) }

// longestName is what a path may have in bytes; file systems take no more.
const longestName = 1024

// Fault gives what is wrong with a name that a server made up, in words, or "".
// Peil makes no file of that name, but contracts match it, people read it on a
// terminal, and messages quote it: it must be a plain path downwards.
func Fault(name string) string {
	switch {
	case name == "":
		return "is empty"
	case len(name) > longestName:
		return fmt.Sprintf("is %d bytes long, want at most %d", len(name), longestName)
	case !utf8.ValidString(name):
		return "is not UTF-8"
	case strings.HasPrefix(name, "/"):
		return "is an absolute path"
	case strings.Contains(name, `\`):
		return "has a backslash"
	case len(name) > 1 && name[1] == ':' && unicode.IsLetter(rune(name[0])):
		return "begins with a drive letter"
	case strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }):
		return "has a control character"
	}
	for part := range strings.SplitSeq(name, "/") {
		switch part {
		case "":
			return "has an empty part"
		case ".", "..":
			return fmt.Sprintf("has the part %q, which leads elsewhere", part)
		}
	}
	return ""
}

// Under gives the items the names that people and contracts know: below the
// folder under which their connector appears.
func Under(mount string, items []Item) []Item {
	if mount != "" {
		for i := range items {
			items[i].Name = mount + "/" + items[i].Name
		}
	}
	return items
}

// Close closes a connector that has something to close.
func Close(c Connector) error {
	if closer, ok := c.(io.Closer); ok {
		return closer.Close()
	}
	return nil
}

// Sift takes out the items whose names are hostile or that share a name, and
// tells of each. The rest comes sorted. where says whose listing it is.
func Sift(where string, items []Item) ([]Item, []error) {
	slices.SortStableFunc(items, ByName)
	var out []Item
	var errs []error
	for i, item := range items {
		if fault := Fault(item.Name); fault != "" {
			errs = append(errs, Refused(where, fmt.Sprintf("lists an item whose name %s: %.200q; it is not taken", fault, item.Name),
				"ask the supplier for a plain name"))
			continue
		}
		before, after := i > 0 && items[i-1].Name == item.Name, i+1 < len(items) && items[i+1].Name == item.Name
		switch {
		case before:
		case after:
			// Which of them is meant would be a guess, and another one in
			// the next run perhaps.
			errs = append(errs, Refused(item.Name, "is listed more than once ("+where+"); none of them is taken",
				"leave one of them, or give them other names"))
		default:
			out = append(out, item)
		}
	}
	return out, errs
}
