package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Limits against archives made to exhaust the reader. They are counted while
// unpacking, because the sizes in an archive's directory are only claims.
const (
	// maxEntries: a large real workbook has some hundreds of parts.
	maxEntries = 10_000
	// maxPart is the most that one part may unpack to: a full sheet of a million
	// rows and thirty columns is about 1.2 GiB.
	maxPart = 2 << 30
	// maxRatio is the most that a part may grow, once it is over ratioFrom.
	// Sheets shrink 10 to 40 times; deflate can reach 1,032 times.
	maxRatio  = 250
	ratioFrom = 32 << 20
	// maxUnpacked is the most that all parts together may unpack to, counting each
	// time that one is read. The largest sheet is read up to four times; thousands
	// of sheets that share the same packed bytes would never end.
	maxUnpacked = 10 << 30
	// maxSharedText is the most text that is held as shared strings.
	maxSharedText = 128 << 20
	// maxSharedCount bounds the table of shared strings beside its text.
	maxSharedCount = 8 << 20
)

// refusal is an error that a user reads; etl/decode puts the file's name before where.
func refusal(where, what, fix string) error {
	return &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix}
}

const (
	fixResend = "open it in Excel, save it as an Excel workbook (.xlsx) and deliver it again"
	fixSplit  = "deliver it as CSV, or in smaller files"
)

// archive finds parts by name the way Excel does: any case, either slash.
type archive struct {
	files    map[string]*zip.File
	unpacked *int64 // bytes, of all parts
}

func (a archive) has(name string) bool { return a.files[partName(name)] != nil }

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

func openArchive(r io.ReaderAt, size int64) (archive, error) {
	if size < 4 {
		return archive{}, refusal("", "is not an Excel workbook", fixResend)
	}
	// A section gives io.EOF for the offsets outside the file that a forged
	// directory may name; what it wraps may do anything.
	z, err := zip.NewReader(io.NewSectionReader(r, 0, size), size)
	if err != nil && !ofContent(err) {
		return archive{}, fmt.Errorf("unpack workbook: %w", err)
	}
	if err != nil {
		return archive{}, refusal("", "starts as an Excel workbook but cannot be unpacked: it is cut off or damaged ("+err.Error()+")",
			"fetch or ask for it again")
	}
	if len(z.File) > maxEntries {
		return archive{}, refusal("", fmt.Sprintf("holds %d parts, more than the %d that are read", len(z.File), maxEntries), fixResend)
	}
	parts := make(map[string]*zip.File, len(z.File))
	for _, f := range z.File {
		name := partName(f.Name)
		if f.Flags&1 != 0 {
			return archive{}, refusal("", "is protected with a password", "ask for it without a password")
		}
		// Two parts of one name can show different content to different readers.
		if parts[name] != nil && !strings.HasSuffix(name, "/") {
			return archive{}, refusal("", fmt.Sprintf("holds the part %.100q twice", f.Name), fixResend)
		}
		parts[name] = f
	}
	return archive{parts, new(int64)}, nil
}

// partReader counts what a part unpacks to.
type partReader struct {
	rc     io.ReadCloser
	name   string
	packed int64
	read   int64
	all    *int64
}

func (a archive) open(name string) (*partReader, error) {
	f := a.files[partName(name)]
	if f == nil {
		return nil, refusal("", fmt.Sprintf("lacks its part %.100q", name), fixResend)
	}
	rc, err := f.Open()
	if err != nil {
		return nil, damaged("", name, readError(err))
	}
	return &partReader{rc: rc, name: name, packed: int64(f.CompressedSize64), all: a.unpacked}, nil
}

func (p *partReader) Read(b []byte) (int, error) {
	n, err := p.rc.Read(b)
	p.read += int64(n)
	if *p.all += int64(n); *p.all > maxUnpacked {
		return n, refusal("", fmt.Sprintf("its parts unpack to more than %d GiB together: it is refused as a zip bomb", maxUnpacked>>30), fixSplit)
	}
	if p.read > maxPart || (p.read > ratioFrom && p.read/maxRatio > p.packed) {
		return n, refusal("", fmt.Sprintf("part %.100q unpacks to more than %d MiB from %d kB: it is refused as a zip bomb",
			p.name, p.read>>20, p.packed>>10), fixSplit)
	}
	return n, readError(err)
}

// ofContent tells an error that the bytes themselves cause from one of the disk.
func ofContent(err error) bool {
	corrupt := flate.CorruptInputError(0)
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, zip.ErrFormat) ||
		errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrAlgorithm) || errors.As(err, &corrupt)
}

// diskError marks an error that says nothing about the workbook.
type diskError struct{ error }

func (e diskError) Unwrap() error { return e.error }

func readError(err error) error {
	if err == nil || ofContent(err) {
		return err
	}
	return diskError{err}
}

func (p *partReader) Close() error { return p.rc.Close() }

// damaged turns an error of the XML or of unpacking into one that a user reads.
func damaged(where, part string, err error) error {
	var u *models.Error
	if errors.As(err, &u) {
		return err
	}
	var disk diskError
	if errors.As(err, &disk) {
		return fmt.Errorf("read part %s: %w", part, disk.error)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, errCutOff) {
		return refusal(where, fmt.Sprintf("part %.100q is cut off", part), "fetch or ask for it again")
	}
	if ofContent(err) {
		return refusal(where, fmt.Sprintf("part %.100q is damaged: it does not match its own checksum", part), "fetch or ask for it again")
	}
	return refusal(where, fmt.Sprintf("part %.100q cannot be read: %v", part, err), fixResend)
}

// relation is one line of a .rels part.
type relation struct{ kind, target string }

// relations reads the relations of a part, by id. An absent .rels part has none.
func (a archive) relations(part string) (map[string]relation, []string, error) {
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	if !a.has(name) {
		return nil, nil, nil
	}
	rels := map[string]relation{}
	var order []string
	err := a.scan(name, func(s *xmlScanner) error {
		if string(s.name) != "Relationship" || s.attrText("TargetMode") == "External" {
			return nil
		}
		id, target := s.attrText("Id"), strings.ReplaceAll(s.attrText("Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = dir + target
		}
		kind := s.attrText("Type")
		// The last word of the type is the same in the two dialects of the standard.
		rels[id] = relation{kind: kind[strings.LastIndexByte(kind, '/')+1:], target: strings.TrimPrefix(path.Clean("/"+target), "/")}
		order = append(order, id)
		return nil
	})
	return rels, order, err
}

// scan calls fn at each start tag of a small part.
func (a archive) scan(name string, fn func(*xmlScanner) error) error {
	p, err := a.open(name)
	if err != nil {
		return err
	}
	defer p.Close()
	s := newXMLScanner(p)
	for {
		t, err := s.next()
		if err != nil {
			return damaged("", name, err)
		}
		switch t {
		case tokenEOF:
			return nil
		case tokenStart:
			if err := fn(s); err != nil {
				return damaged("", name, err)
			}
		}
	}
}

// contains looks for a word in the text of a part; a part in UTF-16 always
// contains it.
func (a archive) contains(name, word string) (bool, error) {
	p, err := a.open(name)
	if err != nil {
		return false, err
	}
	defer p.Close()
	buf := make([]byte, 64<<10)
	for kept, first := 0, true; ; first = false {
		n, err := p.Read(buf[kept:])
		chunk := buf[:kept+n]
		if first && len(chunk) > 0 && (chunk[0] == 0xFE || chunk[0] == 0xFF) || bytes.Contains(chunk, []byte(word)) {
			return true, nil
		}
		if err == io.EOF {
			return false, nil
		}
		if err != nil {
			return false, damaged("", name, err)
		}
		kept = copy(buf, chunk[max(0, len(chunk)-len(word)):])
	}
}

// oleMagic starts the compound files of Excel 97-2003 and of encrypted workbooks.
var oleMagic = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

// Sniff says in plain words why a file that is not a ZIP archive is no .xlsx,
// by its first bytes; nil when it may be one.
func Sniff(head []byte, whole io.ReaderAt, size int64) error {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return nil
	case bytes.HasPrefix(head, oleMagic):
		if holdsUTF16(whole, size, "EncryptedPackage") || holdsUTF16(whole, size, "EncryptionInfo") {
			return refusal("", "is protected with a password", "ask for it without a password")
		}
		if holdsUTF16(whole, size, "WordDocument") || holdsUTF16(whole, size, "__properties_version") {
			return refusal("", "is an old Word document or an Outlook message, want an Excel workbook (.xlsx)", "ask for the table behind it")
		}
		return refusal("", "is an old Excel workbook (.xls, 97-2003), want .xlsx", fixResend)
	case len(head) >= 4 && head[0] == 9 && head[2]|head[3] <= 16 && (head[1] == 0 || head[1] == 2 || head[1] == 4 || head[1] == 8) && head[3] == 0:
		return refusal("", "is a very old Excel worksheet (.xls), want .xlsx", fixResend)
	}
	return nil
}

// holdsUTF16 looks for a name in the directory of a compound file. The directory
// may lie anywhere, so the file is read once, in pieces that overlap.
func holdsUTF16(r io.ReaderAt, size int64, name string) bool {
	var want []byte
	for _, c := range []byte(name) {
		want = append(want, c, 0)
	}
	buf := make([]byte, 64<<10)
	for off := int64(0); off < size; off += int64(len(buf) - len(want)) {
		n, err := r.ReadAt(buf, off)
		if bytes.Contains(buf[:n], want) {
			return true
		}
		if err != nil {
			return false
		}
	}
	return false
}
