package models

import (
	"fmt"
	"slices"
)

// jobs says what is wrong with the jobs: what is found when one runs is found at night.
// Times and zones are for etl/schedule, which knows calendars.
func (c *complaints) jobs(p *Project) {
	pages := p.Pages()
	var sources []string
	for _, s := range p.Sources {
		sources = append(sources, s.Name)
	}
	for _, j := range p.Config.Jobs {
		where := "peil.yml, job " + j.Name
		switch j.Run {
		case "intake":
		case "report":
			if j.Report == "" {
				c.add(where, "is a report without report", "name the page: report: evaluatie")
			}
		default:
			c.add(where, fmt.Sprintf("run is %q, want intake or report", j.Run), "see docs/project.md, jobs")
		}
		if j.Report != "" && !slices.Contains(pages, j.Report) {
			c.add(where, fmt.Sprintf("report is %q, which is no page of reports/pages", j.Report), DidYouMean(j.Report, pages))
		}
		for _, s := range j.Source {
			if !slices.Contains(sources, s) {
				c.add(where, fmt.Sprintf("sources has %q, which is no source of models/sources", s), DidYouMean(s, sources))
			}
		}
	}
}
