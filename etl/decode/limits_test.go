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

// repeated gives a text again and again without holding it.
type repeated struct {
	text string
	left int64
	at   int
}

func (r *repeated) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) && r.left > 0 {
		c := copy(p[n:min(len(p), n+int(min(r.left, 1<<30)))], r.text[r.at:])
		n, r.at, r.left = n+c, (r.at+c)%len(r.text), r.left-int64(c)
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// bomb packs a workbook of which one part is a long repetition.
func bomb(t *testing.T, part, before, text, after string, length int64) []byte {
	b := book{sheets: []string{row(1, text2("A1"), text2("B1"))}, shared: []string{"<t>x</t>"}}
	small, err := zip.NewReader(bytes.NewReader(b.bytes(t)), int64(len(b.bytes(t))))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range small.File {
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		var in io.Reader
		if f.Name == part {
			in = io.MultiReader(strings.NewReader(before), &repeated{text: text, left: length}, strings.NewReader(after))
		} else if in, err = f.Open(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, in); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func text2(ref string) string { return text(ref, "kolom "+ref) }

// heapAfter reads a file to its end or its error and gives what it took from
// the system beyond what was there.
func heapAfter(data []byte, name string) (grown int64, err error) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	r, err := decode.Open(name, bytes.NewReader(data), int64(len(data)), decode.Dialect{})
	for err == nil {
		_, err = r.Next()
	}
	runtime.ReadMemStats(&after)
	return int64(after.HeapSys) - int64(before.HeapSys), err
}

func TestBombsAreRefusedInBoundedMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks and reads hundreds of megabytes")
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"sheet of one huge text": {bomb(t, "xl/worksheets/sheet1.xml", `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>`, "aaaaaaaa", "</t></is></c></row></sheetData></worksheet>", 300<<20), "longer than 8 MiB"},
		"sheet without end":      {bomb(t, "xl/worksheets/sheet1.xml", `<worksheet><sheetData>`, `<row><c><v>1</v></c></row>`, "</sheetData></worksheet>", 100<<20), "row number 1048577"},
		"sheet of spaces":        {bomb(t, "xl/worksheets/sheet1.xml", `<worksheet><sheetData>`, "<row>\n\t</row>", "</sheetData></worksheet>", 100<<20), "holds no text"},
		"styles":                 {bomb(t, "xl/styles.xml", `<styleSheet>`, "<a/>", "</styleSheet>", 100<<20), "zip bomb"},
		"shared strings":         {bomb(t, "xl/sharedStrings.xml", `<sst>`, "<si><t>"+strings.Repeat("lorem ipsum ", 1000)+"</t></si>", "</sst>", 300<<20), "more than 128 MiB"},
		"text without tags":      {bomb(t, "xl/workbook.xml", `<workbook>`, "<!-- -->", "</workbook>", 100<<20), "zip bomb"},
		"many short texts":       {bomb(t, "xl/sharedStrings.xml", `<sst>`, shortTexts(), "</sst>", 200<<20), "different texts"},
		"one long text":          {bomb(t, "xl/sharedStrings.xml", `<sst><si><t>`, "aaaaa", "</t></si></sst>", 30<<20), "longer than 8 MiB"},
	} {
		grown, err := heapAfter(c.data, "bomb.xlsx")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want a refusal with %q", name, err, c.want)
		}
		if grown > 200<<20 {
			t.Errorf("%s: heap grew by %d MiB", name, grown>>20)
		}
		if testing.Verbose() {
			t.Logf("%-30s %4d MiB  %.160v", name, grown>>20, err)
		}
	}
}

// shortTexts gives shared strings of a few bytes that do not shrink like a bomb.
func shortTexts() string {
	var b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&b, "<si><t>%x</t></si>", uint32(i)*2654435761)
	}
	return b.String()
}

// TestHostileTextEndsInBoundedMemory gives text that makes a careless reader
// quadratic or greedy.
func TestHostileTextEndsInBoundedMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks and reads hundreds of megabytes")
	}
	long := func(text string, size int) []byte { return []byte(strings.Repeat(text, size/len(text))) }
	for name, data := range map[string][]byte{
		"one line":                     long("a", 40<<20),
		"one quote, never closed":      append([]byte("a;b\n1;\""), long("x;y\n", 40<<20)...),
		"a stray quote on every line":  append([]byte("a;b\n"), long("1;\"x\n", 8<<20)...),
		"quotes that nearly close":     append([]byte("a;b\n1;\""), long("\"x\"", 20<<20)...),
		"only quotes":                  long("\"", 20<<20),
		"only delimiters":              long(";", 20<<20),
		"only carriage returns":        long("\r", 8<<20),
		"carriage returns, then lines": append(long("\r", 4<<20), []byte("a;b\n1;2\n")...),
		"zeros":                        make([]byte, 20<<20),
		"json depth":                   long("[", 4<<20),
		"json object depth":            long(`{"a":`, 4<<20),
		"json one text":                append([]byte(`[{"a":"`), long("x", 40<<20)...),
		"json many keys":               manyKeys(),
		"bad rows only":                append([]byte("a;b\n1;2\n"), long("1;2;3\n", 12<<20)...),
		"blank rows only":              append([]byte("a;b\n1;2\n"), long(";\n", 8<<20)...),
	} {
		grown, err := heapAfter(data, "hostile.bin")
		if err == nil {
			t.Errorf("%s: no end", name)
		}
		if grown > 400<<20 {
			t.Errorf("%s: heap grew by %d MiB", name, grown>>20)
		}
		if testing.Verbose() {
			t.Logf("%-30s %4d MiB  %.160v", name, grown>>20, err)
		}
	}
}

func manyKeys() []byte {
	var b bytes.Buffer
	for i := range 40_000 {
		fmt.Fprintf(&b, "{\"k%d\":1}\n", i)
	}
	return b.Bytes()
}

// TestLargeWorkbookStaysWithinItsMemory reads 200,000 rows of 15 cells, with
// 200,000 different texts, within the 300 MiB that a run may take.
func TestLargeWorkbookStaysWithinItsMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a workbook of three million cells")
	}
	data := sheetBytes(t, 200_000)
	runtime.GC()
	grown, err := heapAfter(data, "large.xlsx")
	if err != io.EOF {
		t.Fatal(err)
	}
	if grown > 300<<20 {
		t.Errorf("heap grew by %d MiB, want at most 300", grown>>20)
	}
}
