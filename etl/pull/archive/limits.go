package archive

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// remedy is what to do with an archive that is too much.
const remedy = "if it is what the supplier means to send, raise archives in peil.yml"

func tooMany(name string, n uint64, l Limits) error {
	return door.Refused(name, fmt.Sprintf("holds %d files, want at most %d; nothing of it is taken", n, l.Entries), remedy)
}

func tooLarge(name string, l Limits) error {
	return door.Refused(name, fmt.Sprintf("unpacks to more than %d MiB; nothing of it is taken", l.Unpacked>>20), remedy)
}

func tooDense(name string, l Limits) error {
	return door.Refused(name, fmt.Sprintf("unpacks to more than %d times its size, as a bomb does; nothing of it is taken", l.Ratio), remedy)
}

// directory gives how many entries a ZIP file says it has, and how many bytes
// there are from its list of them to its end: the reader of the standard library
// keeps all that it finds there in memory. Both are 0 when there is no end.
func directory(file io.ReaderAt, size int64) (entries, span uint64) {
	const record, longestComment = 22, 1 << 16
	from := max(0, size-record-longestComment)
	tail := make([]byte, size-from)
	if n, err := file.ReadAt(tail, from); err != nil && err != io.EOF || n < record {
		return 0, 0
	}
	le := binary.LittleEndian
	for i := len(tail) - record; i >= 0; i-- {
		if string(tail[i:i+4]) != "PK\x05\x06" {
			continue
		}
		end := from + int64(i)
		entries, length, offset := uint64(le.Uint16(tail[i+10:])), uint64(le.Uint32(tail[i+12:])), uint64(le.Uint32(tail[i+16:]))
		// The ZIP64 locator stands right before; it says where the rest is.
		if at := i - 20; at >= 0 && string(tail[at:at+4]) == "PK\x06\x07" {
			var more [56]byte
			where := int64(le.Uint64(tail[at+8:]))
			if _, err := file.ReadAt(more[:], where); err == nil && string(more[:4]) == "PK\x06\x06" {
				entries, length, offset = le.Uint64(more[32:]), le.Uint64(more[40:]), le.Uint64(more[48:])
			}
		}
		// It begins at its offset, or at its length before the end where
		// something stands before the archive: both are tried.
		first := min(offset, uint64(end)-min(length, uint64(end)), uint64(size))
		return entries, uint64(size) - first
	}
	return 0, 0
}
