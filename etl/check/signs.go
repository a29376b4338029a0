package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// Regular expressions of the engine for the first character of a text that may be why it
// cannot be read, though it looks right: in a number, a date or an id all that is no sign
// of a keyboard, Latin letter or sign of a currency; in a name only what cannot be seen and
// is not left out of it (see models.Unseen).
const (
	oddInNumber = `[^\x20-\x7E\p{Latin}\p{Mn}\p{Sc}]`
	oddInName   = `[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\x{061C}\x{200C}-\x{200F}\x{2028}-\x{202E}\x{2060}-\x{206F}\x{FEFF}\x{FFF9}-\x{FFFB}]`
)

// odd says which of them is held against a cell that breaks a rule: 1, 2, or 0 for neither.
func odd(rule string) int {
	switch {
	case slices.Contains([]string{"integer", "decimal", "percent", "nis_code", "kbo_number", "insz", "matches"}, rule), slices.Contains(days, rule):
		return 1
	case slices.Contains([]string{"code", "municipality", "yes_no"}, rule):
		return 2
	}
	return 0
}

// days are the rules of types that are days or stand for one.
var days = []string{"date", "month", "quarter", "half_month", "financial_year", "year"}

// signNames says what the usual ones are.
var signNames = []struct{ sign, name string }{
	{"\t", "a tab"}, {"\n", "a line end"}, {"\r", "a line end"},
	{"\u00a0", "a no-break space"}, {"\u202f", "a narrow no-break space"}, {"\u2009", "a thin space"}, {"\u200b", "a space without width"},
	{"\u00ad", "a hyphen that is not shown"}, {"\ufeff", "a byte order mark"}, {"\u2212", "a minus that is no hyphen"}, {"\u2010", "a hyphen of another kind"},
	{"\u2011", "a hyphen of another kind"}, {"\u2013", "a dash"}, {"\u2014", "a dash"}, {"\u2018", "a curly quote"}, {"\u2019", "a curly quote"},
	{"\u201c", "a curly quote"}, {"\u201d", "a curly quote"},
}

// signs gives the SQL of what is said of the first odd character of a cell, "" where there
// is none; kind is what odd gives. The sign gives no value away.
func signs(cell, kind string) string {
	var names []string
	for _, s := range signNames {
		names = append(names, fmt.Sprintf("when unicode(sign) = %d then ', %s'", []rune(s.sign)[0], s.name))
	}
	text := fmt.Sprintf("trim(%s, %s)", cell, duck.Quote(models.Around))
	return fmt.Sprintf("coalesce((select case when sign <> '' then '; character ' || strpos(%s, sign) || ' is ' || format('U+{:04X}', unicode(sign)) || case %s else ', no plain letter, digit or sign' end end"+
		" from (select case %s when 1 then regexp_extract(%s, %s) when 2 then regexp_extract(%s, %s) end as sign)), '')",
		cell, strings.Join(names, " "), kind, text, duck.Quote(oddInNumber), text, duck.Quote(oddInName))
}

// serial gives the SQL of what is said of a cell that should be a day and looks like the
// number that a spreadsheet counts it by. Where the cell is masked the day is not told.
func serial(cell, masked, day string) string {
	return fmt.Sprintf("case when %s and regexp_full_match(trim(%s), '[1-5][0-9]{4}([.,][0-9]+)?') then '; it looks like the number by which a spreadsheet counts days' || "+
		"case when %s then '' else ', of ' || cast(date '1899-12-30' + cast(left(trim(%s), 5) as integer) as varchar) || ' when it begins with 1900' end || ': make its column a date there and export it again' else '' end", day, cell, masked, cell)
}
