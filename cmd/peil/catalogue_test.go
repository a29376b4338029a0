package main

import (
	"path/filepath"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

func TestCatalogueOpensOfflineAndFitsEveryScreen(t *testing.T) {
	out := t.TempDir()
	peil(t, demoDir(t), "docs", "--out", out) // before the browser, whose minute would pass
	ctx := browser(t)
	page := "file://" + filepath.Join(out, "catalogue.html")
	var mu sync.Mutex
	var requests []string
	if err := chromedp.Listen(ctx, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok {
			mu.Lock()
			defer mu.Unlock()
			requests = append(requests, e.Request.URL)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(page)); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	if len(requests) != 1 {
		t.Errorf("requests %v, want the page alone", requests)
	}
	mu.Unlock()
	for _, width := range []int64{1280, 390, 320} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(page)); err != nil {
			t.Fatal(err)
		}
		// What can be unfolded must fit as well.
		wide, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`document.querySelectorAll("details").forEach(d => d.open = true), `+tooWide))
		if err != nil {
			t.Fatal(err)
		}
		if len(wide) > 0 {
			t.Errorf("in a window of %d px these stick out: %q", width, wide)
		}
	}
}
