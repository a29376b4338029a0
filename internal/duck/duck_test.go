package duck_test

import (
	"context"
	"crypto/md5"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

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
