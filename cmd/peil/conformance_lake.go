package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// through runs one CSV file through the real intake in a folder of its own and
// gives the warehouse that it ended in.
func (a *app) through(ctx context.Context, columns string, file []byte) (*warehouse.Warehouse, func(), error) {
	dir, err := os.MkdirTemp("", "peil-conformance-")
	if err != nil {
		return nil, nil, err
	}
	clean := func() { _ = os.RemoveAll(dir) }
	contract := `source: outside
title_nl: Gegevens van buiten
title_en: Outside data
legal_basis: none, texts without persons
entities:
  - entity: texts
    files: ["*.csv"]
    known_at: {from: file_name, pattern: '(\d{4}-\d{2}-\d{2})'}
    format: {kind: csv, delimiter: ",", encoding: utf-8}
    delivery: {kind: append}
    columns:
      - {name: row_number, header: [row_number], type: integer, required: true, class: technical, action: keep}
` + columns
	for name, text := range map[string]string{
		"project/peil.yml":                   "name: outside\nextends: none\n",
		"project/models/sources/outside.yml": contract,
		"exports/texts_2026-01-01.csv":       string(file),
	} {
		target := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return nil, clean, err
		}
		if err := os.WriteFile(target, []byte(text), 0o644); err != nil {
			return nil, clean, err
		}
	}
	inner := &app{out: io.Discard, diag: io.Discard, quiet: true, data: filepath.Join(dir, "data"), project: filepath.Join(dir, "project")}
	err = inner.intake(ctx, intakeOptions{exports: filepath.Join(dir, "exports"), record: &runRecord{Command: "conformance"}})
	if err != nil {
		return nil, clean, err
	}
	w, err := inner.open(ctx, momentFlags{})
	return w, clean, err
}

// table of numbered texts, as a CSV file.
func numbered(texts []string) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.Write([]string{"row_number", "text_value"}); err != nil {
		return nil, err
	}
	for i, t := range texts {
		if err := w.Write([]string{fmt.Sprint(i), t}); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// conformNaughty sends hostile texts from an export through the lake to a
// result, and wants each back unchanged.
func (a *app) conformNaughty(ctx context.Context, path string, s *score) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var naughty []string
	if err := json.Unmarshal(text, &naughty); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	file, err := numbered(naughty)
	if err != nil {
		return err
	}
	w, clean, err := a.through(ctx, "      - {name: text_value, header: [text_value], type: text, class: measure, action: keep}\n", file)
	if clean != nil {
		defer clean()
	}
	if err != nil {
		return err
	}
	defer w.Close()
	got, err := query(ctx, w, "select row_number, coalesce(text_value, '') as text_value from raw.outside__texts order by row_number")
	if err != nil {
		return err
	}
	back := map[string]string{}
	for _, row := range got.rows {
		back[row[0]] = row[1]
	}
	for i, want := range naughty {
		// The CSV writer turns a lone carriage return before a line feed into one line end.
		if text, ok := back[fmt.Sprint(i)]; ok && text == strings.ReplaceAll(want, "\r\n", "\n") {
			s.passed++
		} else {
			s.fail("naughty string %d: %q came back as %q (%v)", i, want, text, ok)
		}
	}
	return nil
}

// conformDates reads date texts under a contract with the formats of Flemish
// exports. What no format of a contract can name is refused, not failed.
func (a *app) conformDates(ctx context.Context, cases [][]byte, s *score) error {
	type dateCase struct{ Text, Expected string }
	var all []dateCase
	var texts []string
	for _, line := range cases {
		var c dateCase
		if err := json.Unmarshal(line, &c); err != nil {
			return fmt.Errorf("read date case: %w", err)
		}
		all = append(all, c)
		texts = append(texts, c.Text)
	}
	file, err := numbered(texts)
	if err != nil {
		return err
	}
	w, clean, err := a.through(ctx, "      - {name: text_date, header: [text_value], type: date, format: [DD/MM/YYYY, D/M/YYYY, DD-MM-YYYY, D-M-YYYY, D MMM YYYY, D-MMM-YYYY], class: measure, action: keep}\n", file)
	if clean != nil {
		defer clean()
	}
	if err != nil {
		return err
	}
	defer w.Close()
	got, err := query(ctx, w, "select row_number, cast(text_date as varchar) as text_date from raw.outside__texts order by row_number")
	if err != nil {
		return err
	}
	read := map[string]string{}
	for _, row := range got.rows {
		read[row[0]] = row[1]
	}
	for i, c := range all {
		text, kept := read[fmt.Sprint(i)]
		want, _, _ := strings.Cut(c.Expected, " ")
		_, err := models.ParseDate(want)
		switch {
		case kept && text == want, !kept && want == "reject", !kept && strings.HasPrefix(c.Expected, "does not exist"):
			s.passed++
		case kept || err == nil && !strings.Contains(c.Text, " in "):
			s.fail("%s is %q, want %s", c.Text, text, c.Expected)
		default:
			s.refused++
			s.why = append(s.why, fmt.Sprintf("%s: rejected, no date format of a contract says this", c.Text))
		}
	}
	return nil
}

// conformShelter runs the example project on the Toronto register and compares
// totals that stand in the corpus' own description.
func (a *app) conformShelter(ctx context.Context, dir string) (score, error) {
	var s score
	project := filepath.Join("examples", "toronto")
	if _, err := os.Stat(project); err != nil {
		return score{pending: true}, nil
	}
	data, err := os.MkdirTemp("", "peil-conformance-")
	if err != nil {
		return s, err
	}
	defer os.RemoveAll(data)
	inner := &app{out: io.Discard, diag: io.Discard, quiet: true, data: filepath.Join(data, "data"), project: project}
	if err := inner.intake(ctx, intakeOptions{exports: dir, record: &runRecord{Command: "conformance"}}); err != nil {
		return s, err
	}
	w, err := inner.open(ctx, momentFlags{})
	if err != nil {
		return s, err
	}
	defer w.Close()
	for _, c := range []struct {
		metric string
		at     models.Date
		want   float64
	}{
		{"shelter_users", "", 834218},
		{"shelter_users", "2024-01-01", 9772},
		{"shelter_beds", "2024-01-01", 4912},
		{"shelter_beds_occupied", "2024-01-01", 4820},
		{"shelter_rooms", "2024-01-01", 2780},
		{"shelter_rooms_occupied", "2024-01-01", 2774},
	} {
		r, err := w.Metric(ctx, models.MetricQuery{Metric: c.metric, At: c.at})
		if err != nil {
			return s, err
		}
		if len(r.Rows) == 1 && r.Rows[0].Known && r.Rows[0].Value == c.want {
			s.passed++
		} else {
			s.fail("%s at %q is %v, want %v", c.metric, c.at, r.Rows, c.want)
		}
	}
	return s, nil
}
