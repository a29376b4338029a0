package models

import (
	"slices"
	"strings"
)

// Nearest gives the most names that look most like the one asked for, best
// first: fewest edits, then the alphabet.
func Nearest(asked string, names []string, most int) []string {
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	asked = strings.ToLower(asked)
	slices.SortStableFunc(sorted, func(a, b string) int {
		return distance(asked, strings.ToLower(a)) - distance(asked, strings.ToLower(b))
	})
	return sorted[:min(most, len(sorted))]
}

// distance is Levenshtein's: the number of runes to insert, drop or change.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := range s {
		diagonal := row[0]
		row[0] = i + 1
		for j := range t {
			cost := diagonal
			if s[i] != t[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(t)]
}
