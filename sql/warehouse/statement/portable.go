package statement

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Finding is something in a statement that one of the two engines does not
// know, or knows with another meaning.
type Finding struct {
	Offset int
	What   string
	Fix    string
}

// Called is a function that a statement calls, as the engine's parser names it.
type Called struct {
	Name   string
	Offset int
}

// Portable gives what keeps the statement from running alike on DuckDB and
// Trino, in the order of the text. called are its functions; operators among
// them are passed over.
func Portable(sql string, called []Called) []Finding {
	tokens := Tokens(sql)
	var out []Finding
	add := func(at int, what, fix string) { out = append(out, Finding{at, what, fix}) }
	for i, t := range tokens {
		next := func(n int) Token {
			if i+n < len(tokens) {
				return tokens[i+n]
			}
			return Token{Kind: Symbol}
		}
		previous := Token{Kind: Symbol, Text: "("}
		if i > 0 {
			previous = tokens[i-1]
		}
		if why, ok := forbiddenSymbols[t.Text]; ok && t.Kind == Symbol {
			add(t.Offset, fmt.Sprintf("%q", t.Text)+" is not shared SQL", why)
		}
		if t.Is("/") && !isDouble(tokens, i-1, -1) && !isDouble(tokens, i+1, 1) {
			add(t.Offset, "division of what may be integers or decimals, which the engines round differently", "write cast(a as double) / cast(b as double)")
		}
		if t.Kind != Word {
			continue
		}
		word := strings.ToLower(t.Text)
		// A name after a dot or before one is a column or relation, not a keyword.
		if previous.Is(".") || next(1).Is(".") || previous.Is("as") {
			continue
		}
		if why, ok := forbiddenWords[word]; ok {
			add(t.Offset, strings.ToUpper(word)+" is not shared SQL", why)
		}
		// Some calls never reach the parser's tree under their own name.
		if why, ok := rewritten[word]; ok && next(1).Is("(") {
			add(t.Offset, word+"() is not a shared function", why)
		}
		switch word {
		case "all":
			if previous.Is("by") {
				add(t.Offset, "BY ALL is not shared SQL", "name the columns")
			}
		case "from":
			if previous.Is("(") || i == 0 {
				if !insideCall(tokens, i) {
					add(t.Offset, "a statement that begins with FROM is not shared SQL", "begin with select")
				}
			}
		case "exclude", "replace":
			if previous.Is("*") {
				add(t.Offset, "* "+strings.ToUpper(word)+" is not shared SQL", "name the columns")
			}
		case "interval":
			if n := next(1); n.Kind != Text || strings.ContainsAny(n.Text, " \t") {
				add(t.Offset, "interval is written in a way that only one engine reads", "write interval '1' day")
			}
		case "dow", "isodow", "doy", "epoch", "decade", "century", "millennium":
			if next(1).Is("from") {
				add(t.Offset, "extract("+word+") is not shared SQL", "join dim_date, or use date_diff")
			}
		}
	}
	out = append(out, types(tokens)...)
	out = append(out, calls(sql, called)...)
	slices.SortStableFunc(out, func(a, b Finding) int { return cmp.Compare(a.Offset, b.Offset) })
	return out
}

// isDouble tells whether the operand that begins at a token, read to the left or
// to the right, shows that it is a double: a cast to it, or a number with a point.
// One such operand is enough, since the other then follows.
func isDouble(tokens []Token, at, step int) bool {
	if at < 0 || at >= len(tokens) {
		return false
	}
	if tokens[at].Kind == Number {
		return strings.Contains(tokens[at].Text, ".")
	}
	// To the right a call's name stands before its bracket.
	if step > 0 && tokens[at].Kind == Word && at+1 < len(tokens) {
		at++
	}
	depth := 0
	for i := at; i >= 0 && i < len(tokens); i += step {
		switch t := tokens[i]; {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case t.Is("double") && i > 0 && tokens[i-1].Is("as") && depth != 0:
			return true
		}
		if depth == 0 {
			return false // the bracket is closed, or there was none
		}
	}
	return false
}

// insideCall tells whether a FROM right after a bracket could belong to a call:
// trim(from x) is one in both engines.
func insideCall(tokens []Token, at int) bool {
	return at >= 2 && tokens[at-2].Is("trim")
}

// calls looks only at functions that stand in the text by their own name: the
// parser makes calls of its own out of interval '1' day and extract(year from d),
// and the words around those are looked at one by one.
func calls(sql string, called []Called) []Finding {
	var out []Finding
	for _, c := range called {
		name := strings.ToLower(c.Name)
		if name == "" || shared[name] || c.Offset < 0 || c.Offset > len(sql) ||
			!strings.HasPrefix(strings.ToLower(sql[c.Offset:]), name) {
			continue
		}
		if first, _ := utf8.DecodeRuneInString(name); !isWord(first) {
			continue // an operator
		}
		fix := "use a function that DuckDB and Trino share"
		if instead, ok := instead[name]; ok {
			fix = instead
		}
		out = append(out, Finding{c.Offset, name + "() is not a shared function", fix})
	}
	return out
}

var forbiddenSymbols = map[string]string{
	"::":  "write cast(x as ...)",
	"[":   "lists differ between engines; join or unnest in a way of its own",
	"{":   "structs differ between engines; use columns",
	"->":  "lambdas are not shared; use a join or a window",
	"->>": "take JSON apart in intake, not in SQL",
	"==":  "write =",
	"//":  "divide doubles: cast(a as double) / cast(b as double)",
	"**":  "write power(a, b)",
	":=":  "name no arguments",
}

var forbiddenWords = map[string]string{
	"qualify":           "number the rows in a CTE and filter the next one",
	"pivot":             "use filter (where ...)",
	"unpivot":           "use union all",
	"positional":        "join on a key",
	"asof":              "join on a range and number the rows",
	"semi":              "use exists",
	"anti":              "use not exists",
	"ilike":             "write lower(x) like ...",
	"glob":              "write like",
	"similar":           "write like, or match in the contract",
	"sample":            "a figure is counted, not sampled",
	"macro":             "write it out",
	"summarize":         "write the columns out",
	"current_date":      "the clock is not part of a figure: join ref.knowledge",
	"current_timestamp": "the clock is not part of a figure: join ref.knowledge",
	"localtimestamp":    "the clock is not part of a figure: join ref.knowledge",
	"tinyint":           "write integer",
	"hugeint":           "write bigint",
	"ubigint":           "write bigint",
	"uinteger":          "write integer",
	"string":            "write varchar",
	"float":             "write double",
}

// instead says what to write for functions that people reach for first.
var instead = map[string]string{
	"median":                "number the values with row_number() and count(*) over (...), type 7",
	"quantile":              "number the values with row_number() and count(*) over (...), type 7",
	"quantile_cont":         "number the values with row_number() and count(*) over (...), type 7",
	"quantile_disc":         "number the values with row_number() and count(*) over (...)",
	"percentile_cont":       "number the values with row_number() and count(*) over (...), type 7",
	"mode":                  "count, then max_by(value, count)",
	"string_agg":            "keep one row per value",
	"listagg":               "keep one row per value",
	"group_concat":          "keep one row per value",
	"list":                  "keep one row per value",
	"generate_series":       "join dim_date",
	"range":                 "join dim_date",
	"unnest":                "join a relation",
	"arg_max":               "write max_by",
	"arg_min":               "write min_by",
	"nvl":                   "write coalesce",
	"len":                   "write length",
	"datediff":              "write date_diff('day', a, b)",
	"date_sub":              "write date_diff('day', a, b) or d - interval '1' day",
	"datetrunc":             "write cast(date_trunc('month', d) as date)",
	"date_part":             "write year(d), quarter(d), month(d) or day(d)",
	"last_day":              "join dim_date",
	"make_date":             "write cast(text as date)",
	"strftime":              "write cast(d as varchar), or join dim_date",
	"strptime":              "type it in the contract",
	"dayofweek":             "join dim_date",
	"isodow":                "join dim_date",
	"now":                   "the clock is not part of a figure: join ref.knowledge",
	"today":                 "the clock is not part of a figure: join ref.knowledge",
	"get_current_time":      "the clock is not part of a figure: join ref.knowledge",
	"random":                "a figure is counted, not drawn",
	"uuid":                  "identifiers come from the exports",
	"gen_random_uuid":       "identifiers come from the exports",
	"regexp_matches":        "match in the contract, or write like",
	"regexp_extract":        "match in the contract",
	"regexp_replace":        "match in the contract",
	"list_value":            "lists differ between engines",
	"struct_pack":           "structs differ between engines",
	"first":                 "write min_by(x, order) or any_value",
	"last":                  "write max_by(x, order)",
	"approx_count_distinct": "write count(distinct x): figures are exact",
}

// rewritten are calls that the parser turns into something else.
var rewritten = map[string]string{
	"ifnull": "write coalesce",
	"if":     "write case when ... then ... else ... end",
	"iff":    "write case when ... then ... else ... end",
}

// shared are the functions that mean the same in both engines.
var shared = words(`
count count_star count_if sum avg min max min_by max_by any_value bool_and bool_or
stddev_samp stddev_pop var_samp var_pop corr covar_samp covar_pop regr_slope regr_intercept
row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
coalesce nullif greatest least abs ceil ceiling floor round sign sqrt power exp ln log10 mod
lower upper trim ltrim rtrim length substring substr replace concat starts_with strpos lpad rpad reverse
date_diff date_trunc year quarter month day week grouping row
`)

func words(text string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(text) {
		m[w] = true
	}
	return m
}
