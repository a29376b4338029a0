package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What was published is known from more than one place. Whatever of it is gone or damaged,
// nothing is published until it is back, and pages that are made meanwhile are internal.
func TestNothingIsPublishedBesideWhatIsLost(t *testing.T) {
	const first, second = "beds/2023-01-31-s1-nl", "beds/2023-02-28-s2-nl"
	d := small(t, "")
	put(t, filepath.Join(d.project, "reports", "pages", "other.md"), []byte("---\ntitle: Ander\n---\n\n{{ value \"beds_opened\" at=\"known\" }}\n"))
	d.run(exitDone, "an", "publish", first)
	d.later("beds_2023-02-28.csv", "1;Aalst;22;01/01/2023\n")
	folder, latest := d.layout.Edition("beds", "2023-01-31-s1-nl"), d.layout.Latest("beds", "nl")
	table, err := filepath.Glob(filepath.Join(folder, "tables", "*[0-9a-f].csv"))
	if err != nil || len(table) == 0 {
		t.Fatal(table, err)
	}
	for name, c := range map[string]struct{ file, text, told string }{
		"no figures":              {filepath.Join(folder, "figures.json"), "", "figures.json is gone"},
		"half its figures":        {filepath.Join(folder, "figures.json"), `{"format":1,`, "figures.json differs from its checksum"},
		"no description":          {filepath.Join(folder, "structure.json"), "", "structure.json is gone"},
		"another table":           {table[0], "value,obs_status\n", "differs from its checksum"},
		"no table":                {table[0], "", "is gone"},
		"no checksums":            {filepath.Join(folder, "SHA256SUMS"), "", "SHA256SUMS is gone"},
		"other checksums":         {filepath.Join(folder, "SHA256SUMS"), "x  y\n", "is not what it was"},
		"no folder":               {folder, "", "its folder is gone"},
		"no record":               {latest, "", "lacks edition 2023-01-31-s1-nl, which was published on"},
		"an empty record":         {latest, "{}", "lacks edition 2023-01-31-s1-nl, which was published on"},
		"half a record":           {latest, `{"report":"beds","releases":[{"edi`, "latest-nl.json: cannot be read"},
		"a line of the audit":     {d.layout.Audit(), "{\"at\":\"\",}\n", "audit.jsonl:1: cannot be read"},
		"no folder and no record": {filepath.Dir(folder), "", "its folder is gone"},
	} {
		t.Run(name, func(t *testing.T) {
			aside := filepath.Join(t.TempDir(), "aside")
			if err := os.Rename(c.file, aside); err != nil {
				t.Fatal(err)
			}
			if c.text != "" {
				put(t, c.file, []byte(c.text))
			}
			back := func() {
				if err := os.RemoveAll(c.file); err != nil {
					t.Fatal(err)
				}
				if err := os.Rename(aside, c.file); err != nil {
					t.Fatal(err)
				}
			}
			defer back()
			told := d.run(exitDone, "an", "report", "other")
			if !strings.Contains(told, c.told) || !strings.Contains(told, "stays internal: not all that was published can be read") || !strings.Contains(told, backup) {
				t.Errorf("the page is made and told: %s", told)
			}
			for _, f := range strings.Fields(told) {
				if strings.HasSuffix(f, "index.html") {
					if page, err := os.ReadFile(f); err != nil || !strings.Contains(string(page), "niet alles wat eerder gepubliceerd is") {
						t.Errorf("the page does not say why it is internal: %v", err)
					}
				}
			}
			if name == "no folder and no record" {
				return // with it went the edition that is to be published
			}
			told = d.run(exitBlocked, "an", "publish", second)
			if !strings.Contains(told, c.told) || !strings.Contains(told, "2023-01-31-s1-nl") && !strings.Contains(told, "latest-nl.json") && !strings.Contains(told, "audit.jsonl") || !strings.Contains(told, backup) {
				t.Errorf("refused with: %s", told)
			}
			d.run(exitBlocked, "an", "audit", second)
			if told := d.run(exitBlocked, "an", "verify"); !strings.Contains(told, c.told) {
				t.Errorf("verify tells: %s", told)
			}
		})
	}
	for _, r := range d.audited() {
		if r.Act == "publish" && r.Edition == "2023-02-28-s2-nl" && r.Outcome != "refused" {
			t.Errorf("%+v", r)
		}
	}
	d.run(exitDone, "an", "publish", second) // all is back
	d.run(exitDone, "an", "verify")
}

// A publication that was stopped may have reached readers or not: what it would have told
// counts, and it can be done again.
func TestAPublicationThatWasStoppedCounts(t *testing.T) {
	d := small(t, "")
	d.run(exitDone, "an", "publish", "beds/2023-01-31-s1-nl")
	text, err := os.ReadFile(d.layout.Audit())
	if err != nil {
		t.Fatal(err)
	}
	begun, _, _ := strings.Cut(string(text), "\n")
	put(t, d.layout.Audit(), []byte(begun+"\n"+`{"at":"2023-02-0`)) // and a line that was cut off
	if err := os.Remove(d.layout.Latest("beds", "nl")); err != nil {
		t.Fatal(err)
	}
	a := &app{data: d.layout.Root}
	if dirs, err := a.published(); err != nil || len(dirs) != 1 {
		t.Errorf("readers may have %v, %v", dirs, err)
	}
	d.run(exitDone, "an", "publish", "beds/2023-01-31-s1-nl")
	d.run(exitDone, "an", "verify")
}

// A folder whose audit is gone still knows what was published by the records of its
// reports, and tells that nobody knows by whom any more.
func TestWithoutAnAuditTheRecordsTellWhatWasPublished(t *testing.T) {
	d := small(t, "")
	d.run(exitDone, "an", "publish", "beds/2023-01-31-s1-nl")
	if err := os.Remove(d.layout.Audit()); err != nil {
		t.Fatal(err)
	}
	d.later("beds_2023-02-28.csv", "1;Aalst;22;01/01/2023\n")
	d.run(exitDone, "an", "publish", "beds/2023-02-28-s2-nl")
	a := &app{data: d.layout.Root}
	if dirs, err := a.published(); err != nil || len(dirs) != 2 {
		t.Errorf("readers have %v, %v", dirs, err)
	}
	told := d.run(exitBlocked, "an", "verify")
	if !strings.Contains(told, "audit.jsonl: lacks who published edition beds/2023-01-31-s1-nl and when") || strings.Contains(told, "2023-02-28-s2-nl and when") {
		t.Errorf("verify tells: %s", told)
	}
}
