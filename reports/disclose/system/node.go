package system

import (
	"cmp"
	"slices"
	"strings"
)

// Node is a member of one dimension, or a set of its members. The zero Node is the
// whole dimension.
type Node struct {
	// Level is what the node is one of: municipality, province, month. Nodes of one
	// level do not overlap.
	Level string
	Code  string
	// From and Until are of time: the first day, and the first day after (ISO 8601).
	From, Until string
	// Atoms are the finest members that the node holds, sorted, where they are not its
	// code alone.
	Atoms []string
}

// Period gives the node of the days from up to and without until. A calendar month,
// quarter, year or ISO week of days is of that level; any other period is of its own.
func Period(from, until string) Node {
	level := "period " + from + "/" + until
	switch {
	case until == next(from, 1) && strings.HasSuffix(from, "-01"):
		level = "month"
	case until == next(from, 3) && slices.Contains([]string{"-01-01", "-04-01", "-07-01", "-10-01"}, from[4:]):
		level = "quarter"
	case until == next(from, 12) && strings.HasSuffix(from, "-01-01"):
		level = "year"
	}
	return Node{Level: level, Code: from + "/" + until, From: from, Until: until}
}

// next adds months to the first day of a month written yyyy-mm-01.
func next(day string, months int) string {
	if len(day) != 10 {
		return ""
	}
	year, month := atoi(day[:4]), atoi(day[5:7])-1+months
	year, month = year+month/12, month%12+1
	return pad(year, 4) + "-" + pad(month, 2) + "-" + day[8:]
}

func atoi(digits string) int {
	n := 0
	for _, r := range digits {
		n = n*10 + int(r-'0')
	}
	return n
}

func pad(n, width int) string {
	text := ""
	for ; width > 0; width-- {
		text, n = string(rune('0'+n%10))+text, n/10
	}
	return text
}

// all tells whether the node is the whole dimension.
func (n Node) all() bool { return n.Level == "" }

// holds tells whether other lies within the node.
func (n Node) holds(other Node) bool {
	switch {
	case n.all():
		return true
	case other.all():
		return false
	case n.From != "" || other.From != "":
		return n.From != "" && other.From != "" && n.From <= other.From && other.Until <= n.Until
	case other.Atoms == nil:
		return slices.Contains(n.atoms(), other.Code)
	}
	for _, a := range other.Atoms {
		if _, found := slices.BinarySearch(n.atoms(), a); !found {
			return false
		}
	}
	return true
}

// Touches tells whether one of two nodes lies within the other.
func (n Node) Touches(other Node) bool { return n.holds(other) || other.holds(n) }

// Holds tells whether all of another node lies within the node.
func (n Node) Holds(other Node) bool { return n.holds(other) }

// Meets tells whether some of another node, of no days, lies within the node.
func (n Node) Meets(other Node) bool {
	if n.all() || other.all() {
		return true
	}
	for _, a := range other.atoms() {
		if _, found := slices.BinarySearch(n.atoms(), a); found {
			return true
		}
	}
	return false
}

func (n Node) atoms() []string {
	if n.Atoms == nil {
		return []string{n.Code}
	}
	return n.Atoms
}

// key tells nodes apart that hold different things. What two nodes call the same set
// does not matter: a municipality that no merger touched is the same in all divisions.
func (n Node) key() string {
	if n.From != "" {
		return n.From + "/" + n.Until
	}
	if n.all() {
		return ""
	}
	return strings.Join(n.atoms(), "|")
}

func compareNodes(a, b Node) int {
	return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Code, b.Code))
}
