package decode

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/decode/charset"
	"github.com/vlot-evaluatie/peil/etl/decode/workbook"
)

// sniff decides the kind of a file by its first bytes. The name only decides
// where the content allows two readings, and never against the content: a file
// that is something else than it says is refused with what it is.
func sniff(name string, r io.ReaderAt, size int64, declared string) (string, error) {
	switch declared {
	case "", "csv", "xlsx", "json":
	default:
		return "", refuse("", fmt.Sprintf("format is %q, want csv, xlsx or json", declared), "correct kind in the contract")
	}
	if size <= 0 {
		return "", charset.ErrEmpty
	}
	head := make([]byte, min(size, 4096))
	n, err := r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return "", fmt.Errorf("read the first bytes: %w", err)
	}
	head = head[:n]
	if err := workbook.Sniff(head, r, size); err != nil {
		return "", err
	}
	for _, m := range []struct{ magic, what, fix string }{
		{"%PDF-", "is a PDF", "ask for the table behind it"},
		{"\x1f\x8b", "is compressed with gzip", "unpack it, or have it delivered unpacked"},
		{"PAR1", "is a Parquet file", "have it delivered as CSV, XLSX or JSON"},
		{"{\\rtf", "is a text document (RTF)", "ask for the table behind it"},
		{"MIME-Version:", "is a web archive saved as a spreadsheet", "open it in Excel and save it as .xlsx"},
	} {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return "", refuse("", m.what+", want CSV, XLSX or JSON", m.fix)
		}
	}
	seen := textHead(head)
	lower := strings.ToLower(seen)
	switch {
	case looksLikeHTML(seen):
		return "", refuse("", fmt.Sprintf("is a web page (HTML) saved as %q, want CSV, XLSX or JSON", path.Ext(name)),
			"open it in Excel and save it as .xlsx; when it is an error or login page, fetch the export again")
	case strings.HasPrefix(lower, "<?xml") && strings.Contains(lower, "schemas-microsoft-com:office:spreadsheet"):
		return "", refuse("", "is an XML spreadsheet of 2003, want .xlsx", "open it in Excel and save it as .xlsx")
	case strings.HasPrefix(lower, "<?xml"):
		return "", refuse("", "is XML, want CSV, XLSX or JSON", "ask for another format")
	}
	kind := "csv"
	if bytes.HasPrefix(head, []byte("PK")) {
		kind = "xlsx"
	} else if looksLikeJSON(seen) {
		kind = "json"
	}
	if declared == "" || declared == kind {
		return kind, nil
	}
	// Text is what it is declared to be: a CSV header may begin with a bracket,
	// and broken JSON must be refused as JSON.
	if kind != "xlsx" && declared != "xlsx" {
		return declared, nil
	}
	what := map[string]string{"csv": "text (CSV)", "xlsx": "a ZIP archive or an Excel workbook", "json": "JSON"}
	return "", refuse("", fmt.Sprintf("is %s, want %s", what[kind], declared), "correct kind in the contract, or ask for the right file")
}

// textHead gives the first text, without mark, zeros of UTF-16 and leading space.
func textHead(head []byte) string {
	if _, _, skip := charset.ByMark(head); skip > 0 {
		head = head[skip:]
	}
	return string(bytes.TrimSpace(bytes.ReplaceAll(head, []byte{0}, nil)))
}

// looksLikeHTML tells a web page, which some tools save under the name of an
// Excel or CSV file.
func looksLikeHTML(text string) bool {
	s := strings.ToLower(text)
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div", "<style"} {
		if strings.HasPrefix(s, tag) {
			return true
		}
	}
	return (strings.HasPrefix(s, "<!--") || strings.HasPrefix(s, "<?xml")) && strings.Contains(s, "<html")
}

// looksLikeJSON wants more than a bracket, which can also begin a CSV header.
func looksLikeJSON(text string) bool {
	if text == "" {
		return false
	}
	rest := strings.TrimSpace(text[1:])
	switch text[0] {
	case '[':
		return rest == "" || rest[0] == '{' || rest[0] == ']'
	case '{':
		return rest == "" || rest[0] == '"' || rest[0] == '}'
	}
	return false
}
