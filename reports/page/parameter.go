package page

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
)

// A page writes an agreed number of its project as {its_name}, as definitions and SQL
// do: it stands once, in models/reference/parameters.csv. Where a sentence has its
// numbers in words, the page writes {its_name in words}.

// named is a parameter as a page names it, with what is said of how it is written.
var named = regexp.MustCompile(`\{([a-z][a-z0-9_]*)((?: +[a-z]+)*)\}`)

const inWords = " in words"

// taken are names in braces that are no parameters.
var taken = append([]string{signSmall}, signs...)

// agree gives the page the agreed numbers of its project, and tells every name in its
// text that is none of them. A page with another number in it is another page.
func (s *Source) agree(text string, values map[string]int64, c *complaints) {
	used := map[string]bool{}
	for n, line := range strings.Split(text, "\n") {
		for _, at := range named.FindAllStringSubmatchIndex(line, -1) {
			found, name, how := line[at[0]:at[1]], line[at[2]:at[3]], line[at[4]:at[5]]
			if slices.Contains(taken, found) || strings.HasSuffix(line[:at[0]], "{") { // a directive without spaces: {{changes}}
				continue
			}
			where := fmt.Sprintf("%s:%d:%d", s.File, n+1, len([]rune(line[:at[0]]))+1)
			if _, ok := values[name]; !ok {
				c.add(where, found+" names no parameter", models.NearestParameters(name, values))
			} else if how != "" && how != inWords {
				c.add(where, fmt.Sprintf("%s has %q behind the name", found, strings.TrimSpace(how)), "write {"+name+"} or {"+name+inWords+"}")
			}
			used[name] = true
		}
	}
	s.parameters = values
	if len(used) == 0 {
		return
	}
	sum := sha256.New()
	fmt.Fprintln(sum, s.SHA256)
	for _, name := range slices.Sorted(maps.Keys(used)) {
		fmt.Fprintf(sum, "%s=%d\n", name, values[name])
	}
	s.SHA256 = hex.EncodeToString(sum.Sum(nil))
}

// prose writes the agreed numbers in a text that is read, as the page writes its own.
func (s *Source) prose(text string) string {
	return s.agreed(text, func(n int64, how string) string {
		if how == inWords {
			return number.Words(n, s.Lang)
		}
		return number.Number(float64(n), 0, s.Lang)
	})
}

// plain writes them in a key that is computed with, like a condition.
func (s *Source) plain(text string) string {
	return s.agreed(text, func(n int64, _ string) string { return strconv.FormatInt(n, 10) })
}

func (s *Source) agreed(text string, write func(n int64, how string) string) string {
	return named.ReplaceAllStringFunc(text, func(found string) string {
		part := named.FindStringSubmatch(found)
		if n, ok := s.parameters[part[1]]; ok && !slices.Contains(taken, found) {
			return write(n, part[2])
		}
		return found
	})
}
