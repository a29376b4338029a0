package main

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var picture = flag.String("picture", "", "write the README's picture of the report to this file")

// browser starts a headless browser, or skips the test where none is.
func browser(t *testing.T) context.Context {
	t.Helper()
	name := ""
	for _, candidate := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(candidate); err == nil {
			name = path
			break
		}
	}
	if name == "" {
		t.Skip("no chromium on this machine: install it to test how the pages look")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(name), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("hide-scrollbars", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stopTab := chromedp.NewContext(allocator)
	t.Cleanup(stopTab)
	// The browser lives as long as the context of its first action.
	if err := chromedp.Do(ctx); err != nil {
		t.Skipf("chromium does not start here: %v", err)
	}
	ctx, stopTime := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(stopTime)
	return ctx
}

// listen notes what a page asks for and complains of. The function gives both, up to
// when it is called.
func listen(t *testing.T, ctx context.Context) func() (requests, complaints []string) {
	t.Helper()
	var mu sync.Mutex
	var requests, complaints []string
	if err := chromedp.Listen(ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			requests = append(requests, e.Request.URL)
		case *runtime.EventConsoleAPICalled:
			complaints = append(complaints, string(e.Type))
		case *runtime.EventExceptionThrown:
			text := e.ExceptionDetails.Text
			if e.ExceptionDetails.Exception != nil {
				text += " " + e.ExceptionDetails.Exception.Description
			}
			complaints = append(complaints, text)
		}
	}); err != nil {
		t.Fatal(err)
	}
	return func() ([]string, []string) {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(requests), slices.Clone(complaints)
	}
}

// reportPage gives the demo's report.
func reportPage(t *testing.T) string {
	t.Helper()
	pages, err := filepath.Glob(filepath.Join(demoDir(t), "data", "editions", "evaluatie", "*-nl", "index.html"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no report: %v", err)
	}
	return "file://" + pages[len(pages)-1]
}

func TestReportOpensOfflineWithoutRequestOrError(t *testing.T) {
	page := reportPage(t) // before the browser, whose time is limited
	ctx := browser(t)
	opened := listen(t, ctx)
	if err := chromedp.Do(ctx, chromedp.Navigate(page)); err != nil {
		t.Fatal(err)
	}
	figures, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.querySelectorAll("section.fig svg[role=img]").length`))
	if err != nil {
		t.Fatal(err)
	}
	if figures < 12 {
		t.Errorf("%d charts, want at least 12", figures)
	}
	if requests, complaints := opened(); len(requests) != 1 || len(complaints) != 0 {
		t.Errorf("requests %v, want the page alone; complaints %v, want none", requests, complaints)
	}
	for _, width := range []int64{1280, 320} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(page)); err != nil {
			t.Fatal(err)
		}
		wide, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](tooWide))
		if err != nil {
			t.Fatal(err)
		}
		if len(wide) > 0 {
			t.Errorf("in a window of %d px these stick out: %q", width, wide)
		}
	}
}

// tooWide lists what sticks out at the right of the window, when the page can be
// scrolled sideways at all.
const tooWide = `document.documentElement.scrollWidth <= window.innerWidth ? [] :
	[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest(".wide, pre, svg"))
		.slice(0, 5).map(e => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 40))`

// TestPicture makes the image in the README; it runs when -picture names a file.
func TestPicture(t *testing.T) {
	if *picture == "" {
		t.Skip("no -picture: run make picture")
	}
	ctx := browser(t)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1000, 1500), chromedp.Navigate(reportPage(t))); err != nil {
		t.Fatal(err)
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	target := *picture
	if !filepath.IsAbs(target) {
		target = filepath.Join("..", "..", target) // as make writes it, from the top
	}
	if err := os.WriteFile(target, png, 0o644); err != nil {
		t.Fatal(err)
	}
}
