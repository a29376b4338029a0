package models

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// PublicSource says of a source that everybody can read its numbers where they come from,
// so that there is nothing to hide in them. Somebody answers for that.
type PublicSource struct {
	Source   string `yaml:"source"`
	Reason   string `yaml:"reason"`    // why nothing in it is hidden at its origin
	ReasonEN string `yaml:"reason_en"` // Reason when empty
	Person   string `yaml:"person"`    // who decided so
}

// Why says in the language why nothing of the source is hidden.
func (s PublicSource) Why(lang string) string { return inLanguage(lang, s.Reason, s.ReasonEN) }

// public says what is wrong with what the project calls public.
func (c *complaints) public(p *Project) {
	var known []string
	for _, s := range p.Sources {
		known = append(known, s.Name)
	}
	seen := map[string]bool{}
	for i, s := range p.Config.Disclosure.Public {
		where := p.inConfig("disclosure", "public", strconv.Itoa(i))
		source, err := p.Source(s.Source)
		switch {
		case err != nil:
			c.add(where, fmt.Sprintf("%q is no source of models/sources", s.Source), DidYouMean(s.Source, known))
		case source.Identifies():
			c.add(where, s.Source+" has a column that points to one person, household or host: such rows are public nowhere", "take it out; call public what is published as it comes in")
		case seen[s.Source]:
			c.add(where, s.Source+" stands here twice", "take one of them out")
		}
		seen[s.Source] = true
		for _, must := range [][2]string{{"reason", s.Reason}, {"person", s.Person}} {
			if strings.TrimSpace(must[1]) == "" {
				c.add(where, "calls "+s.Source+" public and has no "+must[0], "say why nothing in it is hidden at its origin, and who decided so: each page prints it")
			}
		}
	}
}

// open lets metrics that read public sources alone protect nobody.
func (p *Project) open() {
	public := map[string]PublicSource{}
	for _, s := range p.Config.Disclosure.Public {
		public[s.Source] = s
	}
	for _, m := range p.Metrics {
		if m.Protects == "none" || len(m.Sources) == 0 {
			continue
		}
		var all []PublicSource
		for _, name := range m.Sources {
			source, _, _ := strings.Cut(name, "/")
			s, ok := public[source]
			if !ok {
				all = nil
				break
			}
			if !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
		if all == nil {
			continue
		}
		m.Public = all
		m.Protects, m.ProtectsReason = "none", "public at its origin: "+all[0].Why("en")
	}
}
