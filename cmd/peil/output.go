package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/vlot-evaluatie/peil/models"
)

// table is a result of a command: columns and rows of text, for people or for
// other programs.
type table struct {
	columns []string
	right   []bool // numbers stand at the right
	truths  []bool // true and false, which JSON has signs for
	rows    [][]string
	empty   map[[2]int]bool // row and column of texts without a letter; other empty cells have no value
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// without gives the table without one of its columns.
func (t *table) without(column int) *table {
	drop := func(cells []string) []string { return slices.Delete(slices.Clone(cells), column, column+1) }
	out := &table{columns: drop(t.columns), right: slices.Delete(slices.Clone(t.right), column, column+1)}
	for _, row := range t.rows {
		out.add(drop(row)...)
	}
	return out
}

// formats are what a result can be written as.
var formats = []string{"table", "csv", "json", "markdown"}

// write puts the table out in one of the formats.
func (t *table) write(w io.Writer, format string) error {
	switch format {
	case "table":
		return t.text(w)
	case "csv":
		c := csv.NewWriter(w)
		if err := c.Write(t.columns); err != nil {
			return err
		}
		for _, row := range t.rows {
			if len(row) == 1 && row[0] == "" {
				// A line without a sign is no row to most readers.
				c.Flush()
				if _, err := io.WriteString(w, `""`+"\n"); err != nil {
					return err
				}
				continue
			}
			if err := c.Write(row); err != nil {
				return err
			}
		}
		c.Flush()
		return c.Error()
	case "json":
		return t.objects(w)
	case "markdown":
		return t.markdown(w)
	}
	return usage("--format "+format, "is not a format", "want one of "+strings.Join(formats, ", "))
}

func (t *table) text(w io.Writer) error {
	wide := make([]int, len(t.columns))
	for i, c := range t.columns {
		wide[i] = utf8.RuneCountInString(c)
	}
	for _, row := range t.rows {
		for i, cell := range row {
			wide[i] = max(wide[i], utf8.RuneCountInString(models.Visible(cell)))
		}
	}
	line := func(cells []string) string {
		var b strings.Builder
		for i, cell := range cells {
			cell = models.Visible(cell)
			pad := strings.Repeat(" ", wide[i]-utf8.RuneCountInString(cell))
			if i > 0 {
				b.WriteString("  ")
			}
			if t.right != nil && t.right[i] {
				b.WriteString(pad + cell)
			} else {
				b.WriteString(cell + pad)
			}
		}
		return strings.TrimRight(b.String(), " ")
	}
	if _, err := fmt.Fprintln(w, line(t.columns)); err != nil {
		return err
	}
	for _, row := range t.rows {
		if _, err := fmt.Fprintln(w, line(row)); err != nil {
			return err
		}
	}
	return nil
}

// objects writes one JSON array of objects, keys in column order.
func (t *table) objects(w io.Writer) error {
	for i, c := range t.columns {
		if slices.Contains(t.columns[:i], c) {
			return usage("--format json", "has two columns "+c+", of which a reader keeps one", "name them apart in the SELECT: ... as another_name")
		}
	}
	var b strings.Builder
	b.WriteString("[")
	for i, row := range t.rows {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n  {")
		for j, cell := range row {
			key, err := json.Marshal(t.columns[j])
			if err != nil {
				return err
			}
			value := []byte("null")
			if (t.right != nil && t.right[j] || t.truths != nil && t.truths[j]) && json.Valid([]byte(cell)) {
				value = []byte(cell)
			} else if cell != "" || t.empty[[2]int{i, j}] {
				if value, err = json.Marshal(cell); err != nil {
					return err
				}
			}
			if j > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "%s: %s", key, value)
		}
		b.WriteString("}")
	}
	b.WriteString("\n]\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// plainly has Markdown show a cell as it is: what would end it, run as HTML, or be taken
// for a sign of emphasis, code, a link or a picture is escaped.
var plainly = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "&", "&amp;", "<", "&lt;", ">", "&gt;",
	`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "~", `\~`, "$", `\$`)

func (t *table) markdown(w io.Writer) error {
	row := func(cells []string) string {
		out := make([]string, len(cells))
		for i, c := range cells {
			out[i] = models.Visible(plainly.Replace(c))
		}
		return "| " + strings.Join(out, " | ") + " |\n"
	}
	rule := make([]string, len(t.columns))
	for i := range rule {
		rule[i] = "---"
		if t.right != nil && t.right[i] {
			rule[i] = "---:"
		}
	}
	var b strings.Builder
	b.WriteString(row(t.columns) + row(rule))
	for _, r := range t.rows {
		b.WriteString(row(r))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// printJSON writes a value as indented JSON.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// isTerminal tells whether a person looks at w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd()))
}

// cannotWrite says why a path that a flag names cannot be written; temporary names
// are left out.
func cannotWrite(flag, path string, err error) error {
	if dir := filepath.Dir(path); !isFolder(dir) {
		return usage(flag+" "+path, "cannot be written: "+dir+" is no folder", "make it first, or name another")
	}
	return usage(flag+" "+path, "cannot be written: "+reason(err), "name another place, or make room for it there")
}

// cannotMake says the same of a folder.
func cannotMake(flag, path string, err error) error {
	return usage(flag+" "+path, "cannot be made: "+reason(err), "name another folder")
}

// inside tells whether a path lies in a folder, links followed as far as they lead.
func inside(path, folder string) bool {
	rel, err := filepath.Rel(followed(folder), followed(path))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func followed(path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(followed(parent), filepath.Base(path))
	}
	return path
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// there tells whether a file lies on disk.
func there(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Mode().IsRegular()
}

// reason takes the operation and the path off an error of a file.
func reason(err error) string {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err.Error()
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err.Error()
	}
	return err.Error()
}
