package warehouse

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// Extents tells of what the members of a dimension consist: for each dimension of its
// family (models.Project.Family) and each member, the finest codes that it holds, sorted.
// On a division of the country these are the codes that rows have of their own day, so
// that members of two divisions can be compared. It gives nothing for a dimension that
// stands alone.
func (w *Warehouse) Extents(ctx context.Context, dimension, division string) (map[string]map[string][]string, error) {
	d := w.project.Dimension(w.project.Family(dimension))
	if d == nil || d.Lookup == nil || len(d.Lookup.Within) == 0 {
		return nil, nil
	}
	relation, atom, where := d.Lookup.Relation, d.Lookup.Code, ""
	columns := map[string]string{d.Name: d.Lookup.Code}
	maps.Copy(columns, d.Lookup.Within)
	g := w.project.Geography
	if i := slices.IndexFunc(g.Columns, func(c models.GeographyColumn) bool { return c.Key == d.Lookup.Code }); i >= 0 && division != "" && division != models.OfTheDay {
		relation, atom, where = g.Relation, g.Key, " where "+statement.Ident(g.Code)+" = "+statement.Quote(division)
		for name, column := range columns {
			if columns[name] = g.Columns[i].Shown[column]; columns[name] == "" {
				return nil, &models.Error{Code: models.Invalid, Where: "dimension " + name, What: "has no column in " + g.Relation + " on division " + division, Fix: "list " + column + " under geography, columns, shown in models/dimensions.yml"}
			}
		}
	}
	if err := w.ensure(ctx, []string{relation}); err != nil {
		return nil, err
	}
	out := map[string]map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		rows, err := w.engine.Query(ctx, "select distinct cast("+statement.Ident(columns[name])+" as varchar), cast("+statement.Ident(atom)+" as varchar) from "+statement.Qualified(relation)+where+" order by 1, 2")
		if err != nil {
			return nil, fmt.Errorf("read what %s consists of: %w", name, err)
		}
		members := map[string][]string{}
		for rows.Next() {
			v := rows.Values()
			code, _ := v[0].(string)
			fine, _ := v[1].(string)
			members[code] = append(members[code], fine)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, fmt.Errorf("read what %s consists of: %w", name, err)
		}
		out[name] = members
	}
	return out, nil
}
