package page

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	gmtext "github.com/yuin/goldmark/text"

	"github.com/vlot-evaluatie/peil/models"
)

// comment is what an author writes for authors: it is no text of the page.
var comment = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)`)

// entity is a character by its number, as Markdown takes it.
var entity = regexp.MustCompile(`&[#A-Za-z][0-9A-Za-z]*;`)

// markup refuses what Markdown takes and a page does not show: raw HTML, which would vanish
// without a word, links that would lead nowhere, and entities that turn the direction of text.
func (s *Source) markup(c *complaints) {
	source := []byte(s.markdown)
	block := 0 // where the block at hand begins
	_ = ast.Walk(reader().Parser().Parse(gmtext.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			block = n.Lines().At(0).Start
		}
		switch n := n.(type) {
		case *ast.HTMLBlock:
			end := block
			if lines := n.Lines(); lines.Len() > 0 {
				end = lines.At(lines.Len() - 1).Stop
			}
			if n.HasClosure() {
				end = n.ClosureLine.Stop
			}
			s.refuseHTML(string(source[block:end]), block, c)
		case *ast.RawHTML:
			at := n.Segments.At(0).Start
			s.refuseHTML(string(source[at:n.Segments.At(n.Segments.Len()-1).Stop]), at, c)
		case *ast.Link:
			s.refuseLink(n.Destination, block, c)
		case *ast.Image:
			s.refuseLink(n.Destination, block, c)
		case *ast.AutoLink:
			s.refuseLink(n.URL(source), block, c)
		}
		return ast.WalkContinue, nil
	}) // the walker returns no error
	for _, at := range entity.FindAllStringIndex(s.markdown, -1) {
		if strings.IndexFunc(html.UnescapeString(s.markdown[at[0]:at[1]]), models.Directs) >= 0 {
			c.add(s.at(at[0]), s.markdown[at[0]:at[1]]+" turns the direction of the text", "take it out")
		}
	}
}

// refuseHTML refuses raw HTML that is more than a comment.
func (s *Source) refuseHTML(raw string, at int, c *complaints) {
	left := strings.TrimSpace(comment.ReplaceAllString(raw, ""))
	if left == "" {
		return
	}
	first, _, _ := strings.Cut(mark.ReplaceAllString(left, "{{ }}"), "\n")
	c.add(s.at(at+strings.Index(raw, left[:1])), "has raw HTML, "+models.Visible(first)+", which a page does not show", "write it in Markdown, or \\< for the sign itself")
}

// refuseLink refuses an address that a browser would run or that opens a file.
func (s *Source) refuseLink(address []byte, block int, c *complaints) {
	plain := html.UnescapeString(string(address))
	if !gmhtml.IsDangerousURL([]byte(plain)) {
		return
	}
	at := block
	if i := strings.Index(s.markdown[block:], string(address)); i >= 0 {
		at += i
	}
	scheme, _, _ := strings.Cut(plain, ":")
	c.add(s.at(at), "has a link to "+models.Visible(scheme)+":, which a page does not follow", "link to a page by https, or leave the link out")
}

// at gives the file and line of a place in the Markdown; a directive may have run over
// several lines, of which only its mark is left.
func (s *Source) at(offset int) string {
	before := s.markdown[:offset]
	line := s.firstLine + strings.Count(before, "\n")
	for _, m := range mark.FindAllString(before, -1) {
		if i := index(m); i < len(s.items) { // one that is forged is told elsewhere
			line += s.items[i].breaks
		}
	}
	return fmt.Sprintf("%s:%d", s.File, line)
}
