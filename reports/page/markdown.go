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
	mark     = regexp.MustCompile(markOpen + `(\d+)` + markClose)
	alone    = regexp.MustCompile(`<p>((?:\s*` + markOpen + `\d+` + markClose + `)+)\s*</p>`)
	topTitle = regexp.MustCompile(`<h1>(.*?)</h1>`)
	written  = regexp.MustCompile(`(?s)<table>.*?</table>`)
)

// framed puts each table of a page's text in a frame that scrolls, as those of figures are:
// else a phone shows all of the page too wide. One of three columns and more, which no phone
// holds, says so there.
func framed(html, table, swipe string) string {
	return written.ReplaceAllStringFunc(html, func(t string) string {
		head := fmt.Sprintf(`<div class="wide" role="group" aria-label="%s" tabindex="0">`, template.HTMLEscapeString(table))
		if strings.Count(t, "<th>")+strings.Count(t, "<th ") >= 3 {
			head = fmt.Sprintf(`<div class="wide columns" role="group" aria-label="%s" tabindex="0"><p class="swipe">%s</p>`, template.HTMLEscapeString(table), template.HTMLEscapeString(swipe))
		}
		return head + t + "</div>"
	})
}

// cardOpen begins the fragment of a card; neighbours are put in one list.
const cardOpen = `<div class="card">`

// misplaced is a directive that stands where what it makes cannot be, or, with
// item -1, text that a page cannot have.
type misplaced struct {
	item      int
	what, fix string
}

// reader reads the Markdown that pages are written in.
func reader() goldmark.Markdown { return goldmark.New(goldmark.WithExtensions(extension.Table)) }

// markdown renders a page's text and puts the directives' fragments where their
// marks stand. Raw HTML in the text is left out by goldmark, since pages are
// text and all markup that a page shows is Peil's own. table and swipe are what the frame
// of a table is called, and says where it scrolls.
func markdown(text string, fragments []template.HTML, table, swipe string) (template.HTML, []misplaced, error) {
	var out bytes.Buffer
	if err := reader().Convert([]byte(text), &out); err != nil {
		return "", nil, fmt.Errorf("read Markdown: %w", err)
	}
	// A paragraph of nothing but directives is not a paragraph: figures are
	// sections, and a section inside a p is invalid.
	free := map[int]bool{}
	html := alone.ReplaceAllStringFunc(framed(out.String(), table, swipe), func(p string) string {
		return paragraph(mark.FindAllString(p, -1), fragments, free)
	})
	wrong := places(html, fragments, free)
	for _, h := range topTitle.FindAllStringSubmatch(html, -1) {
		wrong = append(wrong, misplaced{-1, fmt.Sprintf("heading %q is of the first level, which is the page's title", h[1]), "begin it with ##"})
	}
	if len(wrong) > 0 {
		return "", wrong, nil
	}
	html = mark.ReplaceAllStringFunc(html, func(m string) string { return string(fragments[index(m)]) })
	return template.HTML(html), nil, nil
}

// paragraph lays out directives that have a paragraph to themselves: cards next
// to each other become one list, numbers a sentence, others stand on their own.
// It notes in free which ones it took out of the paragraph.
func paragraph(marks []string, fragments []template.HTML, free map[int]bool) string {
	var out strings.Builder
	open := ""
	begin := func(tag, attributes string) {
		if open != tag && open != "" {
			out.WriteString("</" + open + ">")
		}
		if out.Len() > 0 {
			out.WriteString("\n")
		}
		if open != tag && tag != "" {
			out.WriteString("<" + tag + attributes + ">")
		}
		open = tag
	}
	for _, m := range marks {
		n := index(m)
		switch {
		case n < len(fragments) && fragments[n] == "" && open == "p": // told by the first of its sentence
		case n >= len(fragments) || !block(fragments[n]):
			begin("p", "")
		case strings.HasPrefix(string(fragments[n]), cardOpen):
			begin("dl", ` class="cards"`)
			free[n] = true
		default:
			begin("", "")
			free[n] = true
		}
		out.WriteString(m)
	}
	if open != "" {
		out.WriteString("</" + open + ">")
	}
	return out.String()
}

// places finds the directives that stand in a wrong place: blocks in running
// text, numbers in links, and what Markdown gave no place at all.
func places(html string, fragments []template.HTML, free map[int]bool) []misplaced {
	var wrong []misplaced
	count := make([]int, len(fragments))
	for _, at := range mark.FindAllStringIndex(html, -1) {
		n, before := index(html[at[0]:at[1]]), html[:at[0]]
		if n >= len(fragments) {
			wrong = append(wrong, misplaced{-1, "text holds private-use characters U+E000 and U+E001", "remove them"})
			continue
		}
		if strings.LastIndex(before, "<") > strings.LastIndex(before, ">") {
			continue // in an attribute, such as the alternative text of a picture
		}
		count[n]++
		switch {
		case strings.LastIndex(before, "<a ") > strings.LastIndex(before, "</a>"):
			wrong = append(wrong, misplaced{n, "directive stands in the text of a link", "put it outside the link"})
		case block(fragments[n]) && !free[n]:
			wrong = append(wrong, misplaced{n, "directive stands in running text", "give it a paragraph of its own"})
		}
	}
	for n, times := range count {
		switch {
		case times == 0:
			wrong = append(wrong, misplaced{n, "directive stands where nothing can be shown, such as raw HTML or the address of a link", "put it in the text"})
		case times > 1: // the entities of private-use characters give such runes too
			wrong = append(wrong, misplaced{n, "directive is copied by private-use characters U+E000 and U+E001", "remove them"})
		}
	}
	return wrong
}

// block tells whether a fragment is an element that no sentence can hold.
func block(f template.HTML) bool {
	return strings.HasPrefix(string(f), "<section") || strings.HasPrefix(string(f), "<div")
}

// index gives the number in a mark; one beyond all fragments when it is too long.
func index(m string) int {
	n, err := strconv.Atoi(mark.FindStringSubmatch(m)[1])
	if err != nil {
		return int(^uint(0) >> 1)
	}
	return n
}
