package duck_test

import (
	"context"
	"database/sql/driver"
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
	err := db.RegisterScalar(ctx, "joined", []string{"VARCHAR", "VARCHAR"}, "UUID", func(v []driver.Value) (any, error) {
		var u duck.UUID
		copy(u[:], v[0].(string)+v[1].(string))
		return u, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var got string
	if err := db.QueryRowContext(ctx, "select cast(joined('abcdefgh', 'ijklmnop') as varchar)").Scan(&got); err != nil {
		t.Fatal(err)
	}
	if want := "61626364-6566-6768-696a-6b6c6d6e6f70"; got != want {
		t.Errorf("joined = %s, want %s", got, want)
	}
	var null bool
	if err := db.QueryRowContext(ctx, "select joined(null, 'x') is null").Scan(&null); err != nil || !null {
		t.Errorf("joined(null) is null = %v, %v, want true", null, err)
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
