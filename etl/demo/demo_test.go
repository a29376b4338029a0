package demo_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

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
