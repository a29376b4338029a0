package models

import (
	"cmp"
	"slices"
)

// Source is the contract of one supplier: who owns the exports, on what legal
// basis they are used, and what each entity in them looks like. It is one YAML
// file in models/sources.
type Source struct {
	Name          string    `yaml:"source"`
	TitleNL       string    `yaml:"title_nl"`
	TitleEN       string    `yaml:"title_en"`
	Owner         string    `yaml:"owner"`
	Purpose       string    `yaml:"purpose"`
	LegalBasis    string    `yaml:"legal_basis"`
	Register      string    `yaml:"processing_register"`
	DPIA          string    `yaml:"dpia"`
	Protocol      string    `yaml:"protocol"`
	RetentionDays int       `yaml:"retention_days"`
	Freshness     Freshness `yaml:"freshness"`
	Entities      []Entity  `yaml:"entities"`

	File string `yaml:"-"` // path in the project, for messages
}

// DefaultRetention is for how many days landing keeps what a supplier sent when the
// contract does not say.
const DefaultRetention = 30

// Retention gives for how many days landing keeps what the supplier sent.
func (s *Source) Retention() int { return cmp.Or(s.RetentionDays, DefaultRetention) }

// Identifies tells whether any column of the source points to one person, household
// or host.
func (s *Source) Identifies() bool {
	for i := range s.Entities {
		if slices.ContainsFunc(s.Entities[i].Columns, func(c Column) bool { return c.Class == "identifier" }) {
			return true
		}
	}
	return false
}
