package main

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// askedFlags are the flags by which a metric is asked, as they were written.
type askedFlags struct {
	by, where               []string
	at, from, to, geography string
	moment                  momentFlags
}

// question reads what the flags ask of a metric. beside is what is wrong with other
// flags: all that is wrong is told at once, what the project knows of it as well.
func (a *app) question(ctx context.Context, metric string, o askedFlags, beside error) (models.MetricQuery, error) {
	q, err := period(metric, [3]string{"--at", "--from", "--to"}, o.at, o.from, o.to)
	errs := []error{beside, err}
	for _, name := range o.by { // as in "month, province"
		q.By = append(q.By, strings.TrimSpace(name))
	}
	o.by, q.Geography = q.By, o.geography
	q.Where, err = filters("--where", o.where)
	errs = append(errs, err)
	_, err = optionalDate("--as-of", o.moment.asOf)
	errs = append(errs, err)
	if errors.Join(errs...) != nil {
		errs = append(errs, o.named(a.defined(ctx, o.moment, q)))
	}
	return q, errors.Join(errs...)
}

// named names the flags in what is wrong with a metric that was asked.
func (o askedFlags) named(err error) error {
	return byFlags(err, map[string][]string{"--by": o.by, "--where": o.where})
}

// byFlags names the flag with its value where the place of an error is a dimension or a
// filter of a metric: pages ask for those in another way than commands do.
func byFlags(err error, flags map[string][]string) error {
	var out []error
	for _, e := range models.Flatten(err) {
		if u, ok := errors.AsType[*models.Error](e); ok {
			if strings.HasPrefix(u.Where, "geography ") {
				e = moved(u, "--"+u.Where)
			}
			for _, flag := range slices.Sorted(maps.Keys(flags)) {
				if given := askedBy(flag, flags[flag], u.Where); given != "" {
					e = moved(u, flag+" "+given)
					break
				}
			}
		}
		out = append(out, e)
	}
	return errors.Join(out...)
}

// askedBy gives the value by which a flag asked what an error is about; "" when another
// flag did.
func askedBy(flag string, values []string, place string) string {
	_, dims, by := strings.Cut(place, ", by ")
	_, dim, where := strings.Cut(place, ", where ")
	for _, v := range values {
		name, _, _ := strings.Cut(v, "=")
		switch flag {
		case "--where":
			if where && name == dim {
				return v
			}
		case "--without": // the metric is cut by it as well
			if (by && name == dims) || (where && name == dim) {
				return v
			}
		default:
			if by && v == dims {
				return v
			}
		}
	}
	if flag == "--by" && by && len(values) > 1 && strings.Join(values, ",") == dims {
		return dims
	}
	return ""
}

// moved gives an error with another place.
func moved(e *models.Error, where string) error {
	out := *e
	out.Where = where
	return &out
}

// defined tells what is wrong with a query: by the tables where they can be opened, else by
// the project alone.
func (a *app) defined(ctx context.Context, o momentFlags, q models.MetricQuery) error {
	if w, err := a.open(ctx, o); err == nil {
		defer w.Close()
		return w.Wrong(ctx, q)
	}
	p, err := a.loadProject()
	if err != nil {
		return err
	}
	return warehouse.Question(p, q)
}

// period reads a date or a period of a query from the flags at, from and to. What
// cannot be read is left out of it.
func period(metric string, flags [3]string, at, from, to string) (models.MetricQuery, error) {
	q := models.MetricQuery{Metric: metric}
	var errs [4]error
	q.At, errs[0] = optionalDate(flags[0], at)
	q.From, errs[1] = firstDay(flags[1], from)
	q.To, errs[2] = optionalDate(flags[2], to)
	if at != "" && (from != "" || to != "") {
		errs[3] = usage(flags[0]+" "+at, "stands beside "+flags[1]+" or "+flags[2], "give either a date or a period")
		q.At = ""
	}
	return q, errors.Join(errs[:]...)
}

// filters reads DIMENSION=VALUE.
func filters(flag string, texts []string) ([]models.Filter, error) {
	var out []models.Filter
	var errs []error
	for _, text := range texts {
		dim, values, ok := strings.Cut(text, "=")
		if !ok || dim == "" || values == "" {
			errs = append(errs, usage(flag+" "+text, "is not DIMENSION=VALUE", "write for example "+flag+" province=10000"))
			continue
		}
		f := models.Filter{Dimension: dim, Values: strings.Split(values, "|")}
		// All filters hold together, so that of two values of one dimension nothing is left.
		if at := slices.IndexFunc(out, func(f models.Filter) bool { return f.Dimension == dim }); flag == "--where" && at >= 0 {
			if !slices.Equal(out[at].Values, f.Values) {
				errs = append(errs, usage(flag+" "+text, "keeps "+dim+" a second time, and both would have to hold", "write all its values in one: "+flag+" "+models.ShellWord(dim+"="+allValues(texts, dim))))
			}
			continue
		}
		out = append(out, f)
	}
	return out, errors.Join(errs...)
}

// allValues gives what any of the filters of a dimension keeps, each once, as A|B.
func allValues(texts []string, dim string) string {
	var out []string
	for _, text := range texts {
		d, values, _ := strings.Cut(text, "=")
		for _, v := range strings.Split(values, "|") {
			if d == dim && v != "" && !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	return strings.Join(out, "|")
}

// optionalDate reads the last day that the text of a flag names, or none.
func optionalDate(flag, text string) (models.Date, error) {
	return dateOf(flag, text, models.ParseDate)
}

// firstDay reads the first day that the text names, or none: 2022-06 is 1 June.
func firstDay(flag, text string) (models.Date, error) {
	return dateOf(flag, text, models.ParseFirst)
}

func dateOf(flag, text string, read func(string) (models.Date, error)) (models.Date, error) {
	if text == "" {
		return "", nil
	}
	d, err := read(text)
	if err != nil {
		return "", usage(flag+" "+text, "is not a date, want YYYY-MM-DD (or YYYY-MM, or YYYY)", "write for example 2023-02-13")
	}
	return d, nil
}
