package supplier

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/internal/book"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// Maker makes what goes back to one supplier.
type Maker struct {
	Layout  models.Layout
	DB      *duck.DB
	Source  *models.Source
	Contact string // whom the supplier may ask; may be empty
	Stand   string // what the rows come from, in Dutch: a snapshot and its day
	Rule    string // only rows that break this rule; "" for all
	Mended  []Mended
	// Identity opens landed files that are sealed; nil when none are.
	Identity *landing.Identity
}

// Made says what went into a workbook or a list.
type Made struct {
	Files   int   // of which something goes back
	Rows    int64 // as the supplier sent them
	Without int64 // rows of which the cells cannot be shown: unreadable, or their file is gone
	Gone    []Delivery
}

// The columns before those of the supplier.
var lead = []string{"Bestand", "Regel", "Wat is er mis"}

// widest is how many columns of a file a sheet takes beside those before them.
const widest = models.SheetColumns - 3

const notice = "VERTROUWELIJK. Dit bestand bevat de rijen zoals u ze hebt aangeleverd, met persoonsgegevens als die erin stonden. " +
	"Verstuur het alleen naar de leverancier zelf, langs een beveiligde weg, publiceer het niet en bewaar het niet langer dan nodig."

const howTo = "Verbeter wat gemarkeerd is in het bronsysteem en lever het bestand opnieuw aan. De kolom Regel is de regel in uw bestand."

// leftOver is a row of which the cells cannot be shown.
type leftOver struct {
	file, why, raw string
	line           int64
}

// Workbook writes the workbook for the supplier: a summary, a sheet for each kind
// of file with the rejected rows as they were sent, one for what was corrected here,
// and one for what cannot be shown as a row. Nothing is kept of the rows that were written.
func (m *Maker) Workbook(ctx context.Context, w io.Writer, all []Delivery) (Made, error) {
	var made Made
	b := book.New(w)
	if err := m.summary(ctx, b, all, &made); err != nil {
		return made, err
	}
	var rest []leftOver
	groups, err := m.groups(all)
	if err != nil {
		return made, err
	}
	for _, g := range groups {
		if err := m.sheet(ctx, b, g, &made, &rest); err != nil {
			return made, err
		}
	}
	mended(b, m.Mended)
	if len(rest) > 0 {
		b.Begin("Regels zonder cellen", []float64{32, 8, 70, 80}, 1, 0)
		b.Add(book.Heads("Bestand", "Regel", "Wat is er mis", "Tekst van de regel")...)
		for _, r := range rest[:min(len(rest), models.SheetRows-1)] {
			b.Add(book.Text(r.file, book.Plain), book.Number(r.line), book.Text(r.why, book.Wrapped), book.Text(r.raw, book.Plain))
		}
		b.End()
	}
	made.Without = int64(len(rest))
	return made, b.Close()
}

// group is the files of an entity that have the same columns.
type group struct {
	title   string
	columns []string
	files   []Delivery
}

// groups puts deliveries with the same columns together, in their order. Those
// whose columns are not known are the last group of their entity.
func (m *Maker) groups(all []Delivery) ([]group, error) {
	var out []group
	at := map[string]int{}
	for _, d := range all {
		if d.Rejects == nil {
			continue
		}
		f, err := open(m.Layout, d, m.Identity)
		if err != nil {
			return nil, err
		}
		if err := f.close(); err != nil {
			return nil, err
		}
		key := d.Source + "/" + d.Entity + "\x00" + strings.Join(f.columns, "\x00")
		i, ok := at[key]
		if !ok {
			i, at[key] = len(out), len(out)
			title := d.Entity
			if d.Spec != nil && d.Spec.TitleNL != "" {
				title = d.Spec.TitleNL
			}
			out = append(out, group{title: title, columns: f.columns})
		}
		out[i].files = append(out[i].files, d)
	}
	return out, nil
}

// sheet writes the rows of a group; rows that cannot be shown go to rest.
func (m *Maker) sheet(ctx context.Context, b *book.Book, g group, made *Made, rest *[]leftOver) error {
	columns := g.columns[:min(len(g.columns), widest)]
	begun := false
	begin := func() {
		widths := []float64{42, 8, 70}
		for _, c := range columns {
			widths = append(widths, float64(min(40, max(14, len([]rune(c))+2))))
		}
		b.Begin(g.title, widths, 1, len(lead))
		b.Add(book.Heads(append(slices.Clone(lead), columns...)...)...)
		begun = true
	}
	for _, d := range g.files {
		err := m.eachRow(ctx, d, func(f *file, r row) error {
			why := f.say(r)
			if r.cells == nil {
				*rest = append(*rest, leftOver{d.Name, why, r.raw, r.line})
				return nil
			}
			if !begun {
				begin()
			}
			if b.Full() {
				b.End()
				begin()
			}
			made.Rows++
			b.Add(m.fields(d, r, why, len(columns))...)
			return nil
		})
		if err != nil {
			return err
		}
	}
	if begun {
		b.End()
	}
	return nil
}

// fields gives the cells of a row, those that are wrong marked.
func (m *Maker) fields(d Delivery, r row, why string, columns int) []book.Cell {
	for i, c := range r.cells {
		if _, whole := book.Fit(c); i >= columns || !whole {
			why += "\n(Deze rij is te lang voor een rekenblad en staat hier niet volledig.)"
			break
		}
	}
	out := []book.Cell{book.Text(d.Name, book.Wrapped), book.Number(r.line), book.Text(why, book.Wrapped)}
	for i, c := range r.cells[:min(columns, len(r.cells))] {
		style := book.Plain
		if r.wrong[i] {
			style = book.Wrong
		}
		out = append(out, book.Text(c, style))
	}
	return out
}

// eachRow opens a delivery and calls do with each of its rejected rows.
func (m *Maker) eachRow(ctx context.Context, d Delivery, do func(*file, row) error) error {
	f, err := open(m.Layout, d, m.Identity)
	if err != nil {
		return err
	}
	err = f.rows(ctx, m.Layout, m.DB, m.Rule, func(r row) error { return do(f, r) })
	if err = errors.Join(err, f.close()); err != nil {
		return fmt.Errorf("read rows of %s: %w", d.Name, err)
	}
	return nil
}

// summary writes the first sheet.
func (m *Maker) summary(ctx context.Context, b *book.Book, all []Delivery, made *Made) error {
	title := m.Source.TitleNL
	if title == "" {
		title = m.Source.Name
	}
	b.Begin("Samenvatting", []float64{36, 28, 14, 10, 10, 10, 60, 60}, 0, 0)
	b.Add(book.Text("Geweigerde rijen: "+title, book.Title))
	b.Across(8, notice, book.Notice)
	b.Add(book.Text(howTo, book.Plain))
	b.Add(book.Text("Stand: "+m.Stand, book.Plain))
	if m.Contact != "" {
		b.Add(book.Text("Vragen: "+m.Contact, book.Plain))
	}
	b.Add()
	b.Add(book.Heads("Bestand", "Gegevens", "Ontvangen op", "Rijen", "Aanvaard", "Geweigerd", "Toestand", "Vaakst mis")...)
	for _, d := range all {
		most, waiting, err := m.most(ctx, d)
		if err != nil {
			return err
		}
		became := state(d)
		if waiting == 1 {
			became += "\n1 rij is op zich goed en wacht op de andere."
		} else if waiting > 1 {
			became += fmt.Sprintf("\n%d rijen zijn op zich goed en wachten op de andere.", waiting)
		}
		kind := d.Entity
		if d.Spec != nil && d.Spec.TitleNL != "" {
			kind = d.Spec.TitleNL
		}
		made.Files++
		if d.Gone {
			made.Gone = append(made.Gone, d)
		}
		b.Add(book.Text(d.Name, book.Wrapped), book.Text(kind, book.Wrapped), book.Text(Day(d.ReceivedOn), book.Plain), book.Number(d.Rows-d.Furniture), book.Number(d.Kept),
			book.Number(d.Rejected), book.Text(became, book.Wrapped), book.Text(most, book.Wrapped))
	}
	b.End()
	return nil
}

// state says in Dutch what became of a file.
func state(d Delivery) string {
	var out []string
	if d.Quarantine != "" {
		out = append(out, "In zijn geheel geweigerd:")
		for _, why := range whole(d.Quarantine, d.Name) {
			if !slices.Contains(out, why) {
				out = append(out, why)
			}
		}
	} else if d.Unread() {
		out = append(out, "Telt niet mee: geen enkele rij is goed.")
	} else {
		out = append(out, "Aanvaard, zonder de geweigerde rijen.")
	}
	switch {
	case d.Removed != nil:
		out = append(out, fmt.Sprintf("Het aangeleverde bestand is op %s gewist (%s): de rijen zelf kunnen niet meer getoond worden.", Day(d.Removed.RemovedOn), d.Removed.Why))
	case d.Gone:
		out = append(out, "Het aangeleverde bestand is er niet meer: de rijen zelf kunnen niet meer getoond worden.")
	}
	return strings.Join(out, "\n")
}

// mostSQL counts the rows that break a rule of a column.
const mostSQL = "select coalesce(column_name, ''), rule, count(distinct line) as n from read_parquet(%s) group by all order by n desc, 1, 2"

// most says what is wrong most often, and how many rows are good and wait for the
// others of their file.
func (m *Maker) most(ctx context.Context, d Delivery) (said string, waiting int64, err error) {
	if d.Rejects == nil {
		return "", 0, nil
	}
	rows, err := m.DB.QueryContext(ctx, fmt.Sprintf(mostSQL, duck.Quote(filepath.Join(m.Layout.Root, filepath.FromSlash(d.Rejects.Path)))))
	if err != nil {
		return "", 0, fmt.Errorf("count rejects: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	const most = 3
	var out []string
	s := speaker{entity: d.Spec}
	for rows.Next() {
		var column, rule string
		var n int64
		if err := rows.Scan(&column, &rule, &n); err != nil {
			return "", 0, fmt.Errorf("count rejects: %w", err)
		}
		if rule == "quarantine" {
			waiting += n
			continue
		}
		what := cmp.Or(topics[rule], rule)
		if names := s.names(column); len(names) > 0 {
			what = "kolom " + strings.Join(names, ", ") + ": " + what
		}
		if len(out) < most {
			out = append(out, fmt.Sprintf("%d × %s", n, what))
		}
	}
	return strings.Join(out, "\n"), waiting, rows.Err()
}

// topics are what the rules are about, in a word or two.
var topics = map[string]string{
	"required": "leeg", "shortened": "ingekort getal", "integer": "geen geheel getal", "decimal": "geen getal", "percent": "geen percentage",
	"date": "geen datum", "month": "geen maand", "quarter": "geen kwartaal", "half_month": "geen halve maand", "financial_year": "geen boekjaar", "year": "geen jaar",
	"yes_no": "geen ja of nee", "code": "niet in de lijst", "nis_code": "geen NIS-code", "municipality": "geen gemeente",
	"insz": "geen rijksregisternummer", "kbo_number": "geen ondernemingsnummer", "range": "buiten de grenzen", "matches": "andere vorm",
	"not_before": "te vroeg", "at_most": "te veel", "sum": "geen som", "same": "niet hetzelfde", "same_month": "andere maand", "same_year": "ander jaar",
	"ratio": "buiten verhouding", "median": "ver van het midden", "unique": "dubbele sleutel", "duplicate_row": "dubbele rij", "added": "opgeteld",
	"unreadable": "onleesbare regel", "quarantine": "bestand geweigerd",
}

// Rules lists the rules by their names in files about rejects, sorted.
func Rules() []string { return slices.Sorted(maps.Keys(topics)) }

// Day writes a day as it is read in Flanders.
func Day(d models.Date) string {
	if len(d) != 10 {
		return string(d)
	}
	return string(d[8:] + "/" + d[5:7] + "/" + d[:4])
}
