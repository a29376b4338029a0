package engine_test

import (
	"context"
	"os"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/engine"
)

func open(t testing.TB) *engine.DuckDB {
	t.Helper()
	e, err := engine.OpenDuckDB(context.Background(), engine.Settings{Threads: 2, Dirs: []string{os.TempDir()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func TestDuckDBConforms(t *testing.T) {
	for _, err := range models.Flatten(engine.Conform(context.Background(), open(t), t.TempDir())) {
		t.Error(err)
	}
}

func TestDecimalsListsAndBigIntegersAreReadable(t *testing.T) {
	rows, err := open(t).Query(context.Background(),
		"select cast(170141183460469231731687303715884105727 as hugeint), [1, 2], {'b': 1, 'a': null}, cast(-0.5 as decimal(4,3)), cast(5 as decimal(4,0)), 18446744073709551615::ubigint, 'ab'::blob, time '10:00:00', timestamptz '2022-01-01 12:00:00+02'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	if !rows.Next() {
		t.Fatal(rows.Err())
	}
	want := []any{"170141183460469231731687303715884105727", "[1,2]", `{"a":null,"b":1}`, "-0.500", "5", "18446744073709551615", "6162", "10:00:00", "2022-01-01 10:00:00Z"}
	for i, v := range rows.Values() {
		if v != want[i] {
			t.Errorf("column %d is %v (%T), want %v", i, v, v, want[i])
		}
	}
}

// FuzzRead feeds the parser of trees strange statements: an error is fine, a
// panic or a name out of nowhere is not.
func FuzzRead(f *testing.F) {
	for _, sql := range []string{"select 1", "with a as (select * from b) select * from a, c.d", "select '", "from x", "select * from (values (1)) v(x)", "\x00", "select é from \"ü\""} {
		f.Add(sql)
	}
	e := open(f)
	f.Fuzz(func(t *testing.T, sql string) {
		s, err := e.Read(context.Background(), sql)
		if err != nil {
			return
		}
		for _, r := range s.Relations {
			if r.Name == "" || r.Offset > len(sql) {
				t.Errorf("%q reads %+v", sql, r)
			}
		}
	})
}
