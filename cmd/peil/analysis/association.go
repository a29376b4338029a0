package analysis

import (
	"context"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

func (x *asking) association(ctx context.Context, w *warehouse.Warehouse, whole []models.Filter) (finding.Finding, error) {
	rest := x.Query.Where
	x.Query.Where = whole
	in, err := x.input(ctx, w, x.Query)
	if err != nil {
		return finding.Finding{}, err
	}
	if m := in.Metric; m.Add(in.Dims...) != nil || m.Decimals != 0 || m.Unit == "eur" {
		return finding.Finding{}, &models.Error{Code: models.Invalid, Where: "metric " + m.Name,
			What: "is no count that adds up over what it is cut by, so it makes no cross table",
			Fix:  "peil metrics " + m.Name + " says how it adds up"}
	}
	if err := x.apart(ctx, w, x.Query, &in); err != nil {
		return finding.Finding{}, err
	}
	var beside finding.Beside
	if x.Cluster {
		r, err := w.Clusters(ctx, x.Query)
		if err != nil {
			return finding.Finding{}, err
		}
		beside.Clusters = finding.Cells(r.Rows)
	}
	if len(x.Without) > 0 {
		q := x.Query
		q.Where = rest
		left, err := x.input(ctx, w, q)
		if err != nil {
			return finding.Finding{}, err
		}
		beside.Without = &left
		beside.Left = x.leftOut()
	}
	if x.Strata != "" {
		q := x.Query
		q.By = append(slices.Clone(q.By), x.Strata)
		all, err := x.input(ctx, w, q)
		if err != nil {
			return finding.Finding{}, err
		}
		beside.Strata, beside.Nowhere = strata(all)
	}
	return finding.Associate(in, beside)
}

// strata takes the cells of three dimensions apart by the third, and counts what has no
// member of it: that is no part of its own.
func strata(all finding.Input) (out []finding.Stratum, nowhere float64) {
	at := map[string]int{}
	for _, c := range all.Cells {
		code := c.Dims[2]
		if code == "" {
			nowhere += c.Value
			continue
		}
		i, ok := at[code]
		if !ok {
			i = len(out)
			at[code] = i
			part := all
			part.Dims, part.Cells = all.Dims[:2], nil
			out = append(out, finding.Stratum{
				Name:  finding.Text{NL: all.Names(all.Dims[2], code, "nl"), EN: all.Names(all.Dims[2], code, "en")},
				Input: part,
			})
		}
		out[i].Input.Cells = append(out[i].Input.Cells, c)
	}
	return out, nowhere
}

// rest gives filters that keep everything but what is left out.
func (x *asking) rest(ctx context.Context, w *warehouse.Warehouse) ([]models.Filter, error) {
	out := slices.Clone(x.Query.Where)
	for _, f := range x.Without {
		q := x.Query
		q.By = []string{f.Dimension}
		in, err := x.input(ctx, w, q)
		if err != nil {
			return nil, err
		}
		keep := models.Filter{Dimension: f.Dimension}
		var codes []string
		for _, c := range in.Cells {
			codes = append(codes, c.Dims[0])
			if !slices.Contains(f.Values, c.Dims[0]) {
				keep.Values = append(keep.Values, c.Dims[0])
			}
		}
		for _, v := range f.Values {
			if !slices.Contains(codes, v) {
				return nil, &models.Error{Code: models.Invalid, Where: "--without " + f.Dimension + "=" + v,
					What: "has no rows here, so leaving it out changes nothing",
					Fix:  "did you mean " + strings.Join(models.Nearest(v, codes, 3), ", ") + "?"}
			}
		}
		if len(keep.Values) == 0 {
			return nil, &models.Error{Code: models.Invalid, Where: "--without " + f.Dimension,
				What: "leaves nothing over",
				Fix:  "leave a value out"}
		}
		out = append(out, keep)
	}
	return out, nil
}

// leftOut names what --without left out.
func (x *asking) leftOut() finding.Text {
	name := func(lang string) string {
		var out []string
		for _, f := range x.Without {
			for _, v := range f.Values {
				out = append(out, x.label(&models.Dimension{Name: f.Dimension}, v, lang))
			}
		}
		return strings.Join(out, ", ")
	}
	return finding.Text{NL: name("nl"), EN: name("en")}
}
