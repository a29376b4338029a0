package models

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Form is how exports write a day or a period: DD/MM/YYYY, YYYY-[Q]Q. It is made
// of words, signs and texts in brackets.
type Form struct {
	Text  string
	Parts []FormPart
}

// FormPart is a word of a form, or what stands there as it is.
type FormPart struct {
	Word    string // YYYY, MM ...; "" for a sign or a text
	Sign    string
	Literal bool // the sign stood in brackets: it is a text, in any case
}

// words are those of all forms; longer ones come first. EEEE and EE are the year
// in which a financial year ends, Q is the quarter and H the half of the month.
var words = []string{"YYYY", "YY", "EEEE", "EE", "MMMM", "MMM", "MM", "M", "DD", "D", "hh", "mm", "ss", "Q", "H"}

// periodWords are not for dates and months.
var periodWords = []string{"EEEE", "EE", "Q", "H"}

// DefaultForms are the forms of each type when the contract names none. Day and
// month are told apart by their place, so month-first dates are never among them.
// A year that is said by one number alone (FY2023) may be the one in which it
// begins or the one in which it ends: only a contract can say which.
var DefaultForms = map[string][]string{
	"date":           {"DD/MM/YYYY", "YYYY-MM-DD", "DD-MM-YYYY", "D/M/YYYY", "D MMM YYYY"},
	"month":          {"YYYY-MM", "MM/YYYY", "MMM/YY", "MMM-YY", "MMM YYYY"},
	"quarter":        {"YYYY-[Q]Q", "[Q]Q YYYY", "YYYY[Q]Q", "YYYY-[K]Q", "[K]Q YYYY", "YYYY[K]Q", "Q[e kwartaal] YYYY"},
	"half_month":     {"YYYY-MM-H[/2]", "H[e helft] MMMM YYYY", "H[e helft van] MMMM YYYY"},
	"financial_year": {"YYYY-EE", "YYYY/EE", "YYYY-EEEE", "YYYY/EEEE"},
	"year":           {"YYYY"},
}

// Forms gives the forms that a column of days or periods is read in.
func (e *Entity) Forms(c *Column) []string {
	switch {
	case len(c.Format) > 0:
		return c.Format
	case c.Type == "date" && e.Format.DateFormat != "":
		return []string{e.Format.DateFormat}
	case c.Type == "financial_year" && c.StartsIn == 1:
		return DefaultForms["year"] // it ends in the year in which it begins
	}
	return DefaultForms[c.Type]
}

// ParseForm reads a form of a column; what is wrong with it is told without its
// place. startsIn is the month in which the financial year begins, or 0.
func ParseForm(kind, text string, startsIn int) (Form, error) {
	f := Form{Text: text}
	period := kind != "date" && kind != "month"
	for rest := text; rest != ""; {
		if literal, after, closed := strings.Cut(strings.TrimPrefix(rest, "["), "]"); rest[0] == '[' && closed && literal != "" {
			f.Parts, rest = append(f.Parts, FormPart{Sign: literal, Literal: true}), after
			continue
		}
		i := slices.IndexFunc(words, func(w string) bool { return strings.HasPrefix(rest, w) })
		if i >= 0 && !period && slices.Contains(periodWords, words[i]) {
			i = -1
		}
		if i < 0 {
			if !strings.ContainsRune(" /-_.,:T", rune(rest[0])) {
				if period {
					return f, fmt.Errorf("%q is not YYYY, YY, EEEE, EE, Q, H, MMMM, MMM, MM, M, DD, D, a sign between them or a text in brackets", rest)
				}
				return f, fmt.Errorf("%q is not YYYY, YY, MMMM, MMM, MM, M, DD, D, hh, mm, ss, a sign between them or a text in brackets", rest)
			}
			f.Parts, rest = append(f.Parts, FormPart{Sign: rest[:1]}), rest[1:]
			continue
		}
		f.Parts, rest = append(f.Parts, FormPart{Word: words[i]}), rest[len(words[i]):]
	}
	return f, f.complete(kind, startsIn)
}

// Has tells whether one of the words stands in the form.
func (f Form) Has(words ...string) bool {
	return slices.ContainsFunc(f.Parts, func(p FormPart) bool { return p.Word != "" && slices.Contains(words, p.Word) })
}

// Literal tells whether a text in brackets stands in the form.
func (f Form) Literal() bool {
	return slices.ContainsFunc(f.Parts, func(p FormPart) bool { return p.Literal })
}

// Whole tells whether the form writes a day, also where a period is wanted.
func (f Form) Whole() bool { return f.Has("DD", "D") }

// complete tells what a form lacks, or has too much, to say which day or period.
func (f Form) complete(kind string, startsIn int) error {
	year, month := f.Has("YYYY", "YY"), f.Has("MMMM", "MMM", "MM", "M")
	if kind == "date" || kind == "month" || f.Whole() {
		switch {
		case !year || !month:
			return errors.New("it has no year or no month")
		case f.Has(periodWords...):
			return errors.New("it has a day and a period")
		}
		return nil
	}
	ends := f.Has("EEEE", "EE")
	if ends && startsIn < 2 {
		return errors.New("it has a year of ending, which is for financial years that do not start in January (starts_in)")
	}
	for _, need := range []struct {
		word  string
		has   bool
		kinds []string
	}{
		{"Q", f.Has("Q"), []string{"quarter"}},
		{"H", f.Has("H"), []string{"half_month"}},
		{"a month", month, []string{"half_month"}},
	} {
		if wanted := slices.Contains(need.kinds, kind); wanted && !need.has {
			return fmt.Errorf("it has no %s", strings.TrimPrefix(need.word, "a "))
		} else if !wanted && need.has {
			return fmt.Errorf("it has %s, which a %s has not", need.word, strings.ReplaceAll(kind, "_", " "))
		}
	}
	if !year && !ends {
		return errors.New("it has no year")
	}
	return nil
}

// forms says what is wrong with the forms of a column of days or periods.
func (c *complaints) forms(at string, e *Entity, col *Column) {
	if !col.Dated() {
		if len(col.Format) > 0 {
			c.add(at, fmt.Sprintf("has forms of dates but is of type %s", col.Type), "take format out, or make it a date or a period")
		}
		return
	}
	if col.Type == "financial_year" && col.StartsIn == 0 {
		return // told: without it no form can be judged
	}
	// Most columns of dates have the same forms, and to judge them is slow.
	same := fmt.Sprintf("%s %d %q", col.Type, col.StartsIn, e.Forms(col))
	if c.fine[same] {
		return
	}
	told := len(c.errs)
	defer func() {
		if c.fine == nil {
			c.fine = map[string]bool{}
		}
		c.fine[same] = len(c.errs) == told
	}()
	var read []Form
	for _, text := range e.Forms(col) {
		f, err := ParseForm(col.Type, text, col.StartsIn)
		if err != nil {
			fix := "write for example DD/MM/YYYY or D MMM YYYY"
			if forms := DefaultForms[col.Type]; col.Period() && col.Type != "month" {
				fix = "write for example " + forms[0]
			}
			c.add(at, fmt.Sprintf("has date format %q: %v", text, err), fix)
			continue
		}
		for _, other := range read {
			if seen := clash(col, other, f); seen != "" {
				c.add(at, fmt.Sprintf("has formats %q and %q, which both read %s, as different days", other.Text, text, seen),
					"keep the one that the exports are written in, or give the other exports an entity of their own")
			}
		}
		read = append(read, f)
	}
}
