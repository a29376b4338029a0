package table

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/book"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
)

// Cover is what a workbook says of the whole of its tables.
type Cover struct {
	Title   string
	Edition string
	Known   models.Date
	Stamp   string   // what must be read first: that it is internal
	Notes   []string // of the whole page: what is hidden, the method
	Contact string
	Licence string
	Lang    string
}

// Workbook writes a reading guide, the definitions, a sheet of single numbers, and a
// sheet for each table.
func Workbook(c Cover, tables []*Table) ([]byte, error) {
	var out bytes.Buffer
	b := book.New(&out)
	b.Title(c.Title)
	// What is one number has no sheet of its own: all of them stand on one.
	single, many := []*Table{}, []*Table{}
	wanted := []string{word(c.Lang, "guide"), word(c.Lang, "definitions"), word(c.Lang, "single")}
	for _, t := range tables {
		if len(t.Dims) == 0 {
			single = append(single, t)
			continue
		}
		many = append(many, t)
		wanted = append(wanted, shorten(fmt.Sprintf("%d %s", len(many), t.Title)))
	}
	names := book.Names(wanted...)
	c.guide(b, names, single, many)
	c.definitions(b, names[1], tables)
	c.single(b, names[2], single)
	for i, t := range many {
		if err := t.sheet(b, names[i+3], names[0]); err != nil {
			return nil, err
		}
	}
	if err := b.Close(); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return out.Bytes(), nil
}

// shorten cuts a name of a sheet behind a word: Excel takes 31 characters.
func shorten(name string) string {
	name = book.Name(name)
	runes := []rune(name)
	if len(runes) <= 31 {
		return name
	}
	cut := string(runes[:32])
	if i := strings.LastIndex(cut, " "); i > 2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " :,;")
}

// guide is the first sheet: what the workbook is, how to read it, and what is where.
func (c Cover) guide(b *book.Book, names []string, single, many []*Table) {
	w := func(key string) string { return word(c.Lang, key) }
	b.Begin(names[0], []float64{24, 60, 30, 30, 10}, 0, 0)
	b.Add(book.Text(c.Title, book.Title))
	if c.Stamp != "" {
		b.Across(5, c.Stamp, book.Notice)
	}
	for _, fact := range [][2]string{{w("edition"), c.Edition}, {w("known"), number.LongDate(c.Known, c.Lang)}, {w("contact"), c.Contact}, {w("licence"), c.Licence}} {
		if fact[1] != "" {
			b.Add(book.Text(fact[0], book.Plain), book.Text(fact[1], book.Plain))
		}
	}
	b.Add()
	for _, note := range append([]string{w("marks"), w("numbers"), w("status_long")}, c.Notes...) {
		b.Across(5, note, book.Wrapped)
	}
	b.Add()
	b.Add(book.Heads(w("sheet"), w("headline"), w("metric"), w("about"), w("rows"))...)
	b.Add(book.Link(names[1], names[1]))
	b.Add(book.Link(names[2], names[2]), book.Text(w("single_about"), book.Wrapped), book.Text("", book.Plain), book.Text("", book.Plain), book.Number(int64(len(single))))
	for i, t := range many {
		b.Add(book.Link(names[i+3], names[i+3]), book.Text(models.Visible(t.Headline), book.Wrapped), book.Text(t.Title, book.Wrapped), book.Text(t.About, book.Wrapped), book.Number(int64(len(t.Rows))))
	}
	b.End()
}

// definitions is the second sheet: each metric once.
func (c Cover) definitions(b *book.Book, name string, tables []*Table) {
	w := func(key string) string { return word(c.Lang, key) }
	b.Begin(name, []float64{36, 30, 70, 18, 14, 28}, 1, 1)
	b.Add(book.Heads(w("metric"), w("name"), w("definition"), w("unit"), w("kind"), w("protects"))...)
	var seen []string
	for _, t := range tables {
		m := t.Metric
		if slices.Contains(seen, m.Name) {
			continue
		}
		seen = append(seen, m.Name)
		protects := m.Protects
		if _, ok := words[protects]; ok {
			protects = w(protects)
		}
		b.Add(book.Text(t.Title, book.Wrapped), book.Text(m.Name, book.Plain), book.Text(m.About(c.Lang), book.Wrapped), book.Text(t.Unit, book.Plain), book.Text(w(m.Kind), book.Plain), book.Text(protects, book.Wrapped))
	}
	b.End()
}

// single is the sheet of the numbers that stand in sentences and on cards.
func (c Cover) single(b *book.Book, name string, tables []*Table) {
	w := func(key string) string { return word(c.Lang, key) }
	b.Begin(name, []float64{50, 16, 8, 16, 34, 34}, 1, 0)
	b.Add(book.Heads(w("metric"), w("value"), w("status"), w("unit"), w("about"), w("figure"))...)
	for _, t := range tables {
		for _, r := range t.Rows {
			b.Add(book.Text(t.Title, book.Wrapped), t.cell(b, r), book.Text(r.Status, book.Plain), book.Text(t.Unit, book.Plain), book.Text(t.About, book.Wrapped), book.Text(t.ID, book.Plain))
		}
	}
	b.End()
}

// cell is a value in the form of its metric, or the mark of one that is not there.
func (t *Table) cell(b *book.Book, r Row) book.Cell {
	if r.Shown() {
		return book.Formed(r.Value, b.Form(valueForm(t.Metric, t.Lang)))
	}
	return book.Text(r.mark(), book.Plain)
}

// sheet writes the table: what it is, then a row a cell.
func (t *Table) sheet(b *book.Book, name, guide string) error {
	if len(t.Rows) > book.Rows-10 {
		return &models.Error{Code: models.Invalid, Where: "figure " + t.ID, What: fmt.Sprintf("has %d rows, more than a sheet of a workbook holds", len(t.Rows)), Fix: "cut the figure by less, or narrow it with where"}
	}
	above := []string{}
	for _, line := range append([]string{models.Visible(t.Headline), strings.Trim(t.word(t.Metric.Kind)+" · "+t.About, " ·"), t.Source}, t.Notes...) {
		if line != "" && line != t.Title {
			above = append(above, line)
		}
	}
	var widths []float64
	var heads []string
	for _, d := range t.Dims {
		if d.Grain != "" {
			widths, heads = append(widths, 16), append(heads, d.Title(t.Lang))
			continue
		}
		widths, heads = append(widths, t.width(d)), append(heads, d.Title(t.Lang))
		widths, heads = append(widths, 14), append(heads, d.Title(t.Lang)+" ("+t.word("code")+")")
	}
	b.Begin(name, append(widths, 24, 8, 12, 12, 12), len(above)+3, 0)
	b.Add(book.Text(t.Title, book.Title))
	for _, line := range above {
		b.Add(book.Text(line, book.Plain))
	}
	b.Add(book.Link(t.word("back"), guide))
	heads = append(heads, t.valueHead(), t.word("status"))
	if t.bounded() {
		heads = append(heads, t.word("low"), t.word("high"))
	}
	if t.curve() {
		heads = append(heads, t.word("risk"))
	}
	b.Add(book.Heads(heads...)...)
	for _, r := range t.Rows {
		var cells []book.Cell
		for i, code := range r.Codes {
			if grain := t.Dims[i].Grain; grain != "" {
				cells = append(cells, t.period(b, grain, code, r.Labels[i]))
				continue
			}
			cells = append(cells, book.Text(r.Labels[i], book.Plain), book.Text(code, book.Plain))
		}
		cells = append(cells, t.cell(b, r), book.Text(r.Status, book.Plain))
		if r.Bounds != nil {
			form := b.Form(valueForm(t.Metric, t.Lang))
			cells = append(cells, book.Formed(r.Bounds[0], form), book.Formed(r.Bounds[1], form))
		} else if t.bounded() && t.curve() { // what follows keeps its column
			cells = append(cells, book.Text("", book.Plain), book.Text("", book.Plain))
		}
		if r.Risk != nil {
			cells = append(cells, book.Number(*r.Risk))
		}
		b.Add(cells...)
	}
	b.End()
	return nil
}

// period makes a cell with the first day of a period, shown as the period.
func (t *Table) period(b *book.Book, grain, code, label string) book.Cell {
	day := models.Date(code).Time()
	if day.IsZero() {
		return book.Text(label, book.Plain)
	}
	locale := "[$-813]"
	if t.Lang == "en" {
		locale = "[$-809]"
	}
	form := locale + "d mmm yyyy"
	switch grain {
	case "month":
		form = locale + "mmm yyyy"
	case "year":
		form = "yyyy"
	}
	return book.Day(day, b.Form(form))
}

// width is how wide the names of a dimension's members are, within reason.
func (t *Table) width(d *models.Dimension) float64 {
	at, most := slices.Index(t.Dims, d), 12
	for _, r := range t.Rows {
		most = max(most, len([]rune(r.Labels[at]))+2)
	}
	return float64(min(most, 48))
}

// valueForm is how a sheet shows a value of a metric. Which signs stand between
// thousands and before decimals is up to the reader's own settings: 1.234,5 in Flanders.
func valueForm(m *models.Metric, lang string) string {
	decimals := ""
	if m.Decimals > 0 {
		decimals = "." + strings.Repeat("0", min(m.Decimals, 9))
	}
	switch m.Unit {
	case "share":
		if lang == "en" {
			return "0" + decimals + "%"
		}
		return "0" + decimals + `\ %`
	case "eur":
		if lang == "en" {
			return `"€"#,##0` + decimals
		}
		return `"€ "#,##0` + decimals
	}
	return "#,##0" + decimals
}
