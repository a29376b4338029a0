package delimited_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/vlot-evaluatie/peil/etl/decode/delimited"
)

var semicolon = delimited.Dialect{Delim: ';', Quote: '"', Escape: '"'}

// scan writes each record as line:[fields] and its reason.
func scan(t *testing.T, r io.Reader, d delimited.Dialect, width int) string {
	t.Helper()
	s := delimited.New(r, d, "")
	s.Expect(width, width)
	var out []string
	var rec delimited.Record
	for {
		err := s.Next(&rec)
		if err == io.EOF {
			return strings.Join(out, " ")
		}
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("%d:%q", rec.Line, rec.Fields)
		if rec.Bad != "" {
			text = fmt.Sprintf("%d:bad", rec.Line)
		}
		out = append(out, text)
	}
}

func TestRecordsAndTheirLines(t *testing.T) {
	cr := semicolon
	cr.CR = true
	for name, c := range map[string]struct {
		in   string
		d    delimited.Dialect
		want string
	}{
		"lines":                 {"a;b\nc;d\n", semicolon, `1:["a" "b"] 2:["c" "d"]`},
		"no end":                {"a;b\nc;d", semicolon, `1:["a" "b"] 2:["c" "d"]`},
		"crlf":                  {"a;b\r\nc;d\r\n", semicolon, `1:["a" "b"] 2:["c" "d"]`},
		"cr cr lf":              {"a;b\r\r\nc;d\r\r\n", semicolon, `1:["a" "b"] 2:["c" "d"]`},
		"cr":                    {"a;b\rc;d\r", cr, `1:["a" "b"] 2:["c" "d"]`},
		"cr and crlf":           {"a;\"b\r\nx\"\rc;d", cr, `1:["a" "b\r\nx"] 3:["c" "d"]`},
		"cr inside a cell":      {"a\rx;b\nc;d\n", semicolon, `1:["a\rx" "b"] 2:["c" "d"]`},
		"quoted":                {"\"a;\"\"x\"\"\n\";b\nc;\"\"\n", semicolon, `1:["a;\"x\"\n" "b"] 3:["c" ""]`},
		"empty cells":           {";\n;\"\"", semicolon, `1:["" ""] 2:["" ""]`},
		"delimiter at end":      {"a;", semicolon, `1:["a" ""]`},
		"quoted at end":         {"a;\"b\"", semicolon, `1:["a" "b"]`},
		"quote in a cell":       {"6\";b\nc;d\n", semicolon, `1:["6\"" "b"] 2:["c" "d"]`},
		"quote not doubled":     {"\"a \"b\" c\";d\n", semicolon, `1:["a \"b\" c" "d"]`},
		"stray quote":           {"a;\"b\nc;d\ne;f\n", semicolon, `1:["a" "\"b"] 2:["c" "d"] 3:["e" "f"]`},
		"strict reading wins":   {"a;\"b\nc;d\ne;f\"\ni;j\n", semicolon, `1:["a" "b\nc;d\ne;f"] 4:["i" "j"]`},
		"stray closed far away": {"\"a;b\nc;d\ne;f\"\ni;j\n", semicolon, `1:["\"a" "b"] 2:["c" "d"] 3:["e" "f\""] 4:["i" "j"]`},
		"closes rows further":   {"a;\"b\nc;d\ne;\"f;f\"\n", semicolon, `1:["a" "\"b"] 2:["c" "d"] 3:["e" "f;f"]`},
		"one record of lines":   {"\"a \"x\" y\nb\nc\";d\ne;f\n", semicolon, `1:["a \"x\" y\nb\nc" "d"] 4:["e" "f"]`},
		"never closed":          {"a;b\nc;\"d\ne\n", semicolon, `1:["a" "b"] 2:bad`},
		"NUL":                   {"a;b\nc\x00;d\ne;f", semicolon, `1:["a" "b"] 2:bad 3:["e" "f"]`},
		"no quoting":            {"\"a;b\n", delimited.Dialect{Delim: ';'}, `1:["\"a" "b"]`},
		"backslash":             {`"a\"b\\";"c\d"`, delimited.Dialect{Delim: ';', Quote: '"', Escape: '\\'}, `1:["a\"b\\" "c\\d"]`},
	} {
		if got := scan(t, strings.NewReader(c.in), c.d, 2); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if got := scan(t, iotest.OneByteReader(strings.NewReader(c.in)), c.d, 2); got != c.want {
			t.Errorf("%s, byte by byte: %s, want %s", name, got, c.want)
		}
	}
}

// TestQuotesThatSwallowFarCostLinearTime checks the bound on reading twice: each line
// opens a quote that only the last one closes.
func TestQuotesThatSwallowFarCostLinearTime(t *testing.T) {
	const rows = 60_000
	s := delimited.New(strings.NewReader(strings.Repeat("a;b;\"c\n", rows)+"a;b;c\"\n"), semicolon, "")
	s.Expect(3, 3)
	var rec delimited.Record
	n := 0
	for s.Next(&rec) == nil {
		if n++; rec.Bad != "" || len(rec.Fields) != 3 {
			t.Fatalf("line %d: %q %s", rec.Line, rec.Fields, rec.Bad)
		}
	}
	if n != rows+1 || !s.LineBound {
		t.Errorf("%d records, held to their line: %t; want %d, true", n, s.LineBound, rows+1)
	}
}

// TestManyStrayQuotesHoldQuotesToTheirLine checks the bound on searching.
func TestManyStrayQuotesHoldQuotesToTheirLine(t *testing.T) {
	s := delimited.New(strings.NewReader(strings.Repeat("a;\"b\nc;d\ne;f\ng;h\n", 40)), semicolon, "")
	s.Expect(2, 2)
	var rec delimited.Record
	n := 0
	for s.Next(&rec) == nil {
		if n++; rec.Bad != "" || len(rec.Fields) != 2 {
			t.Fatalf("line %d: %q %s", rec.Line, rec.Fields, rec.Bad)
		}
	}
	if n != 160 || !s.LineBound {
		t.Errorf("%d records, held to their line: %t; want 160, true", n, s.LineBound)
	}
}

// TestFileMayEndInAnOpenQuote tells one character too many in the last line from a text of
// which the rest is missing, where the line has an end.
func TestFileMayEndInAnOpenQuote(t *testing.T) {
	for name, c := range map[string]struct {
		in  string
		cut bool
	}{
		"all cells, the quote is text":      {"a;b;c\n1;\"2;3\n", false},
		"quote in the last cell":            {"a;b;c\n1;2;\"3\n", false},
		"cells are missing":                 {"a;b;c\n1;\"2\n", true},
		"quoted texts had several lines":    {"a;b;c\n1;2;\"3\nx\"\n4;5;\"6\n", true},
		"no line end":                       {"a;b;c\n1;2;\"3", true},
		"closed":                            {"a;b;c\n1;2;\"3\"\n", false},
		"several lines, the last is closed": {"a;b;c\n1;2;\"3\nx\"\n", false},
	} {
		s := delimited.New(strings.NewReader(c.in), semicolon, "")
		s.Expect(3, 3)
		var rec delimited.Record
		cut := false
		for s.Next(&rec) == nil {
			cut = rec.Cut
		}
		if cut != c.cut {
			t.Errorf("%s: cut off is %v, want %v", name, cut, c.cut)
		}
	}
}
