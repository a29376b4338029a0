package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeFile is what make assets puts below reports/assets. The accessibility statement of a
// page rests on this test.
const axeFile = "../../reports/assets/node_modules/axe-core/axe.min.js"

// violation is one rule of axe-core that a page breaks.
type violation struct {
	ID    string   `json:"id"`
	Help  string   `json:"help"`
	Nodes []string `json:"nodes"`
}

// pagesOfTheDemo makes an edition of every page, of one province and one municipality,
// in a language, and gives their files with the list of editions.
func pagesOfTheDemo(t *testing.T, lang string) []string {
	t.Helper()
	data := filepath.Join(demoDir(t), "data")
	var files []string
	for _, args := range [][]string{
		{"evaluatie", "instroom", "herhuisvesting", "vragen", "subsidies", "prospectie", "datakwaliteit", "vraag-204"},
		{"regio", "--for", "70000"}, {"gemeente", "--for", "44021"},
	} {
		var out, diag bytes.Buffer
		args = append([]string{"report", "--json", "--quiet", "--data", data, "--lang", lang}, args...)
		if code := run(args, nil, &out, &diag); code != exitDone {
			t.Fatalf("peil %q: exit %d: %s", args, code, diag.String())
		}
		var made []madeEdition
		if err := json.Unmarshal(out.Bytes(), &made); err != nil {
			t.Fatal(err)
		}
		for _, m := range made {
			files = append(files, m.File)
		}
	}
	return append(files, filepath.Join(data, "editions", "index.html"))
}

func TestNoPageBreaksARuleOfAccessibility(t *testing.T) {
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Skip("no axe-core here: run make assets to test accessibility")
	}
	for _, file := range pagesOfTheDemo(t, "nl") {
		t.Run(filepath.Base(filepath.Dir(filepath.Dir(file))), func(t *testing.T) {
			ctx := browser(t)
			for _, width := range []int64{1280, 320} {
				if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+file)); err != nil {
					t.Fatal(err)
				}
				found, err := chromedp.Run(ctx, chromedp.Evaluate[[]violation](string(axe)+violations, chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range found {
					t.Errorf("at %d px: %s: %s: %q", width, v.ID, v.Help, v.Nodes)
				}
			}
		})
	}
}

// violations runs axe on a page of which what is folded was opened, for axe passes over
// what nobody sees.
const violations = `
document.querySelectorAll("details").forEach(d => d.open = true);
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).then(r => r.violations.map(v => (
	{id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + " " + (n.any[0]?.message ?? n.failureSummary))})))`
