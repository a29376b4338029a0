package sniff_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/decode/sniff"
	"github.com/vlot-evaluatie/peil/models"
)

func TestAFileIsWhatItsFirstBytesSay(t *testing.T) {
	for name, c := range map[string]struct{ in, declared, want string }{
		"text":                     {"a;b\n1;2\n", "", "csv"},
		"objects":                  {`[{"a":1}]`, "", "json"},
		"arrays":                   {`[["a","b"],[1,2]]`, "", "json"},
		"an array a line":          {"[\"a\",1]\n[\"b\",2]\n", "", "json"},
		"an object":                {"\xef\xbb\xbf\n {\"a\": 1}", "", "json"},
		"names between brackets":   {"[id];[naam]\n1;2\n", "", "csv"},
		"a bracket and a quote":    {"[\"id\";\"naam\"\n1;2\n", "", "csv"},
		"brackets, declared":       {"[{;x\n1;2", "csv", "csv"},
		"workbook":                 {"PK\x03\x04....", "xlsx", "xlsx"},
		"objects in UTF-16":        {"[\x00{\x00\"\x00a\x00\"\x00:\x001\x00}\x00]\x00", "", "json"},
		"web page":                 {"\xef\xbb\xbf<!DOCTYPE html><html>", "", "web page"},
		"web page behind comments": {"<!-- x --><html>", "csv", "web page"},
		"table of a web page":      {"\n<table><tr><td>1</td></tr></table>", "", "web page"},
		"XML spreadsheet":          {`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`, "", "2003"},
		"XML":                      {"<?xml version=\"1.0\"?><a/>", "", "is XML"},
		"PDF":                      {"%PDF-1.7", "", "PDF"},
		"gzip":                     {"\x1f\x8b\x08", "", "gzip"},
		"RTF":                      {"{\\rtf1", "", "RTF"},
		"Parquet":                  {"PAR1", "", "Parquet"},
		"old workbook":             {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 512), "", ".xls"},
		"protected workbook":       {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 512) + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", "", "password"},
		"workbook where text is":   {"PK\x03\x04....", "csv", "want csv"},
		"text where a workbook is": {"a;b", "xlsx", "want xlsx"},
		"a picture":                {"\x89PNG\r\n\x1a\n", "", "picture"},
		"a database":               {"SQLite format 3\x00", "", "SQLite"},
		"another old document":     {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 512) + "W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00", "", "Word"},
		"nothing":                  {"", "", "empty"},
		"an unknown kind":          {"a", "xml", "want csv"},
	} {
		kind, why, err := sniff.Kind("a.xls", strings.NewReader(c.in), int64(len(c.in)), c.declared)
		switch {
		case err != nil && !strings.Contains(err.Error(), c.want):
			t.Errorf("%s: %v, want %q", name, err, c.want)
		case err == nil && (kind != c.want || why == ""):
			t.Errorf("%s: %q because %q, want %q", name, kind, why, c.want)
		}
	}
}

func FuzzKind(f *testing.F) {
	for _, s := range []string{"", "a;b", `[{"a":1}]`, `["a"]`, "PK\x03\x04", "\xff\xfe<\x00h\x00", "<?xml", "\x09\x08\x10\x00", "%PDF-", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"} {
		f.Add([]byte(s), "")
		f.Add([]byte(s), "json")
	}
	f.Fuzz(func(t *testing.T, data []byte, declared string) {
		kind, why, err := sniff.Kind("a.bin", bytes.NewReader(data), int64(len(data)), declared)
		var u *models.Error
		switch {
		case err == nil && (why == "" || kind != "csv" && kind != "xlsx" && kind != "json"):
			t.Fatalf("%q because %q", kind, why)
		case err != nil && (!errors.As(err, &u) || u.What == "" || u.Fix == ""):
			t.Fatalf("error that no user understands: %v", err)
		}
	})
}
