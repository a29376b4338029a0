package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/etl/schedule"
	"github.com/vlot-evaluatie/peil/models"
)

// sourceStatus is what status tells of one entity.
type sourceStatus struct {
	Source     string      `json:"source"`
	Entity     string      `json:"entity"`
	Deliveries int         `json:"deliveries"`
	Rows       int64       `json:"rows"`
	Kept       int64       `json:"kept"`
	Rejected   int64       `json:"rejected"`
	Last       models.Date `json:"last_known_at,omitempty"`
	Quarantine int         `json:"quarantined"`
	Corrected  int64       `json:"corrected,omitempty"`
}

func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Show what came in, the snapshot, the checks and the last runs",
		Args:  exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.loadProject()
			if err != nil {
				return err
			}
			m, err := a.manifest(0)
			if err != nil {
				return err
			}
			runs, err := history(a.layout())
			if err != nil {
				return err
			}
			jobs, err := a.jobStatus(p)
			if err != nil {
				return err
			}
			sources := statusOf(p, m)
			if a.json {
				return printJSON(a.out, map[string]any{"snapshot": m.Snapshot, "known_at": m.KnownAt, "sources": sources, "checks": m.Checks, "runs": lastRuns(runs), "jobs": jobs})
			}
			return a.printStatus(m, sources, runs, jobs)
		},
	}
}

// statusOf sums up the deliveries by entity, in the order of the contracts.
func statusOf(p *models.Project, m *models.Manifest) []sourceStatus {
	var out []sourceStatus
	for _, s := range p.Sources {
		for _, e := range s.Entities {
			st := sourceStatus{Source: s.Name, Entity: e.Name}
			for _, d := range m.Deliveries {
				if d.Source != s.Name || d.Entity != e.Name {
					continue
				}
				st.Deliveries++
				st.Rows += d.Rows
				st.Kept += d.Kept
				st.Rejected += d.Rejected
				st.Corrected += d.Corrected
				st.Last = max(st.Last, d.KnownAt)
				if d.Quarantine != "" {
					st.Quarantine++
				}
			}
			out = append(out, st)
		}
	}
	return out
}

func (a *app) printStatus(m *models.Manifest, sources []sourceStatus, runs []runRecord, jobs []jobStatus) error {
	fmt.Fprintf(a.out, "snapshot %d · data as known on %s · %s\n\n", m.Snapshot, m.KnownAt, m.Engine)
	t := &table{columns: []string{"source", "deliveries", "rows", "kept", "rejected", "last", "note"}, right: []bool{false, true, true, true, true, false, false}}
	for _, s := range sources {
		var notes []string
		if s.Quarantine > 0 {
			notes = append(notes, fmt.Sprintf("%d in quarantine", s.Quarantine))
		}
		if s.Corrected > 0 {
			notes = append(notes, grouped(s.Corrected)+" corrected")
		}
		if s.Deliveries == 0 {
			notes = append(notes, "never delivered")
		}
		note := strings.Join(notes, ", ")
		t.add(s.Source+"/"+s.Entity, grouped(int64(s.Deliveries)), grouped(s.Rows), grouped(s.Kept), grouped(s.Rejected), string(s.Last), note)
	}
	if err := t.text(a.out); err != nil {
		return err
	}
	passed, failed := 0, []string{}
	for _, c := range m.Checks {
		if c.Failures == 0 {
			passed++
			continue
		}
		failed = append(failed, fmt.Sprintf("%s %s: %s rows; %s", c.Severity, c.Name, grouped(c.Failures), c.Fix))
	}
	fmt.Fprintf(a.out, "\nchecks: %d passed, %d not\n", passed, len(failed))
	for _, line := range failed {
		fmt.Fprintf(a.out, "  %s\n", line)
	}
	fmt.Fprintf(a.out, "\nlast runs\n")
	for _, r := range lastRuns(runs) {
		fmt.Fprintf(a.out, "  %s  %-8s %s  %s s  %s\n", r.StartedAt.Format("2006-01-02 15:04:05"), r.Outcome, r.Command,
			strings.Replace(fmt.Sprintf("%.1f", r.EndedAt.Sub(r.StartedAt).Seconds()), ".", ",", 1), r.Message)
	}
	fmt.Fprintf(a.out, "\njobs\n")
	for _, j := range jobs {
		fmt.Fprintf(a.out, "  %-16s %-14s %s  %s\n", j.Name, j.Cron, j.Zone, j.Last)
	}
	return nil
}

// jobStatus is a scheduled job and how it went last.
type jobStatus struct {
	Name string `json:"name"`
	Cron string `json:"cron"`
	Zone string `json:"zone"`
	Last string `json:"last"`
}

func (a *app) jobStatus(p *models.Project) ([]jobStatus, error) {
	past, err := schedule.ReadHistory(a.layout().Jobs())
	if err != nil {
		return nil, err
	}
	var out []jobStatus
	for _, j := range p.Config.Jobs {
		s := jobStatus{Name: j.Name, Cron: j.Cron, Zone: j.Zone, Last: "never ran"}
		if r, ok := past.Last(j.Name); ok && r.Slot != "" {
			s.Last = fmt.Sprintf("%s %s", r.Slot, r.Outcome)
			if r.Message != "" {
				s.Last += ": " + visible(r.Message)
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// lastRuns gives the ten most recent runs, newest first.
func lastRuns(runs []runRecord) []runRecord {
	runs = slices.Clone(runs)
	slices.Reverse(runs)
	return runs[:min(10, len(runs))]
}
