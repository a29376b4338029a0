package edition

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/datapackage"
	"github.com/vlot-evaluatie/peil/reports/dcat"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/table"
)

// Parts is what an edition is made of.
type Parts struct {
	Frozen    Frozen
	HTML      []byte
	Tables    []*table.Table
	Cover     table.Cover
	Owner     dcat.Owner
	Publisher string
	Licence   string
	Sources   []string // titles of what the figures stand on
	Beside    []File   // what else lies in the folder: structure and certificate
}

// Workbook is the name of a report's workbook, beside its page.
func Workbook(report string) string { return report + ".xlsx" }

// Files lays the folder of an edition out, but for the list of checksums, which Write
// makes. The same parts give the same bytes.
func (p Parts) Files() ([]File, error) {
	p.Frozen.Format = Format
	figures, err := indented(p.Frozen)
	if err != nil {
		return nil, fmt.Errorf("freeze figures: %w", err)
	}
	p.Cover.Licence = p.Licence
	book, err := table.Workbook(p.Cover, p.Tables)
	if err != nil {
		return nil, err
	}
	files := []File{
		{Name: "index.html", Data: p.HTML}, {Name: "figures.json", Data: figures},
		{Name: Workbook(p.Frozen.Report), Data: book}, {Name: readmeName(p.Frozen.Lang), Data: p.readme()},
	}
	described := datapackage.Package{
		Schema: datapackage.PackageProfile, Profile: "data-package",
		Name: datapackage.Name(p.Frozen.Report + "-" + p.Frozen.Lang), Title: p.Cover.Title, Version: fmt.Sprintf("%d.0.0", p.Frozen.Snapshot),
		Description: p.describe(), Licenses: datapackage.Licence(p.Licence),
		Contributors: []datapackage.Contributor{datapackage.Publisher(p.Publisher)},
	}
	for _, s := range p.Sources {
		described.Sources = append(described.Sources, datapackage.Source{Title: s})
	}
	for _, t := range p.Tables {
		plain, err := t.CSV()
		if err != nil {
			return nil, fmt.Errorf("write table %s: %w", t.ID, err)
		}
		excel, err := t.ExcelCSV()
		if err != nil {
			return nil, fmt.Errorf("write table %s: %w", t.ID, err)
		}
		files = append(files, File{Name: "tables/" + t.File(), Data: plain}, File{Name: "tables/" + t.ExcelFile(), Data: excel})
		described.Resources = append(described.Resources, resource(t, plain))
	}
	text, err := datapackage.Encode(described)
	if err != nil {
		return nil, err
	}
	files = append(files, File{Name: "datapackage.json", Data: text})
	if text, err = p.catalogue(files); err != nil {
		return nil, err
	}
	return append(append(files, File{Name: "dcat.jsonld", Data: text}), p.Beside...), nil
}

// catalogue describes the tables as datasets, each with its two files.
func (p Parts) catalogue(files []File) ([]byte, error) {
	data := map[string][]byte{}
	for _, f := range files {
		data[f.Name] = f.Data
	}
	lang, known := p.Frozen.Lang, p.Frozen.KnownAt
	edition := p.Frozen.Report + "/" + p.Frozen.Edition
	out := p.Owner.Catalogue(edition, known, lang)
	out["dct:title"], out["dct:description"] = dcat.Text(lang, p.Cover.Title), dcat.Text(lang, p.describe())
	datasets, records := []any{}, []any{}
	for _, t := range p.Tables {
		id := edition + "/" + t.ID
		set := p.Owner.Dataset(id, lang, known)
		set["dct:title"], set["dct:description"] = dcat.Text(lang, t.Headline), dcat.Text(lang, t.Describe())
		var had []any
		for _, name := range []string{t.File(), t.ExcelFile()} {
			text := data["tables/"+name]
			file := p.Owner.Distribution(dcat.File{
				Of: id, Path: "tables/" + name, MediaType: "text/csv", Bytes: int64(len(text)), SHA256: strings.TrimPrefix(hashOf(text), "sha256:"), Licence: p.Licence,
			})
			file["dct:title"] = dcat.Text(lang, name)
			had = append(had, file)
		}
		set["dcat:distribution"] = had
		datasets, records = append(datasets, set), append(records, p.Owner.Record(id, known))
	}
	out["dcat:dataset"], out["dcat:record"] = datasets, records
	return dcat.Encode(out)
}

// resource describes the table for machines.
func resource(t *table.Table, text []byte) datapackage.Resource {
	rows := int64(len(t.Rows))
	r := datapackage.Resource{
		Name: datapackage.Name(t.ID), Profile: "tabular-data-resource", Type: "table", Path: "tables/" + t.File(), Title: t.Headline,
		Format: "csv", MediaType: "text/csv", Encoding: "utf-8", Description: t.Describe(),
		Hash: hashOf(text), Bytes: int64(len(text)), Rows: &rows,
		Schema: &datapackage.TableSchema{Schema: datapackage.SchemaProfile, MissingValues: []string{""}},
	}
	for _, c := range t.Columns() {
		f := datapackage.Field{Name: c.Name, Type: c.Type, Title: c.Title, Description: c.About, Unit: c.Unit}
		if c.Name == "obs_status" {
			f.Constraints = &datapackage.Constraints{Required: true, Enum: []string{figure.Normal, figure.Provisional, figure.Suppressed, figure.NoValue}}
		}
		r.Schema.Fields = append(r.Schema.Fields, f)
	}
	for _, d := range t.Dims {
		r.Schema.PrimaryKey = append(r.Schema.PrimaryKey, d.Name)
	}
	// A key has no empty part; a code is empty where a row is assigned to no member.
	if slices.ContainsFunc(t.Rows, func(r table.Row) bool { return slices.Contains(r.Codes, "") }) {
		r.Schema.PrimaryKey = nil
	}
	return r
}

func (p Parts) describe() string {
	if p.Frozen.Lang == "en" {
		return fmt.Sprintf("Figures of edition %s, as known on %s. %s", p.Frozen.Edition, p.Frozen.KnownAt, p.Cover.Stamp)
	}
	return fmt.Sprintf("Cijfers van editie %s, stand van de gegevens op %s. %s", p.Frozen.Edition, p.Frozen.KnownAt, p.Cover.Stamp)
}

func readmeName(lang string) string {
	if lang == "en" {
		return "readme.txt"
	}
	return "leesmij.txt"
}

const readmeNL = `%s
editie %s, stand van de gegevens op %s

%s

index.html           de pagina; opent zonder internet
%-20s alle tabellen in één werkboek, met leeswijzer en definities
tables/*.csv         elke tabel voor programma's: UTF-8, komma's, een punt als decimaalteken,
                     exacte getallen, tekst zoals geleverd
tables/*.excel.csv   dezelfde tabel voor Excel: puntkomma's en decimale komma's; een cel die
                     als formule gelezen zou worden, kreeg een ' vooraan
datapackage.json     beschrijving van de tabellen en hun kolommen (Data Package)
dcat.jsonld          beschrijving van de tabellen voor datacatalogi (DCAT-AP)
figures.json         alle cijfers met hun herkomst, voor programma's
structure.json       welke cel elke rij van een tabel is en wat samen optelt, om de
                     onderdrukking na te gaan (peil audit)
certificate.json     verslag daarvan: wat onderdrukt is en wat een lezer kan afleiden
SHA256SUMS           controlegetallen; sha256sum -c SHA256SUMS gaat ze na

Waarnemingsstatus (SDMX, CL_OBS_STATUS): A gewone waarde, P voorlopig (de
periode is niet volledig), Q onderdrukt, O ontbreekt.
`

const readmeEN = `%s
edition %s, data as known on %s

%s

index.html           the page; opens without internet
%-20s all tables in one workbook, with a reading guide and definitions
tables/*.csv         each table for programs: UTF-8, commas, a point as decimal sign, exact
                     numbers, text as it was delivered
tables/*.excel.csv   the same table for Excel; a cell that would be read as a formula got a
                     ' in front
datapackage.json     description of the tables and their columns (Data Package)
dcat.jsonld          description of the tables for data catalogues (DCAT-AP)
figures.json         all figures and where they come from, for programs
structure.json       which cell each row of a table is and what adds up, to check what is
                     suppressed (peil audit)
certificate.json     the report of that: what is suppressed and what a reader can derive
SHA256SUMS           checksums; sha256sum -c SHA256SUMS checks them

Observation status (SDMX, CL_OBS_STATUS): A normal value, P provisional (the period is
not complete), Q suppressed, O missing.
`

// readme says what each file of the folder is.
func (p Parts) readme() []byte {
	text := readmeNL
	if p.Frozen.Lang == "en" {
		text = readmeEN
	}
	return fmt.Appendf(nil, text, p.Cover.Title, p.Frozen.Edition, p.Frozen.KnownAt, p.Cover.Stamp, Workbook(p.Frozen.Report))
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// indented writes a value as JSON that people can read too.
func indented(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return out.Bytes(), err
}
