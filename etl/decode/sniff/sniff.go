// Package sniff decides what kind of file a file is by its first bytes, and says
// in plain words what it is when it is none that can be read. It looks at no
// rows and knows no dialects.
package sniff

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/decode/charset"
	"github.com/vlot-evaluatie/peil/etl/decode/workbook"
	"github.com/vlot-evaluatie/peil/models"
)

func refusal(where, what, fix string) error {
	return &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix}
}

const (
	fixUnpack = "unpack it, or have it delivered unpacked"
	fixTable  = "ask for the table behind it"
	fixExport = "have it delivered as CSV, XLSX or JSON"
)

// magics are the first bytes of files that are taken for exports by mistake.
var magics = []struct{ magic, what, fix string }{
	{"%PDF-", "is a PDF", fixTable},
	{"{\\rtf", "is a text document (RTF)", fixTable},
	{"\x89PNG", "is a picture (PNG)", fixTable},
	{"\xff\xd8\xff", "is a picture (JPEG)", fixTable},
	{"GIF8", "is a picture (GIF)", fixTable},
	{"\x1f\x8b", "is compressed with gzip", fixUnpack},
	{"BZh", "is compressed with bzip2", fixUnpack},
	{"\xfd7zXZ\x00", "is compressed with xz", fixUnpack},
	{"\x28\xb5\x2f\xfd", "is compressed with zstd", fixUnpack},
	{"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive", fixUnpack},
	{"Rar!\x1a\x07", "is a RAR archive", fixUnpack},
	{"PAR1", "is a Parquet file", fixExport},
	{"ARROW1\x00\x00", "is an Arrow file", fixExport},
	{"SQLite format 3\x00", "is a SQLite database", fixExport},
	{"MIME-Version:", "is a web archive saved as a spreadsheet", "open it in Excel and save it as .xlsx"},
}

// Kind decides the kind of a file by its first bytes. The name only decides
// where the content allows two readings, and never against the content: a file
// that is something else than it says is refused with what it is. Why says how
// it was decided.
func Kind(name string, r io.ReaderAt, size int64, declared string) (kind, why string, err error) {
	switch declared {
	case "", "csv", "xlsx", "json":
	default:
		return "", "", refusal("", fmt.Sprintf("format is %q, want csv, xlsx or json", declared), "correct kind in the contract")
	}
	if size <= 0 {
		return "", "", charset.ErrEmpty
	}
	head := make([]byte, min(size, 4096))
	n, err := r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return "", "", fmt.Errorf("read the first bytes: %w", err)
	}
	head = head[:n]
	if err := workbook.Sniff(head, r, size); err != nil {
		return "", "", err
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return "", "", refusal("", m.what+", want CSV, XLSX or JSON", m.fix)
		}
	}
	seen := textHead(head)
	lower := strings.ToLower(seen)
	switch {
	case looksLikeHTML(seen):
		return "", "", refusal("", fmt.Sprintf("is a web page (HTML) saved as %q, want CSV, XLSX or JSON", path.Ext(name)),
			"open it in Excel and save it as .xlsx; when it is an error or login page, fetch the export again")
	case strings.HasPrefix(lower, "<?xml") && strings.Contains(lower, "schemas-microsoft-com:office:spreadsheet"):
		return "", "", refusal("", "is an XML spreadsheet of 2003, want .xlsx", "open it in Excel and save it as .xlsx")
	case strings.HasPrefix(lower, "<?xml"):
		return "", "", refusal("", "is XML, want CSV, XLSX or JSON", "ask for another format")
	}
	kind, why = "csv", "it is text and no JSON"
	if bytes.HasPrefix(head, []byte("PK")) {
		kind, why = "xlsx", "it begins as a ZIP archive"
	} else if looksLikeJSON(seen, size <= int64(len(head))) {
		kind, why = "json", "it begins as JSON"
	}
	switch {
	case declared == "":
		return kind, why, nil
	case declared == kind:
		return kind, "declared", nil
	case kind != "xlsx" && declared != "xlsx":
		// Text is what it is declared to be: a CSV header may begin with a bracket,
		// and broken JSON must be refused as JSON.
		return declared, "declared", nil
	}
	what := map[string]string{"csv": "text (CSV)", "xlsx": "a ZIP archive or an Excel workbook", "json": "JSON"}
	return "", "", refusal("", fmt.Sprintf("is %s, want %s", what[kind], declared), "correct kind in the contract, or ask for the right file")
}
