package workbook

import (
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Sheet is one worksheet, in the order of the tabs. Chart sheets are none.
type Sheet struct {
	Name   string
	Hidden bool // hidden or very hidden

	part string
}

// Workbook is an opened workbook. It is not for concurrent use.
type Workbook struct {
	Sheets   []Sheet
	Date1904 bool // serial dates count from 1904-01-01

	parts   archive
	styles  []display // by the s attribute of a cell
	strings *stringTable
	shared  string // part of the shared strings, "" when there are none
}

// Open reads the directory, the list of sheets and the styles. Shared strings
// are read with the first sheet. Errors are *models.Error without a file name:
// not a workbook, protected, damaged, or larger than the limits of this package.
func Open(r io.ReaderAt, size int64) (*Workbook, error) {
	head := make([]byte, min(size, 512))
	if n, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read workbook: %w", err)
	} else if err := Sniff(head[:n], r, size); err != nil {
		return nil, err
	}
	parts, err := openArchive(r, size)
	if err != nil {
		return nil, err
	}
	w := &Workbook{parts: parts}
	main, err := w.mainPart()
	if err != nil {
		return nil, err
	}
	rels, _, err := parts.relations(main)
	if err != nil {
		return nil, err
	}
	if err := w.readSheets(main, rels); err != nil {
		return nil, err
	}
	if err := w.readStyles(w.related(main, rels, "styles")); err != nil {
		return nil, err
	}
	w.shared = w.related(main, rels, "sharedStrings")
	return w, nil
}

// mainPart finds the workbook part and refuses the cousins that are not xlsx.
func (w *Workbook) mainPart() (string, error) {
	rels, order, err := w.parts.relations("")
	if err != nil {
		return "", err
	}
	main := "xl/workbook.xml"
	for _, id := range order {
		if rels[id].kind == "officeDocument" {
			main = rels[id].target
			break
		}
	}
	switch {
	case strings.HasSuffix(strings.ToLower(main), ".bin"):
		return "", refusal("", "is a binary Excel workbook (.xlsb), want .xlsx", fixResend)
	case w.parts.has(main):
		return main, nil
	case w.parts.has("content.xml"):
		return "", refusal("", "is an OpenDocument spreadsheet (.ods), want .xlsx", fixResend)
	case w.parts.has("word/document.xml"):
		return "", refusal("", "is a Word document, want an Excel workbook", fixResend)
	}
	return "", refusal("", "is a ZIP archive without a workbook in it", "unpack it, or deliver the workbook itself")
}

// related gives the part of a kind, with the usual place when no relation says
// so; "" when it is absent, as styles and shared strings may be.
func (w *Workbook) related(main string, rels map[string]relation, kind string) string {
	found := path.Join(path.Dir(main), kind+".xml")
	for _, r := range rels {
		if r.kind == kind {
			found = r.target
		}
	}
	if !w.parts.has(found) {
		return ""
	}
	return found
}

func (w *Workbook) readSheets(main string, rels map[string]relation) error {
	err := w.parts.scan(main, func(s *xmlScanner) error {
		switch string(s.name) {
		case "workbookPr":
			v := s.attrText("date1904")
			w.Date1904 = v == "1" || v == "true" || v == "on"
		case "sheet":
			rel, ok := rels[s.attrText("id")]
			if !ok || (rel.kind != "worksheet" && rel.kind != "") {
				return nil // a chart, a dialogue or a macro sheet: no cells
			}
			state := s.attrText("state")
			w.Sheets = append(w.Sheets, Sheet{
				Name:   s.attrText("name"),
				Hidden: state == "hidden" || state == "veryHidden",
				part:   rel.target,
			})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(w.Sheets) == 0 {
		return refusal("", "has no worksheet", fixResend)
	}
	return nil
}

// readStyles decides once per style, never per cell, what a number means.
func (w *Workbook) readStyles(part string) error {
	if part == "" {
		return nil
	}
	custom := map[int]display{}
	within := "" // the list that is being read: differential formats have the same tags
	return w.parts.scan(part, func(s *xmlScanner) error {
		switch name := string(s.name); name {
		case "numFmts", "cellXfs", "cellStyleXfs", "dxfs", "cellStyles", "fonts", "fills", "borders", "extLst":
			within = name
		case "numFmt":
			if id, err := strconv.Atoi(s.attrText("numFmtId")); err == nil && within == "numFmts" {
				custom[id] = formatDisplay(s.attrText("formatCode"))
			}
		case "xf":
			if within != "cellXfs" {
				return nil
			}
			id, _ := strconv.Atoi(s.attrText("numFmtId"))
			d, ok := custom[id]
			if !ok {
				d = builtin(id)
			}
			w.styles = append(w.styles, d)
		}
		return nil
	})
}

// stringTable holds the shared strings in pieces of text, so that millions of
// short strings cost twelve bytes each beside their text.
type stringTable struct {
	pieces []string
	refs   [][]stringRef // in blocks: growing one slice would hold it twice
	n      int
}

type stringRef struct{ piece, at, n uint32 }

const (
	pieceSize = 1 << 20
	blockBits = 14
)

func (t *stringTable) add(r stringRef) {
	if t.n>>blockBits == len(t.refs) {
		t.refs = append(t.refs, make([]stringRef, 0, 1<<blockBits))
	}
	last := len(t.refs) - 1
	t.refs[last] = append(t.refs[last], r)
	t.n++
}

func (t *stringTable) get(i int) (string, bool) {
	if i < 0 || i >= t.n {
		return "", false
	}
	r := t.refs[i>>blockBits][i&(1<<blockBits-1)]
	return t.pieces[r.piece][r.at : r.at+r.n], true
}

// loadStrings reads the shared strings, once.
func (w *Workbook) loadStrings() error {
	if w.strings != nil {
		return nil
	}
	t := &stringTable{}
	if w.shared == "" {
		w.strings = t
		return nil
	}
	p, err := w.parts.open(w.shared)
	if err != nil {
		return err
	}
	defer p.Close()
	s := newXMLScanner(p)
	var piece, item []byte
	total := 0
	flush := func() {
		t.pieces = append(t.pieces, string(piece))
		piece = piece[:0]
	}
	for {
		tok, err := s.next()
		if err != nil {
			return damaged("", w.shared, err)
		}
		if tok == tokenEOF {
			break
		}
		if tok != tokenStart || string(s.name) != "si" {
			continue
		}
		if item, err = readRich(s, item[:0]); err != nil {
			return damaged("", w.shared, err)
		}
		total += len(item)
		if total > maxSharedText || t.n >= maxSharedCount {
			return refusal("", fmt.Sprintf("holds more than %d MiB of different texts, too much to read as a workbook", maxSharedText>>20), fixSplit)
		}
		if len(piece) > 0 && len(piece)+len(item) > pieceSize {
			flush()
		}
		t.add(stringRef{uint32(len(t.pieces)), uint32(len(piece)), uint32(len(item))})
		piece = append(piece, item...)
	}
	flush()
	w.strings = t
	return nil
}

// readRich joins the text of an si or is element: its own t and those of its
// runs, without the phonetic runs that only help to read it aloud.
func readRich(s *xmlScanner, dst []byte) ([]byte, error) {
	inText := false
	start := len(dst)
	for depth := 1; depth > 0; {
		tok, err := s.next()
		if err != nil {
			return dst, err
		}
		switch tok {
		case tokenEOF:
			return dst, errCutOff
		case tokenText:
			if inText {
				dst = append(dst, s.text...)
			}
		case tokenStart:
			if string(s.name) == "rPh" {
				if err := s.skip(); err != nil {
					return dst, err
				}
				continue
			}
			depth++
			inText = string(s.name) == "t"
		case tokenEnd:
			depth--
			inText = false
		}
		if len(dst)-start > maxToken {
			return dst, fmt.Errorf("a text is longer than %d MiB", maxToken>>20)
		}
	}
	return unescapeFrom(dst, start), nil
}

// unescapeFrom resolves _xHHHH_ in dst from start on, in place.
func unescapeFrom(dst []byte, start int) []byte {
	for i := start; i+7 <= len(dst); i++ {
		if _, ok := escapeAt(dst[i:]); ok {
			// The escaped form is never shorter than what it stands for.
			return append(dst[:start], appendUnescaped(make([]byte, 0, len(dst)-start), dst[start:])...)
		}
	}
	return dst
}

// find gives the sheet with that exact name.
func (w *Workbook) find(name string) (Sheet, bool) {
	for _, s := range w.Sheets {
		if s.Name == name {
			return s, true
		}
	}
	return Sheet{}, false
}

// column reads the letters of an A1 reference: A is 0. Digits after them are
// not looked at; -1 when there are no letters or they pass XFD.
func column(ref []byte) int {
	n := 0
	for i, c := range ref {
		if c |= 0x20; c < 'a' || c > 'z' {
			if i == 0 {
				return -1
			}
			break
		}
		n = n*26 + int(c-'a') + 1
		if n > maxColumns {
			return -1
		}
	}
	return n - 1
}

// Ref gives the A1 reference of a row (from 1) and a column (from 0).
func Ref(row int64, col int) string {
	var letters [8]byte
	i := len(letters)
	for n := col + 1; n > 0 && i > 0; n = (n - 1) / 26 {
		i--
		letters[i] = byte('A' + (n-1)%26)
	}
	return string(letters[i:]) + strconv.FormatInt(row, 10)
}

// clip shortens a text for a message.
func clip(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return string([]rune(text)[:n]) + "…"
}
