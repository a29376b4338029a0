package erase

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/encoding/unicode"

	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

// landed looks through all files as received, also those that no snapshot names, and
// gives the lines on which the subject stands. A file that cannot be read as what it is
// is looked through as bytes.
func (x *Eraser) landed(f *Found, s Subject) (map[load.LandedFile][]int64, error) {
	known := map[load.LandedFile]models.Loaded{}
	for _, d := range f.manifest.Deliveries {
		known[load.LandedFile{Source: d.Source, SHA256: d.SHA256}] = d
	}
	lines := map[load.LandedFile][]int64{}
	for _, source := range x.Project.Sources {
		entries, err := landing.List(x.Layout, source.Name)
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			at := load.LandedFile{Source: source.Name, SHA256: entry.SHA256}
			d, ok := known[at]
			var e *models.Entity
			if ok {
				e = x.entity(d)
			}
			on, held, read, err := x.reading(at, d.Name, e, s)
			if err != nil {
				return nil, err
			}
			lines[at] = on
			switch {
			case held:
				f.land(at)
			case !read:
				f.Unread = append(f.Unread, at)
			}
		}
	}
	return lines, nil
}

// reading looks through one file. read is false for what is packed and cannot be
// unpacked: nobody can tell what is in it.
func (x *Eraser) reading(at load.LandedFile, name string, e *models.Entity, s Subject) (lines []int64, held, read bool, err error) {
	f, err := landing.Open(x.Layout, at.Source, at.SHA256, x.Identity)
	if err != nil {
		return nil, false, false, err
	}
	defer f.Close()
	whole := false
	if e != nil {
		lines, whole = cells(name, f, f.Size(), load.Dialect(e), s)
	}
	held = len(lines) > 0
	if !held {
		if held, err = inBytes(f, s); err != nil {
			return nil, false, false, fmt.Errorf("look into landing: %w", err)
		}
	}
	if whole {
		// A header, a title or a footnote is no row.
		return lines, held, true, nil
	}
	head := make([]byte, 4)
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, false, false, fmt.Errorf("look into landing: %w", err)
	}
	packed := bytes.HasPrefix(head, []byte("PK")) || bytes.HasPrefix(head, []byte{0x1f, 0x8b})
	return lines, held, !packed, nil
}

// cells gives the lines on which the subject stands in any cell; whole tells that the
// file was read to its end.
func cells(name string, r io.ReaderAt, size int64, d decode.Dialect, s Subject) (lines []int64, whole bool) {
	reader, err := decode.Open(name, r, size, d)
	if err != nil {
		return nil, false
	}
	defer reader.Close()
	for {
		row, err := reader.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return lines, false
		}
		if slices.ContainsFunc(row.Cells, func(c decode.Cell) bool { return s.in(c.Text) }) {
			lines = append(lines, row.Line)
		}
	}
	for _, bad := range reader.Report().Bad {
		if s.in(bad.Raw) {
			lines = append(lines, bad.Line)
		}
	}
	return lines, true
}

// inBytes looks for the subject in the text of a file, as one of the usual encodings
// writes it.
func inBytes(f *landing.File, s Subject) (bool, error) {
	text := make([]byte, f.Size())
	if _, err := f.ReadAt(text, 0); err != nil && err != io.EOF {
		return false, err
	}
	readings := []string{string(text)}
	for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		if wide, err := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(text); err == nil {
			readings = append(readings, string(wide))
		}
	}
	for _, reading := range readings {
		if s.insz {
			// Digits that signs keep apart are one number; a line or a field is not.
			for _, field := range strings.FieldsFunc(reading, func(r rune) bool { return !strings.ContainsRune("0123456789.-/ ", r) }) {
				if s.in(field) {
					return true, nil
				}
			}
		} else if s.inText(reading) {
			return true, nil
		}
	}
	return false, nil
}

// inText looks for an identifier between what cannot be part of one.
func (s Subject) inText(text string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";,\t\n\r\"|<>{}[]:", r) }), s.in)
}

// present leaves out what is not in landing any more.
func (x *Eraser) present(all []load.LandedFile) ([]load.LandedFile, error) {
	out := []load.LandedFile{}
	for _, l := range all {
		there, err := landing.There(x.Layout, l.Source, l.SHA256)
		if err != nil {
			return nil, err
		}
		if there {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b load.LandedFile) int { return strings.Compare(a.Source+a.SHA256, b.Source+b.SHA256) })
	return out, nil
}
