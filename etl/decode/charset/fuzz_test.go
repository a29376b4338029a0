package charset_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/etl/decode/charset"
	"github.com/vlot-evaluatie/peil/models"
)

// FuzzDetect wants either a refusal that a user reads, or a text that is the
// same however it is read, of a size that the file bounds, and valid UTF-8
// wherever the text says that it is clean.
func FuzzDetect(f *testing.F) {
	for _, s := range []string{"", "abc", "caf\xc3\xa9", "\xef\xbb\xbfa", "caf\xe9 \x80", "a\x81", "\xff\xfea\x00\xac\x20", "\xfe\xff\x00a",
		"\xff\xfe\x3d\xd8", "\xff\xfea\x00b", "a\x00b\x00c\x00", "\x00a\x00b\x00c", "\xff\xfe\x00\x00", "a\xc3", strings.Repeat("\xe9a", 3), "\x00\x00\x00\x00"} {
		f.Add([]byte(s), "")
		f.Add([]byte(s), "latin-1")
		f.Add([]byte(s), "utf-16")
	}
	f.Fuzz(func(t *testing.T, data []byte, declared string) {
		c, err := charset.Detect(bytes.NewReader(data), int64(len(data)), declared)
		var u *models.Error
		if errors.As(err, &u) && u.What != "" && u.Fix != "" {
			return
		}
		if err != nil {
			t.Fatalf("error that no user understands: %v", err)
		}
		if c.Reason == "" || c.Encoding == "" {
			t.Fatalf("no encoding or no reason: %+v", c)
		}
		whole, err := io.ReadAll(c.Open())
		if err != nil {
			t.Fatal(err)
		}
		parts, err := io.ReadAll(iotest.HalfReader(c.Open()))
		if err != nil || !bytes.Equal(whole, parts) {
			t.Fatalf("read in parts gives %q, whole %q (%v)", parts, whole, err)
		}
		if len(whole) > 3*len(data) {
			t.Fatalf("%d bytes became %d", len(data), len(whole))
		}
		if c.Clean && !utf8.Valid(whole) {
			t.Fatalf("clean, but not UTF-8: %q", whole)
		}
	})
}
