package models

import (
	"fmt"
	"slices"
)

// ReleaseConfig announces on which days editions of a report are published: on days
// that are named, on a day of each period, or both.
type ReleaseConfig struct {
	Report string `yaml:"report"`
	On     []Date `yaml:"on"`
	Every  string `yaml:"every"` // month, quarter or year
	Day    int    `yaml:"day"`   // of the first month of that period, 1 to 28; 1 when absent
}

// Planned gives the first n days after a day on which an edition is announced.
func (r *ReleaseConfig) Planned(after Date, n int) []Date {
	var out []Date
	for _, d := range r.On {
		if d > after {
			out = append(out, d)
		}
	}
	if step := months[r.Every]; step > 0 && after != "" {
		// The first month of the period that the day lies in.
		month := after.MonthStart()
		month = month.AddMonths(-((int(month.Time().Month()) - 1) % step))
		for len(out) < n+len(r.On) {
			if d := month.AddDays(max(r.Day, 1) - 1); d > after {
				out = append(out, d)
			}
			month = month.AddMonths(step)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(n, len(out))]
}

// months is how many months a period of releases has.
var months = map[string]int{"month": 1, "quarter": 3, "year": 12}

// Releases gives the first n announced days of a report after a day.
func (c *Config) ReleasesOf(report string, after Date, n int) []Date {
	var out []Date
	for i := range c.Releases {
		if c.Releases[i].Report == report {
			out = append(out, c.Releases[i].Planned(after, n)...)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(n, len(out))]
}

// releases says what is wrong with the calendar of editions, and with who publishes.
func (c *complaints) releases(p *Project) {
	if a := p.Config.Approve; a < 0 || a > 2 {
		c.add("peil.yml, approve", fmt.Sprintf("is %d, want 1 or 2 persons", a), "write approve: 2 when a second person must approve")
	}
	pages := p.Pages()
	for _, r := range p.Config.Releases {
		where := "peil.yml, releases of " + r.Report
		if !slices.Contains(pages, r.Report) {
			c.add(where, "names no page of reports/pages", DidYouMean(r.Report, pages))
		}
		if len(r.On) == 0 && r.Every == "" {
			c.add(where, "says no day", "write on: [2023-03-15], or every: month")
		}
		c.oneOf(where, "every", r.Every, []string{"", "month", "quarter", "year"})
		if r.Day < 0 || r.Day > 28 || r.Day > 0 && r.Every == "" {
			c.add(where, fmt.Sprintf("day is %d, want 1 to 28 beside every", r.Day), "write for example every: month and day: 15")
		}
		for _, d := range r.On {
			if d.Time().IsZero() {
				c.add(where, fmt.Sprintf("on has %q, want a day", d), "write for example on: [2023-03-15]")
			}
		}
	}
}
