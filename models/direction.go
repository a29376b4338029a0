package models

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Directs tells whether a character turns the direction of the text around it: what a
// reader then sees is not what stands there.
func Directs(r rune) bool {
	return r == 0x61c || r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// directing is such a character, or how YAML writes one.
var directing = regexp.MustCompile(`[\x{61c}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]|\\(?:u|U0000)(?i:061c|200[ef]|202[a-e]|206[6-9])`)

// undirected refuses YAML that turns the direction of text. Contracts and corrections may
// name what stands in an export, whatever that is.
func undirected(file string, offset int, text []byte) error {
	if strings.HasPrefix(file, "models/sources/") || strings.HasPrefix(file, "models/corrections/") {
		return nil
	}
	var errs []error
	for i, line := range bytes.Split(text, []byte("\n")) {
		if !slices.ContainsFunc([]byte{'\\', 0xd8, 0xe2}, func(first byte) bool { return bytes.IndexByte(line, first) >= 0 }) {
			continue // no match begins with another byte, and an expression is slow to find nothing
		}
		for _, at := range directing.FindAllIndex(line, -1) {
			code := strings.ToUpper(strings.TrimLeft(string(line[at[0]:at[1]]), `\uU`))
			if r, _ := utf8.DecodeRune(line[at[0]:]); Directs(r) {
				code = fmt.Sprintf("%04X", r)
			}
			errs = append(errs, &Error{
				Code: Invalid, Where: fmt.Sprintf("%s:%d:%d", file, i+1+offset, utf8.RuneCount(line[:at[0]])+1),
				What: "has the character U+" + code[len(code)-4:] + ", which turns the direction of the text", Fix: "take it out",
			})
		}
	}
	return errors.Join(errs...)
}
