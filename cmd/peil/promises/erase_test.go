package promises

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/protect"
)

// renumbered gives the two numbers of a person of the demo whose BIS number was
// replaced, from the last export that says so.
func renumbered(t *testing.T, dir string) (national, bis string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "exports", "huisvestingstool", "personen_*.csv"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no exports of persons: %v", err)
	}
	text, err := os.ReadFile(names[len(names)-1])
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.ReplaceAll(string(text), "\r", ""), "\n")
	head := strings.Split(lines[0], ";")
	for _, line := range lines[1:] {
		cells := strings.Split(line, ";")
		if len(cells) != len(head) {
			continue
		}
		row := map[string]string{}
		for i, h := range head {
			row[h] = protect.Normalise("insz", cells[i])
		}
		if len(row["insz"]) == 11 && len(row["vorig_insz"]) == 11 && row["insz"] != row["vorig_insz"] {
			return row["insz"], row["vorig_insz"]
		}
	}
	t.Fatal("nobody got a national number in the last export")
	return "", ""
}

// After an erasure no byte of the person is left: not the numbers as received, and not
// the pseudonyms of both in any file, packed or not. All else stands.
func TestAfterAnErasureNoByteOfThePersonIsLeft(t *testing.T) {
	t.Parallel()
	demo := demoDir(t)
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	if err := os.CopyFS(data, os.DirFS(filepath.Join(demo, "data"))); err != nil {
		t.Fatal(err)
	}
	secret, err := os.ReadFile(filepath.Join(demo, "key"))
	if err != nil {
		t.Fatal(err)
	}
	own := withKey(strings.TrimSpace(string(secret)))
	key, err := protect.LoadKey([]string{"${file:" + filepath.Join(demo, "key") + "}"}, os.LookupEnv, data)
	if err != nil {
		t.Fatal(err)
	}
	national, bis := renumbered(t, demo)
	var looked []needle
	for _, number := range []string{national, bis} {
		for _, domain := range []string{"person", "host", "household", "staff"} {
			p := key.Pseudonym(domain, number)
			looked = append(looked, needle{domain, "pseudonym", p[:]}, needle{domain, "pseudonym", []byte(protect.Text(p))}, needle{domain, "pseudonym", []byte(hex.EncodeToString(p[:]))})
		}
	}
	before, _ := leaks(t, data, looked, nil)
	if len(before) < 2 {
		t.Fatalf("the person is in %q: nothing to erase", before)
	}
	command := func(in string, args ...string) string {
		t.Helper()
		code, out, diag := own.run(t, in, append(args, "--data", data, "--quiet")...)
		if code != exitDone {
			t.Fatalf("peil %s: exit %d: %s%s", strings.Join(args, " "), code, out, diag)
		}
		return out
	}
	// Readers make tables as of earlier days, which hold the person, too.
	command("", "sql", "select count(*) from fct_person", "--as-of", "2022-12-31")
	persons := func() string {
		return command("", "sql", "select count(*) as n from fct_person", "--format", "csv")
	}
	places := command("", "sql", "select count(*) as n, sum(capacity_count) as c from raw.housing_tool__places", "--format", "csv")
	was := persons()
	out := command(bis+"\n", "erase", "--person", "--apply", "--reason", "verzoek")
	if !strings.Contains(out, "also under 1 other number") {
		t.Errorf("erase says\n%s", out)
	}
	if found, files := leaks(t, data, append(looked, needles(national, bis)...), nil); len(found) > 0 || files < 100 {
		t.Errorf("of %d files, the person is still in\n%s", files, strings.Join(found, "\n"))
	}
	if is := persons(); is == was {
		t.Errorf("there are %s persons, as before", is)
	}
	if now := command("", "sql", "select count(*) as n, sum(capacity_count) as c from raw.housing_tool__places", "--format", "csv"); now != places {
		t.Errorf("places were %s and are %s", places, now)
	}
	command("", "verify")
	command("", "status")
}
