package page

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Member is what a page with "for" in its front matter is about: one of the members
// of that dimension. The zero Member is that of a page about the whole.
type Member struct {
	Code string // as the dimension writes it
	Name string
}

// Signs that the text of a page with "for" may hold, for the member that an edition
// is about.
const (
	signFilter = "{for}"  // dimension=code, in where
	signCode   = "{code}" // in highlight
	signName   = "{name}" // in titles and texts
)

var signs = []string{signFilter, signCode, signName}

// fill puts the agreed numbers and the member where their signs stand.
func (s *Source) fill(text string, m Member) string { return s.about(s.prose(text), m) }

// about puts the member where its signs stand.
func (s *Source) about(text string, m Member) string {
	return strings.NewReplacer(signFilter, s.Front.For+"="+m.Code, signCode, m.Code, signName, m.Name).Replace(text)
}

// TitleFor gives the title of the page about a member.
func (s *Source) TitleFor(m Member) string { return s.fill(s.Front.Title, m) }

// filled gives the directive with the agreed numbers of the project, and as it is for
// the member of this edition. On a page with a geography, what names the member or is
// cut by its dimension is on that division.
func (b *builder) filled(d *directive) *directive {
	out := *d
	out.keys = make(map[string]string, len(d.keys))
	for key, text := range d.keys {
		write := b.src.plain
		if slices.Contains(texts, key) {
			write = b.src.prose
		}
		if text = write(text); b.src.Front.For != "" {
			text = b.src.about(text, b.opt.Member)
		}
		out.keys[key] = text
	}
	if b.src.Front.For == "" {
		return &out
	}
	_, asked := d.keys["geography"]
	if g := b.src.Front.Geography; g != "" && !asked && (strings.Contains(d.get("where", ""), signFilter) || cutBy(d.get("by", ""), b.src.Front.For)) {
		out.keys["geography"] = g
	}
	return &out
}

// cutBy tells whether a list of dimensions has one of them.
func cutBy(by, dimension string) bool {
	for part := range strings.SplitSeq(by, ",") {
		if strings.TrimSpace(part) == dimension {
			return true
		}
	}
	return false
}

// strays finds signs of a member on a page that is about none.
func (s *Source) strays(c *complaints) {
	if s.Front.For != "" {
		return
	}
	for _, d := range s.items {
		if d.name == "member" {
			c.add(d.where(s.File), "member has no meaning: the page is about no member", "write for: province in the front matter")
		}
		for _, key := range slices.Sorted(maps.Keys(d.keys)) {
			for _, sign := range signs {
				if strings.Contains(d.keys[key], sign) {
					c.add(d.where(s.File), fmt.Sprintf("%s holds %s, and the page is about no member", key, sign), "write for: province in the front matter")
				}
			}
		}
	}
}

// memberName prints the name of what the page is about.
func (b *builder) memberName() template.HTML {
	return template.HTML(template.HTMLEscapeString(models.Visible(b.opt.Member.Name)))
}
