package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cdp "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// The links of a page bring the very files of its edition, opened from a folder and
// with no network.
func TestDownloadsOfThePageAreTheFilesOfTheEdition(t *testing.T) {
	ctx := browser(t)
	d := small(t, "")
	dir := d.layout.Edition("beds", "2023-01-31-s1-nl")
	downloads := t.TempDir()
	done := make(chan string, 4)
	if err := chromedp.Listen(ctx, func(event any) {
		if e, ok := event.(*cdp.EventDownloadProgress); ok && e.State == cdp.DownloadProgressStateCompleted {
			done <- e.GUID
		}
	}); err != nil {
		t.Fatal(err)
	}
	events := true
	if _, err := chromedp.Call(ctx, cdp.SetDownloadBehavior, cdp.SetDownloadBehaviorParams{Behavior: cdp.SetDownloadBehaviorBehaviorAllowAndName, DownloadPath: downloads, EventsEnabled: &events}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+filepath.Join(dir, "index.html"))); err != nil {
		t.Fatal(err)
	}
	tables, err := filepath.Glob(filepath.Join(dir, "tables", "*.csv"))
	if err != nil || len(tables) == 0 {
		t.Fatalf("no tables: %v", err)
	}
	for link, files := range map[string][]string{`.more a[download$=".csv"]`: tables, `.more a[href$=".xlsx"]`: {filepath.Join(dir, "beds.xlsx")}} {
		if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(link))); err != nil {
			t.Fatalf("%s: %v", link, err)
		}
		select {
		case name := <-done:
			got, err := os.ReadFile(filepath.Join(downloads, name))
			if err != nil {
				t.Fatal(err)
			}
			same := false
			for _, file := range files {
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				same = same || bytes.Equal(got, want)
			}
			if !same {
				t.Errorf("%s brings %d bytes that are in none of %q", link, len(got), files)
			}
		case <-time.After(20 * time.Second):
			t.Errorf("%s brings nothing", link)
		}
	}
}

// The list of editions opens from its folder, asks for nothing, and leads to each page.
func TestTheListOfEditionsLeadsToThem(t *testing.T) {
	ctx := browser(t)
	d := small(t, "")
	d.run(exitDone, "an", "publish", "beds/2023-01-31-s1-nl")
	for file, want := range map[string]string{"index.html": "Gepubliceerd:", "index.en.html": "Published:"} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(320, 900), chromedp.Navigate("file://"+filepath.Join(d.layout.Editions(), file))); err != nil {
			t.Fatal(err)
		}
		text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText`))
		if err != nil || !strings.Contains(text, want) {
			t.Errorf("%s says %q (%v), want %q", file, text, err, want)
		}
		wide, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](tooWide))
		if err != nil || len(wide) > 0 {
			t.Errorf("%s: in a window of 320 px these stick out: %q (%v)", file, wide, err)
		}
		if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("ul.latest a")), chromedp.Query(chromedp.CSS("section.fig"))); err != nil {
			t.Fatal(err)
		}
		title, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector("h1").innerText`))
		if err != nil || title != "Bedden" {
			t.Errorf("%s leads to %q (%v)", file, title, err)
		}
	}
}
