package main

import (
	"os"
	"path/filepath"
	"slices"
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

func TestNoPageBreaksARuleOfAccessibility(t *testing.T) {
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Skip("no axe-core here: run make assets to test accessibility")
	}
	files, _ := builtPages(t, "nl")
	for _, file := range append(slices.Clone(files), filepath.Join(demoDir(t), "data", "editions", "index.html")) {
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
