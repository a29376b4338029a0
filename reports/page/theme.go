package page

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/models"
)

// ThemeFile holds the style of a project, which comes after that of Peil on each page.
const ThemeFile = "reports/theme.css"

// reaching is what a style may not hold: it would reach out of the page, which
// nothing may, or end the element that it stands in.
var reaching = regexp.MustCompile(`(?i)(?:url|src|image-set)\(|@import|</`)

// escape is a character that CSS has another way to write for.
var escape = regexp.MustCompile(`\\(?:([0-9a-fA-F]{1,6})[ \t\r\n\f]?|([^0-9a-fA-F]))`)

// Theme reads the style of a project; "" when it has none. One that reaches out of a page
// is refused.
func Theme(files fs.FS) (string, error) {
	text, err := fs.ReadFile(files, ThemeFile)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read %s: %w", ThemeFile, err)
	}
	style := strings.ReplaceAll(strings.TrimPrefix(string(text), "\ufeff"), "\r\n", "\n")
	var c complaints
	for i, line := range strings.Split(style, "\n") {
		plain, column := readAs(line)
		for _, at := range reaching.FindAllStringIndex(plain, -1) {
			c.add(fmt.Sprintf("%s:%d:%d", ThemeFile, i+1, column[at[0]]), fmt.Sprintf("has %s, a page reaches nothing outside of it", models.Visible(plain[at[0]:at[1]])), "leave it out; fonts are those of the reader's system, and pictures belong in no style")
		}
	}
	return style, c.err()
}

// readAs gives a line as a browser reads it, and for each byte of that the column in which it
// is written.
func readAs(line string) (string, []int) {
	var plain strings.Builder
	var columns []int
	add := func(text string, column int, each bool) {
		for _, r := range text {
			n := utf8.RuneLen(r)
			if n < 0 { // no character: it is written as one that is
				n = utf8.RuneLen(utf8.RuneError)
			}
			plain.WriteRune(r)
			columns = append(columns, slices.Repeat([]int{column}, n)...)
			if each {
				column++
			}
		}
	}
	done := 0
	column := func() int { return utf8.RuneCountInString(line[:done]) + 1 }
	for _, at := range escape.FindAllStringIndex(line, -1) {
		add(line[done:at[0]], column(), true)
		done = at[0]
		add(unescaped(line[at[0]:at[1]]), column(), false)
		done = at[1]
	}
	add(line[done:], column(), true)
	return plain.String(), columns
}

// unescaped gives the character that an escape of CSS stands for, \75 rl( is url( too.
func unescaped(text string) string {
	m := escape.FindStringSubmatch(text)
	if m[1] == "" {
		return m[2]
	}
	code, _ := strconv.ParseInt(m[1], 16, 32) // six digits of 16 fit
	return string(rune(code))
}
