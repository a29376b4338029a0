package promises

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/parquet-go/parquet-go"
)

// needle is something that must not be in a file, in a form in which it could be there.
type needle struct {
	what, form string
	bytes      []byte
}

// needles gives the forms of texts: as they are, in base64 at each of its three places,
// in UTF-16 of both orders, and in hexadecimal. Letters are compared as they stand.
func needles(texts ...string) []needle {
	var out []needle
	for _, text := range texts {
		out = append(out, needle{text, "plain", []byte(text)}, needle{text, "hexadecimal", []byte(hex.EncodeToString([]byte(text)))})
		for shift := range 3 {
			// What stands before and after decides of the first and last digits.
			coded := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), text...))
			from := []int{0, 2, 3}[shift]
			coded = coded[from : len(coded)-(shift+len(text))%3]
			out = append(out, needle{text, "base64", []byte(coded)}, needle{text, "base64 of addresses", []byte(strings.NewReplacer("+", "-", "/", "_").Replace(coded))})
		}
		var little, big []byte
		for _, u := range utf16.Encode([]rune(text)) {
			little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
		}
		out = append(out, needle{text, "UTF-16", little}, needle{text, "UTF-16", big})
	}
	return out
}

// leaks looks for needles in every file below a folder, and in what is packed in it:
// every value, dictionary and statistic of Parquet, every part of a workbook.
func leaks(t *testing.T, root string, looked []needle, skip func(rel string) bool) (found []string, files int) {
	t.Helper()
	sought := seek(looked)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, name)
		if err != nil || d.IsDir() || skip != nil && skip(filepath.ToSlash(rel)) {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		files++
		for where, bytes := range unpacked(t, rel, text) {
			found = append(found, sought.in(where, bytes)...)
		}
		found = append(found, sought.in("name of "+rel, []byte(rel))...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found, files
}

// starts are needles by their first two bytes, so that hundreds are looked for in one pass.
type starts [1 << 16][]needle

func seek(looked []needle) *starts {
	s := new(starts)
	for _, n := range looked {
		at := int(n.bytes[0])<<8 | int(n.bytes[1])
		s[at] = append(s[at], n)
	}
	return s
}

// in tells which needles a text holds, each once.
func (s *starts) in(where string, text []byte) (found []string) {
	seen := map[string]bool{}
	for i := 1; i < len(text); i++ {
		for _, n := range s[int(text[i-1])<<8|int(text[i])] {
			if bytes.HasPrefix(text[i-1:], n.bytes) && !seen[n.what+n.form] {
				seen[n.what+n.form] = true
				found = append(found, fmt.Sprintf("%s holds %s (%s)", where, n.what, n.form))
			}
		}
	}
	return found
}

// unpacked gives the bytes of a file and of all that is packed in it.
func unpacked(t *testing.T, name string, text []byte) map[string][]byte {
	t.Helper()
	out := map[string][]byte{name: text}
	switch {
	case bytes.HasPrefix(text, []byte("PAR1")):
		out[name+", values"] = parquetValues(t, name, text)
	case bytes.HasPrefix(text, []byte("PK\x03\x04")):
		z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
		if err != nil {
			break // no archive after all: its bytes are looked through
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			part, err := io.ReadAll(r)
			if err = errors.Join(err, r.Close()); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			out[name+", "+f.Name] = part
		}
	case bytes.HasPrefix(text, []byte{0x1f, 0x8b}):
		r, err := gzip.NewReader(bytes.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if out[name+", unpacked"], err = io.ReadAll(r); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return out
}

// parquetValues gives every value of every column, what dictionaries hold, and the
// bounds that the footer tells, with a separator between them.
func parquetValues(t *testing.T, name string, text []byte) []byte {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var out bytes.Buffer
	add := func(v parquet.Value) {
		switch v.Kind() {
		case parquet.ByteArray, parquet.FixedLenByteArray:
			out.Write(v.ByteArray())
		default:
			out.WriteString(v.String())
		}
		out.WriteByte('\n')
	}
	for _, group := range f.RowGroups() {
		for _, chunk := range group.ColumnChunks() {
			pages := chunk.Pages()
			dictionary := false
			for {
				page, err := pages.ReadPage()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if d := page.Dictionary(); d != nil && !dictionary {
					dictionary = true
					for i := range d.Len() {
						add(d.Index(int32(i)))
					}
				}
				values := make([]parquet.Value, page.NumValues())
				n, err := page.Values().ReadValues(values)
				if err != nil && err != io.EOF {
					t.Fatalf("%s: %v", name, err)
				}
				for _, v := range values[:n] {
					add(v)
				}
				parquet.Release(page)
			}
			if err := pages.Close(); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	meta := f.Metadata()
	for _, group := range meta.RowGroups {
		for _, c := range group.Columns {
			s := c.MetaData.Statistics
			for _, bound := range [][]byte{s.Min, s.Max, s.MinValue, s.MaxValue} {
				out.Write(append(bound, '\n'))
			}
		}
	}
	for _, kv := range meta.KeyValueMetadata {
		out.WriteString(kv.Key + "\n" + kv.Value + "\n")
	}
	return out.Bytes()
}

// The search must find what is there, or it proves nothing.
func TestSearchFindsWhatIsThere(t *testing.T) {
	const secret = "93051822361"
	dir := t.TempDir()
	type row struct{ Text string }
	var plain, packed bytes.Buffer
	w := parquet.NewGenericWriter[row](&plain, parquet.Compression(&parquet.Zstd))
	if _, err := w.Write([]row{{"before"}, {secret}, {"between"}, {secret}, {"zz"}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(&packed)
	part, err := z.Create("xl/sheet.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(strings.Repeat("<v>x</v>", 99) + secret)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{
		"values.parquet": plain.Bytes(), "book.xlsx": packed.Bytes(),
		"base64.txt": []byte(base64.StdEncoding.EncodeToString([]byte("{" + secret + "}"))), "at_two.txt": []byte(base64.StdEncoding.EncodeToString([]byte("xx" + secret))),
		"wide.txt": {0xff, 0xfe, '9', 0, '3', 0, '0', 0, '5', 0, '1', 0, '8', 0, '2', 0, '2', 0, '3', 0, '6', 0, '1', 0}, "empty.txt": []byte("93051822362"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found, files := leaks(t, dir, needles(secret), nil)
	all := strings.Join(found, "\n")
	for _, name := range []string{"values.parquet", "book.xlsx", "base64.txt", "at_two.txt", "wide.txt"} {
		if !strings.Contains(all, name) {
			t.Errorf("%s is not found", name)
		}
	}
	if files != 6 || strings.Contains(all, "empty.txt") {
		t.Errorf("%d files, found:\n%s", files, all)
	}
}
