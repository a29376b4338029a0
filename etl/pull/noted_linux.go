package pull

import (
	"fmt"
	"io/fs"
	"syscall"
	"time"
)

// noted names the bytes of a file by what the file system notes of it, and tells when
// that last changed. Any write moves the time of change, and so does setting another
// time back: programs cannot choose it. A file that was copied, restored or moved to
// another disk is noted anew, and is then read once more.
func noted(info fs.FileInfo) (version string, changed time.Time) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", time.Time{}
	}
	changed = time.Unix(s.Ctim.Unix())
	return fmt.Sprintf("inode %d, %d bytes, modified %d, changed %d", s.Ino, s.Size, info.ModTime().UnixNano(), changed.UnixNano()), changed
}
