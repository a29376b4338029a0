package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

func (a *app) rejectsCommand() *cobra.Command {
	var format string
	var limit int
	cmd := &cobra.Command{
		Use:   "rejects [SOURCE[/ENTITY]]",
		Short: "List rejected rows: file, line, column, rule, reason",
		Long: `Lists the rows that were rejected at the door, with file, line, column, rule and
reason. Values of protected columns are masked.

  peil rejects
  peil rejects question_log
  peil rejects housing_tool/placements --format csv --limit 0`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.loadProject()
			if err != nil {
				return err
			}
			source, entity := "", ""
			if len(args) == 1 {
				source, entity, _ = strings.Cut(args[0], "/")
				if _, err := p.Source(source); err != nil {
					return err
				}
			}
			m, err := a.manifest(0)
			if err != nil {
				return err
			}
			t, total, err := a.rejected(cmd, m, source, entity, limit)
			if err != nil {
				return err
			}
			if a.json {
				format = "json"
			}
			if err := t.write(a.out, format); err != nil {
				return err
			}
			if int64(len(t.rows)) < total && !a.quiet {
				fmt.Fprintf(a.diag, "%s of %s reasons shown; --limit 0 shows all\n", grouped(int64(len(t.rows))), grouped(total))
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "table, csv, json or markdown")
	cmd.Flags().IntVar(&limit, "limit", 200, "how many reasons at the most; 0 is all")
	return cmd
}

// rejected reads the reject files of the snapshot, in order of delivery and line.
func (a *app) rejected(cmd *cobra.Command, m *models.Manifest, source, entity string, limit int) (*table, int64, error) {
	var files []string
	t := &table{columns: []string{"file", "line", "column", "rule", "reason", "seen"}, right: []bool{false, true, false, false, false, false}}
	for _, d := range m.Deliveries {
		if (source != "" && d.Source != source) || (entity != "" && d.Entity != entity) || d.Rejects == nil {
			continue
		}
		files = append(files, duck.Quote(filepath.Join(a.data, filepath.FromSlash(d.Rejects.Path))))
	}
	if len(files) == 0 {
		return t, 0, nil
	}
	db, err := duck.Open(cmd.Context(), duck.Options{Memory: engineMemory})
	if err != nil {
		return nil, 0, err
	}
	defer db.Close()
	from := "from read_parquet([" + strings.Join(files, ", ") + "])"
	var total int64
	if err := db.QueryRowContext(cmd.Context(), "select count(*) "+from).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("read rejects: %w", err)
	}
	query := `select file_name, cast(line as varchar), coalesce(column_name, ''), rule, reason, coalesce(seen, '') ` + from + ` order by file_name, line, column_name, rule`
	if limit > 0 {
		query += fmt.Sprintf(" limit %d", limit)
	}
	rows, err := db.QueryContext(cmd.Context(), query)
	if err != nil {
		return nil, 0, fmt.Errorf("read rejects: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		cells := make([]string, len(t.columns))
		targets := make([]any, len(cells))
		for i := range cells {
			targets[i] = &cells[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, 0, fmt.Errorf("read rejects: %w", err)
		}
		t.add(cells...)
	}
	return t, total, rows.Err()
}
