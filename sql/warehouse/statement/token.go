// Package statement reads SQL text as words: for its normal form, which
// fingerprints hash, and for what the two engines do not share.
//
// It does not parse and knows no engine, no relations and no files: what a
// statement reads is asked of the engine's own parser.
package statement

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind says what a token is.
type Kind int

// The kinds of tokens.
const (
	Word   Kind = iota // keyword or bare name
	Quoted             // "name"
	Text               // 'text'
	Number
	Symbol // operator or punctuation, the longest of those that belong together
)

// Token is one word of SQL and where it stands.
type Token struct {
	Kind   Kind
	Text   string // as written
	Offset int    // byte, from 0
}

// Is tells whether the token is the keyword or symbol, whatever its case.
func (t Token) Is(text string) bool {
	return (t.Kind == Word || t.Kind == Symbol) && strings.EqualFold(t.Text, text)
}

// symbols that are longer than one sign, longest first.
var symbols = []string{"<=>", "!~~", "->>", "::", "->", "=>", "<>", "<=", ">=", "!=", "==", "||", "//", "**", "~~", ":="}

// Tokens cuts SQL into tokens; comments and blanks are not among them. Text that
// is not SQL gives some list of tokens, never a panic.
func Tokens(sql string) []Token {
	var out []Token
	for i := 0; i < len(sql); {
		rest := sql[i:]
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case unicode.IsSpace(r):
			i += size
			continue
		case strings.HasPrefix(rest, "--"):
			i += lineLength(rest)
			continue
		case strings.HasPrefix(rest, "/*"):
			i += commentLength(rest)
			continue
		}
		kind, n := Symbol, size
		switch {
		case r == '\'':
			kind, n = Text, quotedLength(rest, '\'')
		case r == '"':
			kind, n = Quoted, quotedLength(rest, '"')
		case r >= '0' && r <= '9':
			kind, n = Number, runLength(rest, func(r rune) bool { return r == '.' || isWord(r) })
		case isWord(r):
			kind, n = Word, runLength(rest, isWord)
		default:
			for _, s := range symbols {
				if strings.HasPrefix(rest, s) {
					n = len(s)
					break
				}
			}
		}
		out = append(out, Token{kind, rest[:n], i})
		i += n
	}
	return out
}

// Normal gives the text without comments and layout. Two texts with the same
// normal form are the same statement, so neither a comment nor a line break
// changes a fingerprint.
func Normal(sql string) string {
	tokens := Tokens(sql)
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Text
	}
	return strings.Join(words, " ")
}

// Line gives the line and column of a byte, both from 1.
func Line(sql string, offset int) (line, column int) {
	offset = max(0, min(offset, len(sql)))
	before := sql[:offset]
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
}

func isWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

func runLength(text string, in func(rune) bool) int {
	for i, r := range text {
		if !in(r) {
			return i
		}
	}
	return len(text)
}

func lineLength(text string) int {
	if n := strings.IndexByte(text, '\n'); n >= 0 {
		return n
	}
	return len(text)
}

// commentLength follows nested comments, as both engines do.
func commentLength(text string) int {
	depth := 0
	for i := 0; i+1 < len(text); i++ {
		switch text[i : i+2] {
		case "/*":
			depth++
			i++
		case "*/":
			depth--
			i++
			if depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

// quotedLength counts a doubled sign as part of the text.
func quotedLength(text string, sign byte) int {
	for i := 1; i < len(text); i++ {
		if text[i] != sign {
			continue
		}
		if i+1 < len(text) && text[i+1] == sign {
			i++
			continue
		}
		return i + 1
	}
	return len(text)
}
