package models

import "strings"

// Visible shows control characters as pictures, and what turns the direction of
// text or cannot be written as the sign for that: text from an export must be seen
// as it is, and must not move a cursor, recolour a terminal or act in a page.
func Visible(text string) string { return strings.Map(VisibleRune, text) }

// VisibleRune is Visible for one character.
func VisibleRune(r rune) rune {
	switch {
	case r < 0x20:
		return 0x2400 + r
	case r == 0x7f:
		return 0x2421
	case r >= 0x80 && r < 0xa0, r == 0x61c, r == 0x200e, r == 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2066 && r <= 0x2069,
		r == 0xfeff, r >= 0xfff9 && r <= 0xfffb, r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef:
		return 0xfffd
	}
	return r
}
