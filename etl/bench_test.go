package etl_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl"
)

// BenchmarkManySmallFiles takes in 700 files of 30 rows, then again when there
// is nothing new. It prints milliseconds a file, as the targets of bench want.
func BenchmarkManySmallFiles(b *testing.B) {
	const files = 700
	for b.Loop() {
		h := newHouse(b)
		for i := range files {
			var text strings.Builder
			text.WriteString("stay;guest;nights;note\n")
			for row := range 30 {
				fmt.Fprintf(&text, "s%d-%d;guest %d;%d;\n", i, row, row, row)
			}
			day := time.Date(2022, 1, 1+i, 0, 0, 0, 0, time.UTC)
			h.put(fmt.Sprintf("stays/stays_%s.csv", day.Format("2006-01-02")), text.String())
		}
		h.put("beds/beds_2023-01-31.csv", "house;beds\nnorth;4\n")
		h.put("meals/meals_2023-01-31.csv", "day;meals\n31/01/2023;9\n")
		times := map[string]time.Duration{}
		for _, name := range []string{"first", "again", "full"} {
			h.config = func(c *etl.Config) { c.Full = name == "full" }
			from := time.Now()
			h.run()
			times[name] = time.Since(from)
		}
		for name, t := range times {
			b.ReportMetric(float64(t.Microseconds())/1000/(files+2), "ms/file-"+name)
		}
	}
}
