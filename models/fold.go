package models

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Around are the blanks that may stand around a value without being part of it.
const Around = " \t\r\n\u00a0\u202f"

// Unseen are the characters that never make two names different. Line ends are
// among them: spreadsheets break long names of columns in the cell.
const Unseen = " -_\t\r\n\u00a0\u00ad\u2009\u200b\u202f\u2011\u2013'’`"

// What exports write for yes and no, whatever their case.
var (
	YesWords = []string{"ja", "j", "waar", "true", "yes", "y", "oui", "1"}
	NoWords  = []string{"nee", "neen", "n", "onwaar", "false", "no", "non", "0"}
)

// plainLetters are the accented letters of Western languages with their letter.
var plainLetters = func() map[rune]rune {
	out := map[rune]rune{}
	for plain, accented := range map[rune]string{'a': "àáâãäåāăą", 'c': "çćĉċč", 'd': "ď", 'e': "èéêëēĕėęě", 'g': "ĝğġģ", 'h': "ĥ", 'i': "ìíîïĩīĭį", 'j': "ĵ", 'k': "ķ",
		'l': "ĺļľ", 'n': "ñńņň", 'o': "òóôõöōŏő", 'r': "ŕŗř", 's': "śŝşš", 't': "ţťț", 'u': "ùúûüũūŭůűų", 'w': "ŵ", 'y': "ýÿŷ", 'z': "źżž"} {
		for _, r := range accented {
			out[r] = plain
		}
	}
	return out
}()

// Fold makes most spellings of a name equal: case, accents, spaces, line ends, hyphens,
// underscores and apostrophes do not count. It finds what is wrong with a
// contract early; files are read with the engine's folding, which knows more
// letters.
func Fold(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(Unseen, r) || r >= 0x300 && r <= 0x36f {
			return -1
		}
		return r
	}, strings.Map(func(r rune) rune {
		if plain, ok := plainLetters[r]; ok {
			return plain
		}
		return r
	}, strings.ToLower(name)))
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
