package supplier_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/etl/supplier"
	"github.com/vlot-evaluatie/peil/internal/book"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

var update = flag.Bool("update", false, "write what came out as what is expected")

// taken is a folder of exports that was taken in.
type taken struct {
	layout   models.Layout
	project  *models.Project
	manifest *models.Manifest
	db       *duck.DB
}

// take takes in the files of a folder by its contract and corrections, as peil run
// does.
func take(t *testing.T, folder string) *taken {
	t.Helper()
	files := fstest.MapFS{}
	for name, path := range map[string]string{"contract.yml": "models/sources/contract.yml", "corrections.yml": "models/corrections/corrections.yml"} {
		if text, err := os.ReadFile(filepath.Join(folder, name)); err == nil {
			files[path] = &fstest.MapFile{Data: text}
		}
	}
	project, err := models.LoadProject(files)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "exports"), os.DirFS(filepath.Join(folder, "exports"))); err != nil {
		t.Fatal(err)
	}
	connector, err := pull.Folder(filepath.Join(dir, "exports"))
	if err != nil {
		t.Fatal(err)
	}
	defer connector.Close()
	key, err := protect.NewKey(bytes.NewReader(bytes.Repeat([]byte("0123456789abcdef"), 4)))
	if err != nil {
		t.Fatal(err)
	}
	x := &taken{layout: models.Layout{Root: filepath.Join(dir, "data")}, project: project}
	noon := func() time.Time { return time.Date(2023, 3, 1, 12, 0, 0, 0, time.UTC) }
	result, err := etl.Run(context.Background(), etl.Config{Project: project, Layout: x.layout, Connector: connector, Key: key, Now: noon}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if x.manifest, _, err = load.Publish(x.layout, &models.Manifest{Project: "test", Deliveries: result.Deliveries}, nil); err != nil {
		t.Fatal(err)
	}
	if x.db, err = duck.Open(context.Background(), duck.Options{Threads: 1}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.db.Close() })
	return x
}

func (x *taken) maker() *supplier.Maker {
	return &supplier.Maker{Layout: x.layout, DB: x.db, Source: x.project.Sources[0], Contact: "data@example.org", Stand: "momentopname 1, zoals gekend op 01/03/2023",
		Mended: supplier.Corrected(x.project, x.manifest.Deliveries)}
}

func (x *taken) deliveries(t *testing.T) []supplier.Delivery {
	t.Helper()
	out, err := supplier.Deliveries(x.layout, x.project, x.manifest.Deliveries)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (x *taken) workbook(t *testing.T) ([]byte, supplier.Made) {
	t.Helper()
	var out bytes.Buffer
	made, err := x.maker().Workbook(context.Background(), &out, x.deliveries(t))
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), made
}

// marking is the style of cells that are wrong, as the workbook numbers it.
const marking = int(book.Wrong)

// dump writes a workbook as another program reads it: a line a row, cells between
// |, those that are marked between ! signs.
func dump(t *testing.T, text []byte) string {
	t.Helper()
	wb, err := excelize.OpenReader(bytes.NewReader(text), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer wb.Close()
	var out strings.Builder
	for _, sheet := range wb.GetSheetList() {
		fmt.Fprintf(&out, "== %s\n", sheet)
		rows, err := wb.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		wide := 0
		for _, row := range rows {
			wide = max(wide, len(row))
		}
		for r, row := range rows {
			var cells []string
			for c := range wide {
				text := ""
				if c < len(row) {
					text = fmt.Sprintf("%q", row[c])
					text = strings.ReplaceAll(text[1:len(text)-1], `\"`, `"`)
				}
				name, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				style, err := wb.GetCellStyle(sheet, name)
				if err != nil {
					t.Fatal(err)
				}
				if style == marking {
					text = "!" + text + "!"
				}
				cells = append(cells, text)
			}
			fmt.Fprintf(&out, "%d: %s\n", r+1, strings.TrimRight(strings.Join(cells, " | "), " |"))
		}
	}
	return out.String()
}

// TestCases makes the workbook of each folder of testdata/cases, whose exports are
// taken in by its contract.yml and corrections.yml, and compares it cell by cell.
func TestCases(t *testing.T) {
	folders, err := filepath.Glob("testdata/cases/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("%d cases, %v", len(folders), err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			x := take(t, folder)
			text, _ := x.workbook(t)
			got := dump(t, text)
			file := filepath.Join(folder, "want.txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if again, _ := x.workbook(t); !bytes.Equal(again, text) {
				t.Error("the same rows make other bytes")
			}
		})
	}
}

// What was replaced under the same name is not sent back; what was refused before
// and stands now neither.
func TestOnlyTheLastFileOfANameGoesBack(t *testing.T) {
	x := take(t, "testdata/cases/rows_as_they_were_sent")
	var all []models.Loaded
	for _, d := range x.manifest.Deliveries {
		all = append(all, d)
		if d.Name == "stays_1.csv" {
			again := d
			again.Sequence, again.Rejected, again.Rejects = 7, 0, nil
			all = append(all, again)
		}
	}
	got, err := supplier.Deliveries(x.layout, x.project, all)
	if err != nil || len(got) != 1 || got[0].Name != "stays_2.csv" || got[0].ReceivedOn != "2023-03-01" {
		t.Errorf("%+v, %v", got, err)
	}
}

// Rows of a workbook come back by the number of their row, also below titles and
// blank rows, and the numbers and days in it as the readers give them.
func TestRowsOfAWorkbookKeepTheirNumber(t *testing.T) {
	folder := t.TempDir()
	contract, err := os.ReadFile("testdata/cases/files_refused_whole/contract.yml")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(filepath.Join(folder, "contract.yml"), contract, 0o600), os.Mkdir(filepath.Join(folder, "exports"), 0o700)); err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "Overzicht", "A3": "nr", "B3": "bedden", "A4": "1", "B4": 4, "A6": 2, "B6": 4.5} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(f.SaveAs(filepath.Join(folder, "exports", "beds_1.xlsx")), f.Close()); err != nil {
		t.Fatal(err)
	}
	text, made := take(t, folder).workbook(t)
	if got := dump(t, text); made.Rows != 1 || !strings.Contains(got, "2: beds_1.xlsx | 6 | Kolom \"bedden\": de waarde “4.5” is geen geheel getal; verwacht: een getal zoals 12. | 2 | !4.5!") {
		t.Errorf("%d rows\n%s", made.Rows, got)
	}
}

func TestAListHasTheColumnsOfTheFile(t *testing.T) {
	x := take(t, "testdata/cases/rows_as_they_were_sent")
	all := x.deliveries(t)
	var out bytes.Buffer
	if _, err := x.maker().List(context.Background(), &out, all); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffBestand;Regel;Wat is er mis;Tekst van de regel;nr;rijksregisternummer;naam;van;tot;bedden\r\n"
	if !strings.HasPrefix(out.String(), want) || !strings.Contains(out.String(), ";'=cmd();") || !strings.Contains(out.String(), "\r\nstays_1.csv;7;") {
		t.Errorf("the list is\n%s", out.String())
	}
	// The same rows under a rule leave the others out.
	m := x.maker()
	m.Rule = "unique"
	made, err := m.Workbook(context.Background(), io.Discard, all)
	if err != nil || made.Rows != 1 || made.Without != 0 {
		t.Errorf("%+v, %v, want the one row with a key that is there twice", made, err)
	}
}

// A list has one header, so files with others are refused in words.
func TestAListOfFilesWithOtherColumnsIsRefused(t *testing.T) {
	folder := t.TempDir()
	contract, err := os.ReadFile("testdata/cases/files_refused_whole/contract.yml")
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(os.WriteFile(filepath.Join(folder, "contract.yml"), contract, 0o600), os.Mkdir(filepath.Join(folder, "exports"), 0o700),
		os.WriteFile(filepath.Join(folder, "exports", "beds_1.csv"), []byte("nr;bedden\n1;x\n2;2\n"), 0o600),
		os.WriteFile(filepath.Join(folder, "exports", "beds_2.csv"), []byte("bedden;nr\nx;1\n2;2\n"), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	x := take(t, folder)
	_, err = x.maker().List(context.Background(), io.Discard, x.deliveries(t))
	if models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "2 different headers; name one with --entity or --file") {
		t.Errorf("got %v", err)
	}
	text, _ := x.workbook(t)
	if got := dump(t, text); !strings.Contains(got, "== Bedden\n") || !strings.Contains(got, "== Bedden (2)\n") {
		t.Errorf("the workbook has no sheet for each header\n%s", got)
	}
}
