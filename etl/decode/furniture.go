package decode

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	kindData     = "data"
	kindHeader   = "header"
	kindTitle    = "title"
	kindBlank    = "blank"
	kindTotal    = "total"
	kindNote     = "note" // a footnote, by the contract
	kindRepeated = "repeated_header"
	kindOutside  = "outside_range" // a row of a sheet that the declared range leaves out
	kindEmpty    = "empty_cell"    // a cell of a wide table that makes no row, because it is empty
)

// DefaultTotals are the words that a totals row begins with, in the languages
// of the exports.
var DefaultTotals = []string{"totaal", "eindtotaal", "subtotaal", "algemeen totaal",
	"total", "grand total", "subtotal", "total général", "sous-total", "totale complessivo",
	"gesamt", "gesamtsumme", "insgesamt", "zwischensumme"}

// Furniture is a record that is there for the reader of the file, not as data.
type Furniture struct {
	Line int64
	Kind string // title, total, note, repeated_header, outside_range
	Text string
}

// TotalsRow is a row of totals that was recognised as furniture, for who wants
// to compare it with the sums of the rows. Cells has one text a column of
// Report.Columns, "" for a cell that is not there. A totals row of a wide table
// is given as its rows are: once for each column that is unpivoted.
type TotalsRow struct {
	Line  int64
	Label string // the text that it was recognised by, which may stand in a column without a name
	Cells []string
}

func (rd *Reader) furnish(kind string) {
	rd.report.Furniture++
	rd.report.FurnitureByKind[kind]++
	if kind == kindBlank || len(rd.report.FurnitureRows) >= maxListed {
		return
	}
	var parts []string
	for _, c := range rd.rec.cells {
		if t := strings.TrimSpace(c.Text); t != "" {
			parts = append(parts, t)
		}
	}
	text := []rune(strings.ToValidUTF8(strings.Join(parts, " | "), "�"))
	rd.report.FurnitureRows = append(rd.report.FurnitureRows, Furniture{rd.rec.line, kind, string(text[:min(len(text), 200)])})
}

// total keeps the cells of a totals row under the columns that they stand in.
func (rd *Reader) total() {
	row := TotalsRow{Line: rd.rec.line, Cells: make([]string, len(rd.table.keep))}
	for _, c := range rd.rec.cells {
		if row.Label = clipText(strings.TrimSpace(c.Text), maxTotalText); row.Label != "" {
			break
		}
	}
	for c, i := range rd.table.keep {
		if i < len(rd.rec.cells) {
			row.Cells[c] = clipText(rd.rec.cells[i].Text, maxTotalText)
		}
	}
	rows := []TotalsRow{row}
	if rd.wide != nil {
		rows = rd.wide.totals(row)
	}
	if rest := maxListed - len(rd.report.Totals); rest < len(rows) {
		rows = rows[:max(rest, 0)]
	}
	rd.report.Totals = append(rd.report.Totals, rows...)
}

// clipText keeps the first characters of a text, in memory of its own.
func clipText(text string, most int) string {
	if len(text) <= most {
		return strings.Clone(text)
	}
	return strings.ToValidUTF8(strings.Clone(text[:most]), "") + "…"
}

// isRepeated reports whether a record says the header again, as pages that were
// pasted below each other do. Later rows of a header count only behind the first.
func (t *table) isRepeated(cells []Cell) bool {
	if t.repeated > 0 && t.repeated < len(t.header) && sameTexts(cells, t.header[t.repeated]) {
		t.repeated++
		return true
	}
	t.repeated = 0
	if sameTexts(cells, t.header[0]) {
		t.repeated = 1
		return true
	}
	return false
}

func sameTexts(cells []Cell, header []string) bool {
	for i := 0; i < max(len(cells), len(header)); i++ {
		var a, b string
		if i < len(cells) {
			a = cells[i].Text
		}
		if i < len(header) {
			b = header[i]
		}
		// Most rows differ in the first cell: compare bytes before anything dearer.
		if a != b && !strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) {
			return false
		}
	}
	return true
}

// notes are what the contract says that footnotes look like.
type notes []*regexp.Regexp

// compileNotes reads the expressions of the contract.
func compileNotes(texts []string) (notes, error) {
	var out notes
	for _, text := range texts {
		expression, err := regexp.Compile(text)
		if err != nil {
			return nil, refuse("", fmt.Sprintf("notes has %q, which is no regular expression: %v", text, err), "correct format.notes in the contract")
		}
		out = append(out, expression)
	}
	return out, nil
}

// isNote reports whether the first filled cell is that of a footnote.
func (n notes) isNote(cell Cell) bool {
	text := strings.TrimSpace(cell.Text)
	return slices.ContainsFunc(n, func(expression *regexp.Regexp) bool { return expression.MatchString(text) })
}

// labels are what totals rows begin with, folded.
type labels []string

// isTotal reports whether the first filled cell is the label of a totals row.
// "Totaal" alone is one. "Totaal 2023" or "Total Energies" is one only when all
// other filled cells are numbers: a name must not vanish as furniture.
func (l labels) isTotal(cells []Cell, first int) bool {
	label := cells[first].Text
	initial, _ := utf8.DecodeRuneInString(strings.TrimSpace(label))
	initial = unicode.ToLower(initial)
	for _, word := range l {
		if w, _ := utf8.DecodeRuneInString(word); w != initial && initial < utf8.RuneSelf {
			continue
		}
		rest, ok := strings.CutPrefix(Fold(label), word)
		if !ok {
			continue
		}
		if strings.TrimRight(rest, " :.=") == "" {
			return true
		}
		if next, _ := utf8.DecodeRuneInString(rest); unicode.IsLetter(next) || unicode.IsDigit(next) {
			continue // "Totaalpakket" only begins the same
		}
		if numbersOnly(cells[first+1:]) {
			return true
		}
	}
	return false
}

// numbersOnly reports whether every filled cell is written as a number.
func numbersOnly(cells []Cell) bool {
	for _, c := range cells {
		if strings.Trim(c.Text, "0123456789.,+-%€ \u00a0\u202f'") != "" {
			return false
		}
	}
	return true
}

// onTop reports whether a row above the header has totals, as some programs put
// them there. It must have a number: a title may begin with the word, too.
func (l labels) onTop(cells []Cell) bool {
	first := firstFilled(cells)
	return first >= 0 && l.isTotal(cells, first) && anyNumber(cells[first+1:])
}

// anyNumber reports whether a cell is filled and written as a number.
func anyNumber(cells []Cell) bool {
	for _, c := range cells {
		if strings.ContainsAny(c.Text, "0123456789") && numbersOnly([]Cell{c}) {
			return true
		}
	}
	return false
}
