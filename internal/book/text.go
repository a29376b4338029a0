package book

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Names makes names for sheets that Excel takes, each once, in the order given: at
// most 31 characters, none of []:*?/\ and no ' at an end. Begin gives a sheet the name
// that stands here.
func Names(wanted ...string) []string {
	out := make([]string, 0, len(wanted))
	for _, name := range wanted {
		out = append(out, unused(name, out))
	}
	return out
}

// Name gives a text in the characters that the name of a sheet may have, however long.
func Name(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < 0x20 || strings.ContainsRune(`[]:*?/\`, r) {
			return ' '
		}
		return r
	}, text)), " ")
}

// unused makes a name that Excel takes and that no other sheet has.
func unused(name string, taken []string) string {
	name = strings.Trim(Name(name), "' ")
	if name == "" {
		name = "Rijen"
	}
	for n := 1; ; n++ {
		tail := ""
		if n > 1 {
			tail = fmt.Sprintf(" (%d)", n)
		}
		runes := []rune(name)
		try := strings.TrimRight(string(runes[:min(len(runes), 31-len(tail))]), " '") + tail
		if !slices.ContainsFunc(taken, func(have string) bool { return strings.EqualFold(have, try) }) {
			return try
		}
	}
}

// ref gives the name of a cell: 0, 1 is A1.
func ref(column int, row int64) string {
	letters := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters + strconv.FormatInt(row, 10)
}

// Fit cuts a text to what a cell holds, and tells whether that is all of it.
func Fit(s string) (string, bool) {
	if len(s) <= mostText {
		return s, true
	}
	units := 0
	for i, r := range s {
		if units += 1; r > 0xffff {
			units++
		}
		if units > mostText-1 {
			// One more may still fit when it is the last.
			if units <= mostText && i+utf8.RuneLen(r) == len(s) {
				return s, true
			}
			return s[:i] + "…", false
		}
	}
	return s, true
}

// escaped tells whether a reader of a sheet takes what stands at i for an escaped
// character, though it is text.
func escaped(s string, i int) bool {
	if len(s) < i+7 || s[i] != '_' || s[i+1] != 'x' || s[i+6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
	return err == nil
}

// escape writes a text as XML holds it. Characters that XML cannot hold are
// written _xHHHH_, as Excel does; so is a return, which reading would make a line
// end, and the first sign of what only looks like an escape. Bytes that are no
// text become the sign for that.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r < 0x20 && r != '\t' && r != '\n', r == 0xfffe, r == 0xffff, r == '_' && escaped(s, i):
			fmt.Fprintf(&b, "_x%04X_", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
