package warehouse

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file that changed on disk is told as such, wherever in it the bytes changed; a
// mistake in a SELECT over it stays a mistake in the SELECT.
func TestDamagedFileIsToldAndNotTakenForAMistakeInTheSelect(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"cut off":      func(b []byte) []byte { return b[:len(b)/2] },
		"other values": func(b []byte) []byte { return append(bytes.Repeat([]byte{0x5a}, len(b)/2), b[len(b)/2:]...) },
		"emptied":      func([]byte) []byte { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			l := newLake(t)
			l.put("sql/staging/stg_tool__stays.sql", stagedStays)
			l.put("sql/marts/fct_stay.sql", factStay)
			l.deliver("stays", "2022-03-31", "'s1', 2, 'x', '2022-03-15', null, null", "'s2', 3, 'y', '2022-03-16', null, null")
			built, err := l.open("").Build(context.Background(), BuildOptions{})
			if err != nil {
				t.Fatal(err)
			}
			l.manifest.Tables = built.Tables
			table := ""
			for _, b := range built.Tables {
				if b.Name == "fct_stay" {
					table = b.File.Path
				}
			}
			for path, want := range map[string]string{
				table:                              "take it away and run peil run, or run peil run --full: the table is made again",
				l.manifest.Deliveries[0].Lake.Path: "restore it from a backup, or run peil run --full",
			} {
				file := filepath.Join(l.layout.Root, filepath.FromSlash(path))
				whole, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.Remove(file); err != nil { // a file with its final name is never written to
					t.Fatal(err)
				}
				if err := os.WriteFile(file, damage(whole), 0o644); err != nil {
					t.Fatal(err)
				}
				relation := "fct_stay"
				if path != table {
					relation = "raw.tool__stays"
				}
				got := refused(t, l.open(""), "select sum(person_count), min(stay_id), max(province_code) from "+relation)
				if !strings.Contains(got, path+": is damaged") || !strings.Contains(got, want) || strings.Contains(got, "correct the SELECT") {
					t.Errorf("%s is told as %s", path, got)
				}
				if got := refused(t, l.open(""), "select nothing from ref.knowledge"); strings.Contains(got, "damaged") || !strings.Contains(got, "correct the SELECT") {
					t.Errorf("a mistake in the SELECT is told as %s", got)
				}
				if err := os.WriteFile(file, whole, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// A file that could not be written to the end is no damaged one: there is nothing to restore.
func TestAFullDiskIsNotTakenForDamage(t *testing.T) {
	w := newLake(t).open("")
	watch := w.engine.(*watched)
	file := filepath.Join(w.layout.Root, "fct_stay-1.parquet")
	if err := os.WriteFile(file, []byte("PAR1"), 0o644); err != nil {
		t.Fatal(err)
	}
	full := errors.New(`write parquet: IO Error: Could not write file "` + file + `": No space left on device`)
	if got := watch.look(context.Background(), full); got != full {
		t.Errorf("a full disk is told as %v", got)
	}
	torn := errors.New(`query: Invalid Input Error: No magic bytes found at end of file "` + file + `"`)
	if got := watch.look(context.Background(), torn); got == torn || !strings.Contains(got.Error(), "is damaged") {
		t.Errorf("a torn file is told as %v", got)
	}
}
