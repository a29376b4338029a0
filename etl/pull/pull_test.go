package pull_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/models"
)

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, dir string) *pull.FolderConnector {
	t.Helper()
	c, err := pull.Folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func list(t *testing.T, c pull.Connector) []pull.Item {
	t.Helper()
	items, err := c.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func names(items []pull.Item) []string {
	var out []string
	for _, i := range items {
		out = append(out, i.Name)
	}
	return out
}

// wantError wants a user error with this code whose text holds part.
func wantError(t *testing.T, err error, code models.Code, part string) {
	t.Helper()
	if models.CodeOf(err) != code || !strings.Contains(err.Error(), part) {
		t.Errorf("error = %v (code %q), want code %q and %q", err, models.CodeOf(err), code, part)
	}
}

func TestFolderListsAllFilesByNameAndContractsChoose(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b/2.csv", "b/1.csv", "a/x.xlsx", "b/~$1.csv", "b/3.csv.part", "b/.hidden", "b/deep/er/4.csv", "readme.txt"} {
		write(t, dir, name, "x")
	}
	items := list(t, open(t, dir))
	if got := names(items); !slices.IsSorted(got) || len(got) != 8 {
		t.Errorf("listed %v, want 8 names in order", got)
	}
	for _, c := range []struct {
		patterns []string
		want     []string
	}{
		{[]string{"b/*.csv"}, []string{"b/1.csv", "b/2.csv"}},
		{[]string{"b/2.csv", "b/*.csv"}, []string{"b/1.csv", "b/2.csv"}},
		{[]string{"**/*.csv"}, []string{"b/1.csv", "b/2.csv", "b/deep/er/4.csv"}},
		{[]string{"b/**"}, []string{"b/1.csv", "b/2.csv", "b/deep/er/4.csv"}},
		{[]string{"*"}, []string{"readme.txt"}},
		{[]string{"[", "a/?.xlsx"}, []string{"a/x.xlsx"}},
		{[]string{"B/*.csv"}, nil},
	} {
		if got := names(pull.Match(c.patterns, items)); !slices.Equal(got, c.want) {
			t.Errorf("Match(%q) = %q, want %q", c.patterns, got, c.want)
		}
	}
	if got, want := pull.Unknown([]string{"b/*.csv", "a/*"}, items), []string{"b/deep/er/4.csv", "readme.txt"}; !slices.Equal(got, want) {
		t.Errorf("Unknown = %q, want %q", got, want)
	}
}

// A Mac writes accents apart from their letters; the name looks the same to who wrote the
// contract, and to who sends the file.
func TestNamesMatchHoweverTheirAccentsAreWritten(t *testing.T) {
	composed, apart := "belgi\u00eb_2023.csv", "belgie\u0308_2023.csv"
	for _, name := range []string{composed, apart} {
		for _, pattern := range []string{composed, apart, "belgi\u00eb_*", "belgie\u0308_*", "belgi?_2023.csv"} {
			items := []pull.Item{{Name: name}}
			if got := pull.Match([]string{pattern}, items); len(got) != 1 || got[0].Name != name {
				t.Errorf("Match(%+q) of %+q = %v, want it, by its own name", pattern, name, got)
			}
			if got := pull.Unknown([]string{pattern}, items); len(got) != 0 {
				t.Errorf("Unknown(%+q) = %+q, want none", pattern, got)
			}
		}
	}
}

func TestMissingAndEmptyFoldersSaySo(t *testing.T) {
	dir := t.TempDir()
	_, err := pull.Folder(filepath.Join(dir, "nowhere"))
	wantError(t, err, models.Invalid, "is not there")
	write(t, dir, "file", "x")
	_, err = pull.Folder(filepath.Join(dir, "file"))
	wantError(t, err, models.Invalid, "cannot be opened as a folder")
	empty := t.TempDir()
	if err := os.Mkdir(filepath.Join(empty, "sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err = open(t, empty).List(context.Background())
	wantError(t, err, models.Invalid, "holds no file")
}

func TestNoLinkLeadsOutOfTheFolder(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	write(t, outside, "secret.csv", "secret")
	write(t, dir, "real.csv", "x")
	for link, to := range map[string]string{"out.csv": filepath.Join(outside, "secret.csv"), "in.csv": "real.csv", "up.csv": "../" + filepath.Base(outside) + "/secret.csv", "none.csv": "nowhere.csv"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(outside, filepath.Join(dir, "folder")); err != nil {
		t.Fatal(err)
	}
	c := open(t, dir)
	for _, item := range list(t, c) {
		r, err := c.Open(context.Background(), item)
		switch item.Name {
		case "real.csv", "in.csv":
			if err != nil {
				t.Errorf("%s: %v, want it read", item.Name, err)
				continue
			}
			r.Close()
		case "out.csv", "up.csv", "folder":
			if err == nil {
				t.Errorf("%s was opened", item.Name)
				continue
			}
			wantError(t, err, models.Blocked, item.Name+": is a link that leads out of the folder of exports")
		case "none.csv":
			wantError(t, err, models.Unavailable, "none.csv: is a link to a file that is not there")
		default:
			t.Errorf("%s is listed", item.Name)
		}
	}
}

// Small exports are held in memory until they are known to be new, and large ones in a
// file; what is landed is the same bytes.
func TestLandingKeepsBytesUnderTheirSum(t *testing.T) {
	const held = 1 << 20
	for _, size := range []int{0, 120_000, held - 1, held, held + 1, 3*held + 7} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			dir, data := t.TempDir(), t.TempDir()
			text := strings.Repeat("plaats;1\r\n\x00\xff", size/12+1)[:size]
			write(t, dir, "a.csv", text)
			write(t, dir, "b.csv", text)
			c := open(t, dir)
			landing, temporary := filepath.Join(data, "landing", "s"), filepath.Join(data, "tmp")
			sum := sha256.Sum256([]byte(text))
			for i, item := range list(t, c) {
				got, err := pull.Land(context.Background(), c, item, landing, temporary, nil, false)
				if err != nil {
					t.Fatal(err)
				}
				if got.SHA256 != hex.EncodeToString(sum[:]) || got.Bytes != int64(len(text)) || got.Fresh != (i == 0) {
					t.Errorf("%s: %+v, want sum %x, %d bytes, fresh %v", item.Name, got, sum, len(text), i == 0)
				}
			}
			landed, err := os.ReadFile(filepath.Join(landing, hex.EncodeToString(sum[:])))
			if err != nil || string(landed) != text {
				t.Errorf("landed bytes differ: %v", err)
			}
			for path, want := range map[string]os.FileMode{landing: 0o700 | os.ModeDir, filepath.Join(landing, hex.EncodeToString(sum[:])): 0o600} {
				if info, err := os.Stat(path); err != nil || info.Mode() != want {
					t.Errorf("%s has mode %v, want %v", path, info.Mode(), want)
				}
			}
			if left, err := os.ReadDir(temporary); err != nil || len(left) != 0 {
				t.Errorf("%d files left in %s, %v", len(left), temporary, err)
			}
		})
	}
}

// Bytes of another number are never trusted; others are where nothing gives a reason to
// read them.
func TestTornAndDamagedLandingFilesAreReplaced(t *testing.T) {
	for _, c := range []struct {
		there          string
		younger, again bool
		want           string
	}{
		{"", false, false, "whole text"},
		{"who", false, false, "whole text"},
		{"whole tent", false, false, "whole tent"},
		{"whole tent", false, true, "whole text"},
		{"whole tent", true, false, "whole text"},
	} {
		dir, data := t.TempDir(), t.TempDir()
		write(t, dir, "a.csv", "whole text")
		sum := sha256.Sum256([]byte("whole text"))
		write(t, data, hex.EncodeToString(sum[:]), c.there)
		landed := filepath.Join(data, hex.EncodeToString(sum[:]))
		day := time.Date(2023, 1, 31, 12, 0, 0, 0, time.UTC)
		if err := os.Chtimes(landed, day, day); err != nil {
			t.Fatal(err)
		}
		if c.younger {
			day = day.Add(time.Hour)
		}
		if err := os.Chtimes(filepath.Join(dir, "a.csv"), day, day); err != nil {
			t.Fatal(err)
		}
		from := open(t, dir)
		if _, err := pull.Land(context.Background(), from, list(t, from)[0], data, filepath.Join(data, "tmp"), nil, c.again); err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(landed); err != nil || string(text) != c.want {
			t.Errorf("landed %q over %q (younger %t, again %t), %v, want %q", text, c.there, c.younger, c.again, err, c.want)
		}
	}
}

// withoutFolder is a connector during whose work a folder goes away.
type withoutFolder struct {
	pull.Connector
	folder string
}

func (c withoutFolder) Open(ctx context.Context, item pull.Item) (io.ReadCloser, error) {
	if err := os.RemoveAll(c.folder); err != nil {
		return nil, err
	}
	return c.Connector.Open(ctx, item)
}

// A small export is written once it is whole, a large one on the way.
func TestAnExportThatCannotBeLandedIsNamed(t *testing.T) {
	for _, length := range []int{10, 3 << 20} {
		dir, data := t.TempDir(), t.TempDir()
		write(t, dir, "a.csv", strings.Repeat("x", length))
		c, temporary := open(t, dir), filepath.Join(data, "tmp")
		_, err := pull.Land(t.Context(), withoutFolder{c, temporary}, list(t, c)[0], filepath.Join(data, "s"), temporary, nil, false)
		if err == nil || !strings.HasPrefix(err.Error(), "land a.csv: ") || strings.Count(err.Error(), "a.csv") != 1 {
			t.Errorf("%d bytes: %v, want it to name a.csv once", length, err)
		}
	}
}

func TestGrowingFileIsLeftForTheNextRun(t *testing.T) {
	changes := map[string]func(string) error{
		"longer": func(file string) error {
			f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = f.WriteString("more")
			return err
		},
		"shorter":          func(file string) error { return os.Truncate(file, 2) },
		"same size, later": func(file string) error { return os.Chtimes(file, time.Time{}, time.Unix(2_000_000_000, 0)) },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			dir, data := t.TempDir(), t.TempDir()
			write(t, dir, "a.csv", "text")
			c := open(t, dir)
			item := list(t, c)[0]
			if err := change(filepath.Join(dir, "a.csv")); err != nil {
				t.Fatal(err)
			}
			_, err := pull.Land(context.Background(), c, item, filepath.Join(data, "s"), filepath.Join(data, "tmp"), nil, false)
			wantError(t, err, models.Unavailable, "is still growing; the next run takes it")
			if landed, _ := os.ReadDir(filepath.Join(data, "s")); len(landed) != 0 {
				t.Errorf("%d files landed, want none", len(landed))
			}
			if _, err := pull.Land(context.Background(), c, list(t, c)[0], filepath.Join(data, "s"), filepath.Join(data, "tmp"), nil, false); err != nil {
				t.Errorf("the next run: %v", err)
			}
		})
	}
}

func TestUnreadableFileNamesItself(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "gone.csv", "x")
	c := open(t, dir)
	item := list(t, c)[0]
	if err := os.Remove(filepath.Join(dir, "gone.csv")); err != nil {
		t.Fatal(err)
	}
	_, err := pull.Land(context.Background(), c, item, filepath.Join(dir, "s"), filepath.Join(dir, "tmp"), nil, false)
	wantError(t, err, models.Unavailable, "gone.csv: cannot be read")
	if strings.Contains(err.Error(), dir) {
		t.Errorf("%v names the machine's path", err)
	}
	// A folder in the place of a file opens, but cannot be read.
	if err := os.Mkdir(filepath.Join(dir, "gone.csv"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err = pull.Land(context.Background(), c, item, filepath.Join(dir, "s"), filepath.Join(dir, "tmp"), nil, false)
	wantError(t, err, models.Unavailable, "gone.csv: cannot be read to its end")
	if os.Getuid() == 0 {
		return // root may read everything
	}
	write(t, dir, "closed.csv", "x")
	if err := os.Chmod(filepath.Join(dir, "closed.csv"), 0); err != nil {
		t.Fatal(err)
	}
	_, err = c.Open(context.Background(), pull.Item{Name: "closed.csv", Size: 1, Ref: "closed.csv"})
	wantError(t, err, models.Unavailable, "permission denied")
}

func TestStoppedRunStopsALongCopy(t *testing.T) {
	dir, data := t.TempDir(), t.TempDir()
	write(t, dir, "a.csv", strings.Repeat("x", 1<<20))
	c := open(t, dir)
	item := list(t, c)[0]
	ctx, stop := context.WithCancel(context.Background())
	_, err := pull.Land(ctx, stopAfter{c, stop}, item, filepath.Join(data, "s"), filepath.Join(data, "tmp"), nil, false)
	if err == nil || ctx.Err() == nil {
		t.Errorf("error = %v, want that the run was stopped", err)
	}
	if left, _ := os.ReadDir(filepath.Join(data, "tmp")); len(left) != 0 {
		t.Errorf("%d temporary files left", len(left))
	}
}

// stopAfter stops the run as soon as the first bytes were read.
type stopAfter struct {
	pull.Connector
	stop func()
}

func (s stopAfter) Open(ctx context.Context, item pull.Item) (io.ReadCloser, error) {
	r, err := s.Connector.Open(ctx, item)
	return stopper{r, s.stop}, err
}

type stopper struct {
	io.ReadCloser
	stop func()
}

func (s stopper) Read(p []byte) (int, error) {
	s.stop()
	return s.ReadCloser.Read(p)
}
