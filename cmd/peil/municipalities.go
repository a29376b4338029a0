package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/boundary"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
)

// municipalities reads which municipalities there were and are, and where they stand
// on the tile map; a project without the list has no map, nor one without squares in it.
func municipalities(files fs.FS) ([]series.Place, error) {
	const file = "models/reference/municipalities.csv"
	text, err := fs.ReadFile(files, file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read municipalities: %w", err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read municipalities: %w", err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	for _, must := range []string{"nis_code", "municipality_name"} {
		if _, ok := at[must]; !ok {
			return nil, usage(file, "has no column "+must, models.DidYouMean(must, rows[0])+" Maps and pages of municipalities are made by it")
		}
	}
	var out []series.Place
	for _, row := range rows[1:] {
		cell := func(name string) string {
			if i, ok := at[name]; ok {
				return row[i]
			}
			return ""
		}
		x, errX := strconv.Atoi(cell("tile_x"))
		y, errY := strconv.Atoi(cell("tile_y"))
		out = append(out, series.Place{
			Code: cell("nis_code"), Name: cell("municipality_name"), Region: cell("province_code"), Successor: cell("successor_nis_code"),
			From: models.Date(cell("valid_from_date")), Until: models.Date(cell("valid_to_date")),
			X: x, Y: y, Placed: errX == nil && errY == nil, Named: cell("is_centre_city") == "true",
		})
	}
	return out, nil
}

// boundaries reads the files that maps are drawn with; all that is wrong is told.
func boundaries(files []string) ([]*boundary.Map, error) {
	var out []*boundary.Map
	var errs []error
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			errs = append(errs, usage("--boundaries "+file, "cannot be read", err.Error()))
			continue
		}
		m, err := boundary.Read(filepath.Base(file), text)
		errs = append(errs, err)
		out = append(out, m)
	}
	return out, errors.Join(errs...)
}
