package models

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Entity is one kind of row that a source delivers.
type Entity struct {
	Name           string         `yaml:"entity"`
	TitleNL        string         `yaml:"title_nl"`
	TitleEN        string         `yaml:"title_en"`
	Grain          string         `yaml:"grain"`
	Files          []string       `yaml:"files"`  // glob patterns below the exports folder, / separated
	Ignore         []string       `yaml:"ignore"` // patterns of files that are not taken, although they fit Files
	KnownAt        KnownAt        `yaml:"known_at"`
	Format         Format         `yaml:"format"`
	Delivery       Delivery       `yaml:"delivery"`
	UnknownColumns string         `yaml:"unknown_columns"` // refuse (default), quarantine or drop
	NullValues     []string       `yaml:"null_values"`     // texts that mean "no value", beside the empty cell
	Limits         Limits         `yaml:"limits"`
	ControlTotals  *ControlTotals `yaml:"control_totals"`
	Columns        []Column       `yaml:"columns"`
	Rules          []RowRule      `yaml:"rules"`
	Optional       bool           `yaml:"optional"` // no warning when nothing was ever delivered

	Source      string        `yaml:"-"`          // name of the source it belongs to
	File        string        `yaml:"-"`          // contract file, for messages
	Corrections []*Correction `yaml:"-" json:"-"` // in the order of their files
}

// Key gives "source/entity", the name used in messages and folders.
func (e *Entity) Key() string { return e.Source + "/" + e.Name }

// KeyVersion gives what the entity's files depend on of a key of this version: 0 when
// it makes no pseudonyms.
func (e *Entity) KeyVersion(version int) int {
	if slices.ContainsFunc(e.Columns, func(c Column) bool { return c.Action == "pseudonymise" }) {
		return version
	}
	return 0
}

// Delivery says what a new file means for the rows of earlier ones.
type Delivery struct {
	Kind    string   `yaml:"kind"`    // snapshot, period, changes or append
	Key     []string `yaml:"key"`     // columns that identify a row: needed for changes, checked in the file for all
	Period  string   `yaml:"period"`  // period: the column whose values a file replaces
	Deleted string   `yaml:"deleted"` // changes: the yes_no column that ends a row
	// Order says which of two deliveries is the later one, where both say
	// something about the same rows.
	Order string `yaml:"order"` // known (default): by knowledge date, then arrival; received: by arrival; name: by name
	// CompareWithout, when given, skips a delivery that says the same rows as the
	// one before it, but for these columns.
	CompareWithout []string `yaml:"compare_without"`
	// Repeated says what a key that stands in a file more than once means.
	Repeated string `yaml:"repeated"` // reject (default), once, keep or add
	// Empty says what a file without rows means, of changes and of what is appended: that
	// nothing changed, or nothing at all.
	Empty string `yaml:"empty" json:",omitempty"` // no_change (default) or not_told
}

// EmptyNotTold is of files of which one without rows is no delivery of its day.
const EmptyNotTold = "not_told"

// EmptyMeanings are the words that Delivery.Empty may be.
var EmptyMeanings = []string{"", "no_change", EmptyNotTold}

// DeliveryOrders are the words that Delivery.Order may be.
var DeliveryOrders = []string{"", "known", "received", "name"}

// Compare puts deliveries of an entity in the order of the contract: the later one
// wins where both say something about the same rows.
func (d *Delivery) Compare(a, b Loaded) int {
	if d.Order == "name" && a.Name != b.Name {
		return CompareNames(a.Name, b.Name)
	}
	if d.Order != "received" && a.KnownAt != b.KnownAt {
		return strings.Compare(string(a.KnownAt), string(b.KnownAt))
	}
	return a.Sequence - b.Sequence
}

// CompareNames puts names of files in the order in which people number them: 9
// before 10, and "report.csv" before "report (1).csv" and "report_v2.csv", which
// programs and people call what came later. So the ending of a name counts only
// where all else is equal.
func CompareNames(a, b string) int {
	x, y := strings.TrimSuffix(a, path.Ext(a)), strings.TrimSuffix(b, path.Ext(b))
	for x != "" && y != "" {
		m, n := digitsOf(x), digitsOf(y)
		if m > 0 && n > 0 {
			one, other := strings.TrimLeft(x[:m], "0"), strings.TrimLeft(y[:n], "0")
			if c := cmp.Or(len(one)-len(other), strings.Compare(one, other)); c != 0 {
				return c
			}
			x, y = x[m:], y[n:]
			continue
		}
		if x[0] != y[0] {
			return cmp.Compare(x[0], y[0])
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Or(len(x)-len(y), strings.Compare(a, b))
}

// digitsOf counts the digits that a text begins with.
func digitsOf(text string) int { return len(text) - len(strings.TrimLeft(text, "0123456789")) }

// What a key that is repeated in a file may mean.
const (
	RepeatedReject = "reject" // the first row stays, the others are rejected
	RepeatedOnce   = "once"   // a row that says the same again counts once; another is rejected
	RepeatedKeep   = "keep"   // all rows stay, the later ones with a warning
	RepeatedAdd    = "add"    // measures are added up when all else is the same
)

// RepeatedKeys are the words that Delivery.Repeated may be.
var RepeatedKeys = []string{"", RepeatedReject, RepeatedOnce, RepeatedKeep, RepeatedAdd}

// Added gives the columns that are added up when rows with the same key are.
func (e *Entity) Added() []string {
	var out []string
	for i := range e.Columns {
		if c := &e.Columns[i]; e.Delivery.Repeated == RepeatedAdd && c.Class == "measure" && c.Action == "keep" && c.Numeric() && c.Type != "percent" &&
			!slices.Contains(e.Delivery.Key, c.Name) {
			out = append(out, c.Name)
		}
	}
	return out
}

// UnreadKey gives the key by which a rejected row of a list is known all the same, in the
// order of the contract: nil when deliveries are no lists or a key stands in them more than
// once, and when a part of it may not stand in a file about rejects.
func (e *Entity) UnreadKey() []string {
	if e.Delivery.Kind != "snapshot" || e.Delivery.Repeated == RepeatedKeep {
		return nil
	}
	for _, name := range e.Delivery.Key {
		plain := func(c Column) bool {
			return c.Name == name && c.Action == "keep" && (c.Class == "technical" || c.Class == "measure")
		}
		if !slices.ContainsFunc(e.Columns, plain) {
			return nil
		}
	}
	return e.Delivery.Key
}

// NameColumns gives the columns whose cells are in the name of the file, in
// contract order.
func (e *Entity) NameColumns() []*Column {
	var out []*Column
	for i := range e.Columns {
		if e.Columns[i].FromName != "" {
			out = append(out, &e.Columns[i])
		}
	}
	return out
}

// LakeSchema gives the columns of the entity's lake files: what is kept, in
// contract order, then where each row came from.
func (e *Entity) LakeSchema() []SchemaField {
	var out []SchemaField
	for i := range e.Columns {
		out = append(out, e.Columns[i].LakeFields()...)
	}
	return append(out,
		SchemaField{Name: "_load_id", Type: "VARCHAR"},
		SchemaField{Name: "_file_sha256", Type: "VARCHAR"},
		SchemaField{Name: "_line", Type: "BIGINT"},
		SchemaField{Name: "_known_at", Type: "DATE"})
}

// entity says what is wrong with a contract, whatever its files hold.
func (c *complaints) entity(e *Entity) {
	where := e.File + ", entity " + e.Name
	c.name(where, "entity", e.Name)
	if len(e.Files) == 0 {
		c.add(where, "has no files", "give at least one pattern, like housing/*.csv")
	}
	c.oneOf(where, "delivery.kind", e.Delivery.Kind, DeliveryKinds)
	c.oneOf(where, "unknown_columns", e.UnknownColumns, UnknownPolicy)
	c.known(where, &e.KnownAt)
	c.format(where, e)
	if e.Delivery.Kind == "changes" && len(e.Delivery.Key) == 0 {
		c.add(where, "delivery changes has no key", "name the columns that identify a row")
	}
	c.oneOf(where, "delivery.order", e.Delivery.Order, DeliveryOrders)
	c.oneOf(where, "delivery.repeated", e.Delivery.Repeated, RepeatedKeys)
	if e.Delivery.Repeated != "" && len(e.Delivery.Key) == 0 {
		c.add(where, "delivery says what a repeated key means but has no key", "name the columns that identify a row")
	}
	if e.Delivery.Repeated == RepeatedKeep && e.Delivery.Kind == "changes" {
		c.add(where, "delivery changes keeps repeated keys, but a key is what it changes", "write repeated: reject, once or add")
	}
	if e.Delivery.Repeated == RepeatedAdd && len(e.Added()) == 0 {
		c.add(where, "delivery adds up rows with the same key but no column is a measure that is a number and is kept", "give a column class: measure and action: keep")
	}
	if e.Delivery.Kind != "changes" && e.Delivery.Deleted != "" {
		c.add(where, "delivery "+e.Delivery.Kind+" has deleted, which ends rows of changes", "take it out, or write kind: changes")
	}
	c.oneOf(where, "delivery.empty", e.Delivery.Empty, EmptyMeanings)
	if e.Delivery.Empty != "" && e.Delivery.Kind != "changes" && e.Delivery.Kind != "append" {
		c.add(where, "delivery "+e.Delivery.Kind+" has empty, which is about files of changes and of added rows", "take it out")
	}
	if e.Delivery.Kind == "period" && e.Delivery.Period == "" {
		c.add(where, "delivery period has no period", "name the column whose values a file replaces")
	}
	names := map[string]bool{}
	for i := range e.Columns {
		col := &e.Columns[i]
		at := where + ", column " + col.Name
		if names[col.Name] {
			c.add(at, "stands there twice", "drop one")
		}
		names[col.Name] = true
		c.column(at, col)
	}
	refer := func(what string, list ...string) {
		for _, name := range list {
			if name != "" && !names[name] {
				c.add(where, fmt.Sprintf("%s names column %q, which is not there", what, name), "name a column of this entity")
			}
		}
	}
	refer("delivery.key", e.Delivery.Key...)
	refer("delivery.period", e.Delivery.Period)
	refer("delivery.deleted", e.Delivery.Deleted)
	refer("delivery.compare_without", e.Delivery.CompareWithout...)
	for _, col := range e.Columns {
		refer("as_of of "+col.Name, col.AsOf)
		refer("alias_of of "+col.Name, col.AliasOf)
		if col.Action == "generalise" && col.To == "age_band" && col.AsOf == "" {
			c.add(where+", column "+col.Name, "is generalised to age_band without as_of", "name the date column that the age is taken at")
		}
	}
	if e.ControlTotals != nil {
		refer("control_totals", e.ControlTotals.Columns...)
	}
	c.control(where, e)
	c.refusals(where, e)
	for i := range e.Rules {
		refer("rule "+e.Rules[i].Name, e.Rules[i].Columns()...)
		c.rule(where, &e.Rules[i], e.Columns)
	}
}
