package page

import (
	"html/template"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/revision"
)

// Before is what stood on a page before this edition.
type Before struct {
	Edition *edition.Frozen // nil for a first edition
	Names   revision.Names
}

// changes tells what differs from the edition before: it looks at all figures of the
// page, so it is made when they are. Hidden values are in neither edition.
func (b *builder) changes() template.HTML {
	var out strings.Builder
	esc := template.HTMLEscapeString
	out.WriteString(`<div class="changes">`)
	before := b.opt.Before.Edition
	if before == nil {
		out.WriteString("<p>" + esc(b.w("none_before")) + "</p>")
	} else {
		out.WriteString("<p>" + esc(b.w("changed_since")+" "+before.Edition+", "+strings.ToLower(b.w("known"))+" "+b.longDate(before.KnownAt)+".") + "</p>")
	}
	told := &revision.Changes{Late: b.out.Late} // who is late is told of a first edition too
	if before != nil {
		now := &edition.Frozen{Edition: b.opt.Edition, Lang: b.src.Lang, KnownAt: b.opt.Known, Late: b.out.Late, Figures: b.out.Records}
		told = revision.Compare(before, now, b.opt.Maker.Rule.Few())
	}
	names := b.opt.Before.Names
	names.Member = func(dimension, code string) string {
		// Members that are looked up, such as municipalities, are named by the figures.
		if label := b.opt.Maker.Label(dimension, code); label != code {
			return label
		}
		return b.opt.Before.Names.Member(dimension, code)
	}
	sections := told.Sections(b.src.Lang, names)
	for _, s := range sections {
		out.WriteString("<h3>" + esc(s.Title) + "</h3><ul>")
		for _, item := range s.Items {
			out.WriteString("<li>" + esc(item) + "</li>")
		}
		out.WriteString("</ul>")
	}
	if before != nil {
		same := b.w("nothing_changed")
		if len(sections) > 0 {
			same = b.whole(int64(told.Same)) + " " + b.w("values_same")
		}
		out.WriteString("<p>" + esc(same) + "</p>")
	}
	return template.HTML(out.String() + "</div>")
}
