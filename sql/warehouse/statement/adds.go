package statement

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// OnlyAdds tells what in a SELECT would give another answer when rows that agree
// in all other columns were made one row with the sums of the columns. Nothing
// found means: scope is read by one SELECT that uses the columns as sum(column), and
// beside them only what does not care how often a row is there. What is made of the
// rows of that SELECT is free, for they are the same.
func OnlyAdds(sql string, columns []string) []Finding {
	tokens := reader(Tokens(sql))
	var out []Finding
	add := func(at int, what, fix string) { out = append(out, Finding{at, what, fix}) }
	next := func(i int) Token {
		if i < len(tokens) {
			return tokens[i]
		}
		return Token{Kind: Symbol}
	}
	isAdded := func(t Token) bool {
		return (t.Kind == Word || t.Kind == Quoted) && slices.Contains(columns, strings.ToLower(strings.Trim(t.Text, `"`)))
	}
	for i, t := range tokens {
		if isAdded(t) && !(i >= 2 && tokens[i-1].Is("(") && tokens[i-2].Is("sum") && next(i+1).Is(")")) {
			add(t.Offset, t.Text+" is added up by adds, and stands here outside sum("+t.Text+")", "write sum("+t.Text+"), or take it out of adds")
		}
		if t.Is("*") && i > 0 && tokens[i-1].Is("select") {
			add(t.Offset, "select * beside adds", "name the columns")
		}
		if t.Kind != Word {
			continue
		}
		word := strings.ToLower(t.Text)
		if !next(i + 1).Is("(") {
			if slices.Contains([]string{"with", "join", "union", "over", "distinct"}, word) && !(word == "distinct" && i >= 2 && tokens[i-2].Is("count")) {
				add(t.Offset, strings.ToUpper(word)+" beside adds, where rows were added up before", "take adds out of the header")
			}
			continue
		}
		switch word {
		case "sum":
			if !isAdded(next(i + 2)) {
				add(t.Offset, "sum of what adds does not name", "name its column in adds; what is no plain column cannot be added up before")
			}
		case "count":
			if !next(i+2).Is("distinct") || isAdded(next(i+3)) {
				add(t.Offset, "count beside adds, where rows were added up before", fmt.Sprintf("write sum(%s) and name %[1]s in adds", models.RowsColumn))
			}
		case "filter", "cast", "date_diff", "coalesce", "nullif", "greatest", "least", "abs", "round", "floor", "ceil", "min", "max", "in", "where", "and", "or", "not", "as", "decimal", "when", "then", "else", "on", "values":
		case "over":
			add(t.Offset, "OVER beside adds, where rows were added up before", "take adds out of the header")
		default:
			add(t.Offset, word+"() beside adds, where rows were added up before", "take adds out of the header")
		}
	}
	return out
}

// reader gives the tokens of the SELECT that reads scope: those between the brackets
// around it where it is a step of a WITH; all of them where scope is read twice.
func reader(tokens []Token) []Token {
	at, depth := -1, 0
	for i, t := range tokens {
		if t.Is("scope") && i > 0 && (tokens[i-1].Is("from") || tokens[i-1].Is("join")) {
			if at >= 0 {
				return tokens
			}
			at = i
		}
	}
	from := at
	for ; from > 0 && depth >= 0; from-- {
		switch {
		case tokens[from-1].Is(")"):
			depth++
		case tokens[from-1].Is("("):
			depth--
		}
	}
	if depth >= 0 {
		return tokens // nothing stands around it
	}
	until := at
	for depth = 0; until < len(tokens) && depth >= 0; until++ {
		switch {
		case tokens[until].Is("("):
			depth++
		case tokens[until].Is(")"):
			depth--
		}
	}
	return tokens[from+1 : until-1]
}
