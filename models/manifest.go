package models

import "cmp"

// FormatVersion is raised when stored files change meaning; it is part of every
// fingerprint, so older files are then rebuilt and never misread.
const FormatVersion = 1

// Manifest is one snapshot: every file that the warehouse consisted of. It
// holds no clock and no path outside the data folder, so that the same input
// and code give the same bytes.
type Manifest struct {
	Format   int    `json:"format"`
	Snapshot int    `json:"snapshot"`
	Parent   int    `json:"parent"` // 0: none
	Project  string `json:"project"`
	KnownAt  Date   `json:"known_at"` // latest knowledge date of its deliveries
	Engine   string `json:"engine"`
	// Definitions is the hash of all contracts, reference lists and SQL.
	Definitions string          `json:"definitions_sha256"`
	Deliveries  []Loaded        `json:"deliveries"`
	Reference   []ReferenceFile `json:"reference"`
	Tables      []BuiltTable    `json:"tables"`
	Metrics     []SQLHash       `json:"metrics"`
	Checks      []CheckResult   `json:"checks"`
	KeyVersion  int             `json:"key_version,omitempty"`
}

// Loaded is one delivery as it stands in the lake. Rows = Kept + Rejected +
// Furniture + Erased, always; a warning changes none of them.
type Loaded struct {
	LoadID      string            `json:"load_id"`
	Source      string            `json:"source"`
	Entity      string            `json:"entity"`
	Name        string            `json:"name"`     // path below the exports folder, / separated
	Sequence    int               `json:"sequence"` // order of arrival within the entity, from 1
	SHA256      string            `json:"sha256"`   // of the bytes as received
	Bytes       int64             `json:"bytes"`
	KnownAt     Date              `json:"known_at"`
	Contract    string            `json:"contract_sha256"` // of the entity's contract
	Rows        int64             `json:"rows"`
	Kept        int64             `json:"kept"`
	Rejected    int64             `json:"rejected"`
	Furniture   int64             `json:"furniture"`
	Skipped     string            `json:"skipped,omitempty"` // why a delivery adds no rows: same bytes as ...
	CopyOf      string            `json:"copy_of,omitempty"` // name of another delivery with the same bytes
	Quarantine  string            `json:"quarantine,omitempty"`
	Detected    map[string]string `json:"detected,omitempty"`
	Notes       []string          `json:"notes,omitempty"`
	Content     string            `json:"content,omitempty"`        // sums up the kept rows, where the contract compares them
	Corrected   int64             `json:"corrected,omitempty"`      // rows, kept or rejected, of which a cell was corrected
	Corrections []Applied         `json:"corrections,omitempty"`    // those that name the delivery, in the order of the project
	Control     []string          `json:"control_totals,omitempty"` // totals rows that differ from the sums of the rows
	CellErrors  []string          `json:"cell_errors,omitempty"`    // cells of kept rows that show an error or were never computed, a thousand at most
	Merged      int64             `json:"merged,omitempty"`         // merged ranges of a workbook that touch rows: only the first cell of each has the value
	FirstMerged string            `json:"first_merged,omitempty"`   // SHEET!RANGE
	Lake        *LakeFile         `json:"lake,omitempty"`
	Rejects     *LakeFile         `json:"rejects,omitempty"`
	Repeated    int64             `json:"repeated,omitempty"` // of Furniture: rows that are counted in another row with the same key
	Warned      int64             `json:"warned,omitempty"`   // rows with a warning; they are kept, or in Repeated
	Warnings    *LakeFile         `json:"warnings,omitempty"`
	Periods     []string          `json:"periods,omitempty"`     // period deliveries: the values it replaces
	PeriodRows  []int64           `json:"period_rows,omitempty"` // how many of the rows each of those has
	KeyVersion  int               `json:"key_version,omitempty"` // of the pseudonyms in its files; 0: it has none
	Erased      int64             `json:"erased,omitempty"`      // rows that erasures took out of Kept
	Erasures    int               `json:"erasures,omitempty"`    // how many erasures changed its files
}

// Applied says what one correction did in a delivery.
type Applied struct {
	Correction string `json:"correction"` // the first digits of the sum of what it says
	Rows       int64  `json:"rows"`
}

// LakeFile is one Parquet file below the data folder.
type LakeFile struct {
	Path   string `json:"path"` // relative to the data folder, / separated
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Rows   int64  `json:"rows"`
}

// ReferenceFile is one reference list of the project.
type ReferenceFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// BuiltTable is one relation of a snapshot. A view has no file.
type BuiltTable struct {
	Name        string        `json:"name"`
	Fingerprint string        `json:"fingerprint"` // hash of SQL, inputs, engine and settings
	Inputs      []string      `json:"inputs"`      // relations read, sorted
	File        *LakeFile     `json:"file,omitempty"`
	Schema      []SchemaField `json:"schema"`
	SQL         string        `json:"sql_sha256,omitempty"` // of its own SELECT, columns and order, without what it reads
}

// SchemaField is a column as the engine describes it.
type SchemaField struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// SQLHash ties a metric to the text that defined it.
type SQLHash struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// CheckResult says how one check came out.
type CheckResult struct {
	Name     string `json:"name"`
	Severity string `json:"severity"`
	Failures int64  `json:"failures"`        // rows that fail; 0 = passed
	About    string `json:"about,omitempty"` // in Dutch, where it is told in Dutch
	AboutEN  string `json:"about_en,omitempty"`
	Owner    string `json:"owner,omitempty"` // who must act; empty: whoever keeps the project
	Fix      string `json:"fix,omitempty"`
	FixNL    string `json:"fix_nl,omitempty"` // the same in Dutch
	On       string `json:"on,omitempty"`     // names the check's SQL and all that it reads
}

// AboutIn gives what a check promises in the language, "nl" or "en", or in the only
// one that it was written in.
func (c *CheckResult) AboutIn(lang string) string {
	return cmp.Or(inLanguage(lang, c.About, c.AboutEN), c.About)
}

// FixIn gives what to do in the language, or in the only one that it was written in.
func (c *CheckResult) FixIn(lang string) string {
	return cmp.Or(inLanguage(lang, c.FixNL, c.Fix), c.Fix)
}

// OwnerIn gives who must act; it has a word for whoever keeps the project.
func (c *CheckResult) OwnerIn(lang string) string {
	return cmp.Or(c.Owner, inLanguage(lang, "beheerder van het project", "maintainer of the project"))
}

// ToDoIn says who must do what.
func (c *CheckResult) ToDoIn(lang string) string { return c.OwnerIn(lang) + ": " + c.FixIn(lang) }
