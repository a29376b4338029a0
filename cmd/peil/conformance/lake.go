package conformance

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// through runs one CSV file through the intake in a folder of its own and gives the
// warehouse that it ended in.
func (take Intake) through(ctx context.Context, columns string, file []byte) (*warehouse.Warehouse, func(), error) {
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
	w, err := take(ctx, filepath.Join(dir, "project"), filepath.Join(dir, "exports"), filepath.Join(dir, "data"))
	return w, clean, err
}

// numbered gives a table of numbered texts as a CSV file.
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

// byNumber gives the second column of a query by the first, the number of a row.
func byNumber(ctx context.Context, w *warehouse.Warehouse, sql string) (map[string]string, error) {
	rows, err := w.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		row, text := rows.Values(), ""
		if row[1] != nil {
			text = fmt.Sprint(row[1])
		}
		out[fmt.Sprint(row[0])] = text
	}
	return out, rows.Err()
}

// naughty sends hostile texts from an export through the lake to a
// result, and wants each back unchanged.
func (take Intake) naughty(ctx context.Context, path string, s *Score) error {
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
	w, clean, err := take.through(ctx, "      - {name: text_value, header: [text_value], type: text, class: measure, action: keep}\n", file)
	if clean != nil {
		defer clean()
	}
	if err != nil {
		return err
	}
	defer w.Close()
	back, err := byNumber(ctx, w, "select row_number, coalesce(text_value, '') as text_value from raw.outside__texts order by row_number")
	if err != nil {
		return err
	}
	for i, want := range naughty {
		// The CSV writer turns a lone carriage return before a line feed into one line end.
		if text, ok := back[fmt.Sprint(i)]; ok && text == strings.ReplaceAll(want, "\r\n", "\n") {
			s.Passed++
		} else {
			s.fail("naughty string %d: %q came back as %q (%v)", i, want, text, ok)
		}
	}
	return nil
}

// dates reads date texts under a contract with the formats of Flemish
// exports. What no format of a contract can name is refused, not failed.
func (take Intake) dates(ctx context.Context, cases [][]byte, s *Score) error {
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
	w, clean, err := take.through(ctx, "      - {name: text_date, header: [text_value], type: date, format: [DD/MM/YYYY, D/M/YYYY, DD-MM-YYYY, D-M-YYYY, D MMM YYYY, D-MMM-YYYY], class: measure, action: keep}\n", file)
	if clean != nil {
		defer clean()
	}
	if err != nil {
		return err
	}
	defer w.Close()
	read, err := byNumber(ctx, w, "select row_number, cast(text_date as varchar) as text_date from raw.outside__texts order by row_number")
	if err != nil {
		return err
	}
	for i, c := range all {
		text, kept := read[fmt.Sprint(i)]
		want, _, _ := strings.Cut(c.Expected, " ")
		_, err := models.ParseDate(want)
		switch {
		case kept && text == want, !kept && want == "reject", !kept && strings.HasPrefix(c.Expected, "does not exist"):
			s.Passed++
		case kept || err == nil && !strings.Contains(c.Text, " in "):
			s.fail("%s is %q, want %s", c.Text, text, c.Expected)
		default:
			s.Refused++
			s.Why = append(s.Why, fmt.Sprintf("%s: rejected, no date format of a contract says this", c.Text))
		}
	}
	return nil
}

// shelter runs the example project on the Toronto register and compares
// totals that stand in the corpus' own description.
func (take Intake) shelter(ctx context.Context, dir string) (Score, error) {
	var s Score
	project := filepath.Join("examples", "toronto")
	if _, err := os.Stat(project); err != nil {
		return Score{Pending: true}, nil
	}
	data, err := os.MkdirTemp("", "peil-conformance-")
	if err != nil {
		return s, err
	}
	defer os.RemoveAll(data)
	w, err := take(ctx, project, dir, filepath.Join(data, "data"))
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
			s.Passed++
		} else {
			s.fail("%s at %q is %v, want %v", c.metric, c.at, r.Rows, c.want)
		}
	}
	return s, nil
}
