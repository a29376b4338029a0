package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// yesNo reads yes and no. x counts only where the contract says what an empty
// cell means, since a cross is told from nothing and not from a no.
func (t *typing) yesNo(f *field) error {
	yes, no := slices.Clone(models.YesWords), slices.Clone(models.NoWords)
	if f.spec.BlankIs != nil {
		yes = append(yes, "x")
	}
	for code, words := range f.spec.Values {
		for _, w := range words {
			if w = strings.ToLower(strings.Trim(w, around)); code == "true" {
				yes = append(yes, w)
			} else {
				no = append(no, w)
			}
		}
	}
	for _, w := range yes {
		if slices.Contains(no, w) {
			return t.unfit(f, fmt.Sprintf("%q is yes and no", w))
		}
	}
	blank := ""
	if f.spec.BlankIs != nil {
		blank = fmt.Sprintf(" when %s is null%s then %v", f.x(), f.noMember(), *f.spec.BlankIs)
	}
	// Lists go over a map and are sorted: the same contract gives the same SQL.
	slices.Sort(yes)
	slices.Sort(no)
	f.typed(fmt.Sprintf("case when lower(%s) in (%s) then true when lower(%s) in (%s) then false%s end",
		f.x(), quoteAll(yes), f.x(), quoteAll(no), blank), "yes_no", "Ja or Nee")
	return nil
}

func quoteAll(texts []string) string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = duck.Quote(s)
	}
	return strings.Join(out, ", ")
}

// listed is how many of a column's texts a reason repeats.
const listed = 12

// code reads a text that stands for a code, by the contract's values or by a
// reference list. A code written as itself is right too.
func (t *typing) code(f *field) error {
	if f.spec.Reference != nil {
		return t.reference(f)
	}
	codes := slices.Sorted(maps.Keys(f.spec.Values))
	texts := map[string]string{} // folded text -> code
	var names []string
	var exact strings.Builder
	var folded, meant []string // in step: texts as SQL, and the codes that they mean
	for _, code := range codes {
		for _, text := range f.spec.Values[code] {
			if before, ok := texts[fold(text)]; ok && before != code {
				// models knows fewer letters that fold to the same one.
				return &models.Error{Code: models.Invalid, Where: t.entity.File + ", entity " + t.entity.Name + ", column " + f.spec.Name,
					What: fmt.Sprintf("reads %q as %s and as %s", text, before, code), Fix: "list it once; case, accents, spaces and hyphens do not count"}
			}
			texts[fold(text)] = code
			names = append(names, text)
			fmt.Fprintf(&exact, " when %s then %s", duck.Quote(text), duck.Quote(code))
			folded, meant = append(folded, foldedSQL(text)), append(meant, duck.Quote(code))
		}
	}
	for _, code := range codes {
		if _, taken := texts[fold(code)]; !taken {
			folded, meant = append(folded, foldedSQL(code)), append(meant, duck.Quote(code))
		}
		if len(f.spec.Values[code]) == 0 {
			names = append(names, code)
		}
	}
	value := fmt.Sprintf("case %s end", "when false then ''")
	if len(codes) > 0 {
		// A branch for each text would have each fold the cell anew in the plan.
		value = fmt.Sprintf("case %s%s else ([%s])[list_position([%s], %s)] end", f.x(), exactOr(exact.String()),
			strings.Join(meant, ", "), strings.Join(folded, ", "), foldSQL(f.x()))
	}
	want := "one of " + strings.Join(names[:min(listed, len(names))], ", ")
	if len(names) > listed {
		want += fmt.Sprintf(" (%d in all)", len(names))
	}
	f.typed(value, "code", want)
	return nil
}

// exactOr keeps a CASE without branches valid: codes may have no texts.
func exactOr(branches string) string {
	if branches == "" {
		return " when null then null"
	}
	return branches
}

// insz reads a national register or BIS number, bare or as 93.05.18-223.61, and
// checks its digits: 97 minus the first nine modulo 97, with a 2 before them
// for who was born in 2000 or later. A BIS number has 20 or 40 added to the
// month, and month and day may be 00 when they are not known.
func insz(f *field) {
	x := f.x()
	number := fmt.Sprintf("try_cast(translate(%s, '.- /', '') as bigint)", x)
	// Eleven digits and nothing else: a number written back with its zeros is
	// the text without its signs.
	digits := fmt.Sprintf("lpad(cast(%s as varchar), 11, '0') = translate(%s, '.- /', '') and %s >= 0", number, x, number)
	month := fmt.Sprintf("(%s // 10000000) %% 100", number)
	valid := fmt.Sprintf("(%[1]s) %% 20 <= 12 and (%[1]s) <= 52 and (%[2]s // 100000) %% 100 <= 31 and (%[2]s // 100) %% 1000 between 1 and 998"+
		" and %[2]s %% 100 in (97 - (%[2]s // 100) %% 97, 97 - (2000000000 + %[2]s // 100) %% 97)", month, number)
	f.typed(fmt.Sprintf("case when %s and %s then translate(%s, '.- /', '') end", digits, valid, x),
		"insz", "a national register or BIS number of 11 digits with right check digits (leading zeros kept)")
}

// kboNumber reads an enterprise number of ten digits, bare, as 0123.456.789 or
// after BE; older ones have nine and get their zero back. The last two digits
// are 97 minus the others modulo 97.
func kboNumber(f *field) {
	x := f.x()
	bare := fmt.Sprintf("translate(case when starts_with(upper(%[1]s), 'BE') then substr(%[1]s, 3) else %[1]s end, '. ', '')", x)
	number := fmt.Sprintf("try_cast(%s as bigint)", bare)
	f.typed(fmt.Sprintf("case when (lpad(cast(%[2]s as varchar), 10, '0') = %[1]s or cast(%[2]s as varchar) = %[1]s) and %[2]s between 100000000 and 1999999999"+
		" and %[2]s %% 100 = 97 - (%[2]s // 100) %% 97 then lpad(cast(%[2]s as varchar), 10, '0') end", bare, number),
		"kbo_number", "an enterprise number of 10 digits with right check digits")
}
