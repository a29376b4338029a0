package models

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// The words a contract may use; docs/project.md explains each.
var (
	ColumnTypes = []string{"text", "integer", "decimal", "amount_eur", "amount", "percent", "date", "month", "quarter", "half_month", "financial_year", "year",
		"yes_no", "code", "nis_code", "municipality", "insz", "kbo_number"}
	PeriodTypes = []string{"month", "quarter", "half_month", "financial_year", "year"}
	Classes     = []string{"identifier", "quasi", "sensitive", "free_text", "measure", "technical"}
	Actions     = []string{"pseudonymise", "generalise", "drop", "keep"}
	// Generalisations are what a value may be made coarser to: a birth date an age
	// band, an address a municipality.
	Generalisations = []string{"age_band", "municipality"}
	DeliveryKinds   = []string{"snapshot", "period", "changes", "append"}
	UnknownPolicy   = []string{"", "refuse", "quarantine", "drop"}
	KnownSources    = []string{"file_name", "listing", "received"}
)

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// complaints collects everything that is wrong with a project.
type complaints struct {
	errs []error
	rows map[string]bool // faults of rows of lists that were told already
	fine map[string]bool // forms of a column in which nothing is wrong
}

func (c *complaints) add(where, what, fix string) {
	c.errs = append(c.errs, &Error{Code: Invalid, Where: where, What: what, Fix: fix})
}

func (c *complaints) oneOf(where, key, got string, want []string) {
	if slices.Contains(want, got) {
		return
	}
	fix := "see docs/contracts.md and docs/project.md"
	if near := Nearest(got, want, 1); len(near) > 0 && Alike(got, near[0]) {
		fix = "did you mean " + near[0] + "? " + fix
	}
	c.add(where, fmt.Sprintf("%s is %q, want %s", key, got, strings.TrimPrefix(strings.Join(want, ", "), ", ")), fix)
}

func (c *complaints) name(where, key, got string) {
	if !nameForm.MatchString(got) {
		c.add(where, fmt.Sprintf("%s is %q, want small letters, digits and _", key, got), "rename it")
	}
}

// names says what is wrong with what catalogues call the project's parts.
func (c *Config) names() error {
	u, err := url.Parse(c.IRI)
	if c.IRI == "" || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.Fragment == "" && strings.HasSuffix(u.Path, "/") {
		return nil
	}
	return &Error{
		Code: Invalid, Where: "peil.yml, iri", What: fmt.Sprintf("is %q, want an address that ends in /", c.IRI),
		Fix: "write for example iri: https://data.example.org/id/, or leave it out",
	}
}

func (p *Project) validate() error {
	c := &complaints{}
	seen := map[string]string{}
	rename := "give one of them another name"
	if p.Config.Extends != "none" {
		rename += "; a project that does not build on the built-in one has extends: none in peil.yml"
	}
	once := func(kind, name, file string) {
		if before, ok := seen[kind+" "+name]; ok {
			c.add(file, fmt.Sprintf("%s %q stands in %s too", kind, name, before), rename)
		}
		seen[kind+" "+name] = file
	}
	for _, s := range p.Sources {
		once("source", s.Name, s.File)
		c.name(s.File, "source", s.Name)
		if s.LegalBasis == "" {
			c.add(s.File, "has no legal_basis", "say on what legal basis these exports are used")
		}
		if s.Purpose == "" && s.Identifies() {
			c.add(s.File, "has identifiers but no purpose", "say what the exports are used for: persons may be processed for a stated purpose only")
		}
		if s.RetentionDays < 0 {
			c.add(s.File, fmt.Sprintf("retention_days is %d, want 1 or more", s.RetentionDays), "write how many days the files as received are kept; without it that is 30")
		}
		c.freshness(s)
		for i := range s.Entities {
			once("entity", s.Name+"/"+s.Entities[i].Name, s.File)
			c.entity(&s.Entities[i])
			c.columns(&s.Entities[i], p.Lists)
		}
	}
	c.corrections(p)
	for _, d := range p.Dimensions {
		once("dimension", d.Name, dimensionsFile)
	}
	c.dimensions(p)
	if m := p.Config.Memory; m != "" && !memoryForm.MatchString(m) {
		c.add("peil.yml", fmt.Sprintf("memory is %q, want a whole number of MB or GB", m), "write for example memory: 2GB")
	}
	if d := p.Config.SnapshotDays; d < 0 {
		c.add("peil.yml", fmt.Sprintf("snapshot_days is %d, want 1 or more", d), "write for how many days each snapshot is kept; without it that is for ever")
	}
	c.releases(p)
	c.jobs(p)
	c.disclosure(p)
	c.smallChanges(p)
	c.balances(p)
	c.ties(p)
	c.geography(p)
	for _, r := range p.Relations {
		once("relation", r.Name, r.File)
		c.name(r.File, "name", r.Name)
		if r.Grain == "" || len(r.Key) == 0 || len(r.Columns) == 0 {
			c.add(r.File, "lacks grain, key or columns", "say what one row is, what identifies it and which columns it has")
		}
		c.oneOf(r.File, "materialized", r.Materialized, []string{"", "view", "table"})
		for _, k := range r.Checks {
			c.columnCheck(r.File, k)
		}
	}
	for _, m := range p.Metrics {
		once("metric", m.Name, m.File)
		c.metric(m)
		c.fragments(p, m)
		c.adding(p, m)
	}
	for _, k := range p.Checks {
		once("check", k.Name, k.File)
		c.name(k.File, "name", k.Name)
		c.oneOf(k.File, "severity", k.Severity, []string{"block", "warn"})
		if k.Fix == "" {
			c.add(k.File, "has no fix", "say what to do when it fails")
		}
		if k.Owner == "" {
			c.add(k.File, "has no owner", "say who must act when it fails")
		}
	}
	return errors.Join(c.errs...)
}

// columnCheck says what is wrong with a check in a model's header. Whether its
// columns exist is for the warehouse.
func (c *complaints) columnCheck(file string, k ColumnCheck) {
	c.oneOf(file, "severity of a check", k.Severity, []string{"", "block", "warn"})
	if len(k.NotNull) == 0 && len(k.Unique) == 0 && k.Accepted == nil && k.References == nil && k.Range == nil && k.RowCount == nil {
		c.add(file, "has a check that checks nothing", "write not_null, unique, accepted, references, range or row_count in it, or take it out")
	}
	if r := k.Range; r != nil && (r.Column == "" || r.Min == "" && r.Max == "") {
		c.add(file, "has a range without column, or without min and max", "write range: {column: NAME, min: LEAST, max: MOST}, or one of the two ends")
	}
	if r := k.References; r != nil && (r.Column == "" || r.Relation == "" || r.To == "") {
		c.add(file, "has references without column, relation or to", "write references: {column: NAME, relation: MODEL, to: ITS COLUMN}")
	}
	if n := k.RowCount; n != nil {
		switch {
		case n.Min == nil && n.Max == nil:
			c.add(file, "has a row_count without min and max", "write row_count: {min: LEAST, max: MOST}, or one of the two")
		case n.Min != nil && *n.Min < 0 || n.Max != nil && *n.Max < 0:
			c.add(file, "has a row_count below 0", "write a whole number from 0")
		case n.Min != nil && n.Max != nil && *n.Min > *n.Max:
			c.add(file, fmt.Sprintf("has a row_count of at least %d and at most %d", *n.Min, *n.Max), "give the lower number as min")
		}
	}
}

func (c *complaints) metric(m *Metric) {
	c.name(m.File, "name", m.Name)
	for _, must := range [][2]string{{"title_nl", m.TitleNL}, {"title_en", m.TitleEN}, {"about_nl", m.AboutNL}, {"about_en", m.AboutEN}, {"unit", m.Unit}} {
		if must[1] == "" {
			c.add(m.File, "has no "+must[0], "a figure without it cannot be read")
		}
	}
	if m.NotMeasurable != "" {
		if m.Needs == "" {
			c.add(m.File, "is not measurable but says not what it needs", "name the log that would make it measurable")
		}
		return
	}
	c.oneOf(m.File, "kind", m.Kind, []string{"stock", "flow"})
	c.oneOf(m.File, "better", m.Better, []string{"up", "down", "neutral"})
	if n := len(m.Range); n > 2 || n == 2 && m.Range[0] > m.Range[1] {
		c.add(m.File, fmt.Sprintf("has range %v, want [least] or [least, most]", m.Range), "write for example range: [0, 1]")
	}
	if m.MinN < 0 {
		c.add(m.File, fmt.Sprintf("has min_n %d, want a whole number above 0", m.MinN), "leave it out for the threshold of the project")
	}
	if m.Decimals < 0 || m.Decimals > 6 {
		c.add(m.File, fmt.Sprintf("has decimals %d, want 0 to 6", m.Decimals), "write how many digits are shown behind the sign")
	}
	c.oneOf(m.File, "at", m.At, []string{"", "until", "day"})
	c.oneOf(m.File, "empty", m.Empty, []string{"zero", "none"})
	c.oneOf(m.File, "protects", m.Protects, []string{"person", "household", "host", "organisation", "none"})
	if m.Protects == "none" && m.ProtectsReason == "" {
		c.add(m.File, "protects none without protects_reason", "say why small counts may be shown")
	}
	c.analysis(m)
	c.contributions(m)
	if len(m.Adds) > 0 && m.Kind != "stock" {
		c.add(m.File, "has adds and is a flow", "leave adds out: it is for stocks, which are asked at the end of each period")
	}
	if m.Household != "" && m.Protects != "person" {
		c.add(m.File, "has household and protects "+m.Protects, "leave household out: it tells of persons whether they live in one household")
	}
	if m.Contributor != "" && (m.Protects == "none" || !strings.HasPrefix(m.Unit, "eur")) {
		c.add(m.File, "has contributor and is no amount in eur that protects somebody", "leave contributor out: it tells whose amount dominates a sum")
	}
	if m.Relation == "" {
		c.add(m.File, "has no relation", "name the fact it is counted from")
	}
	if m.Kind == "flow" && m.Time == "" {
		c.add(m.File, "is a flow without time", "name the date column")
	}
	if m.Kind == "stock" && len(m.Valid) != 2 {
		c.add(m.File, "is a stock without valid", "name the two date columns [from, until]")
	}
}
