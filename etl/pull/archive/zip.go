package archive

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// zipFile is a ZIP file in a temporary file.
type zipFile struct {
	item   door.Item
	file   *os.File
	reader *zip.Reader
}

func (z *zipFile) close() error { return discard(z.file) }

// In the list of entries one takes this many bytes at the most, name and remarks
// included; longestEnd is what stands behind the list.
const (
	longestEntry = 4 << 10
	longestEnd   = 1 << 17
)

// encrypted is the bit that marks an entry with a password.
const encrypted = 0x1

// openZip reads the list of entries and refuses an archive for all that is wrong
// with it at once.
func openZip(file *os.File, item door.Item, limits Limits) (*zipFile, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", item.Name, err)
	}
	n, span := directory(file, info.Size())
	if n > uint64(limits.Entries) {
		return nil, tooMany(item.Name, n, limits)
	}
	if span > uint64(limits.Entries)*longestEntry+longestEnd {
		return nil, door.Refused(item.Name, fmt.Sprintf("has a list of entries of %d bytes, more than %d files need; nothing of it is taken", span, limits.Entries), remedy)
	}
	// Insecure paths are refused below, in words.
	reader, err := zip.NewReader(file, info.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, door.Refused(item.Name, "is not a ZIP file, or its end is missing", "deliver it again, whole")
	}
	if n := len(reader.File); n > limits.Entries {
		return nil, tooMany(item.Name, uint64(n), limits)
	}
	z := &zipFile{item: item, file: file, reader: reader}
	var errs []error
	refuse := func(f *zip.File, what, fix string) {
		errs = append(errs, door.Refused(item.Name, fmt.Sprintf("holds %.200q, which %s; nothing of it is taken", nameOf(f), what), fix))
	}
	var packed, unpacked uint64
	seen := map[string]bool{}
	for _, f := range reader.File {
		name := nameOf(f)
		folder := strings.HasSuffix(name, "/")
		if fault := door.Fault(strings.TrimSuffix(name, "/")); fault != "" {
			refuse(f, "has a name that "+fault, "ask the supplier for plain names")
			continue
		}
		switch mode := f.Mode(); {
		case folder:
			continue
		case mode&fs.ModeSymlink != 0:
			refuse(f, "is a link", "pack the file itself")
		case !mode.IsRegular():
			refuse(f, "is no ordinary file", "pack ordinary files only")
		case f.Flags&encrypted != 0:
			refuse(f, "is protected by a password", "have it packed without one, and send it over an encrypted connection")
		case f.Method != zip.Store && f.Method != zip.Deflate:
			refuse(f, fmt.Sprintf("is packed in a way that is not known here (method %d)", f.Method), "have it packed as an ordinary ZIP file")
		case nested(name):
			refuse(f, "is an archive itself", "pack the files themselves")
		case seen[name]:
			refuse(f, "is there twice", "leave one of them")
		}
		seen[name] = true
		packed += min(f.CompressedSize64, 1<<62-packed)
		unpacked += min(f.UncompressedSize64, 1<<62-unpacked)
	}
	switch {
	case packed > uint64(info.Size()):
		errs = append(errs, door.Refused(item.Name, "holds entries that share their bytes, as in a bomb; nothing of it is taken", "have it packed anew"))
	case unpacked > uint64(limits.Unpacked):
		errs = append(errs, tooLarge(item.Name, limits))
	case unpacked > free && unpacked/uint64(limits.Ratio) > uint64(info.Size()):
		errs = append(errs, tooDense(item.Name, limits))
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return z, nil
}

// items gives the files in the archive as items below its name, by the time of
// the archive: that is when they were delivered. An entry's own time has no zone.
func (z *zipFile) items(of door.Item) []door.Item {
	var out []door.Item
	for i, f := range z.reader.File {
		if name := nameOf(f); !strings.HasSuffix(name, "/") {
			out = append(out, door.Item{Name: of.Name + "/" + name, Size: int64(f.UncompressedSize64), ModTime: of.ModTime, Ref: entry{z, i}})
		}
	}
	slices.SortFunc(out, door.ByName)
	return out
}

// read unpacks one entry. More bytes than the archive said are refused by the
// reader of the standard library, which also compares the check sum.
func (z *zipFile) read(index int, name string) (io.ReadCloser, error) {
	r, err := z.reader.File[index].Open()
	if err != nil {
		return nil, broken(name)
	}
	return &unpacking{ReadCloser: r, name: name, left: int64(z.reader.File[index].UncompressedSize64)}, nil
}

// unpacking puts the faults of packed bytes into words.
type unpacking struct {
	io.ReadCloser
	name string
	left int64
}

func (u *unpacking) Read(p []byte) (int, error) {
	n, err := u.ReadCloser.Read(p)
	if u.left -= int64(n); u.left < 0 || err != nil && err != io.EOF {
		return n, broken(u.name)
	}
	return n, err
}

// Close says nothing of the packed bytes: reading them told it, in words.
func (u *unpacking) Close() error {
	_ = u.ReadCloser.Close()
	return nil
}

func broken(name string) error {
	return door.Refused(name, "is damaged: its packed bytes do not give what the archive says", "deliver it again, whole")
}

// nameOf gives the name of an entry. One that is not UTF-8 is in the letters of
// the IBM PC, which is what the ZIP format has for the rest.
func nameOf(f *zip.File) string {
	if utf8.ValidString(f.Name) {
		return f.Name
	}
	name, err := charmap.CodePage437.NewDecoder().String(f.Name)
	if err != nil {
		return f.Name // not UTF-8, which is refused
	}
	return name
}

// nested tells by its name that a file is an archive.
func nested(name string) bool {
	name = strings.ToLower(name)
	for _, ending := range []string{".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz", ".zst"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
}
