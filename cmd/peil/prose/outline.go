package prose

import (
	"fmt"
	"strings"
)

// Screen is how many columns a terminal has when it is small.
const Screen = 80

// Outline is a text in named lines, and parts with items.
type Outline struct {
	strings.Builder
	Wrap func(text string, width int) []string // breaks a text at its blanks
	All  bool                                  // cut no list short
}

// Line writes a name with its text, which may go on below.
func (o *Outline) Line(name, format string, args ...any) {
	for i, part := range o.Wrap(fmt.Sprintf(format, args...), Screen-13) {
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
