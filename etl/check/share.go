package check

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// currencySigns gives the regular expression of the signs and the code of a
// currency. Those of another one are no part of an amount.
func currencySigns(code string) string {
	var out []string
	for _, sign := range models.CurrencySigns[code] {
		out = append(out, regexp.QuoteMeta(sign))
	}
	return "(?:" + strings.Join(append(out, code), "|") + ")"
}

// percent reads a share: 12,5 % and, where the contract says what a number
// without the sign is, 12,5 or 0,125. What would have to be rounded is refused.
func (t *typing) percent(f *field) error {
	sign, class, chars, err := t.signs(f)
	precision, scale := f.spec.Digits()
	x := f.x()
	// Exact: a number of hundredths is multiplied by 0.01, since dividing gives a
	// double. Nothing is rounded, for the patterns let no more digits in.
	hundredths := func(text string) string {
		return fmt.Sprintf("cast(try_cast(%s as decimal(%d, %d)) * cast(0.01 as decimal(3, 2)) as %s)", text, precision, scale-2, f.spec.LakeType())
	}
	whole := func(text string) string { return fmt.Sprintf("try_cast(%s as %s)", text, f.spec.LakeType()) }
	// number gives the branch that reads a number with so many digits behind the
	// sign, and what may follow it.
	number := func(digits int, after string, cast func(string) string) string {
		pattern := "[+]?(-?" + t.unsigned(sign, class, chars, digits) + ")" + after
		text := fmt.Sprintf("regexp_extract(%s, %s, 1)", x, duck.Quote("^"+pattern+"$"))
		if chars != "" {
			text = fmt.Sprintf("translate(%s, %s, '')", text, duck.Quote(chars))
		}
		if sign != "." {
			text = fmt.Sprintf("replace(%s, %s, '.')", text, duck.Quote(sign))
		}
		return fmt.Sprintf(" when regexp_full_match(%s, %s) then %s", x, duck.Quote(pattern), cast(text))
	}
	value := "case" + number(scale-2, "[ \\x{00a0}\\x{202f}]?%", hundredths)
	behind := map[string]string{",": "comma", ".": "point"}[sign]
	most := func(digits int) string { return fmt.Sprintf(" with at most %d digits behind the %s", digits, behind) }
	want := "a percentage with its sign like 12" + sign + "5 %" + most(scale-2)
	if as := f.spec.WrittenAs; as != "" {
		digits, cast := scale-2, hundredths
		want = "a percentage like 12" + sign + "5 or 12" + sign + "5 %" + most(digits)
		if as == "share" {
			digits, cast = scale, whole
			want = "a share like 0" + sign + "125" + most(digits) + ", or a percentage like 12" + sign + "5 %" + most(scale-2)
		}
		if t.machine {
			value += stored(x, digits, cast)
		}
		value += number(digits, "", cast)
	}
	f.typed(value+" end", "percent", want)
	if len(f.spec.Range) == 0 {
		// 12,5 read as a share is 1250 %: more than the whole is for contracts
		// that say so.
		f.add("range", fmt.Sprintf("%s < 0 or %s > 1", f.v(), f.v()), "from 0 % to 100 %")
	}
	return err
}
