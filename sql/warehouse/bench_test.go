package warehouse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// large is the stays project with n deliveries of 2,000 rows each.
func large(b *testing.B, deliveries int) *lake {
	l := stays(b)
	l.put("sql/metrics/started_stays.sql", startedStays)
	l.put("sql/metrics/persons_present.sql", personsPresent)
	l.manifest.Deliveries = nil
	for i := range deliveries {
		id := fmt.Sprintf("many%d", i)
		file := filepath.Join(l.layout.Lake("tool", "stays"), id+".parquet")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			b.Fatal(err)
		}
		known := models.Date("2022-03-21").AddDays(i)
		n, err := l.engine.Materialise(context.Background(), fmt.Sprintf(`select cast(i + %d as varchar) as stay_id, cast(1 + i %% 4 as bigint) as person_count,
			case i %% 3 when 0 then 'x' when 1 then 'y' end as province_code, date '2022-03-01' + cast(i %% 500 as integer) as start_date,
			case when i %% 2 = 0 then date '2022-03-05' + cast(i %% 600 as integer) end as end_date, false as is_deleted,
			'%s' as _load_id, 'sha' as _file_sha256, i as _line, date '%s' as _known_at from range(2000) as r(i)`, i*1500, id, known), file)
		if err != nil {
			b.Fatal(err)
		}
		l.manifest.Deliveries = append(l.manifest.Deliveries, models.Loaded{
			LoadID: id, Source: "tool", Entity: "stays", Sequence: i + 1, KnownAt: known, Kept: n,
			Lake: &models.LakeFile{Path: "lake/tool/stays/" + id + ".parquet", SHA256: id},
		})
	}
	return l
}

// BenchmarkBuild makes all tables again from 100 deliveries, 200,000 rows.
func BenchmarkBuild(b *testing.B) {
	l := large(b, 100)
	for b.Loop() {
		w := l.open("")
		build(b, w, BuildOptions{Full: true})
		w.Close()
	}
}

// BenchmarkRebuildOfNothing opens and builds when all is there: the floor of a
// nightly run.
func BenchmarkRebuildOfNothing(b *testing.B) {
	l := large(b, 100)
	l.manifest.Tables = build(b, l.open(""), BuildOptions{}).Tables
	for b.Loop() {
		w := l.open("")
		build(b, w, BuildOptions{})
		w.Close()
	}
}

// BenchmarkOpen opens a warehouse with 700 lake files and answers nothing.
func BenchmarkOpen(b *testing.B) {
	l := large(b, 700)
	for b.Loop() {
		l.open("").Close()
	}
}

// BenchmarkMetric answers one figure from an open warehouse: about a million
// stays, first by month for a flow, then at every month's end for a stock.
func BenchmarkMetric(b *testing.B) {
	l := large(b, 700)
	w := l.open("")
	build(b, w, BuildOptions{})
	for _, name := range []string{"started_stays", "persons_present"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := w.Metric(context.Background(), models.MetricQuery{Metric: name, By: []string{"month", "province"}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFirstMetric opens the warehouse too, as a command does.
func BenchmarkFirstMetric(b *testing.B) {
	l := large(b, 700)
	build(b, l.open(""), BuildOptions{})
	for b.Loop() {
		w := l.open("")
		if _, err := w.Metric(context.Background(), models.MetricQuery{Metric: "started_stays"}); err != nil {
			b.Fatal(err)
		}
		w.Close()
	}
}
