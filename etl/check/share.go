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
	_, scale := f.spec.Digits()
	x, kind := f.x(), f.spec.LakeType()
	// The decimal point is moved by an exponent in the text: dividing would give a
	// double. The number before it is moved may be too long for the column.
	cast := func(text, shift string) string {
		return fmt.Sprintf("try_cast(try_cast(%s || '%s' as decimal(38, %d)) as %s)", text, shift, scale, kind)
	}
	plain := fmt.Sprintf("replace(translate(%s, %s, ''), %s, '.')", x, duck.Quote("+% \u00a0\u202f"+chars), duck.Quote(sign))
	value := fmt.Sprintf("case when regexp_full_match(%s, %s) then %s", x,
		duck.Quote("[+-]?"+t.unsigned(sign, class, chars, scale-2)+"[ \\x{00a0}\\x{202f}]?%"), cast(plain, "e-2"))
	behind := map[string]string{",": "comma", ".": "point"}[sign]
	most := func(digits int) string { return fmt.Sprintf(" with at most %d digits behind the %s", digits, behind) }
	want := "a percentage with its sign like 12" + sign + "5 %" + most(scale-2)
	if as := f.spec.WrittenAs; as != "" {
		shift, digits := "e-2", scale-2
		want = "a percentage like 12" + sign + "5 or 12" + sign + "5 %" + most(digits)
		if as == "share" {
			shift, digits = "e0", scale
			want = "a share like 0" + sign + "125" + most(digits) + ", or a percentage like 12" + sign + "5 %" + most(scale-2)
		}
		if t.machine {
			value += stored(x, digits, func(text string) string { return cast(text, shift) })
		}
		value += fmt.Sprintf(" when regexp_full_match(%s, %s) then %s", x, duck.Quote("[+-]?"+t.unsigned(sign, class, chars, digits)), cast(plain, shift))
	}
	f.typed(value+" end", "percent", want)
	if len(f.spec.Range) == 0 {
		// 12,5 read as a share is 1250 %: more than the whole is for contracts
		// that say so.
		f.add("range", fmt.Sprintf("%s < 0 or %s > 1", f.v(), f.v()), "from 0 % to 100 %")
	}
	return err
}
