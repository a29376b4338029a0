package models

import (
	"maps"
	"slices"
	"strings"
)

// Nearest gives the most names that look most like the one asked for, each once, best
// first: those that begin with it, those that hold it, then fewest edits, then
// the alphabet.
func Nearest(asked string, names []string, most int) []string {
	sorted := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "" })
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	asked = strings.ToLower(asked)
	slices.SortStableFunc(sorted, func(a, b string) int {
		return unlike(asked, strings.ToLower(a)) - unlike(asked, strings.ToLower(b))
	})
	return sorted[:min(most, len(sorted))]
}

// NearestOf gives the most codes that look most like what was asked, by themselves or by
// another name they have: people write a title where a code is wanted.
func NearestOf(asked string, names map[string][]string, most int) []string {
	asked = strings.ToLower(asked)
	least := map[string]int{}
	for code, others := range names {
		least[code] = unlike(asked, strings.ToLower(code))
		for _, other := range others {
			least[code] = min(least[code], unlike(asked, strings.ToLower(other)))
		}
	}
	sorted := slices.Sorted(maps.Keys(names))
	slices.SortStableFunc(sorted, func(a, b string) int { return least[a] - least[b] })
	return sorted[:min(most, len(sorted))]
}

// DidYouMean ends a message about a name that is not known with those that are.
func DidYouMean(asked string, names []string) string {
	near := Nearest(asked, names, 3)
	if len(near) == 0 {
		return "this project has none"
	}
	return "did you mean " + strings.Join(near, ", ") + "?"
}

// OneOfTitled is OneOf for codes that have other names too, in the order of the codes.
func OneOfTitled(asked string, codes []string, names map[string][]string) string {
	alike := slices.ContainsFunc(codes, func(code string) bool {
		return Alike(asked, code) || slices.ContainsFunc(names[code], func(name string) bool { return Alike(asked, name) })
	})
	if alike || len(codes) > MostListed {
		return "did you mean " + strings.Join(NearestOf(asked, names, 3), ", ") + "?"
	}
	return "want one of " + strings.Join(codes, ", ")
}

// MostListed is how many names a message lists where none looks like the one asked.
const MostListed = 20

// OneOf is DidYouMean, with all names where none looks like the one asked and they are few.
func OneOf(asked string, names []string) string {
	alike := slices.ContainsFunc(names, func(name string) bool { return Alike(asked, name) })
	if alike || len(names) == 0 || len(names) > MostListed {
		return DidYouMean(asked, names)
	}
	return "want one of " + strings.Join(slices.Sorted(slices.Values(names)), ", ")
}

// Alike tells whether one name is likely the other by another hand: one holds the
// other, or at most a third of the letters differ.
func Alike(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	if a == "" || b == "" {
		return false
	}
	return strings.Contains(a, b) || strings.Contains(b, a) || 3*distance(a, b) <= max(len(a), len(b))
}

// unlike is a distance in which a name that holds the whole of what was asked is
// nearer than any other, and the shortest of those nearest.
func unlike(asked, name string) int {
	edits := distance(asked, name)
	switch {
	case asked != "" && strings.HasPrefix(name, asked):
		return edits - 2000
	case len(asked) > 2 && strings.Contains(name, asked):
		return edits - 1000
	}
	return edits
}

// distance is that of optimal string alignment: the number of runes to insert, drop or
// change, or of neighbours to swap, which is what quick fingers do.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			cost := rows[i-1][j-1]
			if s[i-1] != t[j-1] {
				cost++
			}
			rows[i][j] = min(cost, rows[i][j-1]+1, rows[i-1][j]+1)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}
