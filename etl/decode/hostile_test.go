package decode_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/models"
)

// parts of a workbook that a test changes one of.
func parts() map[string]string {
	return map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook><sheets><sheet name="Blad1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/sharedStrings.xml":       `<sst><si><t>id</t></si><si><t>n</t></si></sst>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + row(1, `<c r="A1" t="s"><v>0</v></c>`, `<c r="B1" t="s"><v>1</v></c>`) + row(2, `<c r="A2"><v>1</v></c>`, `<c r="B2"><v>2</v></c>`) + `</sheetData></worksheet>`,
	}
}

const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;"><!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;">]>`

// TestHostileWorkbooksAreRefusedInPlainWords changes one part of a workbook that
// is good.
func TestHostileWorkbooksAreRefusedInPlainWords(t *testing.T) {
	many := func(p map[string]string, n int) {
		var sheets, rels strings.Builder
		for i := range n {
			fmt.Fprintf(&sheets, `<sheet name="Blad%d" r:id="r%d"/>`, i, i)
			fmt.Fprintf(&rels, `<Relationship Id="r%d" Type="x/worksheet" Target="worksheets/sheet1.xml"/>`, i)
		}
		p["xl/workbook.xml"] = `<workbook><sheets>` + sheets.String() + `</sheets></workbook>`
		p["xl/_rels/workbook.xml.rels"] = `<Relationships>` + rels.String() + `</Relationships>`
	}
	for name, c := range map[string]struct {
		change func(map[string]string)
		want   string // "" is a workbook that is read
		d      decode.Dialect
	}{
		"nothing changed":               {func(map[string]string) {}, "", decode.Dialect{}},
		"thousands of sheets":           {func(p map[string]string) { many(p, 5_000) }, "has 5000 sheets", decode.Dialect{}},
		"thousands of sheets, one told": {func(p map[string]string) { many(p, 5_000) }, "", decode.Dialect{Sheet: "Blad4321"}},
		"thousands of parts": {func(p map[string]string) {
			for i := range 10_001 {
				p[fmt.Sprintf("x/%d", i)] = ""
			}
		}, "10006 parts", decode.Dialect{}},
		"entities in texts": {func(p map[string]string) {
			p["xl/sharedStrings.xml"] = laughs + `<sst><si><t>&lol3;</t></si><si><t>n</t></si></sst>`
		}, "document type", decode.Dialect{}},
		"entities in the sheet": {func(p map[string]string) {
			p["xl/worksheets/sheet1.xml"] = laughs + p["xl/worksheets/sheet1.xml"]
		}, "document type", decode.Dialect{}},
		"entities in the workbook": {func(p map[string]string) { p["xl/workbook.xml"] = laughs + p["xl/workbook.xml"] }, "document type", decode.Dialect{}},
		"an entity of a file": {func(p map[string]string) {
			p["xl/sharedStrings.xml"] = `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst><si><t>&f;</t></si></sst>`
		}, "document type", decode.Dialect{}},
		"an entity without a type": {func(p map[string]string) {
			p["xl/sharedStrings.xml"] = `<sst><si><t>&lol;</t></si><si><t>n</t></si></sst>`
		}, "unknown entity", decode.Dialect{}},
		"a sheet outside the archive": {func(p map[string]string) {
			p["xl/_rels/workbook.xml.rels"] = `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>`
		}, `lacks its part "etc/passwd"`, decode.Dialect{}},
		"a sheet by its address": {func(p map[string]string) {
			p["xl/_rels/workbook.xml.rels"] = `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="file:///etc/passwd"/></Relationships>`
		}, "lacks its part", decode.Dialect{}},
		"a sheet on the network": {func(p map[string]string) {
			p["xl/_rels/workbook.xml.rels"] = `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="http://localhost/x" TargetMode="External"/></Relationships>`
		}, "no worksheet", decode.Dialect{}},
		"parts with paths upwards": {func(p map[string]string) {
			p["../../xl/worksheets/sheet1.xml"] = p["xl/worksheets/sheet1.xml"]
			delete(p, "xl/worksheets/sheet1.xml")
		}, "lacks its part", decode.Dialect{}},
		"two parts of one name": {func(p map[string]string) { p["XL/Workbook.xml"] = p["xl/workbook.xml"] }, "twice", decode.Dialect{}},
		"tags that never close": {func(p map[string]string) {
			p["xl/worksheets/sheet1.xml"] = `<worksheet><sheetData><row>` + strings.Repeat("<a>", 1<<20)
		}, "cut off", decode.Dialect{}},
		"a tag that never closes": {func(p map[string]string) {
			p["xl/worksheets/sheet1.xml"] = `<worksheet a="` + strings.Repeat("x", 9<<20)
		}, "longer than 8 MiB", decode.Dialect{}},
		"no styles for a style": {func(p map[string]string) {
			p["xl/worksheets/sheet1.xml"] = strings.ReplaceAll(p["xl/worksheets/sheet1.xml"], `<c r="A2">`, `<c r="A2" s="99999999999999999999">`)
		}, "", decode.Dialect{}},
		"a column that is none": {func(p map[string]string) {
			p["xl/worksheets/sheet1.xml"] = strings.ReplaceAll(p["xl/worksheets/sheet1.xml"], `"B2"`, `"ZZZZZZZZZZ2"`)
		}, "beyond column XFD", decode.Dialect{}},
	} {
		p := parts()
		c.change(p)
		data := zipped(t, p)
		r, rows, err := readAll(t, "a.xlsx", data, c.d)
		switch {
		case c.want == "" && (err != nil || len(rows) != 1 || rows[0].Cells[1].Text != "2"):
			t.Errorf("%s: %v %v, want one row", name, rows, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want a refusal with %q", name, err, c.want)
		}
		if r != nil {
			r.Close()
		}
	}
}

// TestAWorkbookThatIsCutOffOrDamagedIsNeverReadWrongly cuts a workbook off at
// many places and changes many of its bytes: it is refused, or all that is read
// is what was there.
func TestAWorkbookThatIsCutOffOrDamagedIsNeverReadWrongly(t *testing.T) {
	whole := zipped(t, parts())
	right := func(how string, data []byte) {
		_, rows, err := readAll(t, "a.xlsx", data, decode.Dialect{Kind: "xlsx"})
		var u *models.Error
		if err != nil && !errors.As(err, &u) {
			t.Errorf("%s: %v", how, err)
		}
		if err == nil && (len(rows) != 1 || rows[0].Cells[0].Text != "1" || rows[0].Cells[1].Text != "2") {
			t.Errorf("%s: %v", how, rows)
		}
	}
	for n := range len(whole) {
		right(fmt.Sprintf("cut off at %d", n), whole[:n])
	}
	for n := range len(whole) {
		data := bytes.Clone(whole)
		data[n] ^= 0x11
		right(fmt.Sprintf("byte %d changed", n), data)
	}
}

// A few cells far apart, or few cells below thousands of names, would become
// tables thousands of times as large as the file.
func TestTablesThatAreNearlyAllEmptyEndSoon(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a thousand million cells")
	}
	var names, keys strings.Builder
	for i := range 16_000 {
		fmt.Fprintf(&names, "k%d;", i)
		fmt.Fprintf(&keys, `"k%d":1,`, i)
	}
	sheet := func(w io.Writer, ref string, n int) {
		fmt.Fprintf(w, `<worksheet><sheetData><row r="1"><c r="%s1"><v>1</v></c></row>`, ref)
		for i := 2; i < n; i++ {
			fmt.Fprintf(w, `<row r="%d"><c r="%s%d"><v>1</v></c></row>`, i, ref, i)
		}
		io.WriteString(w, `</sheetData></worksheet>`)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	p := parts()
	delete(p, "xl/worksheets/sheet1.xml")
	for _, name := range sortedKeys(p) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, p[name])
	}
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	sheet(w, "XFD", 200_000)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"a.xlsx": out.Bytes(),
		"a.csv":  []byte(names.String() + "x\n" + strings.Repeat("1\n", 3_000_000)),
		"a.json": []byte(`{` + keys.String() + `"x":1}` + "\n" + strings.Repeat(`{"x":1}`+"\n", 1_000_000)),
	} {
		start := time.Now()
		grown, err := heapAfter(data, name)
		if err == nil || err == io.EOF {
			t.Errorf("%s: %v, want a refusal", name, err)
		}
		if grown > 300<<20 {
			t.Errorf("%s: heap grew by %d MiB", name, grown>>20)
		}
		t.Logf("%s: %d MiB, %s, %.200v", name, grown>>20, time.Since(start), err)
	}
}
