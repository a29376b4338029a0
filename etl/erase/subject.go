package erase

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/models"
)

// Subject is who is erased. It never prints itself.
type Subject struct {
	text    string // normalised
	insz    bool
	domains []string
}

// String hides who it is.
func (Subject) String() string { return protect.Mask }

// GoString hides who it is.
func (Subject) GoString() string { return protect.Mask }

// Person reads an insz as people write it: in every domain of the project, since the
// host of a place may be the guest of another one. Errors are *models.Error and do not
// repeat what was read.
func Person(p *models.Project, text string) (Subject, error) {
	s := Subject{text: protect.Normalise("insz", text), insz: true, domains: domains(p)}
	if !validInsz(s.text) || strings.Trim(strings.TrimSpace(text), "0123456789.-/ ") != "" {
		return Subject{}, &models.Error{Code: models.Invalid, Where: "standard input", What: "is no insz, want a national register or BIS number of 11 digits with right check digits",
			Fix: "give the number on one line; for another identifier name its domain with --domain"}
	}
	return s, nil
}

// Other reads an identifier of one domain: the number of a household, or an insz where the
// contracts have them in that domain.
func Other(p *models.Project, domain, text string) (Subject, error) {
	all := domains(p)
	for _, d := range all {
		if d != domain {
			continue
		}
		if number := protect.Normalise("insz", text); numbered(p, domain) && validInsz(number) {
			return Subject{text: number, insz: true, domains: []string{domain}}, nil
		}
		s := Subject{text: protect.Normalise("text", text), domains: []string{domain}}
		if s.text == "" {
			return Subject{}, &models.Error{Code: models.Invalid, Where: "standard input", What: "is empty, want an identifier", Fix: "give the identifier on one line"}
		}
		return s, nil
	}
	return Subject{}, &models.Error{Code: models.Invalid, Where: "--domain " + domain, What: "is no domain of a contract", Fix: models.DidYouMean(domain, all)}
}

// numbered tells whether a domain identifies by insz.
func numbered(p *models.Project, domain string) bool {
	for _, s := range p.Sources {
		for i := range s.Entities {
			if slices.ContainsFunc(s.Entities[i].Columns, func(c models.Column) bool { return c.Domain == domain && c.Type == "insz" }) {
				return true
			}
		}
	}
	return false
}

// domains lists the domains that the contracts make pseudonyms in, in their order.
func domains(p *models.Project) []string {
	var out []string
	seen := map[string]bool{"": true}
	for _, s := range p.Sources {
		for i := range s.Entities {
			for _, c := range s.Entities[i].Columns {
				if !seen[c.Domain] {
					seen[c.Domain] = true
					out = append(out, c.Domain)
				}
			}
		}
	}
	return out
}

// pseudonyms gives what stands for the subject in the lake, and in snapshots from before
// a rotation of the key.
func (s Subject) pseudonyms(key *protect.Key) []string {
	var out []string
	for ; key != nil; key = key.Earlier() {
		for _, d := range s.domains {
			out = append(out, protect.Text(key.Pseudonym(d, s.text)))
		}
	}
	return out
}

// in tells whether a cell of a file as received holds the subject: whole, or, of what is
// long enough to be nobody else, as a part.
func (s Subject) in(cell string) bool {
	if s.insz {
		return strings.Contains(protect.Normalise("insz", cell), s.text)
	}
	cell = protect.Normalise("text", cell)
	return cell == s.text || len(s.text) >= longEnough && strings.Contains(cell, s.text)
}

// longEnough is from how many characters a part of a text counts.
const longEnough = 6

// validInsz checks the digits as the contract type does: 97 minus the first nine modulo
// 97, with a 2 before them for who was born in 2000 or later.
func validInsz(digits string) bool {
	if len(digits) != 11 {
		return false
	}
	base, err := strconv.Atoi(digits[:9])
	check, wrong := strconv.Atoi(digits[9:])
	return err == nil && wrong == nil && (check == 97-base%97 || check == 97-(2_000_000_000+base)%97)
}
