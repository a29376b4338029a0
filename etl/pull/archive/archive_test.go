package archive_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl/pull/archive"
	"github.com/vlot-evaluatie/peil/etl/pull/door"
	"github.com/vlot-evaluatie/peil/models"
)

var noon = time.Date(2023, 2, 13, 12, 0, 0, 0, time.UTC)

// shelf is a connector on bytes in memory.
type shelf map[string][]byte

func (s shelf) List(context.Context) ([]door.Item, error) {
	var out []door.Item
	for name, text := range s {
		out = append(out, door.Item{Name: name, Size: int64(len(text)), ModTime: noon})
	}
	out, errs := door.Sift("shelf", out)
	if len(errs) > 0 {
		return out, errs[0]
	}
	return out, nil
}

func (s shelf) Open(_ context.Context, item door.Item) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(s[item.Name])), nil
}

// member is a file in a ZIP file made for a test.
type member struct {
	name, text string
	change     func(h *zip.FileHeader)
}

func pack(t *testing.T, members ...member) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate, Modified: noon.AddDate(-1, 0, 0)}
		if m.change != nil {
			m.change(h)
		}
		f, err := w.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(f, m.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func squeeze(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func open(t *testing.T, s shelf, limits archive.Limits) *archive.Connector {
	t.Helper()
	folder := t.TempDir()
	c := archive.New(s, archive.Options{Limits: limits, Temporary: folder})
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
			t.Errorf("%d files left in the temporary folder, %v", len(left), err)
		}
	})
	return c
}

func names(items []door.Item) string {
	var out []string
	for _, i := range items {
		out = append(out, i.Name)
	}
	return strings.Join(out, " ")
}

func read(c door.Connector, item door.Item) (string, error) {
	r, err := c.Open(context.Background(), item)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(r)
	if at := r.Close(); at != nil {
		return "", fmt.Errorf("closed with a word of its own: %w", at)
	}
	return string(text), err
}

func TestArchivesAreFoldersAndPackedFilesAreFiles(t *testing.T) {
	book := pack(t, member{name: "xl/workbook.xml", text: "<x/>"})
	c := open(t, shelf{
		"a/plain.csv":  []byte("plain"),
		"a/one.CSV.GZ": squeeze(t, "one"),
		"a/two.zip": pack(t, member{name: "places.csv", text: "places"}, member{name: "2023/", text: ""},
			member{name: "2023/met spatie.csv", text: "met spatie"}, member{name: "book.xlsx", text: string(book)},
			member{name: "caf\x82.csv", text: "from an old program", change: func(h *zip.FileHeader) { h.NonUTF8 = true }}),
		"a/book.xlsx": book,
		"a/.zip":      []byte("the mark of something"),
	}, archive.Default)
	items, err := c.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"a/.zip": "the mark of something", "a/book.xlsx": string(book), "a/one.CSV": "one", "a/plain.csv": "plain", "a/two.zip/2023/met spatie.csv": "met spatie",
		"a/two.zip/book.xlsx": string(book), "a/two.zip/café.csv": "from an old program", "a/two.zip/places.csv": "places"}
	if len(items) != len(want) {
		t.Errorf("listed %s", names(items))
	}
	for _, item := range items {
		text, err := read(c, item)
		if expected, ok := want[item.Name]; !ok || err != nil || text != expected {
			t.Errorf("%s: %q, %v", item.Name, text, err)
		}
		if !item.ModTime.Equal(noon) {
			t.Errorf("%s: %v, want the time of the archive", item.Name, item.ModTime)
		}
	}
	// A second listing shows the same, and reads what is new.
	if again, err := c.List(context.Background()); err != nil || names(again) != names(items) {
		t.Errorf("listed %s, %v", names(again), err)
	}
}

func TestArchiveThatNobodyLooksIntoStaysClosed(t *testing.T) {
	c := archive.New(shelf{"photos.zip": []byte("not opened, so not found to be damaged")},
		archive.Options{Limits: archive.Default, Temporary: t.TempDir(), Wanted: func(string) bool { return false }})
	if items, err := c.List(context.Background()); err != nil || names(items) != "photos.zip" {
		t.Errorf("listed %s, %v", names(items), err)
	}
}

func TestFileBesideItsPackedCopyIsTakenFromNeither(t *testing.T) {
	c := open(t, shelf{"a.csv": []byte("a"), "a.csv.gz": squeeze(t, "b"), "b.csv": []byte("b")}, archive.Default)
	items, err := c.List(context.Background())
	if names(items) != "b.csv" || models.CodeOf(err) != models.Blocked || !strings.Contains(err.Error(), "a.csv: is listed more than once") {
		t.Errorf("listed %s, %v", names(items), err)
	}
}

// small are limits that a test can reach.
var small = archive.Limits{Entries: 3, Unpacked: 4 << 20, Ratio: 20}

func TestHostileArchivesAreRefusedWhole(t *testing.T) {
	good := member{name: "good.csv", text: "x"}
	noise := make([]byte, 3<<20)
	for i := range noise {
		noise[i] = byte(i * i >> 7)
	}
	link := func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) }
	whole := pack(t, good, member{name: "b.csv", text: strings.Repeat("text ", 10_000)})
	for name, c := range map[string]struct {
		zip   []byte
		fault string
	}{
		"path upwards":       {pack(t, good, member{name: "../../etc/passwd", text: "x"}), `holds "../../etc/passwd", which has a name that has the part ".."`},
		"absolute path":      {pack(t, good, member{name: "/etc/passwd", text: "x"}), "is an absolute path"},
		"drive letter":       {pack(t, good, member{name: "C:/x.csv", text: "x"}), "begins with a drive letter"},
		"backslash":          {pack(t, good, member{name: `a\b.csv`, text: "x"}), "has a backslash"},
		"folder upwards":     {pack(t, good, member{name: "../", text: ""}), "which has a name"},
		"link":               {pack(t, good, member{name: "l.csv", text: "/etc/passwd", change: link}), `holds "l.csv", which is a link`},
		"password":           {patch(whole, func(h []byte) { h[8] |= 1 }), `holds "good.csv", which is protected by a password`},
		"unknown packing":    {patch(whole, func(h []byte) { h[10] = 99 }), "is packed in a way that is not known here (method 99)"},
		"nested":             {pack(t, good, member{name: "in/er.ZIP", text: "x"}), `holds "in/er.ZIP", which is an archive itself`},
		"packed in packed":   {pack(t, good, member{name: "a.csv.gz", text: "x"}), "is an archive itself"},
		"twice":              {pack(t, good, good), `holds "good.csv", which is there twice`},
		"many":               {pack(t, member{name: "1"}, member{name: "2"}, member{name: "3"}, member{name: "4"}), "holds 4 files, want at most 3"},
		"many, said to be 1": {lie(pack(t, member{name: "1"}, member{name: "2"}, member{name: "3"}, member{name: "4"})), "is not a ZIP file, or its end is missing"},
		"large":              {pack(t, member{name: "1", text: string(noise)}, member{name: "2", text: string(noise)}), "unpacks to more than 4 MiB"},
		"dense":              {pack(t, member{name: "1", text: strings.Repeat("0", 3<<20)}), "unpacks to more than 20 times its size"},
		"shared bytes":       {overlapping(t), "holds entries that share their bytes"},
		"end missing":        {whole[:len(whole)/2], "is not a ZIP file, or its end is missing"},
		"no ZIP file":        {[]byte("PK\x03\x04 and then nothing"), "is not a ZIP file"},
		"empty":              {nil, "is not a ZIP file"},
	} {
		t.Run(name, func(t *testing.T) {
			got := open(t, shelf{"in/bad.zip": c.zip, "in/other.csv": []byte("x")}, small)
			items, err := got.List(context.Background())
			if names(items) != "in/other.csv" {
				t.Errorf("listed %s, want the other file alone", names(items))
			}
			if models.CodeOf(err) != models.Blocked || !strings.Contains(err.Error(), c.fault) || !strings.Contains(err.Error(), "in/bad.zip") {
				t.Errorf("error = %v, want %q", err, c.fault)
			}
		})
	}
}

func TestDamagedEntriesAreRefusedWhileTheyAreRead(t *testing.T) {
	text := strings.Repeat("places and beds ", 5000)
	whole := pack(t, member{name: "a.csv", text: text})
	flipped := bytes.Clone(whole)
	flipped[60] ^= 0xff
	for name, c := range map[string][]byte{
		"flipped byte":         flipped,
		"said to be shorter":   patch(whole, func(h []byte) { binary.LittleEndian.PutUint32(h[24:], 100) }),
		"said to be longer":    patch(whole, func(h []byte) { binary.LittleEndian.PutUint32(h[24:], 1<<20) }),
		"another check sum":    patch(whole, func(h []byte) { h[16] ^= 1 }),
		"somewhere else in it": patch(whole, func(h []byte) { binary.LittleEndian.PutUint32(h[42:], 7) }),
	} {
		t.Run(name, func(t *testing.T) {
			got := open(t, shelf{"bad.zip": c}, archive.Default)
			items, err := got.List(context.Background())
			if err != nil || len(items) != 1 {
				t.Fatalf("listed %s, %v", names(items), err)
			}
			if _, err = read(got, items[0]); models.CodeOf(err) != models.Blocked || !strings.Contains(err.Error(), "bad.zip/a.csv: is damaged") {
				t.Errorf("error = %v", err)
			}
		})
	}
}

func TestBadGzipFilesAreRefusedWhileTheyAreRead(t *testing.T) {
	text := strings.Repeat("places and beds ", 5000)
	whole := squeeze(t, text)
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 0xff
	for name, c := range map[string]struct {
		item, fault string
		gz          []byte
	}{
		"cut off":       {"a.csv.gz", "ends too soon for a gzip file", whole[:len(whole)-9]},
		"cut in header": {"a.csv.gz", "ends too soon for a gzip file", whole[:5]},
		"empty":         {"a.csv.gz", "ends too soon for a gzip file", nil},
		"flipped byte":  {"a.csv.gz", "is damaged, or no gzip file", flipped},
		"no gzip file":  {"a.csv.gz", "is damaged, or no gzip file", []byte("plaats;bedden\n1;2\n")},
		"more behind":   {"a.csv.gz", "is damaged, or no gzip file", append(bytes.Clone(whole), "garbage behind it"...)},
		"bomb":          {"a.csv.gz", "unpacks to more than 20 times its size", squeeze(t, strings.Repeat("0", 3<<20))},
		"large":         {"a.csv.gz", "unpacks to more than 4 MiB", squeeze(t, noisy(5<<20))},
		"nested":        {"a.zip.gz", "is an archive in an archive", squeeze(t, "x")},
		"folder":        {"a.tar.gz", "is an archive in an archive", squeeze(t, "x")},
	} {
		t.Run(name, func(t *testing.T) {
			got := open(t, shelf{c.item: c.gz}, small)
			items, err := got.List(context.Background())
			if err != nil || len(items) != 1 {
				t.Fatalf("listed %s, %v", names(items), err)
			}
			if _, err = read(got, items[0]); models.CodeOf(err) != models.Blocked || !strings.Contains(err.Error(), c.item+": "+c.fault) {
				t.Errorf("error = %v, want %q", err, c.fault)
			}
		})
	}
	// Parts one behind the other are one file, as gzip itself has it.
	got := open(t, shelf{"a.csv.gz": append(squeeze(t, "one\n"), squeeze(t, "two\n")...)}, small)
	items, _ := got.List(context.Background())
	if text, err := read(got, items[0]); err != nil || text != "one\ntwo\n" {
		t.Errorf("read %q, %v", text, err)
	}
}

func noisy(n int) string {
	out := make([]byte, n)
	state := uint32(1)
	for i := range out {
		state = state*1664525 + 1013904223
		out[i] = "0123456789abcdef"[state>>28]
	}
	return string(out)
}

// patch changes the first entry of the list at the end of a ZIP file.
func patch(whole []byte, change func(header []byte)) []byte {
	out := bytes.Clone(whole)
	change(out[bytes.Index(out, []byte("PK\x01\x02")):])
	return out
}

// lie says that there is one entry.
func lie(whole []byte) []byte {
	end := bytes.LastIndex(whole, []byte("PK\x05\x06"))
	whole[end+8], whole[end+10] = 1, 1
	return whole
}

// overlapping makes a ZIP file whose entries are all the same bytes.
func overlapping(t *testing.T) []byte {
	t.Helper()
	text := noisy(100_000)
	var body bytes.Buffer
	w, err := zip.NewWriter(&body), error(nil)
	f, err := w.CreateRaw(&zip.FileHeader{Name: "1", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(text)),
		CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(len(text))})
	if err == nil {
		_, err = io.WriteString(f, text)
	}
	if err = firstOf(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	whole := body.Bytes()
	list, end := bytes.Index(whole, []byte("PK\x01\x02")), bytes.LastIndex(whole, []byte("PK\x05\x06"))
	entry := whole[list:end]
	out := bytes.Clone(whole[:list])
	for i := range 3 {
		one := bytes.Clone(entry)
		one[46] = byte('1' + i)
		out = append(out, one...)
	}
	tail := bytes.Clone(whole[end:])
	binary.LittleEndian.PutUint16(tail[8:], 3)
	binary.LittleEndian.PutUint16(tail[10:], 3)
	binary.LittleEndian.PutUint32(tail[12:], uint32(3*len(entry)))
	return append(out, tail...)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// FuzzArchive gives strange bytes as a ZIP and as a gzip file: each is refused
// with a user's error, or what comes out keeps to the limits.
func FuzzArchive(f *testing.F) {
	t := &testing.T{}
	f.Add(pack(t, member{name: "a.csv", text: "a;b\n"}, member{name: "b/c.csv", text: strings.Repeat("x", 1000)}))
	f.Add(squeeze(t, "a;b\n"))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	folder := filepath.Join(f.TempDir(), "work")
	f.Fuzz(func(t *testing.T, text []byte) {
		c := archive.New(shelf{"x.zip": text, "x.csv.gz": text}, archive.Options{Limits: small, Temporary: folder})
		items, err := c.List(context.Background())
		if err != nil && models.CodeOf(err) != models.Blocked {
			t.Fatalf("list: %v", err)
		}
		for _, item := range items {
			if fault := door.Fault(item.Name); fault != "" {
				t.Fatalf("listed a name that %s", fault)
			}
			out, err := read(c, item)
			if err != nil && models.CodeOf(err) != models.Blocked {
				t.Fatalf("read: %v", err)
			}
			if int64(len(out)) > small.Unpacked+(1<<20) {
				t.Fatalf("%d bytes out of %d", len(out), len(text))
			}
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	})
}
