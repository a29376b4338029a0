package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/certificate"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
	"github.com/vlot-evaluatie/peil/reports/edition"
)

// judge lays an edition out with the structure of its tables beside them, attacks those
// files as a reader could who holds other editions too, and adds the certificate of that.
func judge(parts edition.Parts, plan *disclose.Plan, others ...toldEdition) (*verdict, error) {
	query := map[string]models.MetricQuery{}
	for _, f := range parts.Frozen.Figures {
		query[f.ID] = f.Query
	}
	var printed []disclose.Printed
	tables := map[string][]byte{}
	for _, t := range parts.Tables {
		name := "tables/" + t.File()
		text, err := t.CSV()
		if err != nil {
			return nil, fmt.Errorf("write table %s: %w", t.ID, err)
		}
		tables[name] = text
		if len(t.Dims) == 0 || t.Dims[len(t.Dims)-1].Name != disclose.DaysName { // a curve is no table of its metric
			printed = append(printed, disclose.Printed{File: name, Query: query[t.ID]})
		}
	}
	structure, err := plan.Describe(printed)
	if err != nil {
		return nil, err
	}
	described, err := structure.Encode()
	if err != nil {
		return nil, err
	}
	open := func(name string) ([]byte, error) {
		if name == audit.StructureFile {
			return described, nil
		}
		if text, ok := tables[name]; ok {
			return text, nil
		}
		return nil, fmt.Errorf("open %s: %w", name, os.ErrNotExist)
	}
	attacked, report, err := attack(open, others...)
	if err != nil {
		return nil, err
	}
	c := certificate.Of(parts.Frozen.Report+"/"+parts.Frozen.Edition, structure, plan.Summary(), attacked, report, certificate.Hash(tables))
	text, err := c.Encode()
	if err != nil {
		return nil, err
	}
	parts.Beside = []edition.File{{Name: audit.StructureFile, Data: described}, {Name: certificate.File, Data: text}}
	out := &verdict{certificate: c, open: open}
	for _, b := range report.Narrow(attacked) {
		if cell := attacked.Cells[b.Cell]; cell.Past {
			out.before = append(out.before, cell.Key)
		}
	}
	for _, b := range report.Bounds {
		if b.Before {
			out.known = append(out.known, attacked.Cells[b.Cell].Key)
		}
	}
	out.files, err = parts.Files()
	return out, err
}

// verdict is an edition that was attacked.
type verdict struct {
	files       []edition.File
	certificate *certificate.Certificate
	before      []string // numbers that editions before hid, and that this one gives away
	known       []string // numbers that readers could know as closely without this edition
	open        func(name string) ([]byte, error)
}

// beside tells whether the edition gives nothing away beside others either.
func (v *verdict) beside(others []toldEdition) (bool, error) {
	tables, report, err := attack(v.open, others...)
	if errors.Is(err, audit.ErrContradiction) {
		return false, nil
	}
	return err == nil && len(tables.Broken) == 0 && len(report.Narrow(tables)) == 0, err
}

// whyInternal says what keeps an edition from readers, with an example: small counts that
// are lost whatever is hidden, and what the attack found.
func whyInternal(lost []disclose.Lost, c *certificate.Certificate) string {
	var why, such []string
	for _, l := range lost {
		such = append(such, l.Name)
	}
	for _, found := range []struct {
		n    int
		what string
	}{
		{len(lost), "small counts cannot be kept from a reader whatever else is hidden"},
		{c.Attack.Narrow, "hidden numbers can be known too closely"},
		{c.Attack.Changes, "counts changed too little to be printed"},
		{c.Attack.Broken, "numbers are not rounded as they must be"},
	} {
		if found.n > 0 {
			why = append(why, fmt.Sprintf("%d %s", found.n, found.what))
		}
	}
	return strings.Join(why, "; ") + ", such as " + slices.Concat(such, c.Why)[0]
}

// attack reads the tables of an edition, beside others that readers have, and attacks them.
func attack(open func(name string) ([]byte, error), others ...toldEdition) (*audit.Tables, *audit.Report, error) {
	tables, err := audit.Read(open, prints(others)...)
	if err != nil {
		return nil, nil, err
	}
	if len(tables.Broken) > 0 { // what it says of itself is not true: nothing can follow from it
		return tables, &audit.Report{}, nil
	}
	report, err := audit.Attack(tables)
	if err != nil || len(others) == 0 || len(report.Narrow(tables)) == 0 {
		return tables, report, err
	}
	// What is known too closely may be so since before: that stands in the way of nothing.
	had, err := audit.Before(open, prints(others)...)
	if err != nil {
		return nil, nil, err
	}
	known, err := audit.Attack(had)
	if err != nil {
		return nil, nil, err
	}
	report.Discount(tables, had, known)
	return tables, report, nil
}
