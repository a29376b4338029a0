package edition

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/datapackage"
	"github.com/vlot-evaluatie/peil/reports/dcat"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/table"
)

// parts is an edition of one table by town, of which the second town has a code.
func parts(second string) Parts {
	m := &models.Metric{Name: "beds", TitleNL: "Bedden", AboutNL: "Hoeveel bedden er zijn.", Unit: "places", Kind: "stock", Protects: "none"}
	dims := []*models.Dimension{{Name: "town", TitleNL: "Stad"}}
	f := &figure.Figure{ID: "beds-00c0ffee", Metric: m, Dims: dims, Safe: disclose.Apply(&models.MetricResult{Metric: m, Dims: dims, Rows: []models.MetricRow{
		{Dims: []string{"a"}, Value: 12.5, Known: true, N: 12}, {Dims: []string{second}, Value: 3, Known: true, N: 3}}}, disclose.Rule{})}
	t := table.Of(f, "nl", func(_ *models.Dimension, code string) string { return "stad " + code })
	t.Headline, t.About, t.Source = "Meer bedden", "13 februari 2023", "Bron: tool"
	return Parts{
		Frozen: Frozen{Edition: "2023-02-13-s7-nl", Report: "opvang", Lang: "nl", Snapshot: 7, KnownAt: "2023-02-13", Figures: []figure.Record{}},
		HTML:   []byte("<p>"), Tables: []*table.Table{t}, Cover: table.Cover{Title: "Opvang", Stamp: "Intern.", Edition: "2023-02-13-s7-nl", Known: "2023-02-13", Lang: "nl"},
		Publisher: "Teams", Licence: "CC-BY-4.0", Sources: []string{"Tool, bedden"},
	}
}

func TestAFolderHasEveryFormAndTheSameBytesEachTime(t *testing.T) {
	one, err := parts("b").Files()
	if err != nil {
		t.Fatal(err)
	}
	two, err := parts("b").Files()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range one {
		if names = append(names, one[i].Name); one[i].Name != two[i].Name || !bytes.Equal(one[i].Data, two[i].Data) {
			t.Errorf("%s is not the same the second time", one[i].Name)
		}
	}
	want := []string{"index.html", "figures.json", "opvang.xlsx", "leesmij.txt", "tables/beds-00c0ffee.csv", "tables/beds-00c0ffee.excel.csv", "datapackage.json", "dcat.jsonld"}
	if !slices.Equal(names, want) {
		t.Errorf("files %q, want %q", names, want)
	}
	root := t.TempDir()
	if _, err := Write(filepath.Join(root, "editions", "opvang", "e"), filepath.Join(root, "tmp"), one); err != nil {
		t.Fatal(err)
	}
	if wrong, err := Verify(filepath.Join(root, "editions")); err != nil || len(wrong) > 0 {
		t.Errorf("written and verified: %q, %v", wrong, err)
	}
}

func TestTheDataPackageDescribesEachColumn(t *testing.T) {
	files, err := parts("b").Files()
	if err != nil {
		t.Fatal(err)
	}
	var p datapackage.Package
	if err := json.Unmarshal(files[len(files)-2].Data, &p); err != nil {
		t.Fatal(err)
	}
	if p.Name != "opvang-nl" || p.Version != "7.0.0" || len(p.Licenses) != 1 || p.Licenses[0].Name != "CC-BY-4.0" || p.Contributors[0].Title != "Teams" || !strings.Contains(p.Description, "Intern.") {
		t.Errorf("package %+v", p)
	}
	r := p.Resources[0]
	text := files[4].Data
	if r.Path != files[4].Name || r.Hash != hashOf(text) || r.Bytes != int64(len(text)) || *r.Rows != 2 || r.Encoding != "utf-8" || !slices.Equal(r.Schema.PrimaryKey, []string{"town"}) {
		t.Errorf("table %+v", r)
	}
	var fields []string
	for _, f := range r.Schema.Fields {
		fields = append(fields, f.Name+" "+f.Type+" "+f.Unit)
	}
	if got, want := strings.Join(fields, ","), "town string ,town_label string ,value number places,obs_status string ,unit string ,figure_id string "; got != want {
		t.Errorf("fields %q, want %q", got, want)
	}
	if header, _, _ := strings.Cut(string(text), "\n"); header != "town,town_label,value,obs_status,unit,figure_id" {
		t.Errorf("the table has the columns %q", header)
	}
}

func TestAnEditionOfANewerProgramIsRefused(t *testing.T) {
	dir := t.TempDir()
	for content, refused := range map[string]bool{`{"edition": "e"}`: false, `{"format": 1, "edition": "e"}`: false, `{"format": 2, "edition": "e"}`: true} {
		if err := os.WriteFile(filepath.Join(dir, "figures.json"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		_, whole := Read(dir)
		_, head := Head(dir)
		for _, err := range []error{whole, head} {
			if (models.CodeOf(err) == models.Invalid && err != nil) != refused {
				t.Errorf("%s: %v, want refused %v", content, err, refused)
			}
		}
	}
	files, err := parts("b").Files()
	if err != nil || !bytes.Contains(files[1].Data, []byte(`"format": 1`)) {
		t.Errorf("figures.json names no format: %v", err)
	}
}

// A row that is assigned to no member has no code, and a key has no empty part.
func TestATableWithUnassignedRowsHasNoKey(t *testing.T) {
	files, err := parts("").Files()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(files[len(files)-2].Data, []byte("primaryKey")) {
		t.Error("the table has a key")
	}
}

func TestTheCatalogueNamesEachTableWithItsFiles(t *testing.T) {
	p := parts("b")
	p.Owner = dcat.Owner{Name: "proef", IRI: "https://example.org/", Contact: "data@example.org", Publisher: "Teams"}
	files, err := p.Files()
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		Type    string `json:"@type"`
		Dataset []struct {
			ID      string `json:"@id"`
			Contact struct {
				Mail struct {
					ID string `json:"@id"`
				} `json:"vcard:hasEmail"`
			} `json:"dcat:contactPoint"`
			Distribution []struct {
				URL struct {
					ID string `json:"@id"`
				} `json:"dcat:downloadURL"`
				Checksum struct {
					Value struct {
						Value string `json:"@value"`
					} `json:"spdx:checksumValue"`
				} `json:"spdx:checksum"`
			} `json:"dcat:distribution"`
		} `json:"dcat:dataset"`
	}
	if err := json.Unmarshal(files[len(files)-1].Data, &c); err != nil {
		t.Fatal(err)
	}
	if c.Type != "dcat:Catalog" || len(c.Dataset) != 1 || c.Dataset[0].ID != "https://example.org/dataset/opvang%2F2023-02-13-s7-nl%2Fbeds-00c0ffee" || c.Dataset[0].Contact.Mail.ID != "mailto:data@example.org" {
		t.Fatalf("catalogue %+v", c)
	}
	for i, d := range c.Dataset[0].Distribution {
		if file := files[4+i]; d.URL.ID != file.Name || "sha256:"+d.Checksum.Value.Value != hashOf(file.Data) {
			t.Errorf("file %s has %s, want %s", d.URL.ID, d.Checksum.Value.Value, hashOf(file.Data))
		}
	}
	if len(c.Dataset[0].Distribution) != 2 {
		t.Errorf("%d files, want 2", len(c.Dataset[0].Distribution))
	}
}
