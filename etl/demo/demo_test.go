package demo_test

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/xuri/excelize/v2"

	"github.com/vlot-evaluatie/peil/etl/demo"
	"github.com/vlot-evaluatie/peil/models"
)

// lists are the project's own reference lists.
var lists = os.DirFS("../../models/reference")

// TestWriteTo writes the exports to the folder named by PEIL_DEMO_OUT, at the
// scale of PEIL_DEMO_SCALE: for whoever wants the files without the command.
func TestWriteTo(t *testing.T) {
	dir := os.Getenv("PEIL_DEMO_OUT")
	if dir == "" {
		t.Skip("PEIL_DEMO_OUT names no folder")
	}
	scale, _ := strconv.Atoi(os.Getenv("PEIL_DEMO_SCALE"))
	got, err := demo.Write(t.Context(), dir, demo.Options{Scale: scale, Seed: 1, Reference: lists})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, %d junk rows, rows %v", got.Files, len(got.Bad), got.Rows)
}

// exports are the files of one run.
type exports struct {
	dir     string
	summary demo.Summary
}

// written gives the exports of seed 7, which many tests read; TestMain removes them.
var written = sync.OnceValues(func() (exports, error) {
	dir, err := os.MkdirTemp("", "peil-demo-")
	if err != nil {
		return exports{}, err
	}
	madeFolder = dir
	s, err := demo.Write(context.Background(), dir, demo.Options{Seed: 7, Reference: lists})
	return exports{dir, s}, err
})

var madeFolder string

func TestMain(m *testing.M) {
	code := m.Run()
	if madeFolder != "" {
		os.RemoveAll(madeFolder)
	}
	os.Exit(code)
}

func standard(t testing.TB) exports {
	t.Helper()
	e, err := written()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func write(t testing.TB, opt demo.Options) exports {
	t.Helper()
	opt.Reference = lists
	dir := t.TempDir()
	s, err := demo.Write(context.Background(), dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	return exports{dir, s}
}

// files gives the exports of an entity in the order of their names.
func (e exports) files(t testing.TB, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(e.dir, pattern))
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(found), err)
	}
	slices.Sort(found)
	return found
}

// known is the delivery date in a file's name.
func known(file string) string {
	base := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	return base[len(base)-10:]
}

// row is a row by header.
type row map[string]string

// rows reads an export as a stranger would, leaving out titles, blanks, totals
// and junk rows (which have a key of their own, or break a rule).
func (e exports) rows(t testing.TB, file string) []row {
	t.Helper()
	rel, err := filepath.Rel(e.dir, file)
	if err != nil {
		t.Fatal(err)
	}
	junk := map[int64]bool{}
	for _, b := range e.summary.Bad {
		if b.File == filepath.ToSlash(rel) {
			junk[b.Line] = true
		}
	}
	switch filepath.Ext(file) {
	case ".xlsx":
		return sheetRows(t, file, junk)
	case ".json":
		return objectRows(t, file, junk)
	}
	return textRows(t, file, junk)
}

// isHeader tells the header from titles: no title of the demo has a second
// filled cell.
func isHeader(cells []string) bool { return len(cells) > 2 && cells[1] != "" }

func textRows(t testing.TB, file string, junk map[int64]bool) []row {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	comma := ';'
	var text []byte
	switch name := filepath.Base(file); {
	case strings.HasPrefix(name, "flits"):
		comma = '\t'
		text, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(raw)
	case strings.HasPrefix(name, "verwijzingen"):
		comma = ','
		text = []byte(strings.TrimPrefix(string(raw), "\ufeff"))
	case strings.HasPrefix(name, "werkitems"):
		comma = ','
		text = raw
	case strings.HasPrefix(name, "attesten"), strings.HasPrefix(name, "doelstellingen"):
		text = raw
	default:
		text, err = charmap.Windows1252.NewDecoder().Bytes(raw)
	}
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(string(text)))
	r.Comma, r.FieldsPerRecord = comma, -1
	var header []string
	var out []row
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		line, _ := r.FieldPos(0)
		switch {
		case header == nil:
			if isHeader(cells) {
				header = cells
			}
		case junk[int64(line)], cells[0] == "Totaal":
		case len(cells) != len(header):
			t.Fatalf("%s:%d: %d cells, want %d", file, line, len(cells), len(header))
		default:
			out = append(out, named(header, cells))
		}
	}
}

func named(header, cells []string) row {
	r := row{}
	for i, h := range header {
		if i < len(cells) {
			r[h] = cells[i]
		}
	}
	return r
}

// sheetRows reads the first sheet; dates come as serial numbers or as text.
func sheetRows(t testing.TB, file string, junk map[int64]bool) []row {
	t.Helper()
	book, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	all, err := book.GetRows(book.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var header []string
	var out []row
	for i, cells := range all {
		switch {
		case header == nil:
			if isHeader(cells) {
				header = cells
			}
		case junk[int64(i+1)], len(cells) == 0, cells[0] == "Eindtotaal":
		default:
			out = append(out, named(header, cells))
		}
	}
	return out
}

func objectRows(t testing.TB, file string, junk map[int64]bool) []row {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var objects []map[string]*string
	if err := json.Unmarshal(text, &objects); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	var out []row
	for i, o := range objects {
		if junk[int64(i+1)] {
			continue
		}
		r := row{}
		for k, v := range o {
			r[k] = ""
			if v != nil {
				r[k] = *v
			}
		}
		out = append(out, r)
	}
	return out
}

// live reads the files of an entity that is delivered as changes, up to a
// delivery date: the newest row of each key.
func (e exports) live(t testing.TB, pattern, key, until string) map[string]row {
	t.Helper()
	out := map[string]row{}
	for _, f := range e.files(t, pattern) {
		if known(f) > until {
			break
		}
		for _, r := range e.rows(t, f) {
			out[r[key]] = r
		}
	}
	return out
}

// iso turns 31/12/2022 or an Excel serial number into 2022-12-31; "" stays.
func iso(t testing.TB, s string) string {
	t.Helper()
	switch {
	case s == "", len(s) == 10 && s[4] == '-':
		return s
	case len(s) == 10 && s[2] == '/':
		return s[6:] + "-" + s[3:5] + "-" + s[:2]
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatalf("%q is no date", s)
	}
	d, err := excelize.ExcelDateToTime(n, false)
	if err != nil {
		t.Fatal(err)
	}
	return d.Format("2006-01-02")
}

func number(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// tree hashes all files below a folder, names included.
func tree(t testing.TB, dir string) string {
	t.Helper()
	h := sha256.New()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		fmt.Fprintf(h, "%s %d\n", rel, len(text))
		h.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func TestSameSeedGivesSameBytes(t *testing.T) {
	first := tree(t, standard(t).dir)
	if again := tree(t, write(t, demo.Options{Seed: 7}).dir); again != first {
		t.Error("seed 7 wrote other bytes the second time")
	}
	if other := tree(t, write(t, demo.Options{Seed: 8}).dir); other == first {
		t.Error("seed 8 wrote the bytes of seed 7")
	}
}

func TestStateThatDidNotChangeIsSentAgainAsTheSameBytes(t *testing.T) {
	e := standard(t)
	var sums []string
	for _, day := range []string{"23", "24", "25"} {
		text, err := os.ReadFile(filepath.Join(e.dir, "huisvestingstool", "plaatsen_2023-12-"+day+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, fmt.Sprintf("%x", sha256.Sum256(text)))
	}
	if sums[1] != sums[2] || sums[0] == sums[1] {
		t.Errorf("23, 24 and 25 December: %v, want the last two equal and the first not", sums)
	}
}

func TestSummaryCountsWhatIsThere(t *testing.T) {
	e := standard(t)
	files := 0
	err := filepath.WalkDir(e.dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files++
		}
		return err
	})
	if err != nil || files != e.summary.Files {
		t.Errorf("%d files on disk, summary says %d (%v)", files, e.summary.Files, err)
	}
	good := 0
	for _, f := range e.files(t, "vragenregister/vragen_*") {
		good += len(e.rows(t, f))
	}
	junk := 0
	for _, b := range e.summary.Bad {
		if strings.HasPrefix(b.File, "vragenregister/vragen_") {
			junk++
		}
	}
	if got := e.summary.Rows["questions"]; got != good+junk || junk == 0 {
		t.Errorf("summary counts %d questions, files hold %d good and %d junk rows", got, good, junk)
	}
}

func TestJunkIsHalfAPercentAndCanBeLeftOut(t *testing.T) {
	e := standard(t)
	rows := 0
	sources := map[string]bool{}
	for _, n := range e.summary.Rows {
		rows += n
	}
	for _, b := range e.summary.Bad {
		sources[b.File[:strings.Index(b.File, "/")]] = true
	}
	if share := float64(len(e.summary.Bad)) / float64(rows); share < 0.004 || share > 0.006 {
		t.Errorf("junk is %.4f of %d rows, want about 0.005", share, rows)
	}
	if len(sources) < 7 {
		t.Errorf("junk in %v, want it spread over sources", sources)
	}
	clean := write(t, demo.Options{Seed: 7, Clean: true})
	if len(clean.summary.Bad) != 0 {
		t.Errorf("clean exports have %d junk rows", len(clean.summary.Bad))
	}
	// Without junk the same rows are left: junk adds, it takes nothing away.
	file := "huisvestingstool/plaatsingen_2022-05-02.csv"
	with, without := e.rows(t, filepath.Join(e.dir, file)), clean.rows(t, filepath.Join(clean.dir, file))
	if len(with) == 0 || fmt.Sprint(with) != fmt.Sprint(without) {
		t.Errorf("%s: %d rows beside junk, %d without", file, len(with), len(without))
	}
}

func TestWrongOptionsAreUserErrors(t *testing.T) {
	for name, opt := range map[string]demo.Options{
		"scale":        {Scale: -1, Reference: lists},
		"no reference": {},
		"no lists":     {Reference: fstest.MapFS{}},
		"no column":    {Reference: fstest.MapFS{"municipalities.csv": {Data: []byte("nis_code\n11001\n")}}},
		"no headers":   {Reference: fstest.MapFS{"municipalities.csv": {}}},
	} {
		_, err := demo.Write(t.Context(), t.TempDir(), opt)
		var u *models.Error
		if !errors.As(err, &u) || u.Code != models.Invalid || u.Fix == "" {
			t.Errorf("%s: got %v, want a *models.Error with a fix", name, err)
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var u *models.Error
	if _, err := demo.Write(t.Context(), file, demo.Options{Reference: lists}); !errors.As(err, &u) {
		t.Errorf("a file in the way: got %v, want a *models.Error", err)
	}
}

func TestCancelStopsWriting(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := demo.Write(ctx, t.TempDir(), demo.Options{Reference: lists, Progress: func(done, total int) {
		if done == 3 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func BenchmarkWrite(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		if _, err := demo.Write(b.Context(), dir, demo.Options{Seed: 1, Reference: lists}); err != nil {
			b.Fatal(err)
		}
	}
}
