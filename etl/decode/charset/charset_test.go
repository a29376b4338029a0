package charset_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/vlot-evaluatie/peil/etl/decode/charset"
	"github.com/vlot-evaluatie/peil/models"
)

func detect(t *testing.T, in, declared string) (encoding, out string) {
	t.Helper()
	c, err := charset.Detect(strings.NewReader(in), int64(len(in)), declared)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(iotest.OneByteReader(iotest.DataErrReader(bufferless{c.Open()})))
	if err != nil {
		t.Fatal(err)
	}
	return c.Encoding, string(text)
}

// bufferless gives the converter the room that it asks for.
type bufferless struct{ r io.Reader }

func (b bufferless) Read(p []byte) (int, error) {
	var small [8]byte
	if len(p) >= len(small) {
		return b.r.Read(p)
	}
	n, err := b.r.Read(small[:])
	return copy(p, small[:n]), err
}

func TestEncodingsAreKnownByMarkZerosOrContent(t *testing.T) {
	for name, c := range map[string]struct{ in, declared, encoding, out string }{
		"plain":                     {"abc", "", "utf-8", "abc"},
		"utf-8":                     {"caf\xc3\xa9", "", "utf-8", "café"},
		"utf-8 with mark":           {"\xef\xbb\xbfcaf\xc3\xa9", "", "utf-8", "café"},
		"mark and declared":         {"\xef\xbb\xbfa", "utf-8", "utf-8", "a"},
		"windows-1252 by content":   {"caf\xe9 \x80", "", "windows-1252", "café €"},
		"latin-1 is windows-1252":   {"\x93a\x94", "latin-1", "windows-1252", "“a”"},
		"windows-1250":              {"\xaf\xf3\x9f", "CP1250", "windows-1250", "Żóź"},
		"iso-8859-15":               {"\xa4", "latin-9", "iso-8859-15", "€"},
		"dos":                       {"\x82\x80", "cp850", "ibm850", "éÇ"},
		"meaningless byte":          {"a\x81b", "windows-1252", "windows-1252", "a\xffb"},
		"utf-16le":                  {"\xff\xfea\x00\xac\x20", "", "utf-16le", "a€"},
		"utf-16be":                  {"\xfe\xff\x00a\x20\xac", "", "utf-16be", "a€"},
		"utf-16 pair":               {"\xff\xfe\x3d\xd8\x00\xde", "", "utf-16le", "😀"},
		"utf-16 half pair":          {"\xff\xfe\x3d\xd8a\x00", "", "utf-16le", "\xffa"},
		"utf-16 half pair at end":   {"\xff\xfea\x00\x3d\xd8", "", "utf-16le", "a\xff"},
		"utf-16 odd byte at end":    {"\xff\xfea\x00b", "", "utf-16le", "a\xff"},
		"mostly utf-8":              {"ééééé\xe9", "", "utf-8", "ééééé\xe9"},
		"character cut off":         {"éa\xc3", "", "utf-8", "éa\xc3"},
		"zeros at the end are text": {"abcdef\x00\x00\x00\x00", "", "utf-8", "abcdef\x00\x00\x00\x00"},
	} {
		encoding, out := detect(t, c.in, c.declared)
		if out != c.out || encoding != c.encoding {
			t.Errorf("%s: %s %q, want %s %q", name, encoding, out, c.encoding, c.out)
		}
	}
}

func TestDeclaredEncodingsAreHeldTo(t *testing.T) {
	for name, c := range map[string]struct{ in, declared, want string }{
		"not utf-8":         {"a\nb\xe9c", "utf-8", "2:2"},
		"another mark":      {"\xff\xfea\x00", "windows-1252", "utf-16le"},
		"utf-8 as latin-1":  {"caf\xc3\xa9", "latin-1", "is UTF-8"},
		"utf-32":            {"\xff\xfe\x00\x00a\x00\x00\x00", "", "UTF-32"},
		"unknown":           {"a", "ebcdic", "ebcdic"},
		"nothing":           {"", "", "empty"},
		"nothing but marks": {"\xef\xbb\xbf", "", "empty"},
	} {
		_, err := charset.Detect(strings.NewReader(c.in), int64(len(c.in)), c.declared)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q in it", name, err, c.want)
		}
	}
}

// TestABadByteIsFoundBehindManyBlocks checks line and column across the blocks
// that the survey reads.
func TestABadByteIsFoundBehindManyBlocks(t *testing.T) {
	in := append(bytes.Repeat([]byte("één regel tekst\n"), 50_000), "kort\xe9x"...)
	_, err := charset.Detect(bytes.NewReader(in), int64(len(in)), "utf-8")
	if err == nil || !strings.Contains(err.Error(), "50001:5") {
		t.Errorf("%v, want 50001:5 in it", err)
	}
}

// A buffer may have less room than the next character needs; the character then
// comes in parts, and no read gives nothing without an error.
func TestCharactersComeWholeThroughSmallBuffers(t *testing.T) {
	for encoding, in := range map[string]string{
		"windows-1252": "a\x80\xe9\x80b",
		"utf-16le":     "a\x00\xac\x20\xe9\x00\xac\x20b\x00",
	} {
		for room := 1; room <= 4; room++ {
			text, err := charset.Detect(strings.NewReader(in), int64(len(in)), encoding)
			if err != nil {
				t.Fatal(err)
			}
			r := text.Open()
			var out []byte
			for range 100 {
				p := make([]byte, room)
				n, err := r.Read(p)
				out = append(out, p[:n]...)
				if err != nil {
					break
				}
			}
			if want := "a€é€b"; string(out) != want {
				t.Errorf("%s through %d bytes: %q, want %q", encoding, room, out, want)
			}
		}
	}
}

// Every name that a contract may use must be read.
func TestEveryEncodingOfAContractIsRead(t *testing.T) {
	for name, known := range models.Encodings {
		if got, out := detect(t, "ab12", name); out != "ab12" && !strings.HasPrefix(known, "utf-16") || got != known && known != "utf-16" {
			t.Errorf("%s: %s %q, want %s", name, got, out, known)
		}
	}
}
