package models

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// Correction puts right values in the place of wrong ones that a supplier sent,
// in one row or in all rows with a key, before the row is typed. It holds only
// while the file says what was seen: a correction of what is mended must go.
type Correction struct {
	Entity string            `yaml:"entity"` // source/entity
	File   string            `yaml:"file"`   // name below the exports folder, or a pattern as in files of a contract
	SHA256 string            `yaml:"sha256"` // first digits of the sum of the file's bytes; empty: any bytes
	Until  Date              `yaml:"until"`  // last knowledge date of the files that it is about; empty: no end
	Line   int64             `yaml:"line"`   // as peil rejects shows it
	Key    map[string]string `yaml:"key"`    // column -> text: instead of a line
	Column string            `yaml:"column"`
	Seen   *string           `yaml:"seen"`
	Right  *string           `yaml:"right"`
	Cells  []CorrectedCell   `yaml:"cells"` // instead of column, seen and right
	Reason string            `yaml:"reason"`
	Who    string            `yaml:"who"`
	Date   Date              `yaml:"date"`

	Place string     `yaml:"-"` // file:line, for messages
	Where []CellText `yaml:"-"` // Key by names in the lake, in the order of the contract
	Fixes []CellFix  `yaml:"-"` // what is corrected, by names in the lake
}

// CorrectedCell is one cell of a correction of several.
type CorrectedCell struct {
	Column string  `yaml:"column"` // name in the lake, or in the export
	Seen   *string `yaml:"seen"`
	Right  *string `yaml:"right"`
	From   string  `yaml:"from"` // column whose text comes here, where neither text may be written down
}

// CellText is a column and the text that its cell has.
type CellText struct{ Column, Text string }

// CellFix is a cell that a correction changes: Right in the place of Seen, or in the
// place of any text, or the text of the cell From, whatever it is.
type CellFix struct {
	Column, Seen, Right, From string
	Any                       bool // its text goes to a protected column, so it is not written down
}

// personal is what a national number looks like.
var personal = regexp.MustCompile(`(?:^|[^0-9])[0-9]{2}[. /-]?[0-9]{2}[. /-]?[0-9]{2}[. /-]?[0-9]{3}[. /-]?[0-9]{2}(?:[^0-9]|$)`)

var sumForm = regexp.MustCompile(`^[0-9a-f]{8,64}$`)

// Protected tells whether the values of the column must not be written down in
// clear: those that identify, that may say anything, or that do not enter the lake
// as they are.
func (c *Column) Protected() bool {
	return c.Class == "identifier" || c.Class == "free_text" || c.Action != "keep" || c.Type == "insz"
}

// readCorrections reads models/corrections/*.yml.
func (p *Project) readCorrections() error {
	var errs []error
	for _, file := range walk(p.FS, "models/corrections", ".yml") {
		text, err := fs.ReadFile(p.FS, file)
		if err != nil {
			errs = append(errs, fmt.Errorf("read %s: %w", file, err))
			continue
		}
		var doc struct {
			Corrections []*Correction `yaml:"corrections"`
		}
		if err := ReadYAML(file, 0, text, &doc); err != nil {
			errs = append(errs, err)
			continue
		}
		for i, c := range doc.Corrections {
			if c == nil {
				doc.Corrections[i] = &Correction{} // an empty item: what it lacks is told
			}
			doc.Corrections[i].Place = file
		}
		asWritten(file, text, doc.Corrections)
		p.Corrections = append(p.Corrections, doc.Corrections...)
	}
	return errors.Join(errs...)
}

// scalars are the kinds of YAML values that are not texts, though they are meant as
// what was written: 010 is the text 010 and not the number 8.
var scalars = []string{"Integer", "Float", "Bool", "Infinity", "Nan"}

// asWritten gives corrections their lines in the file, and their texts to the
// letter.
func asWritten(file string, text []byte, all []*Correction) {
	// What was read once can be found again; if not, the file alone is named.
	_ = calmly(func() error {
		at, err := yaml.PathString("$.corrections")
		if err != nil {
			return err
		}
		list, err := at.ReadNode(bytes.NewReader(text))
		if err != nil {
			return err
		}
		for i, c := range all {
			at, err := yaml.PathString(fmt.Sprintf("$[%d]", i))
			if err != nil {
				return err
			}
			item, err := at.FilterNode(list)
			if err != nil || item == nil || item.GetToken() == nil || item.GetToken().Position == nil {
				continue
			}
			c.Place = fmt.Sprintf("%s:%d", file, item.GetToken().Position.Line)
			literal := func(path string, into *string) {
				at, err := yaml.PathString(path)
				if err != nil || into == nil {
					return
				}
				node, err := at.FilterNode(item)
				if err == nil && node != nil && node.GetToken() != nil && slices.Contains(scalars, node.Type().String()) {
					*into = node.GetToken().Value
				}
			}
			literal("$.seen", c.Seen)
			literal("$.right", c.Right)
			literal("$.sha256", &c.SHA256)
			for j := range c.Cells {
				literal(fmt.Sprintf("$.cells[%d].seen", j), c.Cells[j].Seen)
				literal(fmt.Sprintf("$.cells[%d].right", j), c.Cells[j].Right)
			}
			for _, name := range sortedKeys(c.Key) {
				value := c.Key[name]
				literal("$.key.'"+strings.ReplaceAll(name, "'", `\'`)+"'", &value)
				c.Key[name] = value
			}
		}
		return nil
	})
}

// corrections checks all corrections and gives each to its entity.
func (c *complaints) corrections(p *Project) {
	entities := map[string]*Entity{}
	for _, s := range p.Sources {
		for i := range s.Entities {
			entities[s.Name+"/"+s.Entities[i].Name] = &s.Entities[i]
		}
	}
	for _, k := range p.Corrections {
		before := len(c.errs)
		c.correction(k)
		e := entities[k.Entity]
		switch {
		case k.Entity == "":
			c.add(k.Place, "has no entity", "write for example entity: housing_tool/places")
		case e == nil:
			near := Nearest(k.Entity, sortedKeys(entities), 3)
			c.add(k.Place, fmt.Sprintf("entity %q is not known here", k.Entity), "did you mean "+strings.Join(near, ", ")+"?")
		default:
			c.cells(k, e)
		}
		if e != nil && len(c.errs) == before {
			e.Corrections = append(e.Corrections, k)
		}
	}
}

// correction says what is wrong with a correction whatever its entity is.
func (c *complaints) correction(k *Correction) {
	if k.File == "" {
		c.add(k.Place, "has no file", "name the file below the exports folder, or give a pattern like places_*.csv")
	}
	for part := range strings.SplitSeq(k.File, "/") {
		if _, err := path.Match(part, ""); err != nil {
			c.add(k.Place, fmt.Sprintf("file %q is not a pattern that can be read", k.File), "use only *, ? and [ ] as signs")
			break
		}
	}
	switch {
	case k.Line == 0 && len(k.Key) == 0:
		c.add(k.Place, "has neither line nor key", "say which row is meant: line: 12, or key: {place_id: P-12}")
	case k.Line != 0 && len(k.Key) > 0:
		c.add(k.Place, "has a line and a key", "take one of them out")
	case k.Line < 0:
		c.add(k.Place, fmt.Sprintf("line is %d, want a line from 1 on", k.Line), "give the line that peil rejects shows")
	}
	if k.SHA256 != "" && !sumForm.MatchString(k.SHA256) {
		c.add(k.Place, fmt.Sprintf("sha256 is %q, want the first 8 to 64 hexadecimal digits of the file's sum", k.SHA256), "peil status --json and sha256sum give it")
	}
	for _, must := range [][3]string{
		{"reason", k.Reason, "say on what ground the right value is known"},
		{"who", k.Who, "say who decided this: a role or a name"},
		{"date", string(k.Date), "say when it was decided, like date: 2023-02-14"},
	} {
		if strings.TrimSpace(must[1]) == "" {
			c.add(k.Place, "has no "+must[0], must[2])
		}
	}
	for _, day := range []struct {
		key  string
		date Date
	}{{"date", k.Date}, {"until", k.Until}} {
		if _, err := time.Parse(time.DateOnly, string(day.date)); err != nil && day.date != "" {
			c.add(k.Place, fmt.Sprintf("%s is %q, want a day like 2023-02-14", day.key, day.date), "correct it")
		}
	}
	if personal.MatchString(k.Reason) || personal.MatchString(k.Who) {
		c.add(k.Place, "has what looks like a national number in reason or who", "take it out: a file of the project holds no personal numbers")
	}
}

// cells resolves the columns that a correction names and refuses those whose
// texts may not be written down.
func (c *complaints) cells(k *Correction, e *Entity) {
	cells := k.Cells
	switch single := k.Column != "" || k.Seen != nil || k.Right != nil; {
	case single && len(cells) > 0:
		c.add(k.Place, "has cells and a column of its own", "put all of them under cells")
	case single:
		cells = []CorrectedCell{{Column: k.Column, Seen: k.Seen, Right: k.Right}}
	case len(cells) == 0:
		c.add(k.Place, "corrects nothing", "give column, seen and right, or a list of them under cells")
	}
	proven := len(k.Key) > 0
	goes := map[*Column]string{} // column that a protected text is taken from -> where it goes
	for _, cell := range cells {
		if from := e.columnNamed(cell.From); from != nil {
			goes[from] = cell.Column
		}
	}
	for _, cell := range cells {
		col := c.corrected(k, e, cell.Column)
		if col == nil {
			continue
		}
		if slices.ContainsFunc(k.Fixes, func(f CellFix) bool { return f.Column == col.Name }) {
			c.add(k.Place, fmt.Sprintf("corrects column %s twice", col.Name), "take one of them out")
		}
		fix := CellFix{Column: col.Name}
		switch at := fmt.Sprintf("column %s ", col.Name); {
		case cell.From != "":
			from := c.corrected(k, e, cell.From)
			switch {
			case cell.Seen != nil || cell.Right != nil:
				c.add(k.Place, at+"has from beside seen or right", "take one of them out")
			case !col.Protected():
				c.add(k.Place, at+"is not protected, so its texts are told", "give seen and right instead of from")
			case from == nil:
			case from == col:
				c.add(k.Place, at+"is its own from", "name the column in which its text stands")
			default:
				fix.From = from.Name
			}
		case col.Protected():
			c.add(k.Place, at+fmt.Sprintf("is protected (class %s, action %s), and a file of the project is kept and copied: its texts must not stand there in clear", col.Class, col.Action),
				"ask the supplier to mend it; when the text stands in another cell of the row, write from: and that column")
		case goes[col] != "" && cell.Seen != nil:
			c.add(k.Place, at+"holds the text of "+goes[col]+", which must not stand in a file of the project", "leave its seen out")
		case goes[col] != "" && cell.Right != nil:
			fix.Right, fix.Any = *cell.Right, true
		case cell.Seen == nil || cell.Right == nil:
			c.add(k.Place, at+"lacks seen or right", `write both, in quotes; an empty cell is ""`)
		case *cell.Seen == *cell.Right:
			c.add(k.Place, at+"has the same text as seen and as right", "take the correction out")
		case personal.MatchString(*cell.Seen) || personal.MatchString(*cell.Right):
			c.add(k.Place, at+"has what looks like a national number as seen or right", "ask the supplier to mend it: a file of the project holds no personal numbers")
		default:
			fix.Seen, fix.Right, proven = *cell.Seen, *cell.Right, true
		}
		k.Fixes = append(k.Fixes, fix)
	}
	for _, from := range sortedKeys(sources(goes)) {
		// Else an identifier would stay in a column that enters the lake as it is.
		if !slices.ContainsFunc(k.Fixes, func(f CellFix) bool { return f.Column == from }) {
			c.add(k.Place, fmt.Sprintf("column %s keeps the text that goes to %s", from, goes[e.columnNamed(from)]), "say under cells what column "+from+" gets")
		}
	}
	if len(cells) > 0 && !proven {
		c.add(k.Place, "only has cells that do not tell whether the row is still the one that is meant", "add a cell with seen and right, or find the row by its key")
	}
	for i := range e.Columns {
		for _, name := range sortedKeys(k.Key) {
			if e.columnNamed(name) == &e.Columns[i] {
				k.Where = append(k.Where, CellText{e.Columns[i].Name, strings.Trim(k.Key[name], Around)})
			}
		}
	}
	for _, name := range sortedKeys(k.Key) {
		switch col := c.corrected(k, e, name); {
		case col == nil:
		case col.Protected():
			c.add(k.Place, fmt.Sprintf("key names column %s, which is protected (class %s, action %s): its texts must not stand in a file of the project", col.Name, col.Class, col.Action),
				"find the row by its line, or by other columns")
		case strings.Trim(k.Key[name], Around) == "" || personal.MatchString(k.Key[name]):
			c.add(k.Place, fmt.Sprintf("key has an empty text or what looks like a national number for column %s", col.Name), "find the row by its line, or by other columns")
		}
	}
}

func sources(goes map[*Column]string) map[string]bool {
	out := map[string]bool{}
	for col := range goes {
		out[col.Name] = true
	}
	return out
}

// corrected finds a column of the file that a correction may look at.
func (c *complaints) corrected(k *Correction, e *Entity, name string) *Column {
	col := e.columnNamed(name)
	switch {
	case name == "":
		c.add(k.Place, "has a cell without column", "name the column, as it is called in the lake or in the export")
	case col == nil:
		var names []string
		for i := range e.Columns {
			names = append(names, e.Columns[i].Name)
		}
		c.add(k.Place, fmt.Sprintf("column %q is not in %s", name, e.Key()), "did you mean "+strings.Join(Nearest(name, names, 3), ", ")+"?")
	case col.FromName != "":
		c.add(k.Place, fmt.Sprintf("column %s is read from the name of the file", col.Name), "rename the file, or mend from_name")
	default:
		return col
	}
	return nil
}

// columnNamed finds a column by its name in the lake, else by one in the export.
func (e *Entity) columnNamed(name string) *Column {
	for i := range e.Columns {
		if e.Columns[i].Name == name {
			return &e.Columns[i]
		}
	}
	for i := range e.Columns {
		if slices.ContainsFunc(e.Columns[i].Header, func(h string) bool { return Fold(h) == Fold(name) }) {
			return &e.Columns[i]
		}
	}
	return nil
}
