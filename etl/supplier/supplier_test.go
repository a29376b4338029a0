package supplier_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
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
	"github.com/vlot-evaluatie/peil/etl/supplier/book"
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
