package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
)

// boundLine is what a reader can know of one hidden number.
type boundLine struct {
	Cell  string `json:"cell"`
	Low   int64  `json:"low"`
	High  int64  `json:"high"`
	Sharp bool   `json:"sharp"` // no reader can rule out more
	Need  int64  `json:"need"`  // least distance
	Safe  bool   `json:"safe"`
	// Before: a reader knows it too closely, and did without this edition.
	Before bool `json:"known_before"`
}

// attackResult is what "peil audit --json" prints.
type attackResult struct {
	Edition  string      `json:"edition"`
	Hidden   int         `json:"hidden_cells"`
	Narrow   int         `json:"too_narrow"`
	Before   int         `json:"known_before"`
	Smallest int64       `json:"smallest_interval"`
	Parts    int         `json:"parts"`
	Largest  int         `json:"largest_part"`
	Bounds   []boundLine `json:"bounds"`
	// Changes are small ones against what was published, where the edition holds those back.
	Changes []changeLine `json:"small_changes"`
	Broken  []string     `json:"not_rounded"` // of a rounded edition: what does not hold
}

type changeLine struct {
	Cell   string `json:"cell"`
	Before int64  `json:"before"`
	Now    int64  `json:"now"`
}

// safe tells whether a reader knows nothing too closely.
func (r *attackResult) safe() bool { return r.Narrow == 0 && len(r.Changes) == 0 && len(r.Broken) == 0 }

func (a *app) attackCommand() *cobra.Command {
	var alone bool
	cmd := &cobra.Command{
		Use:   "audit EDITION",
		Short: "Attack an edition: what a reader can know of each hidden number",
		Long: `Reads the tables of an edition and their description (structure.json), nothing else, and
computes for each hidden number the least and the largest value that all printed numbers
allow, those of the editions that were published included. EDITION is REPORT/EDITION, or
any folder that has such a description, also one that was not made here:
docs/disclosure.md tells what stands in it. Numbers are in the least unit of what is
counted, amounts in cents. Exit 4 when a number can be known more closely than the
description allows, unless the other editions tell it without this one (known_before), or
when counts that are said to be rounded are not: one is no multiple, a sum does not hold, a
share is not of rounded counts, or a count was published that is not rounded.

  peil audit evaluatie/2023-12-31-s1-nl
  peil audit ./edition-of-somebody-else --json`,
		Args: exactArgs(1, "one edition"),
		RunE: func(_ *cobra.Command, args []string) error { return a.attackEdition(args[0], alone) },
	}
	cmd.Flags().BoolVar(&alone, "alone", false, "leave out what was published before")
	return cmd
}

func (a *app) attackEdition(asked string, alone bool) error {
	dir := asked
	if _, err := os.Stat(filepath.Join(dir, audit.StructureFile)); err != nil {
		a.findData()
		report, name, err := a.findEdition(asked)
		if err != nil {
			return err
		}
		dir = a.layout().Edition(report, name)
	}
	result, err := a.attackFolder(dir, alone)
	if err != nil {
		return err
	}
	if a.json {
		err = printJSON(a.out, result)
	} else {
		err = a.printAttack(result)
	}
	if err == nil && !result.safe() {
		err = tooClose(asked, result)
	}
	return err
}

// attackFolder attacks the tables in a folder, beside what was published unless alone.
func (a *app) attackFolder(dir string, alone bool) (*attackResult, error) {
	own, err := os.OpenRoot(dir) // a description names files: none outside the folder
	if err != nil {
		return nil, &models.Error{Code: models.Invalid, Where: dir, What: "cannot be opened", Fix: "name an edition, or a folder with structure.json", Err: err}
	}
	defer own.Close()
	var others []toldEdition
	if !alone {
		if others, err = a.beside(dir); err != nil {
			return nil, err
		}
	}
	tables, report, err := attack(own.ReadFile, others...)
	if err != nil {
		return nil, &models.Error{Code: models.Invalid, Where: dir, What: "cannot be attacked: " + err.Error(), Fix: "an edition made before structure.json was written has none: make another with peil report", Err: err}
	}
	out := &attackResult{Edition: dir, Hidden: len(report.Bounds), Smallest: report.Smallest(), Parts: report.Parts, Largest: report.Largest, Bounds: []boundLine{}, Changes: []changeLine{}, Broken: append([]string{}, tables.Broken...)}
	for _, c := range tables.Changes {
		out.Changes = append(out.Changes, changeLine{c.Cell, c.Before, c.Now})
	}
	narrow, known := report.Narrow(tables), report.Known(tables)
	out.Narrow, out.Before = len(narrow), len(known)
	for _, b := range report.Bounds {
		c := tables.Cells[b.Cell]
		out.Bounds = append(out.Bounds, boundLine{Cell: c.Name, Low: b.Low, High: b.High, Sharp: b.Sharp, Need: max(c.Width, b.Low*c.Percent/100), Safe: !slices.Contains(narrow, b), Before: slices.Contains(known, b)})
	}
	return out, nil
}

func (a *app) printAttack(r *attackResult) error {
	var out strings.Builder
	for _, b := range r.Bounds {
		how := "at least"
		if b.Sharp {
			how = "exactly"
		}
		verdict := ""
		if !b.Safe || b.Before {
			verdict = fmt.Sprintf("   too close: want %d apart", b.Need)
			if b.Low == b.High {
				verdict = "   known"
			}
		}
		if b.Before {
			verdict += ", without this edition too"
		}
		if b.High >= audit.Unbounded {
			fmt.Fprintf(&out, "%s: %d or more\n", models.Visible(b.Cell), b.Low)
			continue
		}
		fmt.Fprintf(&out, "%s: %s %d to %d%s\n", models.Visible(b.Cell), how, b.Low, b.High, verdict)
	}
	for _, c := range r.Changes {
		fmt.Fprintf(&out, "%s: was %d and is %d   too small a change to print\n", models.Visible(c.Cell), c.Before, c.Now)
	}
	for _, what := range r.Broken {
		fmt.Fprintf(&out, "%s\n", models.Visible(what))
	}
	if len(r.Broken) > 0 {
		fmt.Fprintf(&out, "not_rounded=%d ", len(r.Broken))
	}
	fmt.Fprintf(&out, "hidden_cells=%d too_narrow=%d known_before=%d smallest_interval=%d parts=%d largest_part=%d small_changes=%d\n", r.Hidden, r.Narrow, r.Before, r.Smallest, r.Parts, r.Largest, len(r.Changes))
	_, err := fmt.Fprint(a.out, out.String())
	return err
}

// tooClose tells which hidden number of an edition can be known too closely.
func tooClose(where string, r *attackResult) error {
	if len(r.Broken) > 0 {
		return &models.Error{Code: models.Blocked, Where: where, What: fmt.Sprintf("prints numbers that are not rounded as it says, %d in all: %s", len(r.Broken), r.Broken[0]), Fix: "make the edition again with peil report, under the method of what was published: method in peil.yml"}
	}
	if r.Narrow == 0 {
		c := r.Changes[0]
		return &models.Error{Code: models.Blocked, Where: where, What: fmt.Sprintf("prints %d counts that changed too little to be printed, such as %s: it was %d and is %d", len(r.Changes), c.Cell, c.Before, c.Now), Fix: "make the edition again with peil report, which withholds them until the next benchmark date"}
	}
	worst := r.Bounds[slices.IndexFunc(r.Bounds, func(b boundLine) bool { return !b.Safe })]
	return &models.Error{Code: models.Blocked, Where: where, What: fmt.Sprintf("has %d hidden numbers that can be known too closely, such as %s: %d to %d", r.Narrow, worst.Cell, worst.Low, worst.High), Fix: "make the edition again with peil report, or print less: take a table off the page, or cut it less finely"}
}
