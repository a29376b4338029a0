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

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var screenshots = flag.String("screenshots", "", "write the pictures of the documentation to this folder, from the top of the project")

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

// reportPage gives the demo's edition of a page.
func reportPage(t *testing.T, name string) string {
	t.Helper()
	pages, err := filepath.Glob(filepath.Join(demoDir(t), "data", "editions", name, "*-nl", "index.html"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no report: %v", err)
	}
	return "file://" + pages[len(pages)-1]
}

func TestReportOpensOfflineWithoutRequestOrError(t *testing.T) {
	page := reportPage(t, "evaluatie") // before the browser, whose time is limited
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

// shots are the pictures of the README and of docs/pages.md: of which page, in a window of
// which size, and as a screen or on paper. A phone has two dots to a pixel.
var shots = []struct {
	name, page    string
	width, height int64
	scale         float64
	media         string
}{
	{"evaluatie", "evaluatie", 1000, 1500, 1, "screen"},
	{"evaluatie-phone", "evaluatie", 360, 900, 2, "screen"},
	{"evaluatie-print", "evaluatie", 794, 1123, 1, "print"}, // A4 at 96 dots an inch
	{"regio", "regio-70000", 1000, 1500, 1, "screen"},
}

// largestShot is what a picture in docs/ may weigh, in bytes.
const largestShot = 300_000

// TestScreenshots makes the pictures in docs/; it runs when -screenshots names a folder.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("no -screenshots: run make screenshots")
	}
	pages := map[string]string{}
	for _, shot := range shots {
		pages[shot.page] = reportPage(t, shot.page)
	}
	for _, shot := range shots {
		t.Run(shot.name, func(t *testing.T) {
			ctx := browser(t)
			media := func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
				_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: shot.media})
				return chromedp.Void{}, err
			}
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(shot.width, shot.height, chromedp.EmulateScale(shot.scale)), media, chromedp.Navigate(pages[shot.page])); err != nil {
				t.Fatal(err)
			}
			png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
			if err != nil {
				t.Fatal(err)
			}
			if len(png) > largestShot {
				t.Errorf("%s has %d bytes, want at most %d", shot.name, len(png), largestShot)
			}
			if err := os.WriteFile(filepath.Join("..", "..", *screenshots, shot.name+".png"), png, 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}
