package page

import (
	"bytes"
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

var (
	mark  = regexp.MustCompile(markOpen + `(\d+)` + markClose)
	alone = regexp.MustCompile(`<p>((?:\s*` + markOpen + `\d+` + markClose + `)+)\s*</p>`)
)

// cardOpen begins the fragment of a card; neighbours are put in one list.
const cardOpen = `<div class="card">`

// markdown renders a page's text and puts the directives' fragments where their
// marks stand. Raw HTML in the text is left out by goldmark, since pages are
// text and all markup that a page shows is Peil's own.
func markdown(text string, fragments []template.HTML) (template.HTML, error) {
	var out bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.Table))
	if err := md.Convert([]byte(text), &out); err != nil {
		return "", fmt.Errorf("read Markdown: %w", err)
	}
	// A paragraph of nothing but directives is not a paragraph: figures are
	// sections, and a section inside a p is invalid.
	html := alone.ReplaceAllStringFunc(out.String(), func(p string) string {
		marks := mark.FindAllString(p, -1)
		inner := strings.Join(marks, "\n")
		cards := true
		sections := false
		for _, m := range marks {
			f := string(at(fragments, m))
			cards = cards && strings.HasPrefix(f, cardOpen)
			sections = sections || strings.HasPrefix(f, "<section") || strings.HasPrefix(f, "<div")
		}
		switch {
		case cards:
			return `<dl class="cards">` + inner + "</dl>"
		case sections:
			return inner
		}
		return "<p>" + inner + "</p>"
	})
	html = mark.ReplaceAllStringFunc(html, func(m string) string { return string(at(fragments, m)) })
	return template.HTML(html), nil
}

func at(fragments []template.HTML, m string) template.HTML {
	n, err := strconv.Atoi(mark.FindStringSubmatch(m)[1])
	if err != nil || n >= len(fragments) {
		return ""
	}
	return fragments[n]
}
