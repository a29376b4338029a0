package page

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// numbered are the marks of list items and the addresses of links, which hold numbers
// that nobody reads as figures.
var numbered = regexp.MustCompile(`(?m)^\s*\d+[.)]\s|\]\([^)]*\)`)

// texts are the keys of a directive that are printed as prose.
var texts = []string{"headline", "neutral", "subtitle", "reading", "alt"}

// FreeNumbers finds numbers in the prose of a page that are no figures: such a number
// stays when the figures change. An agreed one is named, as {rehousing_wait_days};
// another that is meant, as the year of a count, is listed by "numbers" in the front
// matter.
func (s *Source) FreeNumbers() []string {
	var out []string
	tell := func(where, text string) {
		for _, word := range numbersIn(named.ReplaceAllString(text, " ")) {
			if !slices.Contains(s.Front.Numbers, word) {
				out = append(out, fmt.Sprintf("%s: %q is a number that is no figure; print it with value, name its parameter, or name it under numbers in the front matter", where, word))
			}
		}
	}
	for _, of := range [][2]string{{"kicker", s.Front.Kicker}, {"method", s.Front.Method}} {
		tell(s.File+" "+of[0], of[1])
	}
	line := s.firstLine
	for text := range strings.Lines(s.markdown) {
		if !strings.HasPrefix(strings.TrimSpace(text), ">") { // what is quoted is not the page's
			tell(fmt.Sprintf("%s:%d", s.File, line), numbered.ReplaceAllString(mark.ReplaceAllString(text, " "), ""))
		}
		// A directive may have run over several lines, of which only its mark is left.
		line++
		for _, m := range mark.FindAllString(text, -1) {
			line += s.items[index(m)].breaks
		}
	}
	for _, d := range s.items {
		for _, key := range texts {
			tell(d.where(s.File)+" "+key, d.get(key, ""))
		}
	}
	return out
}

// numbersIn gives the words of a text that have a digit, without the signs around
// them.
func numbersIn(text string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(text, unicode.IsSpace) {
		if strings.IndexFunc(word, unicode.IsDigit) < 0 {
			continue
		}
		out = append(out, strings.TrimFunc(word, func(r rune) bool { return !unicode.IsDigit(r) && !unicode.IsLetter(r) && r != '%' && r != '€' }))
	}
	return out
}
