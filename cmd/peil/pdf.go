package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
)

// browsers are the names under which a browser may be found that prints to a file.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// printing is how long a browser may take for one page.
const printing = 2 * time.Minute

// printPDFs prints the editions of this command as tagged PDF, each beside its folder.
// Without a browser it says so, and that is all: the page itself prints from any.
func (a *app) printPDFs(ctx context.Context, work, copyTo string) error {
	browser := ""
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" {
		fmt.Fprintf(a.diag, "peil: no PDF is made: none of %s is installed; the page prints from any browser\n", strings.Join(browsers, ", "))
		return nil
	}
	var errs []error
	for i := range a.made {
		m := &a.made[i]
		target := a.pdfOf(m.Report, m.Edition)
		// One that stands there may have been sent to somebody: it is not made anew.
		if !there(target) {
			page := filepath.Join(a.layout().Edition(m.Report, m.Edition), "index.html")
			if err := printPDF(ctx, browser, page, target, work); err != nil {
				errs = append(errs, err)
				continue
			}
		}
		if copyTo != "" {
			data, err := os.ReadFile(target)
			if err != nil {
				return fmt.Errorf("copy edition: %w", err)
			}
			target = filepath.Join(copyTo, m.Report+".pdf")
			if err := os.WriteFile(target, data, 0o644); err != nil {
				return usage("--out "+copyTo, "cannot be written", err.Error())
			}
		}
		if m.PDF = target; !a.json {
			fmt.Fprintf(a.out, "pdf %s · edition %s · %s\n", m.Report, m.Edition, target)
		}
	}
	return errors.Join(errs...)
}

// printPDF lets the browser print one page, which asks nothing of any network.
func printPDF(ctx context.Context, browser, page, target, work string) error {
	page, err := filepath.Abs(page)
	if err != nil {
		return fmt.Errorf("print page: %w", err)
	}
	if err := os.MkdirAll(work, 0o755); err != nil {
		return fmt.Errorf("print page: %w", err)
	}
	profile, err := os.MkdirTemp(work, "print-")
	if err != nil {
		return fmt.Errorf("print page: %w", err)
	}
	defer os.RemoveAll(profile)
	if profile, err = filepath.Abs(profile); err != nil {
		return fmt.Errorf("print page: %w", err)
	}
	made := filepath.Join(profile, "page.pdf")
	args := []string{"--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + filepath.Join(profile, "profile"),
		"--export-tagged-pdf", "--generate-pdf-document-outline", "--no-pdf-header-footer", "--print-to-pdf=" + made}
	if os.Getuid() == 0 {
		args = append(args, "--no-sandbox") // it refuses to run as root with one
	}
	ctx, stop := context.WithTimeout(ctx, printing)
	defer stop()
	cmd := exec.CommandContext(ctx, browser, append(args, (&url.URL{Scheme: "file", Path: filepath.ToSlash(page)}).String())...)
	cmd.WaitDelay = 5 * time.Second
	said, err := cmd.CombinedOutput()
	text, missing := os.ReadFile(made)
	if err != nil || missing != nil {
		lines := strings.Split(strings.TrimSpace(string(said)), "\n")
		return &models.Error{Code: models.Unavailable, Where: browser, What: "printed no page: " + models.Visible(lines[len(lines)-1]), Fix: "print the page from a browser: " + page, Err: err}
	}
	return edition.Replace(target, work, text)
}
