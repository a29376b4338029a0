package etl_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/check"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// stays is the contract of the measured file: nine columns with types, checks,
// limits that quarantine, and one pseudonym.
const stays = `source: shelter
title_nl: Opvang
title_en: Shelter
owner: test
legal_basis: none needed, the rows are invented
purpose: a test
entities:
  - entity: stays
    grain: one row per stay
    files: [stays/*.csv]
    known_at: {from: file_name, pattern: '_(\d{4}-\d{2}-\d{2})\.'}
    format: {kind: KIND, decimal_sign: ","}
    unknown_columns: drop
    delivery: {kind: snapshotKEY}
    limits: {reject_share: 0.05}
    columns:
      - {name: stay_id, header: [verblijf_id], type: text, required: true, class: technical, action: keep}
      - {name: household_id, header: [huishouden_id], type: text, required: true, class: identifier, action: pseudonymise, domain: household}
      - {name: place_name, header: [locatie], type: text, required: true, class: technical, action: keep}
      - {name: person_count, header: [personen], type: integer, required: true, range: [1, 30], class: measure, action: keep}
      - {name: start_date, header: [startdatum], type: date, required: true, class: measure, action: keep}
      - {name: end_date, header: [einddatum], type: date, class: measure, action: keep}
      - {name: end_reason_code, header: [reden_einde], type: code, class: measure, action: keep, values: {rehoused: [Herhuisvest], returned: [Teruggekeerd], private_rent: [Private huur], unknown: [Onbekend]}}
      - {name: cost_eur, header: [kost], type: amount_eur, required: true, range: [0, 100000], class: measure, action: keep}
      - {name: remark, header: [toelichting], type: text, class: technical, action: keep}
    rules:
      - {name: end_after_start, not_before: [end_date, start_date], fix: correct einddatum}
`

// writeStays writes rows stays, one in 500 of them wrong, from a fixed seed.
func writeStays(w io.Writer, rows int) error {
	random := rand.New(rand.NewPCG(204, 2023))
	places := []string{"Sint-Niklaas", "Gent", "Antwerpen", "Hasselt", "Leuven", "Brugge", "Kortrijk", "Mechelen", "Aalst", "Genk", "Liège"}
	reasons := []string{"Herhuisvest", "Teruggekeerd", "Private huur", "Onbekend"}
	teams := []string{"Oost", "West", "Limburg", "centraal team", "coördinatie"}
	first := time.Date(2022, 3, 10, 0, 0, 0, 0, time.UTC)
	out := bufio.NewWriterSize(w, 1<<20)
	fmt.Fprintln(out, "verblijf_id;huishouden_id;locatie;personen;startdatum;einddatum;reden_einde;kost;toelichting")
	for i := range rows {
		start := first.AddDate(0, 0, i*600/rows)
		persons, until, reason := fmt.Sprint(1+random.IntN(6)), "", ""
		if random.IntN(3) > 0 {
			until, reason = start.AddDate(0, 0, random.IntN(300)).Format("02/01/2006"), reasons[random.IntN(len(reasons))]
		}
		day := start.Format("02/01/2006")
		switch i % 1500 {
		case 499:
			persons = "veel"
		case 999:
			day = "31/02/2023"
		case 1499:
			until = "01/01/2022"
		}
		fmt.Fprintf(out, "PL%010d;HH-%09d;%s opvangplaats %05d;%s;%s;%s;%s;%d,%02d;dossier %08x behandeld door %s, opvolging in week %d\n",
			i, random.IntN(rows/3+1), places[random.IntN(len(places))], random.IntN(40_000), persons, day, until, reason,
			random.IntN(9000), random.IntN(100), random.Uint32(), teams[random.IntN(len(teams))], 1+random.IntN(52))
	}
	return out.Flush()
}

// intake is a data folder and the loader of the product.
type intake struct {
	layout models.Layout
	db     *duck.DB
	loader *load.Loader
}

// newIntake opens the engine as etl.Run does: one thread for each worker.
func newIntake(tb testing.TB, dir string) *intake {
	tb.Helper()
	in := &intake{layout: models.Layout{Root: dir}}
	for _, d := range []string{in.layout.Landing("shelter"), in.layout.Temporary()} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			tb.Fatal(err)
		}
	}
	ctx := context.Background()
	var err error
	if in.db, err = duck.Open(ctx, duck.Options{Threads: 1, Memory: etl.DefaultMemory, Temp: filepath.Join(in.layout.Temporary(), "intake"), Unplanned: etl.Unplanned}); err != nil {
		tb.Fatal(err)
	}
	key, err := protect.NewKey(bytes.NewReader(bytes.Repeat([]byte("0123456789abcdef"), 4)))
	if err != nil {
		tb.Fatal(err)
	}
	if err := key.Register(ctx, in.db); err != nil {
		tb.Fatal(err)
	}
	in.loader = &load.Loader{Layout: in.layout, DB: in.db, Workers: runtime.NumCPU(), Compile: func(e *models.Entity, columns []string, kind string) (load.Plan, error) {
		return check.Compile(e, columns, kind, nil)
	}}
	return in
}

// land makes a file by write in landing and gives the delivery of it. Keyed makes
// the contract name a key.
func (in *intake) land(tb testing.TB, name string, keyed bool, write func(io.Writer) error) load.Delivery {
	tb.Helper()
	f, err := os.CreateTemp(in.layout.Landing("shelter"), "new-*")
	if err != nil {
		tb.Fatal(err)
	}
	h := sha256.New()
	if err := write(io.MultiWriter(f, h)); err != nil {
		tb.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		tb.Fatal(err)
	}
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
	sum := hex.EncodeToString(h.Sum(nil))
	if err := os.Rename(f.Name(), filepath.Join(in.layout.Landing("shelter"), sum)); err != nil {
		tb.Fatal(err)
	}
	return arrived(tb, name, sum, info.Size(), keyed)
}

func arrived(tb testing.TB, name, sum string, size int64, keyed bool) load.Delivery {
	tb.Helper()
	key := ""
	if keyed {
		key = ", key: [stay_id]"
	}
	text := strings.NewReplacer("KEY", key, "KIND", strings.TrimPrefix(filepath.Ext(name), ".")).Replace(stays)
	p, err := models.LoadProject(fstest.MapFS{"models/sources/shelter.yml": {Data: []byte(text)}})
	if err != nil {
		tb.Fatal(err)
	}
	entity := &p.Sources[0].Entities[0]
	if keyed {
		entity.Name = "stays_keyed" // a loader compiles the contract of an entity once
	}
	return load.Delivery{Entity: entity, Receipt: load.Receipt{Sequence: 1, Name: name, SHA256: sum, Bytes: size},
		Turn: 1, KnownAt: "2023-01-31", Hashed: true}
}

// take takes the delivery in and leaves nothing.
func (in *intake) take(tb testing.TB, d load.Delivery) models.Loaded {
	tb.Helper()
	out, files, err := in.loader.Load(context.Background(), []load.Delivery{d})
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range files {
		if err := os.Remove(f.Temporary); err != nil {
			tb.Fatal(err)
		}
	}
	if o := out[0]; o.Quarantine != "" || o.Rows != o.Kept+o.Rejected+o.Furniture {
		tb.Fatalf("%d rows, %d kept, %d rejected: %s", o.Rows, o.Kept, o.Rejected, o.Quarantine)
	}
	return out[0]
}

// spent is the time of a clock and of all processors.
type spent struct{ wall, cpu time.Duration }

func measure(do func()) spent {
	used := func() time.Duration {
		var u syscall.Rusage
		if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
			return 0
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	from, cpu := time.Now(), used()
	do()
	return spent{time.Since(from), used() - cpu}
}

func median(of []spent, by func(spent) time.Duration) float64 {
	times := make([]time.Duration, len(of))
	for i, s := range of {
		times[i] = by(s)
	}
	slices.Sort(times)
	return times[len(times)/2].Seconds()
}

// BenchmarkIntake compares taking a big file in with copying its text to Parquet
// by the engine alone, in the same process, by turns, on as many threads. It
// prints key=value lines; it does not judge.
func BenchmarkIntake(b *testing.B) {
	const rows, runs = 2_000_000, 5
	ctx, threads := context.Background(), runtime.NumCPU()
	for b.Loop() {
		in := newIntake(b, b.TempDir())
		alone, err := duck.Open(ctx, duck.Options{Threads: threads, Memory: etl.DefaultMemory, Temp: filepath.Join(in.layout.Temporary(), "alone")})
		if err != nil {
			b.Fatal(err)
		}
		defer alone.Close()
		text := func(w io.Writer) error { return writeStays(w, rows) }
		utf8 := in.land(b, "stays/stays.csv", false, text)
		keyed, hashed := arrived(b, utf8.Receipt.Name, utf8.Receipt.SHA256, utf8.Receipt.Bytes, true), utf8
		hashed.Hashed = false
		both := keyed
		both.Hashed = false
		latin := in.land(b, "stays/stays.csv", false, func(w io.Writer) error {
			return text(charmap.Windows1252.NewEncoder().Writer(w))
		})
		fmt.Printf("\nintake_rows=%d\nintake_bytes=%d\nintake_threads=%d\n", rows, utf8.Receipt.Bytes, threads)
		raw := fmt.Sprintf("copy (select * from read_csv(%s, all_varchar = true)) to %s (format parquet, compression zstd)",
			duck.Quote(filepath.Join(in.layout.Landing("shelter"), utf8.Receipt.SHA256)), duck.Quote(filepath.Join(in.layout.Temporary(), "raw.parquet")))
		for _, c := range []struct {
			name string
			load.Delivery
		}{{"utf8", utf8}, {"windows1252", latin}, {"utf8_with_hashing", hashed}, {"utf8_with_keys", keyed}, {"utf8_with_hashing_and_keys", both}} {
			var raws, takes []spent
			var first models.Loaded
			for range runs {
				raws = append(raws, measure(func() {
					if _, err := alone.ExecContext(ctx, raw); err != nil {
						b.Fatal(err)
					}
				}))
				takes = append(takes, measure(func() {
					out := in.take(b, c.Delivery)
					if first.Lake == nil {
						first = out
					}
					if out.Lake.SHA256 != first.Lake.SHA256 || out.Rejects.SHA256 != first.Rejects.SHA256 {
						b.Fatal("the same file gave other bytes")
					}
				}))
			}
			wall, cpu := func(s spent) time.Duration { return s.wall }, func(s spent) time.Duration { return s.cpu }
			fmt.Printf("intake_%[1]s_rejected=%[2]d\nintake_%[1]s_seconds=%.2[3]f\nintake_%[1]s_raw_seconds=%.2[4]f\nintake_%[1]s_ratio=%.2[5]f\nintake_%[1]s_cpu_ratio=%.2[6]f\n",
				c.name, first.Rejected, median(takes, wall), median(raws, wall), median(takes, wall)/median(raws, wall), median(takes, cpu)/median(raws, cpu))
		}
		_, peak := apart(b, in, utf8)
		fmt.Printf("intake_peak_mib=%d\n", peak)
		_, peak = apart(b, in, in.land(b, "stays/stays.csv", false, func(w io.Writer) error { return writeStays(w, 5*rows) }))
		fmt.Printf("intake_%dm_peak_mib=%d\n", 5*rows/1_000_000, peak)
		const sheet = 200_000
		took, peak := apart(b, in, in.land(b, "stays/stays.xlsx", false, func(w io.Writer) error { return writeSheet(w, sheet) }))
		fmt.Printf("intake_xlsx_rows_per_second=%.0f\nintake_xlsx_peak_mib=%d\n", sheet/took.Seconds(), peak)
	}
}

// childFolder and the others tell a child process of the benchmark what to take in.
const childFolder, childFile = "PEIL_BENCH_FOLDER", "PEIL_BENCH_FILE"

// apart takes a delivery in in a process of its own, and gives the time without
// starting and the most memory that was in use at once, in MiB.
func apart(b *testing.B, in *intake, d load.Delivery) (took time.Duration, peak int64) {
	b.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestIntakeOfABenchmark$", "-test.v")
	cmd.Env = append(os.Environ(), childFolder+"="+in.layout.Root, childFile+"="+fmt.Sprintf("%s %s %d", d.Receipt.Name, d.Receipt.SHA256, d.Receipt.Bytes))
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	var seconds float64
	if i := bytes.Index(out, []byte("took=")); i >= 0 {
		_, err = fmt.Sscanf(string(out[i:]), "took=%f peak=%d", &seconds, &peak)
	}
	if err != nil || seconds == 0 {
		b.Fatalf("%v: %s", err, out)
	}
	return time.Duration(seconds * float64(time.Second)), peak
}

// TestIntakeOfABenchmark is the child.
func TestIntakeOfABenchmark(t *testing.T) {
	folder := os.Getenv(childFolder)
	if folder == "" {
		t.Skip("part of BenchmarkIntake")
	}
	var name, sum string
	var size int64
	if _, err := fmt.Sscan(os.Getenv(childFile), &name, &sum, &size); err != nil {
		t.Fatal(err)
	}
	in := newIntake(t, folder)
	s := measure(func() { in.take(t, arrived(t, name, sum, size, false)) })
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("no /proc to read the memory from")
	}
	var kib int64
	if i := bytes.Index(status, []byte("VmHWM:")); i >= 0 {
		_, err = fmt.Sscan(string(status[i+len("VmHWM:"):]), &kib)
	}
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("took=%f peak=%d\n", s.wall.Seconds(), kib/1024)
}

// writeSheet writes the rows of writeStays as a workbook, with columns that the
// contract leaves out up to fifteen.
func writeSheet(w io.Writer, rows int) error {
	read, write := io.Pipe()
	go func() { write.CloseWithError(writeStays(write, rows)) }()
	defer read.Close()
	book := excelize.NewFile()
	defer book.Close()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(read)
	for n := 1; lines.Scan(); n++ {
		cells := make([]any, 0, 15)
		for _, text := range strings.Split(lines.Text(), ";") {
			cells = append(cells, text)
		}
		for i := len(cells); i < 15; i++ {
			if n == 1 {
				cells = append(cells, fmt.Sprint("extra", i))
			} else {
				cells = append(cells, n*i)
			}
		}
		if err := sheet.SetRow(fmt.Sprint("A", n), cells); err != nil {
			return err
		}
	}
	if err := errors.Join(lines.Err(), sheet.Flush()); err != nil {
		return err
	}
	return book.Write(w)
}
