package check

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// typing gives columns their value expression and rules.
type typing struct {
	entity  *models.Entity
	machine bool // cells of a workbook or JSON: 1234.5 and 2022-03-31T00:00:00 are how they write values
	lists   Lists
	byName  map[string]*field
}

// compile fills value, lookup and rules of a field.
func (t *typing) compile(f *field) error {
	c := f.spec
	f.member = len(c.Placeholders) > 0
	if c.Required && (c.Type != "yes_no" || c.BlankIs == nil) {
		f.add("required", f.x()+" is null"+f.noMember(), "a value")
	}
	if c.Pad > 0 {
		f.add("shortened", fmt.Sprintf("regexp_full_match(%s, '%s')", f.x(), shortened),
			"all its digits: a spreadsheet shortened the number; make its column text there and export it again")
	}
	var err error
	switch c.Type {
	case "integer":
		err = t.integer(f)
	case "decimal", "amount_eur", "amount":
		err = t.decimal(f)
	case "percent":
		err = t.percent(f)
	case "date", "month":
		err = t.date(f)
	case "quarter", "half_month", "financial_year", "year":
		err = t.period(f)
	case "yes_no":
		err = t.yesNo(f)
	case "code":
		err = t.code(f)
	case "nis_code":
		err = t.nisCode(f)
	case "municipality":
		err = t.municipality(f)
	case "insz":
		insz(f)
	case "kbo_number":
		kboNumber(f)
	default:
		t.text(f)
	}
	if c.Matches != "" {
		of := f.x()
		if c.Type == "text" {
			of = f.v()
		}
		f.add("matches", fmt.Sprintf("not regexp_full_match(%s, %s)", of, duck.Quote(c.Matches))+f.noMember(), "text like "+c.Matches)
	}
	return errors.Join(err, t.bounds(f), t.age(f))
}

func (f *field) add(name, broken, want string) {
	f.rules = append(f.rules, rule{name: name, broken: broken, want: want})
}

// typed sets the value and the rule that is broken when there is text but the
// text is no value.
func (f *field) typed(value, rule, want string) {
	f.value = value
	f.add(rule, fmt.Sprintf("%s is not null and %s is null", f.x(), f.v()), want)
}

// around are the blanks that may stand around a value without being part of it.
const around = models.Around

// text gives the SQL of a field's text: with the zeros that it lost, and null where
// it means that there is no value. trimmed is the name of the cell without blanks
// around it; as a name, it may stand in the text as often as it must.
func (p *Plan) text(f *field, trimmed string) string {
	if f.cell == "" {
		return trimmed
	}
	text := pad(f.spec, trimmed)
	if f.spec.To == "municipality" {
		text = protect.MunicipalityName(text)
	}
	if nulls := nullTexts(p.entity, f.spec); len(nulls) > 0 {
		return fmt.Sprintf("case when lower(%s) in ('', %s) then null else %s end", trimmed, strings.Join(nulls, ", "), text)
	}
	return fmt.Sprintf("nullif(%s, '')", text)
}

// trim gives the SQL of a text without the blanks around it. Trimming costs ten
// times as much as seeing that there is nothing to trim.
func trim(cell string) string {
	var ends []string
	for _, c := range around {
		ends = append(ends, fmt.Sprintf("suffix(%s, %s)", cell, duck.Quote(string(c))))
	}
	return fmt.Sprintf("case when %s < '!' or %s > '~' or %s then trim(%s, %s) else %s end",
		cell, cell, strings.Join(ends, " or "), cell, duck.Quote(around), cell)
}

// nullTexts gives, as SQL, the texts that mean "no value" in a column, or why there
// is none.
func nullTexts(e *models.Entity, c *models.Column) []string {
	var out []string
	for _, n := range slices.Concat(e.NullValues, c.Nulls) {
		out = append(out, duck.Quote(strings.ToLower(strings.Trim(n, around))))
	}
	for _, member := range slices.Sorted(maps.Keys(c.Placeholders)) {
		out = append(out, foldedTexts(c.Placeholders[member])...)
	}
	return out
}

// text leaves a text as it is, blanks and all, unless the contract folds it: then
// it is in small letters without accents, with one blank for several. Only a key
// may not have blanks around it: "P-1 " would be another place than "P-1" and look
// the same.
func (t *typing) text(f *field) {
	f.value = fmt.Sprintf("nullif(r%d, '')", f.n)
	if nulls := nullTexts(t.entity, f.spec); len(nulls) > 0 {
		f.value = fmt.Sprintf("case when x%d is null and lower(trim(r%d, %s)) in ('', %s) then null else r%d end",
			f.n, f.n, duck.Quote(around), strings.Join(nulls, ", "), f.n)
	}
	if f.spec.Fold {
		f.value = fmt.Sprintf("strip_accents(lower(regexp_replace(%s, '[\\s\\x{00a0}\\x{202f}]+', ' ', 'g')))", f.x())
	}
	if f.spec.Pad > 0 {
		f.value = fmt.Sprintf("case when %s then %s else %s end", repaired("", f), f.x(), f.value)
	}
	if slices.Contains(t.entity.Delivery.Key, f.spec.Name) && !f.spec.Fold {
		f.add("matches", fmt.Sprintf("%s is not null and %s <> %s", f.x(), f.v(), f.x()), "a key without blanks around it")
	}
}

// decimalSign gives the sign that a column's numbers are written with.
func decimalSign(e *models.Entity, c *models.Column) string {
	decimal, _ := e.Signs(c)
	return decimal
}

// signs gives the decimal sign, and the regular expression and the characters
// of the sign between thousands ("" when the contract allows none).
func (t *typing) signs(f *field) (decimal, class, chars string, err error) {
	decimal, thousand := t.entity.Signs(f.spec)
	chars, known := models.SignsBetween(thousand)
	switch {
	case !known || decimal != "," && decimal != "." || decimal == chars:
		err = t.unfit(f, fmt.Sprintf("signs %q and %q", decimal, thousand))
	case strings.HasPrefix(chars, " "):
		class = `[ \x{00a0}\x{202f}]`
	case chars != "":
		class = "[" + chars + "]"
	}
	return decimal, class, chars, err
}

// unfit is what a contract cannot have once its project was loaded: models
// refuses it there, before any file is looked at.
func (t *typing) unfit(f *field, what string) error {
	return fmt.Errorf("compile %s, column %s: %s", t.entity.Key(), f.spec.Name, what)
}

// groups gives the regular expression of a whole number with its thousands
// apart. Groups that are not of three digits are no thousands: 100.78 stays
// wrong. Where a point could be a machine's decimal point too, one group alone
// is not enough to tell 1.234 from 1234.
func (t *typing) groups(class, chars string, least int) string {
	if t.machine && chars == "." {
		least++
	}
	return fmt.Sprintf("[1-9][0-9]{0,2}(?:%s[0-9]{3}){%d,}", class, least)
}

// integer reads 1234, and 1.234 where the contract names the sign between
// thousands. Writing the number back and comparing finds the usual spelling;
// a cast alone would take 12.7 and 1e2.
func (t *typing) integer(f *field) error {
	_, class, chars, err := t.signs(f)
	x := f.x()
	whole := "[0-9]+"
	if class != "" {
		whole += "|" + t.groups(class, chars, 1)
	}
	number := fmt.Sprintf("try_cast(translate(%s, %s, '') as bigint)", x, duck.Quote("+"+chars))
	machine := ""
	if t.machine {
		// A whole number that came through a decimal field: 12.0.
		machine = fmt.Sprintf(" when regexp_full_match(%s, '-?[0-9]+[.]0{1,2}') then try_cast(%s as bigint)", x, x)
	}
	f.typed(fmt.Sprintf("case when cast(try_cast(%s as bigint) as varchar) = %s then try_cast(%s as bigint) when regexp_full_match(%s, %s) then %s%s end",
		x, x, x, x, duck.Quote("[+-]?(?:"+whole+")"), number, machine), "integer", "a whole number")
	return err
}

// decimal reads 1.234,50 in the contract's signs, with € or EUR before or after
// an amount. More digits behind the sign than the column has are refused, also
// when they are zeros: 1,000 is a thousand for whoever wrote it in English.
func (t *typing) decimal(f *field) error {
	sign, class, chars, err := t.signs(f)
	precision, scale := f.spec.Digits()
	x, kind := f.x(), f.spec.LakeType()
	pattern := "[+-]?" + t.unsigned(sign, class, chars, scale)
	text := x // what is cast, without the signs of a currency
	drop := "+" + chars
	switch f.spec.Type {
	case "amount_eur":
		pattern = "[+-]?(?:(?:€|EUR)[ \\x{00a0}\\x{202f}]?)?" + pattern + "(?:[ \\x{00a0}\\x{202f}]?(?:€|EUR))?"
		drop += "€EUR \u00a0\u202f"
	case "amount":
		// Taking the number out costs less than taking all signs away.
		currency, blank := currencySigns(f.spec.Currency), "[ \\x{00a0}\\x{202f}]?"
		pattern = "(?:[+]|(-))?(?:" + currency + blank + ")?(?:[+]|(-))?(" + t.unsigned(sign, class, chars, scale) + ")(?:" + blank + currency + ")?"
		text = fmt.Sprintf("regexp_replace(%s, %s, %s)", x, duck.Quote("^"+pattern+"$"), `'\1\2\3'`)
		drop = chars
	}
	number := fmt.Sprintf("try_cast(replace(translate(%s, %s, ''), %s, '.') as %s)", text, duck.Quote(drop), duck.Quote(sign), kind)
	usual := fmt.Sprintf("try_cast(replace(%s, %s, '.') as %s)", x, duck.Quote(sign), kind)
	machine := ""
	if t.machine {
		machine = stored(x, scale, func(text string) string { return fmt.Sprintf("try_cast(%s as %s)", text, kind) })
	}
	example := "1234"
	if scale > 0 {
		example += sign + strings.Repeat("5", scale)
	}
	want := fmt.Sprintf("a number like %s with at most %d digits before the sign", example, precision-scale)
	switch f.spec.Type {
	case "amount_eur":
		want = "an amount in euro like " + example
	case "amount":
		want = fmt.Sprintf("an amount in %s like %s with at most %d digits before the sign", f.spec.Currency, example, precision-scale)
	}
	f.typed(fmt.Sprintf("case when replace(cast(%s as varchar), '.', %s) = %s then %s%s when regexp_full_match(%s, %s) then %s end",
		usual, duck.Quote(sign), x, usual, machine, x, duck.Quote(pattern), number), "decimal", want)
	return err
}

// unsigned gives the regular expression of a number in the contract's signs, with
// at most so many digits behind the decimal sign.
func (t *typing) unsigned(sign, class, chars string, scale int) string {
	fraction := ""
	if scale > 0 {
		fraction = fmt.Sprintf("[%s][0-9]{1,%d}", sign, scale)
	}
	whole := "(?:[0-9]+)"
	if class != "" {
		whole = "(?:[0-9]+|" + t.groups(class, chars, 1) + ")"
	}
	forms := []string{whole}
	if fraction != "" {
		forms = []string{whole + "(?:" + fraction + ")?"}
		if t.machine && chars == "." {
			// With a decimal comma behind it, one point is surely of thousands.
			forms = append(forms, fmt.Sprintf("[1-9][0-9]{0,2}(?:%s[0-9]{3})+%s", class, fraction))
		}
	}
	return "(?:" + strings.Join(forms, "|") + ")"
}

// stored gives the branches that read a number as a workbook or JSON stores it.
func stored(x string, scale int, number func(text string) string) string {
	point := "-?[0-9]+"
	if scale > 0 {
		point += fmt.Sprintf("(?:[.][0-9]{1,%d})?", scale)
	}
	// Binary noise, 1234.5600000000001, is what a workbook stores and never
	// shows: 15 digits are what it shows. Fewer digits were typed by someone.
	rounded := fmt.Sprintf("format('{:.15g}', try_cast(%s as double))", x)
	return fmt.Sprintf(" when regexp_full_match(%s, %s) then %s", x, duck.Quote(point), number(x)) +
		fmt.Sprintf(" when regexp_full_match(%s, '-?[0-9]+[.][0-9]{10,}(?:[eE]-?[0-9]+)?') and regexp_full_match(%s, %s) then %s",
			x, rounded, duck.Quote(point), number(rounded))
}

// bounds adds the contract's range: of numbers, or of dates written yyyymmdd.
func (t *typing) bounds(f *field) error {
	r := f.spec.Range
	if len(r) == 0 {
		return nil
	}
	of, ok := f.v(), f.spec.Numeric()
	if f.spec.Dated() {
		of, ok = dayNumber(of), true
	}
	if len(r) != 2 || !ok || r[0] > r[1] {
		return t.unfit(f, fmt.Sprintf("range %v", r))
	}
	least, most := strconv.FormatFloat(r[0], 'f', -1, 64), strconv.FormatFloat(r[1], 'f', -1, 64)
	fails := fmt.Sprintf("%s < %s or %s > %s", of, least, of, most)
	if f.spec.Dated() {
		least, most = dashed(least), dashed(most)
	}
	f.add("range", fails, "between "+least+" and "+most)
	return nil
}

// dashed writes a day of a range, yyyymmdd, as people read it.
func dashed(day string) string {
	if len(day) != len("20060102") {
		return day
	}
	return day[:4] + "-" + day[4:6] + "-" + day[6:]
}
