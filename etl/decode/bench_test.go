package decode_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/decode"
)

func drain(b testing.TB, name string, data []byte) int {
	r, err := decode.Open(name, bytes.NewReader(data), int64(len(data)), decode.Dialect{})
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for {
		if _, err := r.Next(); err == io.EOF {
			return n
		} else if err != nil {
			b.Fatal(err)
		}
		n++
	}
}

func csvText(rows int, quoted bool) []byte {
	var b bytes.Buffer
	b.WriteString("plaats_id;locatie_id;nis_code;gemeente;categorie;capaciteit;status;van;tot;tarief\n")
	for i := range rows {
		q := ""
		if quoted {
			q = `"`
		}
		fmt.Fprintf(&b, "P%07d;L%05d;%05d;Sint-Niklaas;%sCategorie 1 - publiek%s;%d;Gevalideerd;31/12/2022;;€ 1.234,50\n", i, i%5000, 11001+i%300, q, q, i%40)
	}
	return b.Bytes()
}

func BenchmarkCSV(b *testing.B) {
	for _, quoted := range []bool{false, true} {
		data := csvText(200_000, quoted)
		b.Run(fmt.Sprintf("quoted=%t", quoted), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				drain(b, "a.csv", data)
			}
		})
	}
}

// sheetBytes makes a workbook of rows x 15 the way Excel does: shared strings,
// dates by style, numbers, amounts with seventeen digits.
func sheetBytes(t testing.TB, rows int) []byte {
	var sheet, shared strings.Builder
	sheet.WriteString(`<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">`)
	for c := range 15 {
		fmt.Fprintf(&sheet, `<c r="%c1" t="inlineStr"><is><t>kolom %d</t></is></c>`, 'A'+c, c)
	}
	sheet.WriteString(`</row>`)
	shared.WriteString(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`)
	for i := range rows {
		fmt.Fprintf(&shared, `<si><t>dossier %d</t></si>`, i)
		fmt.Fprintf(&sheet, `<row r="%d" spans="1:15">`, i+2)
		for c := range 15 {
			switch c % 5 {
			case 0:
				fmt.Fprintf(&sheet, `<c r="%c%d" t="s"><v>%d</v></c>`, 'A'+c, i+2, i)
			case 1:
				fmt.Fprintf(&sheet, `<c r="%c%d" s="1"><v>%d</v></c>`, 'A'+c, i+2, 44562+i%700)
			case 2:
				fmt.Fprintf(&sheet, `<c r="%c%d"><v>%d.100000000000001</v></c>`, 'A'+c, i+2, i%9)
			default:
				fmt.Fprintf(&sheet, `<c r="%c%d"><v>%d</v></c>`, 'A'+c, i+2, i*c)
			}
		}
		sheet.WriteString(`</row>`)
	}
	sheet.WriteString(`</sheetData></worksheet>`)
	shared.WriteString(`</sst>`)
	return zipped(t, map[string]string{
		"_rels/.rels":                `<Relationships xmlns="x"><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="x"><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/styles.xml":              `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":       shared.String(),
		"xl/worksheets/sheet1.xml":   sheet.String(),
	})
}

// zipped packs parts, in the order of their names.
func zipped(t testing.TB, parts map[string]string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range sortedKeys(parts) {
		method := zip.Deflate
		if len(parts[name]) < 4<<10 {
			method = zip.Store // fuzzing makes very many small ones
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = io.WriteString(w, parts[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func BenchmarkXLSX(b *testing.B) {
	const rows = 200_000
	data := sheetBytes(b, rows)
	b.ReportAllocs()
	for b.Loop() {
		if n := drain(b, "a.xlsx", data); n != rows {
			b.Fatalf("%d rows, want %d", n, rows)
		}
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/(1<<20), "MiB-from-system")
}

func BenchmarkJSON(b *testing.B) {
	var text bytes.Buffer
	for i := range 50_000 {
		fmt.Fprintf(&text, `{"vraag_id":"V%06d","ontvangen_op":"2023-02-13","team":"Centraal team","aantal":%d,"status":null,"plaats":{"nis_code":"11002"}}`+"\n", i, i)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		drain(b, "a.json", text.Bytes())
	}
}
