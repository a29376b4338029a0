package prose

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Screen is how many columns a terminal has when it is small.
const Screen = 80

// Outline is a text in named lines, and parts with items.
type Outline struct {
	strings.Builder
	All bool // cut no list short
}

// Line writes a name with its text, which may go on below.
func (o *Outline) Line(name, format string, args ...any) {
	for i, part := range Wrap(fmt.Sprintf(format, args...), Screen-13) {
		if i > 0 {
			name = ""
		}
		fmt.Fprintf(o, "%s\n", strings.TrimRight(fmt.Sprintf("%-12s %s", name, part), " "))
	}
}

// Head begins a part.
func (o *Outline) Head(format string, args ...any) {
	fmt.Fprintf(o, "\n"+format+"\n", args...)
}

// Item writes a line of a part.
func (o *Outline) Item(format string, args ...any) { fmt.Fprintf(o, "  "+format+"\n", args...) }

// Cut gives how many of n lines are shown, and tells of the rest once they are.
func (o *Outline) Cut(n, most int) (shown int, rest func(what string)) {
	if o.All || n <= most {
		return n, func(string) {}
	}
	return most, func(what string) { o.Item("... and %s more %s; --all shows them", Grouped(int64(n-most)), what) }
}

// Wrap breaks a text at spaces into lines of at most width signs.
func Wrap(text string, width int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			out, line = append(out, line), word
			continue
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(out, line)
}
