package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/index"
	"github.com/vlot-evaluatie/peil/reports/release"
)

// desk is a data folder at which several persons work.
type desk struct {
	t       *testing.T
	project string
	layout  models.Layout
	exports string
}

// small makes the small project with a change in its settings, and its first edition.
func small(t *testing.T, settings string) *desk {
	t.Helper()
	work := t.TempDir()
	if err := os.CopyFS(work, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, project: filepath.Join(work, "project"), layout: models.Layout{Root: filepath.Join(work, "data")}, exports: filepath.Join(work, "exports")}
	replace(t, filepath.Join(d.project, "peil.yml"), "extends: none", "extends: none\n"+settings)
	d.run(exitDone, "an", "run", "--exports", d.exports)
	return d
}

// run runs peil as somebody, and gives what it printed.
func (d *desk) run(want int, who string, args ...string) string {
	d.t.Helper()
	var out bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &out, diag: &out, who: func() (release.Person, error) { return release.Person{ID: "uid of " + who, Name: who}, nil }}
	root := a.command()
	root.SetArgs(append(args, "--project", d.project, "--data", d.layout.Root))
	root.SetOut(&out)
	root.SetErr(&out)
	if code := a.report(root.Execute()); code != want {
		d.t.Fatalf("%s: peil %s: exit %d, want %d: %s", who, strings.Join(args, " "), code, want, out.String())
	}
	return out.String()
}

// later delivers a file more.
func (d *desk) later(name, rows string) {
	d.t.Helper()
	put(d.t, filepath.Join(d.exports, name), []byte("nr;stad;bedden;open\n"+rows))
	d.run(exitDone, "an", "run", "--exports", d.exports)
}

func (d *desk) latest() string {
	d.t.Helper()
	r, err := release.Read(d.layout, "beds", "nl")
	if err != nil {
		d.t.Fatal(err)
	}
	if r.Latest() == nil {
		return ""
	}
	return r.Latest().Edition
}

var seenCode = regexp.MustCompile(`--seen ([0-9a-f]{12})`)

func (d *desk) approve(who, edition string) {
	d.t.Helper()
	shown := d.run(exitDone, who, "approve", edition)
	m := seenCode.FindStringSubmatch(shown)
	if m == nil {
		d.t.Fatalf("no code in %s", shown)
	}
	d.run(exitDone, who, "approve", edition, "--seen", m[1])
}

func TestWithTwoPersonsAnEditionWaitsForAnother(t *testing.T) {
	d := small(t, "approve: 2")
	put(t, filepath.Join(d.project, "reports", "pages", "beds.md"), []byte("---\ntitle: Bedden\n---\n\n{{ figure \"beds_opened\" by=\"month\" from=\"2023-01-01\" to=\"known\" chart=\"bar\" headline=\"Bedden\" subtitle=\"Per maand\" }}\n"))
	const first, second = "beds/2023-01-31-s1-nl-r2", "beds/2023-02-28-s2-nl"
	d.run(exitDone, "an", "report")
	if text := d.run(exitBlocked, "an", "publish", first); !strings.Contains(text, "waits for the approval of another person than an") || d.latest() != "" {
		t.Fatalf("published %q: %s", d.latest(), text)
	}
	d.approve("an", first) // the publisher's own approval is none
	d.run(exitBlocked, "an", "publish", first)
	d.approve("bert", first)
	d.run(exitDone, "an", "publish", first)
	if d.latest() != "2023-01-31-s1-nl-r2" {
		t.Fatalf("published is %q", d.latest())
	}

	// The next edition: an approval of it, given while another one was published, is for
	// what was shown then.
	d.later("beds_2023-02-28.csv", "1;Aalst;22;01/01/2023\n")
	if text := d.run(exitDone, "bert", "approve", second); !strings.Contains(text, "against 2023-01-31-s1-nl-r2") || !strings.Contains(text, "30 → 42") {
		t.Errorf("the approver is shown %s", text)
	}
	d.approve("bert", second)
	d.later("beds_2023-03-31.csv", "1;Aalst;33;01/01/2023\n")
	d.approve("cato", "beds/2023-03-31-s3-nl")
	d.run(exitDone, "an", "publish", "beds/2023-03-31-s3-nl")
	d.run(exitBlocked, "an", "publish", second, "--older")
	d.approve("bert", second)
	d.run(exitDone, "an", "publish", second, "--older")
	if d.latest() != "2023-02-28-s2-nl" {
		t.Errorf("published is %q", d.latest())
	}
	acts := map[string]int{}
	for _, r := range d.audited() {
		acts[r.By.Name+" "+r.Act+" "+r.Outcome]++
	}
	want := map[string]int{"an publish waits": 3, "an approve begun": 1, "an approve done": 1, "bert approve begun": 3, "bert approve done": 3, "cato approve begun": 1, "cato approve done": 1, "an publish begun": 3, "an publish done": 3}
	if fmt.Sprint(acts) != fmt.Sprint(want) {
		t.Errorf("audit %v, want %v", acts, want)
	}
}

// audited reads the audit; every line of it must be whole.
func (d *desk) audited() []auditRecord {
	d.t.Helper()
	text, err := os.ReadFile(d.layout.Audit())
	if err != nil {
		d.t.Fatal(err)
	}
	var out []auditRecord
	for line := range strings.Lines(string(text)) {
		var r auditRecord
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			d.t.Fatalf("audit line %q: %v", line, err)
		}
		out = append(out, r)
	}
	return out
}

// Other bytes need another approval, also under the same name.
func TestAnApprovalIsForTheBytesThatWereSeen(t *testing.T) {
	d := small(t, "approve: 2")
	const name = "beds/2023-01-31-s1-nl"
	shown := seenCode.FindStringSubmatch(d.run(exitDone, "bert", "approve", name))[1]
	d.run(exitDone, "bert", "approve", name, "--seen", shown)
	dir := d.layout.Edition("beds", "2023-01-31-s1-nl")
	list, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	// Somebody changes a file and makes its sum fit.
	put(t, filepath.Join(dir, "leesmij.txt"), []byte("iets anders\n"))
	sum, err := exec.Command("sha256sum", filepath.Join(dir, "leesmij.txt")).Output()
	if err != nil {
		t.Skip("no sha256sum on this machine")
	}
	list = regexp.MustCompile(`(?m)^[0-9a-f]{64}  leesmij.txt$`).ReplaceAll(list, append(sum[:64:64], "  leesmij.txt"...))
	put(t, filepath.Join(dir, "SHA256SUMS"), list)
	d.run(exitDone, "an", "verify", name)
	d.run(exitBlocked, "an", "publish", name)
	d.run(exitInvalid, "bert", "approve", name, "--seen", shown)
	if d.latest() != "" {
		t.Errorf("published is %q", d.latest())
	}
}

func TestPersonsBySmallAreaArePublishedOnceTheyWereAttacked(t *testing.T) {
	work := t.TempDir()
	if err := os.CopyFS(work, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, project: filepath.Join(work, "project"), layout: models.Layout{Root: filepath.Join(work, "data")}, exports: filepath.Join(work, "exports")}
	put(t, filepath.Join(d.project, "models", "dimensions.yml"), []byte("dimensions:\n  - {name: town, title_nl: Stad, title_en: Town, place: true}\n"))
	metric := filepath.Join(d.project, "sql", "metrics", "beds_opened.sql")
	text, err := os.ReadFile(metric)
	if err != nil {
		t.Fatal(err)
	}
	put(t, metric, regexp.MustCompile(`(?m)^protects: .*$`).ReplaceAll(text, []byte("protects: person")))
	d.run(exitDone, "an", "run", "--exports", d.exports)
	// The gate keeps what it was not shown to be safe: see package release.
	told := d.run(exitDone, "an", "publish", "beds/2023-01-31-s1-nl")
	if !strings.Contains(told, "is published") || d.latest() != "2023-01-31-s1-nl" {
		t.Errorf("published %q: %s", d.latest(), told)
	}
	d.run(exitDone, "an", "audit", "beds/2023-01-31-s1-nl")
}

// The edition before is the last published one on older data, or where none is the last
// of those; making an edition again gives the same, whatever came after it.
func TestTheEditionBeforeStandsOnOlderData(t *testing.T) {
	d := small(t, "")
	d.later("beds_2023-02-28.csv", "1;Aalst;22;01/01/2023\n")
	d.later("beds_2023-03-31.csv", "1;Aalst;33;01/01/2023\n")
	against := func(name string) string {
		t.Helper()
		f, err := edition.Read(d.layout.Edition("beds", name))
		if err != nil || f == nil {
			t.Fatalf("%s: %v", name, err)
		}
		return f.Previous
	}
	for name, want := range map[string]string{"2023-01-31-s1-nl": "", "2023-02-28-s2-nl": "2023-01-31-s1-nl", "2023-03-31-s3-nl": "2023-02-28-s2-nl"} {
		if got := against(name); got != want {
			t.Errorf("%s is told against %q, want %q", name, got, want)
		}
	}
	for _, snapshot := range []string{"1", "2", "3"} {
		if text := d.run(exitDone, "an", "report", "--snapshot", snapshot); strings.Contains(text, "-r2") {
			t.Errorf("made again it differs: %s", text)
		}
	}
	d.run(exitDone, "an", "publish", "beds/2023-01-31-s1-nl")
	d.later("beds_2023-04-30.csv", "1;Aalst;44;01/01/2023\n")
	if got := against("2023-04-30-s4-nl"); got != "2023-01-31-s1-nl" {
		t.Errorf("with one published, it is told against %q", got)
	}
}

// Of a page that is made for each member, the list has the published edition of each,
// else the newest, by title and with capitals and accents aside.
func TestOfPagesForEachMemberOneEditionIsListed(t *testing.T) {
	got := oneEach([]index.Edition{ // the newest first
		{Report: "p-2", Title: "Éeklo", Lang: "nl", Name: "e3"},
		{Report: "p-1", Title: "Zele", Lang: "nl", Name: "e3"}, {Report: "p-1", Title: "Zele", Lang: "nl", Name: "e2", Latest: true}, {Report: "p-1", Title: "Zele", Lang: "nl", Name: "e1", Published: "2023-01-01"},
		{Report: "p-2", Title: "Éeklo", Lang: "nl", Name: "e1"}, {Report: "p-2", Title: "eeklo", Lang: "en", Name: "e1"},
	})
	var names []string
	for _, e := range got {
		names = append(names, e.Title+" "+e.Lang+" "+e.Name)
	}
	if want := "Éeklo nl e3, eeklo en e1, Zele nl e2"; strings.Join(names, ", ") != want {
		t.Errorf("listed %q, want %s", names, want)
	}
}

// Who publishes is who the operating system says, and nothing that can be claimed.
func TestThePersonIsTheUserOfTheProcess(t *testing.T) {
	for _, name := range []string{"USER", "LOGNAME", "SUDO_USER", "HOME"} {
		t.Setenv(name, "minister")
	}
	who, err := systemUser()
	if err != nil {
		t.Skipf("the user of this process has no account: %v", err)
	}
	if who.ID != strconv.Itoa(os.Getuid()) || who.Name == "minister" {
		t.Errorf("it is %+v, want user %d", who, os.Getuid())
	}
}
