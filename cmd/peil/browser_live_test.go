package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/vlot-evaluatie/peil/reports/assets"
)

// driven does on an interactive page what a reader does, and gives what is to be seen
// after each step. It returns a promise, since charts are drawn when the browser is idle.
const driven = `(async () => {
	const seen = {};
	const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
	await frame();
	seen.live = document.documentElement.dataset.live;
	const figures = [...document.querySelectorAll("section.fig figure")];
	seen.figures = figures.length;
	seen.taken = figures.filter(f => f.querySelector(".chart svg") || f.querySelector(".map svg")).length;
	seen.named = [...document.querySelectorAll(".chart")].every(c => c.getAttribute("role") === "img" && c.getAttribute("aria-label").length > 20);
	seen.hiddenStill = [...document.querySelectorAll(".still")].every(s => getComputedStyle(s).display === "none");

	const toggle = document.querySelector(".toggles button");
	const chart = toggle.closest("figure").querySelector(".chart");
	const fills = () => chart.querySelectorAll("path").length;
	seen.before = fills();
	toggle.click();
	await frame();
	seen.pressed = toggle.getAttribute("aria-pressed");
	seen.off = fills();
	toggle.click();
	await frame();
	seen.on = fills();

	const map = document.querySelector(".map svg");
	const whole = map.getAttribute("viewBox");
	const [closer, , all] = map.closest("figure").querySelectorAll(".zooms button");
	closer.click();
	seen.zoomed = map.getAttribute("viewBox") !== whole;
	all.click();
	seen.whole = map.getAttribute("viewBox") === "0 0 " + whole.split(" ").slice(2).join(" ");
	const place = [...map.querySelectorAll("rect, path")].find(e => e.querySelector("title"));
	place.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: 200, clientY: 200 }));
	seen.told = map.parentElement.querySelector(".told").textContent === place.querySelector("title").textContent;

	const bars = document.querySelector(".zooms").closest("figure").querySelector(".chart");
	const labels = () => [...bars.querySelectorAll("text")].map(t => t.textContent).join("|");
	const months = labels();
	bars.closest("figure").querySelector(".zooms button").click();
	await frame();
	seen.looked = labels() !== months;

	seen.dutch = [...document.querySelectorAll(".chart text")].some(t => /^\d{1,3}\.\d{3}$/.test(t.textContent)) &&
		![...document.querySelectorAll(".chart text")].some(t => /\d,\d{3}$/.test(t.textContent));

	const table = [...document.querySelectorAll("section.fig table")].find(t => t.tBodies[0].rows.length > 4);
	table.closest("details").open = true;
	const numbers = () => [...table.tBodies[0].rows].map(r => r.querySelector("td.n").textContent.trim()).filter(t => /\d/.test(t)).map(t => Number(t.replace(/[^\d,−]/g, "").replace(",", ".").replace("−", "-")));
	const head = table.tHead.rows[0].querySelector("th.n button");
	const sorted = (list, sign) => list.every((v, i) => i === 0 || sign * (v - list[i - 1]) >= 0);
	head.click();
	seen.up = sorted(numbers(), 1) && head.parentElement.getAttribute("aria-sort");
	head.click();
	seen.down = sorted(numbers(), -1) && head.parentElement.getAttribute("aria-sort");
	return seen;
})()`

type driving struct {
	Live                                                   string
	Figures, Taken, Before, Off, On                        int
	Named, HiddenStill, Zoomed, Whole, Told, Looked, Dutch bool
	Pressed, Up, Down                                      any
}

func TestInteractivePageAnswersWithoutRequestOrError(t *testing.T) {
	script, err := assets.Script()
	if err != nil {
		t.Fatal(err)
	}
	if script == "" {
		t.Skip("no chart bundle in this build: run make assets to test interactive pages")
	}
	page := reportPage(t, "evaluatie") // before the browser, whose time is limited
	ctx := browser(t)
	text, err := os.ReadFile(strings.TrimPrefix(page, "file://"))
	if err != nil {
		t.Fatal(err)
	}
	if own := len(text) - len(script); len(text) > 1_600_000 || own > 700_000 {
		t.Errorf("the page has %d bytes, %d of its own; want at most 1.6 MB and 700 kB", len(text), own)
	}
	opened := listen(t, ctx)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(page)); err != nil {
		t.Fatal(err)
	}
	seen, err := chromedp.Run(ctx, chromedp.Evaluate[driving](driven, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	if seen.Live != "yes" || seen.Taken != seen.Figures || seen.Figures < 12 {
		t.Errorf("%d of %d figures are taken over (%q), want all", seen.Taken, seen.Figures, seen.Live)
	}
	if seen.Pressed != "false" || seen.Off >= seen.Before || seen.On != seen.Before {
		t.Errorf("a series switched off and on: %d, %d, %d shapes, pressed %v; want fewer while it is off", seen.Before, seen.Off, seen.On, seen.Pressed)
	}
	for what, ok := range map[string]bool{
		"charts have a role and a name": seen.Named, "static drawings are out of sight": seen.HiddenStill, "the map comes closer": seen.Zoomed,
		"the map goes back": seen.Whole, "the map tells what is pointed at": seen.Told, "a chart of time comes closer": seen.Looked,
		"axes are written as nl-BE": seen.Dutch, "a table sorts up": seen.Up == "ascending", "a table sorts down": seen.Down == "descending",
	} {
		if !ok {
			t.Errorf("not so: %s", what)
		}
	}
	if requests, complaints := opened(); len(requests) != 1 || len(complaints) != 0 {
		t.Errorf("requests %v, want the page alone; complaints %v, want none", requests, complaints)
	}
}

// taken counts the figures of a page that have data for the script, and those of them
// that it took over.
const taken = `(async () => {
	const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
	await frame();
	const figures = [...document.querySelectorAll("section.fig figure")].filter(f => f.querySelector("script[type='application/json']"));
	return { figures: figures.length, taken: figures.filter(f => f.querySelector(".chart svg") || f.querySelector(".map svg")).length };
})()`

func TestEveryInteractivePageIsTakenOverInFull(t *testing.T) {
	script, err := assets.Script()
	if err != nil {
		t.Fatal(err)
	}
	if script == "" {
		t.Skip("no chart bundle in this build: run make assets to test interactive pages")
	}
	files, _ := builtPages(t, "nl")
	live := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "<script>") {
			continue
		}
		live++
		t.Run(filepath.Base(filepath.Dir(filepath.Dir(file))), func(t *testing.T) {
			if len(text) > 1_600_000 {
				t.Errorf("the page has %d bytes, want at most 1.6 MB", len(text))
			}
			ctx := browser(t)
			opened := listen(t, ctx)
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate("file://"+file)); err != nil {
				t.Fatal(err)
			}
			seen, err := chromedp.Run(ctx, chromedp.Evaluate[driving](taken, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			if seen.Figures == 0 || seen.Taken != seen.Figures {
				t.Errorf("%d of %d figures are taken over, want all", seen.Taken, seen.Figures)
			}
			if requests, complaints := opened(); len(requests) != 1 || len(complaints) != 0 {
				t.Errorf("requests %v, want the page alone; complaints %v, want none", requests, complaints)
			}
		})
	}
	if live < 7 {
		t.Errorf("%d interactive pages, want evaluatie, instroom, herhuisvesting, vragen, subsidies, prospectie and regio", live)
	}
}
