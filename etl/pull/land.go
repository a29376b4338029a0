package pull

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// Landed are the bytes of one export in the landing folder.
type Landed struct {
	Item   Item
	SHA256 string
	Bytes  int64
	Path   string
	Fresh  bool // false: the same bytes were there already
}

// Land streams one export to temporary, then gives it its final name in folder:
// the SHA-256 of its bytes. It is durable once SyncFolder was called on folder.
// The landing folder holds what suppliers sent, with names and numbers of
// people: only its owner may enter it. kept, when given, tells by SHA-256 of bytes that
// are kept in another form already; they are not landed again. Bytes that are landed already
// are read back when again is true, or when the export is younger than they are, as one that
// is delivered anew; damaged ones are replaced.
func Land(ctx context.Context, c Connector, item Item, folder, temporary string, kept func(sha256 string) bool, again bool) (landed Landed, err error) {
	for _, dir := range []string{folder, temporary} {
		if err := MakeFolder(dir, 0o700); err != nil {
			return Landed{}, fmt.Errorf("land %s: %w", item.Name, err)
		}
	}
	from, err := c.Open(ctx, item)
	if err != nil {
		return Landed{}, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to := &arriving{dir: temporary, export: item.Name}
	named := false
	defer func() {
		if !named {
			err = errors.Join(err, to.remove())
		}
	}()
	hash := sha256.New()
	n, err := io.Copy(io.MultiWriter(to, hash), contextReader{ctx, from})
	if err == nil && item.Size >= 0 && n != item.Size {
		err = door.Growing(item.Name)
	}
	if err != nil {
		return Landed{}, err
	}
	landed = Landed{Item: item, SHA256: hex.EncodeToString(hash.Sum(nil)), Bytes: n}
	landed.Path = filepath.Join(folder, landed.SHA256)
	// The same bytes that were landed before are kept as they are. A file of other
	// bytes is a torn or a damaged one, which the rename replaces.
	if whole, err := holds(landed, again); err != nil {
		return Landed{}, fmt.Errorf("land %s: %w", item.Name, err)
	} else if whole || kept != nil && kept(landed.SHA256) {
		return landed, nil
	}
	if err := to.name(landed.Path); err != nil {
		return Landed{}, fmt.Errorf("land %s: %w", item.Name, err)
	}
	named, landed.Fresh = true, true
	return landed, nil
}

// holds tells whether the bytes of an export are in landing: by their number alone, unless
// they are to be read again or the export is younger. A file that is not there, or that the
// disk gives back no more, does not hold them.
func holds(landed Landed, again bool) (bool, error) {
	f, err := os.Open(landed.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read landed bytes: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() != landed.Bytes {
		return false, err
	}
	if !again && !landed.Item.ModTime.After(info.ModTime()) {
		return true, nil
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return false, nil
	}
	return hex.EncodeToString(hash.Sum(nil)) == landed.SHA256, nil
}

// MakeFolder makes a folder with its parents, each durable: a file is lost as
// well when the folder that it is in was never written down. One that is there
// already is left as it is.
func MakeFolder(dir string, mode os.FileMode) error {
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := MakeFolder(parent, mode); err != nil {
			return err
		}
	}
	// Another worker may be making the same one.
	if err := os.Mkdir(dir, mode); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make folder: %w", err)
	}
	return SyncFolder(parent)
}

// SyncFolder makes the names in a folder durable. Once after many files costs
// as much as once after each of them.
func SyncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}

// contextReader stops a long copy when the run is stopped.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
