package models

import (
	"errors"
	"strings"
	"testing"
)

// Each fault is one that no file could mend.
func TestFaultsOfAFormatAreRefusedWithTheProject(t *testing.T) {
	for name, c := range map[string]struct {
		f    Format
		want string // "" is a good one
	}{
		"nothing said":         {Format{}, ""},
		"csv":                  {Format{Kind: "csv", Encoding: "Latin-1", Delimiter: "tab", Quote: "none", Escape: `\`, HeaderRow: 3, HeaderRows: 2}, ""},
		"delimiter as \\t":     {Format{Delimiter: `\t`, Quote: "'"}, ""},
		"escape is the quote":  {Format{Quote: `"`, Escape: `"`}, ""},
		"xlsx":                 {Format{Kind: "xlsx", Sheet: "Data*", Range: "$B$4:H200"}, ""},
		"no header":            {Format{Columns: []string{"a", "b"}}, ""},
		"no totals":            {Format{Totals: []string{}}, ""},
		"wide":                 {Format{Unpivot: &Unpivot{Columns: "^(?:m|v)_([0-9]{4})$", Name: "jaar", Value: "n"}}, ""},
		"kind":                 {Format{Kind: "ods"}, "format.kind"},
		"encoding":             {Format{Encoding: "ebcdic"}, `format.encoding is "ebcdic"`},
		"delimiter of two":     {Format{Delimiter: "||"}, "format.delimiter"},
		"delimiter no ASCII":   {Format{Delimiter: "§"}, "format.delimiter"},
		"quote is a line end":  {Format{Quote: "\n"}, "format.quote"},
		"one sign twice":       {Format{Delimiter: ";", Quote: ";"}, `format.delimiter and format.quote are both ";"`},
		"tab twice":            {Format{Delimiter: "tab", Escape: "\t"}, "format.delimiter and format.escape"},
		"escape of a workbook": {Format{Kind: "xlsx", Escape: `\`}, "format.escape"},
		"range of text":        {Format{Kind: "csv", Range: "A1:B2"}, "format.range"},
		"range that is none":   {Format{Range: "B4"}, "cannot be read"},
		"range backwards":      {Format{Range: "H4:B9"}, "ends before it begins"},
		"range too wide":       {Format{Range: "A1:ZZZ9"}, "XFD"},
		"range too long":       {Format{Range: "A1:B1048577"}, "1048576"},
		"sheet":                {Format{Sheet: "[a"}, "format.sheet"},
		"header row":           {Format{HeaderRow: -1}, "format.header_row"},
		"header rows":          {Format{HeaderRows: 11}, "format.header_rows"},
		"header and none":      {Format{HeaderRow: 1, Columns: []string{"a"}}, "without a header"},
		"names twice":          {Format{Columns: []string{"a", " A"}}, "twice"},
		"empty name":           {Format{Columns: []string{""}}, "empty"},
		"empty total":          {Format{Totals: []string{" "}}, "format.totals"},
		"wide without columns": {Format{Unpivot: &Unpivot{Name: "a", Value: "b"}}, "has no columns"},
		"wide, no expression":  {Format{Unpivot: &Unpivot{Columns: "(", Name: "a", Value: "b"}}, "not a regular expression"},
		"wide, two groups":     {Format{Unpivot: &Unpivot{Columns: "(a)(b)", Name: "a", Value: "b"}}, "2 groups"},
		"wide, one name":       {Format{Unpivot: &Unpivot{Columns: "a", Name: "n", Value: "N "}}, "that differ"},
	} {
		e := &Entity{Name: "x", Format: c.f}
		found := &complaints{}
		found.format("x.yml", e)
		err := errors.Join(found.errs...)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestRangesAreReadAsExcelWritesThem(t *testing.T) {
	whole := WholeSheet
	for text, want := range map[string]CellRange{
		"B4:H200":     {4, 200, 1, 7},
		"$b$4:$h$200": {4, 200, 1, 7},
		"B4:":         {4, whole.Bottom, 1, whole.Right},
		"B:H":         {1, whole.Bottom, 1, 7},
		"4:9":         {4, 9, 0, whole.Right},
		"A1:XFD9":     {1, 9, 0, 16_383},
		"B4:H":        {4, whole.Bottom, 1, 7},
	} {
		if got, err := ParseRange(text); err != nil || got != want {
			t.Errorf("%s: %v %v, want %v", text, got, err, want)
		}
	}
}
