package number

import "strings"

// inWords are the numbers that running text writes in words.
var inWords = map[string][]string{
	"nl": strings.Fields("nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig"),
	"en": strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"),
}

// Words writes a whole number as running text does: in words up to twenty, in figures
// beyond and below zero.
func Words(n int64, lang string) string {
	words := inWords["nl"]
	if lang == "en" {
		words = inWords["en"]
	}
	if n >= 0 && n < int64(len(words)) {
		return words[n]
	}
	return Number(float64(n), 0, lang)
}
