package load

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/etl/check"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

const bigContract = `source: shelter
title_nl: Opvang
title_en: Shelter
owner: test
legal_basis: none needed, the rows are invented
purpose: a test
entities:
  - entity: stays
    grain: one row per stay
    files: [stays/*.csv]
    known_at: {from: listing}
    format: {kind: csv, delimiter: ";", decimal_sign: ","}
    delivery: {kind: snapshotKEY}
    limits: LIMITS
    columns:
      - {name: stay_id, header: [verblijf], type: text, required: true, class: technical, action: keep}
      - {name: guest_id, header: [gast], type: text, class: identifier, action: pseudonymise, domain: person}
      - {name: kind_code, header: [soort], type: code, reference: {list: kinds, text: kind_name, code: kind_code}, class: measure, action: keep}
      - {name: night_count, header: [nachten], type: integer, range: [0, 365], class: measure, action: keep}
      - {name: start_date, header: [van], type: date, class: measure, action: keep}
      - {name: cost_eur, header: [kost], type: amount_eur, class: measure, action: keep}
`

// loadBoth takes a text in as a big file, in parts of perPart rows, and as a small
// one, and gives what both make of it.
func loadBoth(t *testing.T, db *duck.DB, delivery, limits, text string, perPart int64, workers int) (big, ordinary models.Loaded, rows [2][]string) {
	t.Helper()
	contract := strings.NewReplacer("KEY", delivery, "LIMITS", limits).Replace(bigContract)
	files := fstest.MapFS{"models/sources/shelter.yml": {Data: []byte(contract)},
		"models/reference/kinds.csv": {Data: []byte("kind_name,kind_code\nVilla,villa\nHotel,hotel\nGroot huis,house\n")}}
	p, err := models.LoadProject(files)
	if err != nil {
		t.Fatal(err)
	}
	lists, err := check.ReadLists(files)
	if err != nil {
		t.Fatal(err)
	}
	for i, bigFrom := range []int64{1, 1 << 40} {
		l := &Loader{Layout: models.Layout{Root: t.TempDir()}, DB: db, Workers: workers, bigFrom: bigFrom, perPart: perPart,
			Compile: func(e *models.Entity, columns []string, kind string) (Plan, error) {
				return check.Compile(e, columns, kind, lists)
			}}
		landing := l.Layout.Landing("shelter")
		if err := os.MkdirAll(landing, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(landing, "x"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		d := Delivery{Entity: &p.Sources[0].Entities[0], Receipt: Receipt{Sequence: 1, Name: "stays/x.csv", SHA256: "x", Bytes: int64(len(text))}, Turn: 1, KnownAt: "2023-01-31", Hashed: true}
		out, unnamed, err := l.Load(context.Background(), []Delivery{d})
		if err != nil {
			t.Fatalf("%v\n%.4000s", err, text)
		}
		for _, f := range unnamed {
			got, err := db.Query("select cast(columns(*) as varchar) from read_parquet(" + duck.Quote(f.Temporary) + ", file_row_number = true) order by file_row_number")
			if err != nil {
				t.Fatal(err)
			}
			columns, err := got.Columns()
			if err != nil {
				t.Fatal(err)
			}
			for got.Next() {
				cells, into := make([]*string, len(columns)), make([]any, len(columns))
				for i := range cells {
					into[i] = &cells[i]
				}
				if err := got.Scan(into...); err != nil {
					t.Fatal(err)
				}
				var row strings.Builder
				for i, c := range cells {
					if c != nil {
						fmt.Fprintf(&row, "%s=%q ", columns[i], *c)
					}
				}
				rows[i] = append(rows[i], row.String())
			}
			if err := got.Err(); err != nil {
				t.Fatal(err)
			}
		}
		left, err := os.ReadDir(l.Layout.Temporary())
		if err != nil || len(left) != len(unnamed) {
			t.Fatalf("%d files are left in the temporary folder, want %d, %v", len(left), len(unnamed), err)
		}
		if i == 0 {
			big = out[0]
		} else {
			ordinary = out[0]
		}
	}
	return big, ordinary, rows
}

// TestABigFileGivesWhatASmallOneDoes makes exports with all that a big file must
// not trip over: broken rows in every block or in none, keys that stand there
// twice, rows that cannot be read, furniture, blanks, quotes, texts of a list.
func TestABigFileGivesWhatASmallOneDoes(t *testing.T) {
	db := openEngine(t)
	db.SetMaxIdleConns(4)
	key, err := protect.NewKey(bytes.NewReader(bytes.Repeat([]byte("0123456789abcdef"), 4)))
	if err != nil {
		t.Fatal(err)
	}
	if err := key.Register(context.Background(), db); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	seen := map[string]int{}
	for turn := range 32 {
		often := []int{1_000_000, 300, 40, 4}[turn%4]
		odd := func() bool { return random.IntN(often) == 0 }
		var b strings.Builder
		b.WriteString("verblijf;gast;soort;nachten;van;kost\n")
		n := random.IntN(900)
		for i := range n {
			id, nights, day, kind, end := fmt.Sprint("S", i), fmt.Sprint(random.IntN(300)), fmt.Sprintf("%02d/0%d/2023", 1+random.IntN(28), 1+random.IntN(9)), "Villa", "\n"
			if random.IntN(3) == 0 {
				kind = []string{"Hotel", "hotel", "groot huis", ""}[random.IntN(4)]
			}
			if odd() {
				id = []string{"S1", "", " S7", "\"S;8\"", "é", "S3 "}[random.IntN(6)]
			}
			if odd() {
				nights = []string{"veel", "400", "", " 7 ", "1\u00a0"}[random.IntN(5)]
			}
			if odd() {
				day = []string{"31/02/2023", "2023-01-01", "1 mei 2023"}[random.IntN(3)]
			}
			if odd() {
				kind = "Kasteel"
			}
			if odd() {
				end = []string{";te veel\n", "\nTotaal;;;12;;\n", "\n\n", "\r\n"}[random.IntN(4)]
			}
			fmt.Fprintf(&b, "%s;gast %d;%s;%s;%s;%d,50%s", id, i/2, kind, nights, day, i, end)
		}
		delivery := []string{"", ", key: [stay_id]", ", key: [stay_id, guest_id]", ", key: [stay_id], repeated: once"}[random.IntN(4)]
		limits := []string{"{}", "{}", "{reject_share: 0.1}"}[random.IntN(3)]
		big, ordinary, rows := loadBoth(t, db, delivery, limits, b.String(), int64(1+random.IntN(400)), 1+random.IntN(3))
		for i := range max(len(rows[0]), len(rows[1])) {
			if i >= len(rows[0]) || i >= len(rows[1]) || rows[0][i] != rows[1][i] {
				t.Fatalf("turn %d%s: of %d and %d rows, row %d differs:\n%s\nwant\n%s\nof %.3000s", turn, delivery, len(rows[0]), len(rows[1]), i,
					append(rows[0], "(none)")[min(i, len(rows[0]))], append(rows[1], "(none)")[min(i, len(rows[1]))], b.String())
			}
		}
		for _, f := range []**models.LakeFile{&big.Lake, &ordinary.Lake} {
			if *f != nil {
				seen["kept"]++
				*f = nil // other groups of rows, so other bytes
			}
		}
		if ordinary.Rejected > 0 {
			seen["rejected"]++
		}
		if ordinary.Quarantine != "" {
			seen["held back"]++
		}
		for _, f := range []**models.LakeFile{&big.Rejects, &ordinary.Rejects, &big.Warnings, &ordinary.Warnings} {
			if *f != nil {
				(*f).SHA256, (*f).Bytes = "", 0
			}
		}
		if !reflect.DeepEqual(big, ordinary) {
			t.Fatalf("turn %d%s: %+v\nwant %+v", turn, delivery, big, ordinary)
		}
	}
	for _, what := range []string{"kept", "rejected", "held back"} {
		if seen[what] < 3 {
			t.Errorf("%s %d times: too few to tell", what, seen[what])
		}
	}
}

// TestWorkersDoNotChangeABigFile wants the same bytes from one worker and three.
func TestWorkersDoNotChangeABigFile(t *testing.T) {
	db := openEngine(t)
	key, err := protect.NewKey(bytes.NewReader(bytes.Repeat([]byte("0123456789abcdef"), 4)))
	if err != nil {
		t.Fatal(err)
	}
	if err := key.Register(context.Background(), db); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("verblijf;gast;soort;nachten;van;kost\n")
	for i := range 20_000 {
		fmt.Fprintf(&b, "S%d;gast %d;Villa;%d;01/02/2023;%d,50\n", i, i/2, i%400, i)
	}
	var sums []string
	for _, workers := range []int{1, 3, 3} {
		big, _, _ := loadBoth(t, db, "", "{}", b.String(), 3000, workers)
		sums = append(sums, big.Lake.SHA256+big.Rejects.SHA256)
		if big.Kept == 0 || big.Kept+big.Rejected != 20_000 {
			t.Fatalf("%d kept and %d rejected of 20000", big.Kept, big.Rejected)
		}
	}
	if sums[0] != sums[1] || sums[1] != sums[2] {
		t.Errorf("sums differ: %q", sums)
	}
}

// TestJoinedPartsSayWhatTheyDidApart compares all that a file tells of its groups,
// but for their places and for whether a bound is exact, which is left open.
func TestJoinedPartsSayWhatTheyDidApart(t *testing.T) {
	db, dir := openEngine(t), t.TempDir()
	j, err := joinInto(filepath.Join(dir, "all.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for i, n := range []int{300_000, 0, 1, 5000} {
		path := filepath.Join(dir, fmt.Sprint(i, ".parquet"))
		parts = append(parts, duck.Quote(path))
		if _, err := copyTo(context.Background(), db, fmt.Sprintf("select range + %d as n, case when range %% 3 = 0 then null else 'text ' || range end as t,"+
			" cast(null as date) as d, uuid() as u, cast(range as decimal(18,2)) as e from range(%d)", i*1_000_000, n), path); err != nil {
			t.Fatal(err)
		}
		if err := j.add(path); err != nil {
			t.Fatal(err)
		}
	}
	if _, rows, err := j.close(); err != nil || rows != 305_001 {
		t.Fatalf("%d rows, %v, want 305001", rows, err)
	}
	all := duck.Quote(filepath.Join(dir, "all.parquet"))
	list := "[" + strings.Join(parts, ", ") + "]"
	for name, query := range map[string]string{
		"rows":   "select count(*) from (select * from read_parquet(%s) except all select * from read_parquet(%s))",
		"groups": "select count(*) from (select columns(* exclude (file_name, row_group_id, file_offset, index_page_offset, dictionary_page_offset, data_page_offset, bloom_filter_offset, min_is_exact, max_is_exact)) from parquet_metadata(%s) except all select columns(* exclude (file_name, row_group_id, file_offset, index_page_offset, dictionary_page_offset, data_page_offset, bloom_filter_offset, min_is_exact, max_is_exact)) from parquet_metadata(%s))",
		"schema": "select count(*) from (select distinct columns(* exclude (file_name)) from parquet_schema(%s) except all select distinct columns(* exclude (file_name)) from parquet_schema(%s))",
	} {
		for _, order := range [][2]string{{all, list}, {list, all}} {
			var differ int
			if err := db.QueryRow(fmt.Sprintf(query, order[0], order[1])).Scan(&differ); err != nil || differ != 0 {
				t.Errorf("%s: %d differ, %v", name, differ, err)
			}
		}
	}
	var found int
	if err := db.QueryRow("select count(*) from read_parquet(" + all + ") where t = 'text 4999' or n = 2000000").Scan(&found); err != nil || found != 3 {
		t.Errorf("%d rows found by their text or number, %v, want 3", found, err)
	}
}
