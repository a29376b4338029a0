package page

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/vlot-evaluatie/peil/models"
)

var relative = regexp.MustCompile(`^(known|month|month_end|quarter|quarter_end|start)([+-]\d+)?$`)

// calendar turns the date words of a page into days. What a page is about moves
// with the knowledge date, so that one text serves every edition.
type calendar struct {
	known models.Date // knowledge date of the edition
	until models.Date // last day that the metric's sources tell about
	start models.Date // first day the page is about
}

// day reads a date or one of
//
//	known        the knowledge date; known-7 is a week before it
//	month        first day of the last complete month; month-11 eleven months before
//	month_end    last day of that month; month_end-12 a year before
//	quarter      first day of the last complete quarter; quarter-3 three quarters before
//	quarter_end  last day of that quarter; quarter_end-4 a year before
//	start        the page's first day
//
// A month or quarter is complete once the knowledge date and the metric's sources have
// reached its last day.
func (c calendar) day(text string) (models.Date, error) {
	if text == "" {
		return "", nil
	}
	m := relative.FindStringSubmatch(text)
	if m == nil {
		return models.ParseDate(text)
	}
	n, _ := strconv.Atoi(m[2])
	switch m[1] {
	case "known":
		return c.known.AddDays(n), nil
	case "start":
		if c.start == "" {
			return "", &models.Error{
				Code: models.Invalid, Where: fmt.Sprintf("date %q", text), What: "has no meaning: the page has no from in its front matter",
				Fix: "write for example from: 2022-03-01 there",
			}
		}
		return c.start.AddDays(n), nil
	case "month":
		return c.lastMonth().AddMonths(n), nil
	case "month_end":
		return c.lastMonth().AddMonths(n).MonthEnd(), nil
	case "quarter":
		return c.lastQuarter().AddMonths(3 * n), nil
	default: // quarter_end
		return c.lastQuarter().AddMonths(3*n + 2).MonthEnd(), nil
	}
}

// lastQuarter gives the first day of the last quarter that is complete.
func (c calendar) lastQuarter() models.Date {
	last := c.lastMonth()
	if last == "" {
		return ""
	}
	since := (int(last.Time().Month()) - 1) % 3 // months of its quarter that went before
	if since == 2 {
		return last.AddMonths(-2)
	}
	return last.AddMonths(-since - 3)
}

// lastMonth gives the first day of the last month that is complete: one that the
// sources still have to tell of would look like a fall.
func (c calendar) lastMonth() models.Date {
	last := min(c.known, c.until)
	if last == "" {
		last = c.known
	}
	if last.MonthEnd() == last {
		return last.MonthStart()
	}
	return last.MonthStart().AddMonths(-1)
}

// first reads a day as the beginning of a period: 2023-01 is 1 January.
func (c calendar) first(text string) (models.Date, error) {
	if text == "" || relative.MatchString(text) {
		return c.day(text)
	}
	return models.ParseFirst(text)
}
