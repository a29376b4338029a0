package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// What Counts counts.
const (
	// Repaired are numbers that got their leading zeros back.
	Repaired = "repaired"
	// Placeholder are cells by which the source says why there is no value.
	Placeholder = "placeholder"
	// Variant are values that the file writes in more than one way.
	Variant = "variant"
)

// variants is of how many values of a column the ways of writing are told.
const variants = 50

// p is the name of the placeholder of the cell; null when it is none.
func (f *field) p() string { return fmt.Sprintf("p%d", f.n) }

// foldedTexts gives texts as SQL, as they are compared with a trimmed cell in
// small letters.
func foldedTexts(texts []string) []string {
	var out []string
	for _, text := range texts {
		out = append(out, duck.Quote(strings.ToLower(strings.Trim(text, around))))
	}
	return out
}

// placeholder gives the SQL of the placeholder that a cell is; trimmed is that of text.
func placeholder(f *field, trimmed string) string {
	if f.cell == "" {
		return trimmed
	}
	cell := "lower(" + trimmed + ")"
	var b strings.Builder
	for _, member := range slices.Sorted(maps.Keys(f.spec.Placeholders)) {
		fmt.Fprintf(&b, " when %s in (%s) then %s", cell, strings.Join(foldedTexts(f.spec.Placeholders[member]), ", "), duck.Quote(member))
	}
	return "case" + b.String() + " end"
}

// orMember gives the value of a field: where a placeholder is a code of its own,
// it is the value.
func (f *field) orMember(prefix, value string) string {
	if !f.member || !f.spec.CodeLike() {
		return value
	}
	return fmt.Sprintf("coalesce(%s%s, %s)", prefix, f.p(), value)
}

// noMember is a further condition: that the cell is no placeholder.
func (f *field) noMember() string {
	if !f.member {
		return ""
	}
	return fmt.Sprintf(" and %s is null", f.p())
}

// beside gives what the lake keeps beside the value of a field.
func (f *field) beside() []string {
	var out []string
	if f.spec.KeepsMissing() {
		out = append(out, fmt.Sprintf("j.%s as %s", f.p(), duck.Ident(f.spec.Name+models.MissingEnding)))
	}
	if f.spec.Raw {
		out = append(out, fmt.Sprintf("j.r%d as %s", f.n, duck.Ident(f.spec.Name+models.RawEnding)))
	}
	return out
}

// pad gives the SQL of a text with the zeros in front that a program took for a
// number's and left out, where the contract says how long the text was.
func pad(c *models.Column, text string) string {
	if c.Pad == 0 {
		return text
	}
	return fmt.Sprintf("case when regexp_full_match(%s, '[0-9]{1,%d}') then lpad(%s, %d, '0') else %s end", text, c.Pad-1, text, c.Pad, text)
}

// shortened is what a number looks like that was shown without all of its digits.
const shortened = "[0-9](?:[.,][0-9]+)?[eE][+]?[0-9]+"

// cause gives the SQL of why a number of fixed length may be wrong, for reasons:
// it says nothing of the digits.
func (f *field) cause() string {
	if f.spec.Pad > 0 || !slices.Contains([]string{"nis_code", "kbo_number", "insz"}, f.spec.Type) {
		return "cast(null as varchar)"
	}
	return fmt.Sprintf("case when regexp_full_match(b.%s, '%s') then '; a spreadsheet shortened the number: make its column text there and export it again' end", f.x(), shortened)
}

// repaired is the condition under which a field got zeros: nothing else is in its
// text that was not in the cell.
func repaired(prefix string, f *field) string {
	return fmt.Sprintf("%[1]s%[2]s is not null and not contains(%[1]sr%[3]d, %[1]s%[2]s)", prefix, f.x(), f.n)
}

// Counts gives the SELECT of what was read into the rows of Good in another way
// than it was written: column_name, what (Repaired, Placeholder or Variant), text
// (null, the placeholder, the value in the lake) VARCHAR, row_count and
// spelling_count BIGINT, and note VARCHAR, which says it in English, in order. It
// is "" for a contract in which nothing can be, and need not run then.
func (p *Plan) Counts(from string) string {
	var seen []string
	add := func(f *field, what, when, text, cell string) {
		seen = append(seen, fmt.Sprintf("case when %s then {'c': %d, 'what': '%s', 'text': %s, 'cell': %s} end", when, len(seen), what, text, cell))
	}
	var names []string
	for _, f := range p.fields {
		before := len(seen)
		if f.spec.Pad > 0 {
			add(f, Repaired, repaired("j.", f), "cast(null as varchar)", "cast(null as varchar)")
		}
		if f.member {
			add(f, Placeholder, "j."+f.p()+" is not null", "j."+f.p(), "cast(null as varchar)")
		}
		if f.spec.Raw {
			add(f, Variant, fmt.Sprintf("j.%s is not null", f.v()), fmt.Sprintf("cast(j.%s as varchar)", f.v()), fmt.Sprintf("j.r%d", f.n))
		}
		for range len(seen) - before {
			names = append(names, duck.Quote(f.spec.Name))
		}
	}
	if len(seen) == 0 {
		return ""
	}
	join, stays := "", ""
	if len(p.key()) > 0 {
		join, stays = " left join firsts as f on "+p.sameKey(), " and "+p.stays()
	}
	return p.with(from, false) + ",\nread_otherwise as (select unnest([" + strings.Join(seen, ", ") + "]) as s\nfrom judged as j" + join + "\nwhere j.ok" + stays + ")" +
		",\ncounted as (select s.c as c, s.what as what, s.text as text, count(*) as row_count, count(distinct s.cell) as spelling_count from read_otherwise where s is not null group by all)" +
		fmt.Sprintf("\nselect ([%s])[c + 1] as column_name, what, text, row_count, spelling_count,"+
			" column_name || ': ' || case what when '%s' then 'leading zeros given back'"+
			" when '%s' then text else '\"' || left(%s, %d) || '\" written in ' || spelling_count || ' ways' end || ' in ' || row_count || case row_count when 1 then ' row' else ' rows' end as note from counted where what <> '%s' or spelling_count > 1", strings.Join(names, ", "), Repaired, Placeholder, clean("text", protect.Ids(p.entity)), shown, Variant) +
		fmt.Sprintf("\nqualify row_number() over (partition by c order by spelling_count desc, row_count desc, text) <= %d\norder by c, spelling_count desc, row_count desc, text", variants)
}
