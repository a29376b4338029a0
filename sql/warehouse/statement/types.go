package statement

import (
	"slices"
	"strings"
)

// sharedTypes are those that both engines know by that name.
var sharedTypes = []string{"varchar", "boolean", "smallint", "integer", "bigint", "double", "decimal", "date", "timestamp", "uuid"}

// types gives what is not typed alike: casts to a type that one engine alone knows by that
// name, days that become timestamps on one of them, dates that are counted with as numbers,
// and numbers that are put together with texts. The text shows no more than that: what a
// column is, the engine knows and this does not, beyond that a name in _date is a date.
func types(tokens []Token) []Finding {
	var out []Finding
	for i, t := range tokens {
		at := func(n int) Token {
			if i+n < 0 || i+n >= len(tokens) {
				return Token{Kind: Symbol}
			}
			return tokens[i+n]
		}
		switch {
		case (t.Is("cast") || t.Is("try_cast")) && at(1).Is("("):
			if to, ok := castTo(tokens, i+1); ok && to.Kind == Word && !slices.Contains(sharedTypes, strings.ToLower(to.Text)) {
				out = append(out, Finding{to.Offset, "type " + to.Text + " is not shared SQL", "write one of " + strings.Join(sharedTypes, ", ")})
			}
		case t.Is("date_trunc") && at(1).Is("(") && !becomesDay(tokens, i):
			out = append(out, Finding{t.Offset, "date_trunc() without a cast is a date on one engine and a timestamp on the other, which is not shared SQL", "write cast(date_trunc('month', d) as date)"})
		case t.Is("interval") && at(1).Kind == Text && !strings.ContainsAny(at(1).Text, " \t") && !becomesDay(tokens, i):
			out = append(out, Finding{t.Offset, "a date and an interval without a cast is a date on one engine and a timestamp on the other, which is not shared SQL", "write cast(d + interval '1' day as date)"})
		case (t.Is("+") || t.Is("-")) && isDate(tokens, i-1, -1) && (at(1).Kind == Number || isDate(tokens, i+1, 1)):
			out = append(out, Finding{t.Offset, "a date that is counted with as a number is not shared SQL", "write cast(d + interval '1' day as date), or date_diff('day', a, b)"})
		case t.Is("||") && (at(-1).Kind == Number || at(1).Kind == Number):
			out = append(out, Finding{t.Offset, "a number beside || is not shared SQL", "write cast(n as varchar)"})
		}
	}
	return out
}

// castTo gives the type of the cast whose bracket opens at a token.
func castTo(tokens []Token, open int) (Token, bool) {
	depth := 0
	for i := open; i < len(tokens); i++ {
		switch {
		case tokens[i].Is("("):
			depth++
		case tokens[i].Is(")"):
			if depth--; depth == 0 {
				return Token{}, false
			}
		case depth == 1 && tokens[i].Is("as") && i+1 < len(tokens):
			return tokens[i+1], true
		}
	}
	return Token{}, false
}

// becomesDay tells whether a token stands straight within a cast to a date or a timestamp.
func becomesDay(tokens []Token, at int) bool {
	depth := 0
	for i := at - 1; i > 0; i-- {
		switch {
		case tokens[i].Is(")"):
			depth++
		case tokens[i].Is("(") && depth > 0:
			depth--
		case tokens[i].Is("("):
			to, ok := castTo(tokens, i)
			return ok && tokens[i-1].Is("cast") && (to.Is("date") || to.Is("timestamp"))
		}
	}
	return false
}

// isDate tells whether the operand that ends at a token, or that begins there with step 1,
// shows that it is a date: by its name, or as date '2023-02-13'.
func isDate(tokens []Token, at, step int) bool {
	for step > 0 && at+2 < len(tokens) && tokens[at+1].Is(".") { // name.column
		at += 2
	}
	if at < 0 || at >= len(tokens) {
		return false
	}
	t := tokens[at]
	switch {
	case step > 0 && t.Is("date"):
		return at+1 < len(tokens) && tokens[at+1].Kind == Text
	case step < 0 && t.Kind == Text:
		return at > 0 && tokens[at-1].Is("date")
	}
	return t.Kind == Word && strings.HasSuffix(strings.ToLower(t.Text), "_date")
}
