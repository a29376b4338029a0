package door

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// sumEnding is the ending of the file in which a supplier puts the SHA-256 of the
// file beside it, as sha256sum writes it.
const sumEnding = ".sha256"

// longestSum bounds a side file: 64 digits, a mark and a path.
const longestSum = 4096

// Summed gives a connector that holds each item against the sum in its listing
// and against its side file, when there are such. Side files themselves are not listed. One without its item is.
func Summed(c Connector) Connector { return summed{c} }

type summed struct{ Connector }

// besides is an item together with its side file.
type besides struct{ item, sum Item }

func (s summed) List(ctx context.Context) ([]Item, error) {
	items, err := s.Connector.List(ctx)
	named := map[string]Item{}
	for _, item := range items {
		named[item.Name] = item
	}
	var out []Item
	for _, item := range items {
		if of, ok := strings.CutSuffix(item.Name, sumEnding); ok {
			if _, ok := named[of]; ok {
				continue
			}
		}
		if sum, ok := named[item.Name+sumEnding]; ok {
			inner := item
			item.Ref = besides{item: inner, sum: sum}
			item.Version = both(item.Version, sum.Version)
			if sum.Changed.After(item.Changed) {
				item.Changed = sum.Changed
			}
		}
		out = append(out, item)
	}
	return out, err
}

// both names two things that are read together; nothing when one has no name.
func both(item, sum string) string {
	if item == "" || sum == "" {
		return ""
	}
	return item + "; sum: " + sum
}

func (s summed) Open(ctx context.Context, item Item) (io.ReadCloser, error) {
	with, ok := item.Ref.(besides)
	if !ok {
		return s.told(ctx, item)
	}
	want, err := s.sum(ctx, with.sum)
	if err != nil {
		return nil, err
	}
	r, err := s.told(ctx, with.item)
	if err != nil {
		return nil, err
	}
	return &held{ReadCloser: r, hash: sha256.New(), want: want, item: item.Name, says: with.sum.Name + " says"}, nil
}

// told holds an item against the sum that its listing has, if any.
func (s summed) told(ctx context.Context, item Item) (io.ReadCloser, error) {
	r, err := s.Connector.Open(ctx, item)
	if err != nil || item.SHA256 == "" {
		return r, err
	}
	want, err := hex.DecodeString(item.SHA256)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read sum of %s: %w", item.Name, err), r.Close())
	}
	return &held{ReadCloser: r, hash: sha256.New(), want: want, item: item.Name, says: "its listing says"}, nil
}

func (s summed) Close() error { return Close(s.Connector) }

func (s summed) sum(ctx context.Context, side Item) (want []byte, err error) {
	r, err := s.Connector.Open(ctx, side)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	text, err := io.ReadAll(io.LimitReader(r, longestSum))
	if err != nil {
		return nil, err
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(text)), " ")
	want, err = hex.DecodeString(first)
	if err != nil || len(want) != sha256.Size {
		return nil, Refused(side.Name, "does not begin with 64 hexadecimal digits, want what sha256sum writes",
			"have it made again, or taken away: the file beside it is not taken until then")
	}
	return want, nil
}

// held compares the sum of what was read at its end.
type held struct {
	io.ReadCloser
	hash hash.Hash
	want []byte
	item string
	says string // who tells another sum
}

func (h *held) Read(p []byte) (int, error) {
	n, err := h.ReadCloser.Read(p)
	h.hash.Write(p[:n])
	if err == io.EOF && !bytes.Equal(h.hash.Sum(nil), h.want) {
		return n, &models.Error{Code: models.Unavailable, Where: h.item,
			What: "has another SHA-256 than " + h.says + "; it is not taken",
			Fix:  "deliver both again: the transfer was damaged, or one of them is of an older export"}
	}
	return n, err
}
