package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// frames tells of each chart that is seen whether it is wider than its frame, whether a
// link in it says so, and whether the frame is a stop for keys.
const frames = `(async () => {
	const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
	await frame();
	const seen = (e) => e && e.getClientRects().length > 0;
	return [...document.querySelectorAll("section.fig figure")].map(f => {
		const box = [...f.querySelectorAll(".wide, .broad, .slim")].find(seen);
		return {
			id: f.closest("section").id, flows: /"sankey"|"heatmap"/.test(f.querySelector("script")?.textContent ?? ""), live: Boolean(f.querySelector(".live")),
			scrolls: box.scrollWidth > box.clientWidth, told: seen(box.querySelector(".swipe")), stop: box.tabIndex >= 0,
		};
	});
})()`

type framed struct {
	ID                                    string
	Map, Flows, Live, Scrolls, Told, Stop bool
}

// What a phone cannot show whole is told to scroll, by a link in the frame which keys
// reach; and where nothing scrolls there is no such stop.
func TestChartsScrollOnAPhoneOnlyWhereTheyMustAndSaySo(t *testing.T) {
	files, _ := builtPages(t, "nl")
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(filepath.Dir(file))), func(t *testing.T) {
			ctx := browser(t)
			for _, width := range []int64{1280, 600, 390, 320} {
				if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+file)); err != nil {
					t.Fatal(err)
				}
				seen, err := chromedp.Run(ctx, chromedp.Evaluate[[]framed](frames, chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range seen {
					if f.Scrolls != f.Told || f.Stop {
						t.Errorf("at %d px %s: it scrolls: %t, and says so: %t; the frame is a stop for keys: %t", width, f.ID, f.Scrolls, f.Told, f.Stop)
					}
					if f.Scrolls && f.Live && !f.Flows || f.Scrolls && width >= 600 {
						t.Errorf("at %d px %s scrolls", width, f.ID)
					}
				}
				wide, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](tooWide))
				if err != nil {
					t.Fatal(err)
				}
				if len(wide) > 0 {
					t.Errorf("in a window of %d px these stick out: %q", width, wide)
				}
				if len(seen) == 0 && !strings.Contains(file, "datakwaliteit") {
					t.Errorf("at %d px no charts are seen", width)
				}
			}
		})
	}
}
