package check_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/check"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// BenchmarkPlacements compares checking a million placements of nine columns,
// one in a thousand of them wrong, with copying the same cells as text.
func BenchmarkPlacements(b *testing.B) {
	ctx := context.Background()
	p, err := models.LoadProject(os.DirFS(root))
	if err != nil {
		b.Fatal(err)
	}
	s, err := p.Source("housing_tool")
	if err != nil {
		b.Fatal(err)
	}
	e := &s.Entities[1]
	dir := b.TempDir()
	db := engine(b)
	run := func(sql string) {
		if _, err := db.ExecContext(ctx, sql); err != nil {
			b.Fatal(err)
		}
	}
	spool := filepath.Join(dir, "spool.csv")
	run(`copy (select range + 2 as _line, 'PL' || range as c1, 'HH-' || (range // 3) as c2, 'P' || (range * 7919 % 20000) as c3,
		case when range % 1000 = 0 then 'veel' else cast(1 + range % 6 as varchar) end as c4,
		strftime(date '2022-03-17' + cast(range % 600 as integer), '%d/%m/%Y') as c5,
		case when range % 3 = 0 then strftime(date '2022-03-17' + cast(range % 600 + 40 as integer), '%d/%m/%Y') end as c6,
		case when range % 3 = 0 then ['Herhuisvest', 'Private huur', 'Onbekend'][1 + range % 2] end as c7,
		case when range % 5 = 0 then 'PL' || (range // 2) end as c8, case when range % 400 = 0 then 'Ja' end as c9
		from range(1000000)) to ` + duck.Quote(spool) + ` (header, quote '"', force_quote (c1, c2, c3, c4, c5, c6, c7, c8, c9))`)
	columns := []string{"'_line': 'BIGINT'"}
	for i := range e.Columns {
		columns = append(columns, fmt.Sprintf("'c%d': 'VARCHAR'", i+1))
	}
	from := fmt.Sprintf("read_csv(%s, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', allow_quoted_nulls = false, columns = {%s})",
		duck.Quote(spool), strings.Join(columns, ", "))
	plan, err := check.Compile(e, headers(e), "csv", nil)
	if err != nil {
		b.Fatal(err)
	}
	to := func(query, name string) {
		run("copy (" + query + ") to " + duck.Quote(filepath.Join(dir, name)) + " (format parquet, compression zstd)")
	}
	b.Run("text", func(b *testing.B) {
		for b.Loop() {
			to("select * from "+from+" order by _line", "text.parquet")
		}
	})
	b.Run("good", func(b *testing.B) {
		for b.Loop() {
			to(plan.Good(from, false)+" order by _line", "good.parquet")
		}
	})
	b.Run("rejects", func(b *testing.B) {
		for b.Loop() {
			to(plan.Rejects(from), "rejects.parquet")
		}
	})
}
