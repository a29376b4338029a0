package page

import (
	"cmp"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	gmtext "github.com/yuin/goldmark/text"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// A sentence is written for figures that are there: "the occupancy was {{ value ... }}".
// With one that is hidden or that nobody told of it would say "the occupancy was no data".
// Such a sentence is not printed: its figures stand in its place by their titles, each with
// its day and its value or why it has none.

// said is what a directive in a sentence says of one figure, by itself.
type said struct {
	id       string
	html     template.HTML
	whole    template.HTML // the same, saying that it is not about a member alone
	narrowed bool          // it is
}

// tell notes what the directive at hand says of a figure by itself, in the words of text
// and behind the title, and whether the sentence lacks it.
func (b *builder) tell(f *figure.Figure, more, text string, shown bool) error {
	if text == "[o]" {
		text = b.w("suppressed")
	}
	one := said{id: f.ID, narrowed: b.narrowed(f)}
	for _, to := range []struct {
		whole string
		html  *template.HTML
	}{{"", &one.html}, {b.around(), &one.whole}} {
		title, err := b.titled(f, to.whole)
		if err != nil {
			return err
		}
		*to.html = template.HTML(template.HTMLEscapeString(title+more+", "+b.about(f)+": ")) + anchor(f, text)
		if shown {
			*to.html = b.dated(*to.html, f)
		}
	}
	b.lists[b.item] = append(b.lists[b.item], one)
	if !shown {
		b.wanting[b.item] = true
	}
	return nil
}

// around names what the member of a page is a part of.
func (b *builder) around() string { return cmp.Or(b.src.Front.Whole, b.w("whole")) }

// titled gives the title of a figure with the members that it is about; on a page about a
// member, one that is about no member says what it is about instead.
func (b *builder) titled(f *figure.Figure, whole string) (string, error) {
	of, err := b.filters(f)
	if err != nil {
		return "", err
	}
	if whole != "" && b.src.Front.For != "" && !b.narrowed(f) {
		of = strings.TrimSuffix(whole+", "+of, ", ")
	}
	title := f.Metric.Title(b.src.Lang)
	if of != "" {
		title += " (" + of + ")"
	}
	return title, nil
}

// narrowed tells whether a figure is about members of the dimension that the page is made for.
func (b *builder) narrowed(f *figure.Figure) bool {
	return slices.ContainsFunc(f.Query.Where, func(w models.Filter) bool { return w.Dimension == b.src.Front.For })
}

// filters names the members that a figure is about.
func (b *builder) filters(f *figure.Figure) (string, error) {
	var out []string
	for _, filter := range f.Query.Where {
		for _, code := range filter.Values {
			if filter.Dimension == b.src.Front.For && code == b.opt.Member.Code {
				out = append(out, b.opt.Member.Name)
				continue
			}
			name, err := b.opt.Maker.Name(b.ctx, filter.Dimension, code)
			if err != nil {
				return "", err
			}
			out = append(out, name)
		}
	}
	return models.Visible(strings.Join(out, ", ")), nil
}

// sentences gives the text of the page with, in place of each sentence that lacks a
// figure, a list of its figures. The list is the fragment of the first directive of the
// sentence; those of the others become empty.
func (b *builder) sentences(text string, fragments []template.HTML) string {
	var out strings.Builder
	done := 0
	for _, at := range paragraphs(text) {
		out.WriteString(text[done:at[0]])
		for _, sentence := range split(text[at[0]:at[1]]) {
			out.WriteString(b.sentence(sentence, fragments))
		}
		done = at[1]
	}
	return out.String() + text[done:]
}

// sentence gives a sentence, or the marks of its directives where it lacks a figure.
func (b *builder) sentence(text string, fragments []template.HTML) string {
	marks := mark.FindAllString(text, -1)
	lacks := slices.ContainsFunc(marks, func(m string) bool { return b.wanting[index(m)] })
	if words := mark.ReplaceAllString(text, ""); !lacks || strings.IndexFunc(words, unicode.IsLetter) < 0 {
		return text
	}
	var list []said
	for _, m := range marks {
		for _, s := range b.lists[index(m)] {
			if !slices.ContainsFunc(list, func(have said) bool { return have.id == s.id }) {
				list = append(list, s)
			}
		}
		fragments[index(m)] = ""
	}
	// Of two figures by one title a reader must know which is the whole.
	mixed := slices.ContainsFunc(list, func(s said) bool { return s.narrowed })
	var html strings.Builder
	for i, s := range list {
		if mixed {
			s.html = s.whole
		}
		if i > 0 {
			html.WriteString("; ")
			s.html = template.HTML(lower(string(s.html)))
		}
		html.WriteString(string(s.html))
	}
	fragments[index(marks[0])] = template.HTML(html.String() + ".")
	return text[:len(text)-len(strings.TrimLeft(text, between))] + strings.Join(marks, "") + text[len(strings.TrimRight(text, between)):]
}

// between stands between two sentences; in a quotation each line begins with a sign.
const between = " \t\n>"

// ends is where a sentence ends: a capital, a figure or a quotation mark begins the next.
var ends = regexp.MustCompile(`[.!?]["”’)]*\s+(?:>\s*)*(?:[\p{Lu}"“‘(]|` + markOpen + `)`)

// shortened is a word that ends with a point within a sentence: single letters with points
// (t.e.m.), an initial (J.), and these.
var shortened = regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{N}.])(?:(?:\p{L}\.)+\p{L}|(?-i:\p{Lu})|` +
	`nrs?|bijv|bv|vb|cf|vgl|zgn|enz|etc|gem|resp|incl|excl|max|min|ca|approx|no|vs|` +
	`art|par|afd|blz|pp?|tel|dr|mr|mrs|ms|mevr|prof|st|mln|mld|` +
	`jan|feb|mrt|apr|jun|jul|aug|sept?|okt|oct|nov|dec)\.$`)

// paragraphs gives where the paragraphs of a text begin and end, those of lists and
// quotations too. Headings, tables and code hold no sentences.
func paragraphs(text string) [][2]int {
	var out [][2]int
	_ = ast.Walk(reader().Parser().Parse(gmtext.NewReader([]byte(text))), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if kind := n.Kind(); !entering || kind != ast.KindParagraph && kind != ast.KindTextBlock {
			return ast.WalkContinue, nil
		}
		if lines := n.Lines(); lines.Len() > 0 {
			out = append(out, [2]int{lines.At(0).Start, lines.At(lines.Len() - 1).Stop})
		}
		return ast.WalkSkipChildren, nil
	}) // the walker returns no error
	return out
}

// split cuts a block into sentences; together they are it. A block of which a sentence
// begins emphasis or a link that another one ends is one.
func split(block string) []string {
	var out []string
	begin := 0
	for _, at := range ends.FindAllStringIndex(block, -1) {
		if shortened.MatchString(block[begin : at[0]+1]) {
			continue
		}
		_, last := utf8.DecodeLastRuneInString(block[:at[1]])
		out = append(out, block[begin:at[1]-last])
		begin = at[1] - last
	}
	out = append(out, block[begin:])
	for _, s := range out {
		if strings.Count(s, "*")%2+strings.Count(s, "_")%2+strings.Count(s, "`")%2 > 0 || strings.Count(s, "[") != strings.Count(s, "]") {
			return []string{block}
		}
	}
	return out
}

// lower begins a title within a sentence with a small letter, unless it is an abbreviation.
func lower(title string) string {
	first, n := utf8.DecodeRuneInString(title)
	if second, _ := utf8.DecodeRuneInString(title[n:]); unicode.IsUpper(second) {
		return title
	}
	return string(unicode.ToLower(first)) + title[n:]
}
