// Package certificate writes down, beside an edition, what it hides and what an attack
// on its files found.
//
// A certificate is a claim about bytes: it names the hash of all tables that were
// attacked. Whoever doubts it runs the attack again with "peil audit".
package certificate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
)

// File is its name in the folder of an edition.
const File = "certificate.json"

// Certificate is certificate.json.
type Certificate struct {
	Format  int                    `json:"format"`
	Edition string                 `json:"edition"` // REPORT/EDITION
	Method  string                 `json:"method"`
	Base    int64                  `json:"base,omitempty"`     // rounded: counts are multiples of it
	Off     int64                  `json:"most_off,omitempty"` // and differ by so much at most from what was counted
	Rule    disclose.StructureRule `json:"rule"`
	Hidden  disclose.Summary       `json:"hidden"`
	Attack  Attack                 `json:"attack"`
	Tables  string                 `json:"tables_sha256"` // see Hash
	Safe    bool                   `json:"safe"`
	Why     []string               `json:"why_not,omitempty"` // cells that can be known too closely
}

// Attack is what the audit found.
type Attack struct {
	Hidden   int    `json:"hidden_cells"`
	Exact    int    `json:"exact"`
	Narrow   int    `json:"too_narrow"`            // the exact ones included
	Changes  int    `json:"small_changes"`         // printed, though the rule holds them back
	Broken   int    `json:"not_rounded,omitempty"` // of a rounded edition: what does not hold
	Smallest int64  `json:"smallest_interval"`
	Parts    int    `json:"parts"`        // groups of hidden cells that bind each other
	Largest  int    `json:"largest_part"` // unknowns in the largest
	Solver   string `json:"solver"`
}

const solver = "bounds by propagation in whole numbers, then sparse simplex over each connected part; whole tables checked in whole numbers"

// Of makes the certificate of an edition.
func Of(edition string, structure *disclose.Structure, summary disclose.Summary, tables *audit.Tables, r *audit.Report, hash string) *Certificate {
	c := &Certificate{
		Format: 1, Edition: edition, Method: "cell suppression over all tables of the edition together", Rule: structure.Rule, Hidden: summary, Tables: hash,
		Attack: Attack{Hidden: len(r.Bounds), Smallest: r.Smallest(), Parts: r.Parts, Largest: r.Largest, Solver: solver},
	}
	for _, b := range r.Narrow(tables) {
		c.Attack.Narrow++
		if b.Exact() {
			c.Attack.Exact++
		}
		if len(c.Why) < 20 {
			c.Why = append(c.Why, fmt.Sprintf("%s is known to be %d to %d", tables.Cells[b.Cell].Name, b.Low, b.High))
		}
	}
	for _, change := range tables.Changes {
		c.Attack.Changes++
		if len(c.Why) < 20 {
			c.Why = append(c.Why, fmt.Sprintf("%s was %d and is %d", change.Cell, change.Before, change.Now))
		}
	}
	c.Attack.Broken = len(tables.Broken)
	c.Why = append(c.Why, tables.Broken[:min(len(tables.Broken), 20)]...)
	if structure.Base > 0 {
		c.Method, c.Base, c.Off = "rounding of all counts of the edition together, amounts by cell suppression", structure.Base, structure.Off
	}
	c.Safe = c.Attack.Narrow+c.Attack.Changes+c.Attack.Broken == 0
	return c
}

// Encode gives the bytes of the file.
func (c *Certificate) Encode() ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(c); err != nil {
		return nil, fmt.Errorf("write certificate: %w", err)
	}
	return out.Bytes(), nil
}

// Hash sums up tables by name: of the lines "sha256  name" in the order of the names,
// as sha256sum writes them.
func Hash(tables map[string][]byte) string {
	names := make([]string, 0, len(tables))
	for name := range tables {
		names = append(names, name)
	}
	slices.Sort(names)
	var list strings.Builder
	for _, name := range names {
		sum := sha256.Sum256(tables[name])
		fmt.Fprintf(&list, "%s  %s\n", hex.EncodeToString(sum[:]), name)
	}
	sum := sha256.Sum256([]byte(list.String()))
	return hex.EncodeToString(sum[:])
}
