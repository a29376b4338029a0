package https

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// List gives the items of the index, or the one file.
func (c *Connector) List(ctx context.Context) ([]door.Item, error) {
	var items []door.Item
	var err error
	if c.config.Index == nil {
		items, err = c.one(ctx)
	} else {
		items, err = c.pages(ctx)
	}
	if err != nil {
		return nil, c.told(ctx, err)
	}
	var errs []error
	good := items[:0]
	for _, item := range items {
		if to := item.Ref.(*url.URL); !c.isOwn(to) {
			errs = append(errs, door.Refused(c.config.Where, fmt.Sprintf("lists %.200q at %s; it is not taken", item.Name, c.elsewhere(to)),
				"have the supplier serve the exports themselves: credentials go to no other place"))
			continue
		}
		good = append(good, item)
	}
	items, sifted := door.Sift(c.config.Where, good)
	return door.Under(c.config.Mount, items), errors.Join(append(errs, sifted...)...)
}

// unpacked asks for the bytes as they are kept: sizes, tags and ranges are of
// those.
var unpacked = map[string]string{"Accept-Encoding": "identity"}

// one lists the file that the address is. A server that answers no HEAD is asked
// when the file is opened.
func (c *Connector) one(ctx context.Context) ([]door.Item, error) {
	item := door.Item{Name: c.config.FileName, Size: -1, Ref: c.base}
	if item.Name == "" {
		item.Name = path.Base(c.base.Path)
	}
	err := c.config.Patience.Try(ctx, func(ctx context.Context) error {
		ctx, stop := context.WithTimeout(ctx, c.config.Patience.Timeout)
		defer stop()
		answer, err := c.ask(ctx, http.MethodHead, c.base, unpacked)
		var r *refusal
		if errors.As(err, &r) && (r.status == 405 || r.status == 501) {
			return nil
		}
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		item.Tag = answer.Header.Get("ETag")
		item.Version = door.VersionOf(c.base.String(), item.Tag)
		// Programs that make a file when it is asked for often say 0 here.
		if answer.ContentLength > 0 {
			item.Size = answer.ContentLength
		}
		if at, err := http.ParseTime(answer.Header.Get("Last-Modified")); err == nil {
			item.ModTime = at
		}
		return nil
	})
	return []door.Item{item}, err
}

// Open reads one item, over as many connections as it takes.
func (c *Connector) Open(ctx context.Context, item door.Item) (io.ReadCloser, error) {
	to, ok := item.Ref.(*url.URL)
	if !ok {
		return nil, fmt.Errorf("open %s: item of another connector", item.Name)
	}
	f := &fetch{c: c, item: item, to: to}
	return door.Transfer{Item: item, Patience: c.config.Patience, Limit: c.config.Limit, From: f.from}.Start(ctx)
}

// fetch is one item being read. Its first answer says which version that is.
type fetch struct {
	c         *Connector
	item      door.Item
	to        *url.URL
	tag, date string
}

func (f *fetch) from(ctx context.Context, offset int64) (io.ReadCloser, int64, int64, error) {
	header := maps.Clone(unpacked)
	if offset > 0 {
		header["Range"] = fmt.Sprintf("bytes=%d-", offset)
		// Weak tags do not promise the same bytes, so they cannot be used here.
		switch {
		case f.tag != "" && !strings.HasPrefix(f.tag, "W/"):
			header["If-Range"] = f.tag
		case f.date != "":
			header["If-Range"] = f.date
		}
	}
	answer, err := f.c.ask(ctx, http.MethodGet, f.to, header)
	if err != nil {
		return nil, 0, 0, f.about(err)
	}
	at, size, err := span(answer)
	tag := answer.Header.Get("ETag")
	switch {
	case err != nil:
	case answer.Header.Get("Content-Encoding") != "" && answer.Header.Get("Content-Encoding") != "identity":
		err = door.Refused(f.item.Name, fmt.Sprintf("comes packed as %.20q though that was not asked for", answer.Header.Get("Content-Encoding")), "have the server send the file as it is")
	case f.item.Tag != "" && tag != "" && tag != f.item.Tag, f.tag != "" && tag != "" && tag != f.tag:
		err = door.Growing(f.item.Name)
	}
	if err != nil {
		_ = answer.Body.Close()
		return nil, 0, 0, err
	}
	f.tag, f.date = tag, answer.Header.Get("Last-Modified")
	return answer.Body, at, size, nil
}

// span gives where an answer begins and how long the whole is, or -1.
func span(answer *http.Response) (at, size int64, err error) {
	if answer.StatusCode != http.StatusPartialContent {
		return 0, answer.ContentLength, nil
	}
	text := answer.Header.Get("Content-Range")
	part, whole, ok := strings.Cut(strings.TrimPrefix(text, "bytes "), "/")
	from, _, ok2 := strings.Cut(part, "-")
	at, err = strconv.ParseInt(from, 10, 64)
	if !ok || !ok2 || err != nil || at < 0 {
		return 0, 0, fmt.Errorf("server answers with range %.60q", text)
	}
	size, err = strconv.ParseInt(whole, 10, 64)
	if err != nil {
		size = -1
		if answer.ContentLength >= 0 {
			size = at + answer.ContentLength
		}
	}
	return at, size, nil
}

// about puts what the server says of one item into words.
func (f *fetch) about(err error) error {
	var r *refusal
	if !errors.As(err, &r) || door.Passes(r) {
		return err
	}
	switch r.status {
	case 404, 410:
		return door.Gone(f.item.Name)
	case 412, 416:
		return door.Growing(f.item.Name)
	}
	return door.Denied(f.item.Name, "may not be read ("+f.c.config.Where+"): "+r.Error(), remedy(r.status), nil)
}
