package archive

import (
	"compress/gzip"
	"errors"
	"io"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// gunzip unpacks a stream while it comes.
func gunzip(from io.ReadCloser, name string, limits Limits) (io.ReadCloser, error) {
	if nested(name[:len(name)-len(".gz")]) {
		return nil, errors.Join(door.Refused(name, "is an archive in an archive, which is not opened", "pack the files themselves"), from.Close())
	}
	g := &gunzipping{from: from, name: name, limits: limits}
	r, err := gzip.NewReader((*counted)(g))
	if err != nil {
		return nil, errors.Join(g.told(err), from.Close())
	}
	g.reader = r
	return g, nil
}

// gunzipping is a gzip file being unpacked.
type gunzipping struct {
	from        io.ReadCloser
	reader      *gzip.Reader
	name        string
	limits      Limits
	packed, out int64
	failed      error // of the packed bytes, in words already
}

// counted reads the packed bytes and counts them.
type counted gunzipping

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.packed += int64(n)
	if err != nil && err != io.EOF {
		c.failed = err
	}
	return n, err
}

func (g *gunzipping) Read(p []byte) (int, error) {
	n, err := g.reader.Read(p)
	g.out += int64(n)
	switch {
	case g.out > g.limits.Unpacked:
		return n, tooLarge(g.name, g.limits)
	case g.out > free && g.out/g.limits.Ratio > g.packed:
		return n, tooDense(g.name, g.limits)
	case err == nil || err == io.EOF:
		return n, err
	}
	return n, g.told(err)
}

// told tells trouble on the way here from damage in the file.
func (g *gunzipping) told(err error) error {
	if g.failed != nil {
		return g.failed
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return door.Refused(g.name, "ends too soon for a gzip file", "deliver it again, whole")
	}
	return door.Refused(g.name, "is damaged, or no gzip file", "deliver it again, whole")
}

// Close has nothing to say of the packed bytes: reading them told it, in words.
func (g *gunzipping) Close() error {
	_ = g.reader.Close()
	return g.from.Close()
}
