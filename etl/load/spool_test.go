package load

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

func openEngine(t testing.TB) *duck.DB {
	t.Helper()
	db, err := duck.Open(context.Background(), duck.Options{Threads: 2, Memory: "1GB"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// spoolText decodes CSV text and spools it.
func spoolText(t testing.TB, l models.Layout, text string, plain bool) *spool {
	t.Helper()
	r, err := decode.Open("x.csv", strings.NewReader(text), int64(len(text)), decode.Dialect{Kind: "csv", Encoding: "utf-8", Delimiter: ","})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	s, err := spoolRows(context.Background(), l, r, nil, 7, form{plain: plain})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEngineReadsEveryTextAsItWasSpooled(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	db := openEngine(t)
	naughty := []string{
		"plain", "", " ", `"`, `""`, `a"b`, `\`, `\"`, `\N`, "NULL", "null", "a,b", "a;b", "a\nb", "a\r\nb", "a\rb", "\n", "\r\n", "\t",
		"'", "''; drop table x", "é€", "日本", "\U0001F600", "#", "//x", "=1+1", "-", "1e5", "0x10", "\x01", "\x7f", "\u00a0", "\u202e", "a\u0000b",
		strings.Repeat("x", 3_000_000), strings.Repeat(`"`, 40), strings.Repeat("line\n", 1000),
	}
	f, err := temporary(l, "spool-*.csv")
	if err != nil {
		t.Fatal(err)
	}
	s := &spool{parts: []part{{path: f.Name()}}, delim: ',', columns: []string{"'_line': 'BIGINT'", "'c1': 'VARCHAR'", "'c2': 'VARCHAR'", "'c3': 'VARCHAR'"}}
	for i, text := range naughty {
		record := append(fmt.Appendf(nil, "%d,", i), appendQuoted(nil, text)...)
		record = append(appendQuoted(append(record, ","+missing+","...), text), '\n')
		if err := s.write(f, record); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query("select _line, c1, c2, c3 from " + relation(s) + " order by _line")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var line int
		var first, last string
		var missing *string
		if err := rows.Scan(&line, &first, &missing, &last); err != nil {
			t.Fatal(err)
		}
		if line != n || first != naughty[n] || last != naughty[n] || missing != nil {
			t.Errorf("row %d: line %d, %.40q, missing %v, %.40q; want %.40q", n, line, first, missing, last, naughty[n])
		}
		n++
	}
	if err := rows.Err(); err != nil || n != len(naughty) {
		t.Fatalf("%d rows, %v, want %d", n, err, len(naughty))
	}
}

func TestMissingCellsAreNullAndEmptyOnesAreNot(t *testing.T) {
	db := openEngine(t)
	for _, plain := range []bool{false, true} {
		s := spoolText(t, models.Layout{Root: t.TempDir()}, "a,b\n1,\n2,x\n", plain)
		var empty, null int
		if err := db.QueryRow("select count(*) filter (where c2 = ''), count(*) filter (where c2 is null or c3 <> '7') from "+relation(s)).Scan(&empty, &null); err != nil {
			t.Fatal(err)
		}
		if empty != 1 || null != 0 {
			t.Errorf("plain %v: %d empty and %d missing, want 1 and 0", plain, empty, null)
		}
	}
}
