package https

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// Index says where an index has what. Each is a path of keys with dots between.
type Index struct {
	Items    string // the list; the whole answer when empty
	Name     string // of an item: its name
	URL      string // of an item: its address; the name below the index when empty
	Size     string // of an item: bytes; not told when empty
	SHA256   string // of an item: the sum of its bytes, in hexadecimal; not told when empty
	Modified string // of an item: when it was last changed; not told when empty
	Paging   string // "", link or cursor
	Next     string // cursor: where the answer has it
	Cursor   string // cursor: the parameter that it is sent in; it is an address when empty
}

// pages reads the index to its end.
func (c *Connector) pages(ctx context.Context) ([]door.Item, error) {
	var out []door.Item
	seen := map[string]bool{}
	for at := c.base; at != nil; {
		if seen[at.String()] {
			return nil, door.Refused(c.config.Where, "has an index that leads back to a page that was read; nothing of it is taken", "check paging, next and cursor_parameter of the connector in peil.yml")
		}
		if len(seen) == mostPages {
			return nil, door.Refused(c.config.Where, fmt.Sprintf("has an index of more than %d pages", mostPages), "have the supplier make its pages longer")
		}
		seen[at.String()] = true
		text, header, err := c.page(ctx, at)
		if err != nil {
			return nil, err
		}
		items, next, err := c.read(at, text, header)
		if err != nil {
			return nil, err
		}
		if out = append(out, items...); len(out) > mostItems {
			return nil, door.Refused(c.config.Where, fmt.Sprintf("has an index of more than %d items", mostItems), "name an address that lists less")
		}
		at = next
	}
	return out, nil
}

// page gets one page of the index.
func (c *Connector) page(ctx context.Context, at *url.URL) (text []byte, header http.Header, err error) {
	err = c.config.Patience.Try(ctx, func(ctx context.Context) error {
		ctx, stop := context.WithTimeout(ctx, c.config.Patience.Timeout)
		defer stop()
		answer, err := c.ask(ctx, http.MethodGet, at, map[string]string{"Accept": "application/json"})
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		header = answer.Header
		text, err = drain(answer.Body, longestIndex)
		return err
	})
	if errors.Is(err, errTooLong) {
		err = door.Refused(c.config.Where, fmt.Sprintf("has an index page of more than %d MiB", longestIndex>>20), "have the supplier make its pages shorter")
	}
	return text, header, err
}

// read gives the items of a page and the address of the next one, nil at the end.
func (c *Connector) read(at *url.URL, text []byte, header http.Header) ([]door.Item, *url.URL, error) {
	index := c.config.Index
	fault := func(what string) error {
		return door.Refused(c.config.Where, "has an index that "+what, "check index of the connector in peil.yml against what the server answers")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // 64-bit sizes would lose digits
	var doc any
	if err := d.Decode(&doc); err != nil {
		return nil, nil, fault("is not JSON")
	}
	list, ok := find(doc, index.Items).([]any)
	if !ok {
		return nil, nil, fault(fmt.Sprintf("has no list at %q", index.Items))
	}
	var items []door.Item
	for i, entry := range list {
		item, what := c.item(at, entry)
		if what != "" {
			return nil, nil, fault(fmt.Sprintf("%s (item %d of a page)", what, i+1))
		}
		items = append(items, item)
	}
	var next string
	switch index.Paging {
	case "link":
		next = linkNext(header.Values("Link"))
	case "cursor":
		switch v := find(doc, index.Next).(type) {
		case string:
			next = v
		case json.Number:
			next = v.String()
		case nil, bool:
		default:
			return nil, nil, fault(fmt.Sprintf("has neither text nor a number at %q", index.Next))
		}
		if next != "" && index.Cursor != "" {
			with := *c.base
			q := with.Query()
			q.Set(index.Cursor, next)
			with.RawQuery = q.Encode()
			return items, &with, nil
		}
	}
	if next == "" {
		return items, nil, nil
	}
	to, err := at.Parse(next)
	if err != nil {
		return nil, nil, fault("names a next page that is no address")
	}
	return items, to, nil
}

// item reads one entry of the index; what says what is wrong with it.
func (c *Connector) item(at *url.URL, entry any) (item door.Item, what string) {
	index := c.config.Index
	name, ok := find(entry, index.Name).(string)
	if !ok {
		return item, fmt.Sprintf("has no text at %q", index.Name)
	}
	item = door.Item{Name: name, Size: -1}
	if index.Size != "" {
		size, err := strconv.ParseInt(fmt.Sprint(find(entry, index.Size)), 10, 64)
		if err != nil || size < 0 {
			return item, fmt.Sprintf("has no number of bytes at %q", index.Size)
		}
		item.Size = size
	}
	if index.SHA256 != "" {
		text, _ := find(entry, index.SHA256).(string)
		if sum, err := hex.DecodeString(text); err != nil || len(sum) != sha256.Size {
			return item, fmt.Sprintf("has no 64 hexadecimal digits at %q", index.SHA256)
		}
		item.SHA256 = strings.ToLower(text)
		item.Version = "sha256 " + item.SHA256
	}
	if index.Modified != "" {
		text, _ := find(entry, index.Modified).(string)
		if item.ModTime, ok = moment(text); !ok {
			return item, fmt.Sprintf("has no time like 2023-02-13T09:00:00Z at %q", index.Modified)
		}
	}
	address := (&url.URL{Path: name}).EscapedPath()
	if index.URL != "" {
		if address, ok = find(entry, index.URL).(string); !ok || address == "" {
			return item, fmt.Sprintf("has no address at %q", index.URL)
		}
	} else if strings.HasPrefix(name, "/") {
		// It would lead to the top of the server; Sift refuses the name.
		address = ""
	} else {
		address = "./" + address
	}
	to, err := at.Parse(address)
	if err != nil {
		return item, "has an address that cannot be read"
	}
	item.Ref = to
	return item, ""
}

// moment reads a time as servers write it. One without a zone would be a guess.
func moment(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z07:00", http.TimeFormat} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// find follows a path of keys; nil when there is nothing at its end.
func find(doc any, path string) any {
	if path == "" {
		return doc
	}
	for key := range strings.SplitSeq(path, ".") {
		object, ok := doc.(map[string]any)
		if !ok {
			return nil
		}
		doc = object[key]
	}
	return doc
}

// linkNext gives the target with rel=next of Link headers (RFC 8288), or "".
func linkNext(headers []string) string {
	for _, rest := range headers {
		for {
			_, after, ok := strings.Cut(rest, "<")
			if !ok {
				break
			}
			target, params, ok := strings.Cut(after, ">")
			if !ok {
				break
			}
			params, rest = unquotedCut(params)
			_, values, err := mime.ParseMediaType("x" + strings.TrimSpace(params))
			if err == nil && slices.Contains(strings.Fields(strings.ToLower(values["rel"])), "next") {
				return target
			}
		}
	}
	return ""
}

// unquotedCut cuts behind the parameters of a link: at a comma outside quotes.
func unquotedCut(text string) (params, rest string) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quoted:
			i++
		case text[i] == '"':
			quoted = !quoted
		case text[i] == ',' && !quoted:
			return text[:i], text[i+1:]
		}
	}
	return text, ""
}
