package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/models"
)

// tellOdd tells of what a run took in that its last delivery has another number of rows
// than usual. It is taken in all the same: who runs Peil has to look whether it is whole,
// since of a list what is not in it counts as gone. Earlier ones are left
// to the check raw.<source>__<entity>.size.
func (a *app) tellOdd(p *models.Project, r etl.Result, previous *models.Manifest) error {
	had := map[arrival]bool{}
	if previous != nil {
		for i := range previous.Deliveries {
			had[arrivalOf(&previous.Deliveries[i])] = true
		}
	}
	came := map[string]bool{} // source, entity and name
	for _, d := range r.Deliveries {
		if !had[arrivalOf(&d)] && d.Delivered() && d.Skipped == "" {
			came[d.Source+"/"+d.Entity+"\x00"+d.Name] = true
		}
	}
	entities, err := a.entities(p, &models.Manifest{Deliveries: r.Deliveries}, "", models.DateOf(time.Now()))
	if err != nil {
		return err
	}
	for _, st := range entities {
		if !came[st.Source+"/"+st.Entity+"\x00"+st.Name] {
			continue
		}
		switch {
		case st.Outside:
			fmt.Fprintf(a.diag, "peil: %s: has %s, the %d before it had %s as a rule%s; see whether the file is whole\n",
				models.Visible(st.Name), prose.Counted(int(st.LastRows), "row"), st.Usual.Deliveries, st.Usual.text(), nothingIn(p, st))
		case st.Usual == nil && st.LastRows == 0 && st.Rows > 0:
			fmt.Fprintf(a.diag, "peil: %s: has no rows, and those before it had%s; see whether the file is whole\n", models.Visible(st.Name), nothingIn(p, st))
		}
	}
	return nil
}

// nothingIn says what counts of a full list without rows; "" for other deliveries. By it
// there is nothing, and yet figures over all lists go on with the one before it.
func nothingIn(p *models.Project, st entityStatus) string {
	source, err := p.Source(st.Source)
	if err != nil || st.LastRows > 0 {
		return ""
	}
	for i := range source.Entities {
		if e := &source.Entities[i]; e.Name == st.Entity && e.Delivery.Kind == "snapshot" {
			raw := "raw." + st.Source + "__" + st.Entity
			return fmt.Sprintf(": as a full list it says that from %s on there is nothing, so %s is empty; tables that read all lists, by %s__history, keep the rows of those before it", st.Last, raw, raw)
		}
	}
	return ""
}

// worse is by how many rows at least, beside twice as many, a check fails more than before
// to be told again: one or two more are no news.
const worse = 10

// tellFailing tells which checks that warn fail now and did not in the snapshot before, and
// which fail on far more rows: one that always fails would else be silent for good. Of the
// first snapshot, and of a check that is new, all that fails is news.
func (a *app) tellFailing(checks []models.CheckResult, previous *models.Manifest) {
	failed := map[string]int64{}
	if previous != nil {
		for _, c := range previous.Checks {
			failed[c.Name] = c.Failures
		}
	}
	for _, c := range checks {
		was, known := failed[c.Name]
		if c.Severity == "block" || c.Failures == 0 || was > 0 && (c.Failures < 2*was || c.Failures < was+worse) {
			continue
		}
		before := ""
		switch {
		case was > 0:
			before = ", and " + prose.Grouped(was) + " did before"
		case known:
			before = ", and none did before"
		}
		fmt.Fprintf(a.diag, "peil: check %s: %s%s: %s; %s; see peil checks %s\n", c.Name, failing(c), before, strings.TrimSuffix(c.AboutIn("en"), "."), c.ToDoIn("en"), c.Name)
	}
}
