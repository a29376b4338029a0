package etl_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
)

var update = flag.Bool("update", false, "write what came out as what is expected")

// TestCases runs each folder of testdata/cases through the whole intake: a
// contract, the exports of one or more runs (run1, run2 ...), and in want.txt what
// every run says, each delivery, and the rows that are kept, rejected or warned of.
func TestCases(t *testing.T) {
	folders, err := filepath.Glob("testdata/cases/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("%d cases, %v", len(folders), err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			h := newHouse(t)
			h.project = caseProject(t, folder)
			var said strings.Builder
			var m *models.Manifest
			for run := 1; ; run++ {
				exports := filepath.Join(folder, fmt.Sprintf("run%d", run))
				if _, err := os.Stat(exports); err != nil {
					break
				}
				putAll(h, exports)
				r, now := h.runAll()
				fmt.Fprintf(&said, "run %d\n", run)
				for _, err := range r.Errors {
					fmt.Fprintf(&said, "  error [%s] %v\n", models.CodeOf(err), err)
				}
				for _, w := range r.Warnings {
					fmt.Fprintf(&said, "  warning %s\n", w)
				}
				m = now
			}
			for _, d := range m.Deliveries {
				describe(h, &said, d)
			}
			file := filepath.Join(folder, "want.txt")
			if *update {
				if err := os.WriteFile(file, []byte(said.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if said.String() != string(want) {
				t.Errorf("got\n%s\nwant\n%s", said.String(), want)
			}
			if _, again := h.runAll(); again.Snapshot != m.Snapshot {
				t.Errorf("a run with nothing new makes snapshot %d after %d", again.Snapshot, m.Snapshot)
			}
		})
	}
}

// caseProject reads contract.yml, and corrections and reference lists beside it.
func caseProject(t *testing.T, folder string) fstest.MapFS {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "contract.yml"))
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{"models/sources/contract.yml": {Data: text}}
	if text, err := os.ReadFile(filepath.Join(folder, "corrections.yml")); err == nil {
		out["models/corrections/corrections.yml"] = &fstest.MapFile{Data: text}
	}
	lists, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range lists {
		text, err := os.ReadFile(list)
		if err != nil {
			t.Fatal(err)
		}
		out["models/reference/"+filepath.Base(list)] = &fstest.MapFile{Data: text}
	}
	return out
}

func putAll(h *house, folder string) {
	h.t.Helper()
	files := os.DirFS(folder)
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		if err == nil {
			h.put(name, string(text))
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// describe writes a delivery with all that the lake holds of it.
func describe(h *house, out *strings.Builder, d models.Loaded) {
	h.t.Helper()
	fmt.Fprintf(out, "\n%s %d: %s, known %s: %d rows = %d kept + %d rejected + %d furniture\n",
		d.Entity, d.Sequence, d.Name, d.KnownAt, d.Rows, d.Kept, d.Rejected, d.Furniture)
	for _, n := range []struct {
		text  string
		count int64
	}{{"counted in another row", d.Repeated}, {"with a warning", d.Warned}, {"corrected", d.Corrected}} {
		if n.count > 0 {
			fmt.Fprintf(out, "  %d %s\n", n.count, n.text)
		}
	}
	for _, part := range []struct {
		name  string
		lines []string
	}{{"skipped", nonEmpty(d.Skipped)}, {"quarantine", nonEmpty(d.Quarantine)}, {"total", d.Control}, {"note", notes(d)}, {"period", d.Periods}} {
		for _, line := range part.lines {
			fmt.Fprintf(out, "  %s: %s\n", part.name, strings.ReplaceAll(line, "\n", "\n    "))
		}
	}
	section := func(title, sql string, file *models.LakeFile) {
		if file == nil {
			return
		}
		for line := range strings.SplitSeq(h.rows(sql, file), "\n") {
			fmt.Fprintf(out, "  %s %s\n", title, strings.ReplaceAll(line, " 00:00:00 +0000 UTC", ""))
		}
	}
	section("kept", "select _line, * exclude (_load_id, _file_sha256, _line, _known_at) from %s order by _line", d.Lake)
	section("rejected", "select line, column_name, rule, reason from %s order by all", d.Rejects)
	section("warned", "select line, column_name, rule, reason from %s order by all", d.Warnings)
}

// notes gives what is noted of the rows; how a file was read is for the cases of
// etl/decode.
func notes(d models.Loaded) []string {
	return slices.DeleteFunc(slices.Clone(d.Notes), func(note string) bool {
		what, _, _ := strings.Cut(note, " ")
		return slices.Contains([]string{"kind", "encoding", "delimiter", "quote", "header", "mode"}, what)
	})
}

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
