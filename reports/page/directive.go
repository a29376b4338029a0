package page

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/vlot-evaluatie/peil/models"
)

// directive is one {{ name "argument" key="value" }} of a page.
type directive struct {
	name   string
	arg    string // the text directly behind the name: mostly a metric
	keys   map[string]string
	line   int // in the page's file, from 1
	col    int
	breaks int // lines that it runs over, beyond the first
}

// known lists the directives and the keys that each may have.
var known = map[string][]string{
	"figure": {"by", "where", "geography", "from", "to", "at", "chart", "headline", "neutral", "if", "subtitle", "reading", "alt", "highlight",
		"interval", "against_from", "against_to", "against", "target"},
	"value":      {"where", "geography", "from", "to", "at", "style"},
	"change":     {"where", "geography", "from", "to", "against_from", "against_to", "at", "against"},
	"top":        {"by", "where", "geography", "from", "to", "at"},
	"card":       {"where", "geography", "from", "to", "at", "spark_from", "compare"},
	"finding":    {"metric", "by", "where", "geography", "from", "to", "at", "against_from", "against_to", "against"},
	"date":       {"metric"},
	"member":     {},
	"sources":    {},
	"changes":    {},
	"unmeasured": {},
}

// where gives the place of the directive for messages.
func (d *directive) where(file string) string { return fmt.Sprintf("%s:%d:%d", file, d.line, d.col) }

// get gives a key's text or the fallback.
func (d *directive) get(key, fallback string) string {
	if v, ok := d.keys[key]; ok {
		return v
	}
	return fallback
}

// directives takes the {{ }} out of text and leaves a mark in place of each.
// Marks use private-use runes, which Markdown passes through untouched; text
// that holds such runes itself is refused, so that no page can forge a mark. A
// fault does not end the reading, so that all of them are told.
func directives(file, text string, firstLine int) (string, []*directive, error) {
	var out strings.Builder
	var all []*directive
	var c complaints
	line, col := firstLine, 1
	advance := func(s string) {
		for _, r := range s {
			if strings.ContainsRune(markOpen+markClose, r) {
				c.add(fmt.Sprintf("%s:%d:%d", file, line, col), fmt.Sprintf("private-use character %U", r), "remove it")
			}
			if models.Directs(r) {
				c.add(fmt.Sprintf("%s:%d:%d", file, line, col), fmt.Sprintf("has the character %U, which turns the direction of the text", r), "take it out")
			}
			if r == '\n' {
				line, col = line+1, 1
			} else {
				col++
			}
		}
	}
	for {
		start := strings.Index(text, "{{")
		if start < 0 {
			out.WriteString(text)
			advance(text)
			return out.String(), all, c.err()
		}
		out.WriteString(text[:start])
		advance(text[:start])
		end := strings.Index(text[start:], "}}")
		if next := strings.Index(text[start+2:], "{{"); end < 0 || next >= 0 && next+2 < end {
			c.add(fmt.Sprintf("%s:%d:%d", file, line, col), "{{ is never closed", "close it with }}")
			advance("{{")
			text = text[start+2:]
			continue
		}
		raw := text[start : start+end+2]
		d := &directive{line: line, col: col, breaks: strings.Count(raw, "\n"), keys: map[string]string{}}
		d.parse(strings.TrimSpace(raw[2:len(raw)-2]), file, &c)
		fmt.Fprintf(&out, "%s%d%s", markOpen, len(all), markClose)
		all = append(all, d)
		advance(raw)
		text = text[start+len(raw):]
	}
}

const (
	markOpen  = "\ue000"
	markClose = "\ue001"
)

// parse reads the inside of one directive.
func (d *directive) parse(text, file string, c *complaints) {
	rest := ""
	d.name = text
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		d.name, rest = text[:i], text[i:]
	}
	keys, ok := known[d.name]
	if !ok {
		names := make([]string, 0, len(known))
		for k := range known {
			names = append(names, k)
		}
		c.add(d.where(file), fmt.Sprintf("directive %q is not known", d.name), "did you mean "+strings.Join(models.Nearest(d.name, names, 3), ", ")+"?")
		return
	}
	rest = strings.TrimSpace(rest)
	if strings.HasPrefix(rest, `"`) {
		value, after, ok := quoted(rest)
		if !ok {
			c.add(d.where(file), "text is never closed", `close it with "`)
			return
		}
		d.arg, rest = value, strings.TrimSpace(after)
	}
	for rest != "" {
		key, after, ok := strings.Cut(rest, "=")
		key = strings.TrimSpace(key)
		if !ok || !strings.HasPrefix(strings.TrimSpace(after), `"`) {
			c.add(d.where(file), fmt.Sprintf("%q is not key=\"value\"", rest), `write for example by="month,province"`)
			return
		}
		value, tail, ok := quoted(strings.TrimSpace(after))
		if !ok {
			c.add(d.where(file), "text is never closed", `close it with "`)
			return
		}
		if !slices.Contains(keys, key) {
			c.add(d.where(file), fmt.Sprintf("%s has no key %q", d.name, key), "did you mean "+strings.Join(models.Nearest(key, keys, 3), ", ")+"?")
		}
		if _, twice := d.keys[key]; twice {
			c.add(d.where(file), fmt.Sprintf("key %q stands there twice", key), "drop one")
		}
		d.keys[key] = value
		rest = strings.TrimSpace(tail)
	}
}

// quoted reads "text" with \" and \\ inside, and gives what follows it.
func quoted(s string) (value, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == '"':
			return b.String(), s[i+1:], true
		default:
			b.WriteByte(s[i])
		}
	}
	return "", "", false
}

// Directives lists the directives of a page with the keys that each may have,
// sorted, for the test that keeps the documentation complete.
func Directives() map[string][]string {
	out := make(map[string][]string, len(known))
	for name, keys := range known {
		sorted := slices.Clone(keys)
		slices.Sort(sorted)
		out[name] = sorted
	}
	return out
}
