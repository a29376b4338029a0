package models

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
