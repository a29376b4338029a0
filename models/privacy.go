package models

import (
	"fmt"
	"slices"
	"strings"
)

// protection says what is wrong with how a column is protected: with its class, and with
// what becomes of it on the way into the lake.
func (c *complaints) protection(at string, col *Column) {
	// An identifier that is kept would enter the lake as it is.
	if col.Class == "identifier" && col.Action != "pseudonymise" && col.Action != "drop" {
		c.add(at, fmt.Sprintf("is an identifier with action %q, want pseudonymise or drop", col.Action), "choose one of the two")
	}
	if col.Action == "pseudonymise" && col.Domain == "" {
		c.add(at, "is pseudonymised without a domain", "say whom it identifies: person, household, host, staff")
	}
	if col.Type == "insz" && col.Class != "identifier" {
		c.add(at, fmt.Sprintf("is an insz of class %q, want identifier", col.Class), "write class: identifier, with action: pseudonymise or drop")
	}
	c.generalised(at, col)
	switch asked := col.Class == "free_text" && col.Action == "keep"; {
	case asked && col.KeepReason == "":
		c.add(at, "is free text that is kept without keep_reason", "write action: drop, or say in keep_reason why what anyone may have written there has to enter the lake")
	case !asked && col.KeepReason != "":
		c.add(at, "has keep_reason but is no free text that is kept", "take it out")
	}
}

// generalised refuses what a value cannot be made coarser to. There is no list of
// postcodes, and one postcode may lie in two municipalities, so an address is told by
// the name in it.
func (c *complaints) generalised(at string, col *Column) {
	switch {
	case col.Action != "generalise":
		if col.To != "" {
			c.add(at, fmt.Sprintf("has to: %s with action %q, want generalise", col.To, col.Action), "take it out, or write action: generalise")
		}
	case !slices.Contains(Generalisations, col.To):
		c.add(at, fmt.Sprintf("generalises to %q, want %s", col.To, strings.Join(Generalisations, " or ")), "see docs/contracts.md")
	case col.To == "municipality" && col.Type != "municipality":
		c.add(at, fmt.Sprintf("becomes a municipality but is of type %s, want municipality", col.Type), "write type: municipality: the name is read from the address")
	}
}

// alias refuses an earlier number that cannot be told to be one.
func (c *complaints) alias(at string, e *Entity, col *Column) {
	if col.AliasOf == "" {
		return
	}
	i := slices.IndexFunc(e.Columns, func(other Column) bool { return other.Name == col.AliasOf })
	if i < 0 {
		return // told elsewhere
	}
	if of := &e.Columns[i]; col.Action != "pseudonymise" || of.Action != "pseudonymise" || col.Domain != of.Domain || col.Name == of.Name {
		c.add(at, fmt.Sprintf("is an alias of %s, which wants two pseudonyms of one domain", col.AliasOf), "give both columns action: pseudonymise and the same domain, or take alias_of out")
	}
}
