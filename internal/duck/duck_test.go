package duck_test

import (
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/internal/duck"
)

func open(t *testing.T, o duck.Options) *duck.DB {
	t.Helper()
	db, err := duck.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestFunctionIsSeenByEveryConnectionAndSkipsNulls(t *testing.T) {
	ctx := context.Background()
	db := open(t, duck.Options{Threads: 2, Memory: "500MB"})
	err := db.RegisterUUID(ctx, "joined", 2, func(rows int, in []duck.Texts, out duck.UUIDs) {
		for i := range rows {
			var u [16]byte
			if !in[0].Null(i) {
				copy(u[:], in[0].At(i)+in[1].At(i))
			}
			out.Set(i, u)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		conn, err := db.Conn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		var got string
		if err := conn.QueryRowContext(ctx, "select cast(joined('abcdefgh', 'ijklmnop') as varchar)").Scan(&got); err != nil {
			t.Fatal(err)
		}
		if want := "61626364-6566-6768-696a-6b6c6d6e6f70"; got != want {
			t.Errorf("joined = %s, want %s", got, want)
		}
		var null bool
		if err := conn.QueryRowContext(ctx, "select joined(null, 'x') is null").Scan(&null); err != nil || !null {
			t.Errorf("joined(null) is null = %v, %v, want true", null, err)
		}
	}
}

func TestLockedEngineReadsOnlyItsFolders(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	writer := open(t, duck.Options{})
	file := filepath.Join(dir, "x.parquet")
	if _, err := writer.ExecContext(ctx, "copy (select 1 as x) to "+duck.Quote(file)+" (format parquet)"); err != nil {
		t.Fatal(err)
	}
	db := open(t, duck.Options{Locked: true, AllowedDirs: []string{dir}})
	var x int
	if err := db.QueryRowContext(ctx, "select x from read_parquet("+duck.Quote(file)+")").Scan(&x); err != nil || x != 1 {
		t.Errorf("own folder: %d, %v, want 1", x, err)
	}
	for _, sql := range []string{"select * from read_text('/etc/hostname')", "set threads = 1", "load httpfs"} {
		if _, err := db.ExecContext(ctx, sql); err == nil {
			t.Errorf("%s ran, want a refusal", sql)
		}
	}
	if v, err := db.Version(ctx); err != nil || !strings.HasPrefix(v, "duckdb v1.5") {
		t.Errorf("version = %q, %v", v, err)
	}
}

// TestColumnsOfTextsComeWholeAndInOrder goes over several vectors, texts that lie
// beside their length and elsewhere, nulls, constants and filtered rows.
func TestColumnsOfTextsComeWholeAndInOrder(t *testing.T) {
	ctx := context.Background()
	db := open(t, duck.Options{Threads: 2})
	err := db.RegisterUUID(ctx, "joined", 2, func(rows int, in []duck.Texts, out duck.UUIDs) {
		for i := range rows {
			if in[0].Null(i) || in[1].Null(i) {
				out.Set(i, [16]byte{})
				continue
			}
			out.Set(i, md5.Sum([]byte(in[0].At(i)+in[1].At(i))))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	const texts = "select range as n, case when range % 7 = 3 then null else repeat('é', cast(range % 30 as integer)) || range end as t from range(10000)"
	for name, query := range map[string]string{
		"constant and column": "select count(*) from (" + texts + ") where joined('a', t) is distinct from cast(md5('a' || t) as uuid)",
		"two columns":         "select count(*) from (" + texts + ") where joined(t, t) is distinct from cast(md5(t || t) as uuid)",
		"constants":           "select count(*) from range(3) where joined('a', 'b') is distinct from cast(md5('ab') as uuid)",
		"null constant":       "select count(*) from (" + texts + ") where joined(null, t) is not null",
		"some rows":           "select count(*) from (" + texts + ") where n % 3 = 0 and case when n % 2 = 0 then joined('x', t) is distinct from cast(md5('x' || t) as uuid) else false end",
	} {
		var wrong int
		if err := db.QueryRowContext(ctx, query).Scan(&wrong); err != nil || wrong != 0 {
			t.Errorf("%s: %d rows are wrong, %v", name, wrong, err)
		}
	}
	var first string
	if err := db.QueryRowContext(ctx, "select cast(joined(t, '') as varchar) from ("+texts+") where n = 1").Scan(&first); err != nil || first != uuid(md5.Sum([]byte("é1"))) {
		t.Errorf("joined = %s, %v", first, err)
	}
}

// TestAPanicOfAFunctionIsAnError keeps a fault in Go from ending the engine.
func TestAPanicOfAFunctionIsAnError(t *testing.T) {
	ctx := context.Background()
	db := open(t, duck.Options{})
	if err := db.RegisterUUID(ctx, "faulty", 1, func(int, []duck.Texts, duck.UUIDs) { panic("no good") }); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(ctx, "select faulty('a')"); err == nil || !strings.Contains(err.Error(), "no good") {
		t.Errorf("%v, want the words of the panic", err)
	}
}

func uuid(b [16]byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// TestLinesComeAsTheFileHasThem goes over texts that lie beside their length and
// elsewhere, more lines than a chunk holds, and statements that want few columns.
func TestLinesComeAsTheFileHasThem(t *testing.T) {
	ctx := context.Background()
	db, dir := open(t, duck.Options{Threads: 1}), t.TempDir()
	if err := db.RegisterLines(ctx, "lines"); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&text, "%d;%s%d;;twaalf bytes;dertien bytes\n", i*3, strings.Repeat("é", i%9), i)
	}
	file := filepath.Join(dir, "x")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	from := "lines(" + duck.Quote(file) + ", ';', 4)"
	for name, query := range map[string]string{
		"all":    "select count(*) = 10000 and bool_and(c1 = repeat('é', (_line // 3) % 9) || (_line // 3) and c2 = '' and c3 = 'twaalf bytes' and c4 = 'dertien bytes') from " + from,
		"none":   "select count(*) = 10000 from " + from,
		"one":    "select max(c4) = 'dertien bytes' and min(c4) = max(c4) from " + from,
		"turned": "select bool_and(s.c1 = t.c1 and s.c3 = t.c3) from (select c3, c1, _line from " + from + ") as s join " + from + " as t using (_line)",
		"order":  "select bool_and(place * 3 = _line) from (select _line, row_number() over () - 1 as place from " + from + ")",
	} {
		var right bool
		if err := db.QueryRowContext(ctx, query).Scan(&right); err != nil || !right {
			t.Errorf("%s: %v, %v", name, right, err)
		}
	}
	copied := filepath.Join(dir, "x.parquet")
	if _, err := db.ExecContext(ctx, "copy (from "+from+") to "+duck.Quote(copied)+" (format parquet)"); err != nil {
		t.Fatal(err)
	}
	var differ int
	query := "select count(*) from (from " + from + " except all from read_parquet(" + duck.Quote(copied) + "))"
	if err := db.QueryRowContext(ctx, query).Scan(&differ); err != nil || differ != 0 {
		t.Errorf("%d lines differ from their copy, %v", differ, err)
	}
	for name, broken := range map[string]string{"few": "1;a;b;c\n", "cut": "1;a;b;c;d", "no number": ";a;b;c\n", "empty": "\n"} {
		if err := os.WriteFile(file, []byte("1;a;b;c;d\n"+broken), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(ctx, "select * from "+from); err == nil {
			t.Errorf("%s: read, want an error", name)
		}
	}
	for _, bad := range []string{"lines('/nowhere', ';', 1)", "lines(" + duck.Quote(file) + ", ';;', 1)", "lines(" + duck.Quote(file) + ", ';', 0)"} {
		if _, err := db.ExecContext(ctx, "select * from "+bad); err == nil {
			t.Errorf("%s: read, want an error", bad)
		}
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := db.QueryRowContext(ctx, "select count(*) from "+from).Scan(&n); err != nil || n != 0 {
		t.Errorf("empty file: %d lines, %v", n, err)
	}
}

// TestACancelledStatementStops is about statements that go past the driver: it is told to
// stop, and the connection is good for the next.
func TestACancelledStatementStops(t *testing.T) {
	db := open(t, duck.Options{Threads: 1})
	const long = "select count(*) from range(10000000000) as a(i) where i % 7 = hash(i) % 3"
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := db.ExecContext(ctx, "create or replace table t as "+long); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want that it was stopped", err)
	}
	if _, err := db.ExecContext(context.Background(), "select 1"); err != nil {
		t.Errorf("then: %v", err)
	}
}
