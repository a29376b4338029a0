package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"sync"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// Limits bound what comes out of one archive.
type Limits struct {
	Entries  int   // files in a ZIP file
	Unpacked int64 // bytes, of all files together
	Ratio    int64 // unpacked bytes for each packed one
}

// Default are the limits when a project sets none. A CSV file of one repeated row
// packs some 200 times; a bomb does over 1000 times.
var Default = Limits{Entries: 10_000, Unpacked: 8 << 30, Ratio: 500}

// free are unpacked bytes for which no ratio counts: small files pack by chance.
const free = 1 << 20

// Options say how archives are opened.
type Options struct {
	Limits Limits
	// Temporary gives the folder for ZIP files, which are read from their end.
	Temporary string
	// Wanted tells whether anyone asks for what may be in a folder; a ZIP file
	// that nobody looks into is listed as it is. nil wants all.
	Wanted func(folder string) bool
}

// Connector shows what is in the archives of another connector.
type Connector struct {
	door.Connector
	options Options

	mu   sync.Mutex
	open map[string]*zipFile // by name of the ZIP file
}

// New lays a connector over another one. Close it after use: what it unpacked
// lies in the temporary folder until then.
func New(c door.Connector, o Options) *Connector {
	return &Connector{Connector: c, options: o, open: map[string]*zipFile{}}
}

// entry is the Ref of a file in a ZIP file; packed that of a gzip file.
type (
	entry struct {
		zip   *zipFile
		index int
	}
	packed struct{ item door.Item }
)

// List shows ZIP files as folders and gzip files without their ending.
func (c *Connector) List(ctx context.Context) ([]door.Item, error) {
	items, err := c.Connector.List(ctx)
	errs := []error{err}
	var out []door.Item
	for _, item := range items {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		ending := strings.ToLower(path.Ext(item.Name))
		switch {
		case strings.HasPrefix(path.Base(item.Name), "."), strings.HasPrefix(path.Base(item.Name), "~$"):
			out = append(out, item)
		case ending == ".gz":
			inner := item
			item.Name = item.Name[:len(item.Name)-len(ending)]
			item.Size, item.SHA256, item.Ref = -1, "", packed{inner}
			if item.Version != "" {
				item.Version = "unpacked " + item.Version // these are other bytes
			}
			out = append(out, item)
		case ending == ".zip" && (c.options.Wanted == nil || c.options.Wanted(item.Name)):
			entries, err := c.entries(ctx, item)
			out, errs = append(out, entries...), append(errs, err)
		default:
			out = append(out, item)
		}
	}
	// data.csv may lie beside data.csv.gz.
	out, sifted := door.Sift("an archive and a file beside it", out)
	return out, errors.Join(append(errs, sifted...)...)
}

// Open reads one file, unpacked.
func (c *Connector) Open(ctx context.Context, item door.Item) (io.ReadCloser, error) {
	switch of := item.Ref.(type) {
	case entry:
		return of.zip.read(of.index, item.Name)
	case packed:
		r, err := c.Connector.Open(ctx, of.item)
		if err != nil {
			return nil, err
		}
		return gunzip(r, of.item.Name, c.options.Limits)
	}
	return c.Connector.Open(ctx, item)
}

// entries fetches a ZIP file to a temporary file and gives what is in it.
func (c *Connector) entries(ctx context.Context, item door.Item) ([]door.Item, error) {
	z, err := c.fetch(ctx, item)
	if err != nil {
		return nil, err
	}
	return z.items(item), nil
}

func (c *Connector) fetch(ctx context.Context, item door.Item) (*zipFile, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.open[item.Name]; old != nil {
		if item.Same(old.item) && !item.ModTime.IsZero() {
			return old, nil
		}
		delete(c.open, item.Name)
		if err := old.close(); err != nil {
			return nil, err
		}
	}
	file, err := c.copy(ctx, item)
	if err != nil {
		return nil, err
	}
	z, err := openZip(file, item, c.options.Limits)
	if err != nil {
		return nil, errors.Join(err, discard(file))
	}
	c.open[item.Name] = z
	return z, nil
}

// copy brings the bytes of an item into a temporary file.
func (c *Connector) copy(ctx context.Context, item door.Item) (*os.File, error) {
	if err := os.MkdirAll(c.options.Temporary, 0o700); err != nil {
		return nil, fmt.Errorf("unpack %s: %w", item.Name, err)
	}
	file, err := os.CreateTemp(c.options.Temporary, "archive-*")
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", item.Name, err)
	}
	from, err := c.Connector.Open(ctx, item)
	if err != nil {
		return nil, errors.Join(err, discard(file))
	}
	n, err := io.Copy(file, stoppable{ctx, from})
	if err == nil && item.Size >= 0 && n != item.Size {
		err = door.Growing(item.Name)
	}
	if err = errors.Join(err, from.Close()); err != nil {
		return nil, errors.Join(err, discard(file))
	}
	return file, nil
}

// Close removes the temporary files.
func (c *Connector) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var errs []error
	for name, z := range c.open {
		errs = append(errs, z.close())
		delete(c.open, name)
	}
	return errors.Join(append(errs, door.Close(c.Connector))...)
}

func discard(file *os.File) error {
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// stoppable ends a long copy when the run is stopped.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}
