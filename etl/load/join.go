package load

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// A Parquet file is groups of rows, one behind the other, and at its end the list
// of where they are. So files of the same columns become one by copying their
// groups and adding up the lists: nothing is read or packed again, and what comes
// out does not depend on who wrote which part when.

// magic begins and ends a Parquet file.
const magic = "PAR1"

// joiner makes one Parquet file of several, in the order in which they are added.
type joiner struct {
	file *os.File
	hash hash.Hash
	size int64
	meta *format.FileMetaData
}

func joinInto(path string) (*joiner, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("join Parquet: %w", err)
	}
	j := &joiner{file: f, hash: sha256.New()}
	if _, err := j.Write([]byte(magic)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return j, nil
}

// Write appends to the file and to its hash.
func (j *joiner) Write(b []byte) (int, error) {
	n, err := j.file.Write(b)
	j.size += int64(n)
	j.hash.Write(b[:n])
	return n, err
}

// add appends the groups of the file at path.
func (j *joiner) add(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("join Parquet: %w", err)
	}
	err = j.groups(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("join Parquet: %w", err)
	}
	return nil
}

func (j *joiner) groups(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var end [8]byte
	if _, err := f.ReadAt(end[:], info.Size()-8); err != nil {
		return err
	}
	length := int64(binary.LittleEndian.Uint32(end[:4]))
	data := info.Size() - 8 - length
	if string(end[4:]) != magic || data < int64(len(magic)) {
		return errors.New("a part is no Parquet file")
	}
	footer := make([]byte, length)
	if _, err := f.ReadAt(footer, data); err != nil {
		return err
	}
	meta := new(format.FileMetaData)
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), footer, meta); err != nil {
		return err
	}
	shift := j.size - int64(len(magic))
	if _, err := io.Copy(j, io.NewSectionReader(f, int64(len(magic)), data-int64(len(magic)))); err != nil {
		return err
	}
	groups := meta.RowGroups
	if j.meta == nil {
		j.meta = meta
		j.meta.RowGroups, meta.NumRows = nil, 0
	}
	for _, g := range groups {
		move := func(offset *int64) {
			if *offset != 0 {
				*offset += shift
			}
		}
		move(&g.FileOffset)
		for i := range g.Columns {
			c := &g.Columns[i]
			for _, offset := range []*int64{&c.FileOffset, &c.OffsetIndexOffset, &c.ColumnIndexOffset, &c.MetaData.DataPageOffset,
				&c.MetaData.IndexPageOffset, &c.MetaData.DictionaryPageOffset, &c.MetaData.BloomFilterOffset} {
				move(offset)
			}
		}
		g.Ordinal = int16(len(j.meta.RowGroups))
		j.meta.NumRows += g.NumRows
		j.meta.RowGroups = append(j.meta.RowGroups, g)
	}
	return nil
}

// close writes the list of groups and gives the file's hash and rows.
func (j *joiner) close() (sum string, rows int64, err error) {
	if j.meta == nil {
		return "", 0, errors.Join(errors.New("join Parquet: no parts"), j.file.Close())
	}
	footer, err := thrift.Marshal(new(thrift.CompactProtocol), j.meta)
	if err == nil {
		var end bytes.Buffer
		end.Write(footer)
		err = binary.Write(&end, binary.LittleEndian, uint32(len(footer)))
		end.WriteString(magic)
		_, err2 := j.Write(end.Bytes())
		err = errors.Join(err, err2)
	}
	if err = errors.Join(err, j.file.Close()); err != nil {
		return "", 0, fmt.Errorf("join Parquet: %w", err)
	}
	return hex.EncodeToString(j.hash.Sum(nil)), j.meta.NumRows, nil
}
