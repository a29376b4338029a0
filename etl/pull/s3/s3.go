package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// Config is one bucket and how it is reached.
type Config struct {
	Where        string // the connector, in messages
	Mount        string // folder under which its items appear
	Endpoint     string // host or host:port
	Plain        bool   // http; the caller has seen to it that this stays on the machine
	CAFile       string // PEM; the machine's authorities when empty
	Region       string // asked of the store when empty
	Bucket       string
	Prefix       string // what keys begin with; left out of the names of items
	PathStyle    bool   // bucket in the path instead of the host name
	AccessKey    string
	SecretKey    door.Secret
	SessionToken door.Secret
	Limit        int64 // bytes of an item at the most
	Patience     door.Patience
}

// Connector reaches a bucket.
type Connector struct {
	config Config
	core   minio.Core
}

// mostItems bounds a listing; a bucket beyond it is no folder of exports.
const mostItems = 100_000

// New makes a connector; nothing is asked of the store yet.
func New(c Config) (*Connector, error) {
	settings, err := door.TLS(c.CAFile)
	if err != nil {
		return nil, err
	}
	transport, err := minio.DefaultTransport(!c.Plain)
	if err != nil {
		return nil, fmt.Errorf("prepare connection: %w", err)
	}
	transport.TLSClientConfig = settings
	transport.Proxy = nil
	transport.DialContext = (&net.Dialer{Timeout: c.Patience.Timeout}).DialContext
	transport.TLSHandshakeTimeout = c.Patience.Timeout
	transport.ResponseHeaderTimeout = c.Patience.Timeout
	lookup := minio.BucketLookupAuto
	if c.PathStyle {
		lookup = minio.BucketLookupPath
	}
	// Retries are counted and waited for by the caller's Patience alone.
	client, err := minio.New(c.Endpoint, &minio.Options{
		Creds:  credentials.NewStaticV4(c.AccessKey, string(c.SecretKey), string(c.SessionToken)),
		Secure: !c.Plain, Transport: transport, Region: c.Region, BucketLookup: lookup, MaxRetries: 1,
	})
	if err != nil {
		return nil, door.Denied(c.Where, "has an address that cannot be used", "want host or host:port", err)
	}
	return &Connector{config: c, core: minio.Core{Client: client}}, nil
}

// List gives all objects below the prefix.
func (c *Connector) List(ctx context.Context) ([]door.Item, error) {
	var items []door.Item
	err := c.config.Patience.Try(ctx, func(ctx context.Context) (err error) {
		items, err = c.list(ctx)
		return c.sort(err)
	})
	if err != nil {
		return nil, c.told(ctx, err)
	}
	items, errs := door.Sift(c.config.Where, items)
	return door.Under(c.config.Mount, items), errors.Join(errs...)
}

func (c *Connector) list(ctx context.Context) ([]door.Item, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var out []door.Item
	objects := c.core.Client.ListObjects(ctx, c.config.Bucket, minio.ListObjectsOptions{Prefix: c.config.Prefix, Recursive: true})
	silent := time.NewTimer(c.config.Patience.Timeout)
	defer silent.Stop()
	for {
		select {
		case <-silent.C:
			return nil, context.DeadlineExceeded
		case object, more := <-objects:
			switch {
			case !more:
				return out, ctx.Err()
			case object.Err != nil:
				return nil, object.Err
			case len(out) == mostItems:
				return nil, door.Denied(c.config.Where, fmt.Sprintf("lists more than %d objects", mostItems), "name a prefix further down", nil)
			}
			silent.Reset(c.config.Patience.Timeout)
			name := strings.TrimPrefix(object.Key, c.config.Prefix)
			// Consoles make an empty object to show a folder.
			if object.Size == 0 && (name == "" || strings.HasSuffix(name, "/")) {
				continue
			}
			tag := strings.Trim(object.ETag, `"`)
			out = append(out, door.Item{Name: name, Size: object.Size, ModTime: object.LastModified, Tag: tag, Ref: object.Key,
				Version: door.VersionOf("s3 "+c.config.Endpoint+"/"+c.config.Bucket+"/"+object.Key, tag)})
		}
	}
}

// Open reads one object, over as many connections as it takes.
func (c *Connector) Open(ctx context.Context, item door.Item) (io.ReadCloser, error) {
	key, ok := item.Ref.(string)
	if !ok {
		return nil, fmt.Errorf("open %s: item of another connector", item.Name)
	}
	sum := &sums{item: item.Name}
	r, err := door.Transfer{
		Item: item, Patience: c.config.Patience, Limit: c.config.Limit,
		From: func(ctx context.Context, offset int64) (io.ReadCloser, int64, int64, error) {
			return c.from(ctx, item, key, offset, sum)
		},
	}.Start(ctx)
	if err != nil {
		return nil, err
	}
	sum.ReadCloser = r
	return sum, nil
}

func (c *Connector) from(ctx context.Context, item door.Item, key string, offset int64, sum *sums) (io.ReadCloser, int64, int64, error) {
	o := minio.GetObjectOptions{Checksum: true}
	if offset > 0 {
		// The library sends no range for an end of 0.
		if err := o.SetRange(offset, 0); err != nil {
			return nil, 0, 0, fmt.Errorf("ask for the rest of %s: %w", item.Name, err)
		}
	}
	if item.Tag != "" {
		if err := o.SetMatchETag(item.Tag); err != nil {
			return nil, 0, 0, fmt.Errorf("ask for %s: %w", item.Name, err)
		}
	}
	body, info, headers, err := c.core.GetObject(ctx, c.config.Bucket, key, o)
	if err != nil {
		return nil, 0, 0, c.about(item, err)
	}
	at, size := int64(0), info.Size
	// info.Size is what this answer holds, which is not the whole behind a range.
	if span := headers.Get("Content-Range"); span != "" {
		if n, err := fmt.Sscanf(span, "bytes %d-", &at); n != 1 || err != nil {
			return nil, 0, 0, errors.Join(fmt.Errorf("read %s: server answers with range %q", item.Name, span), body.Close())
		}
		size = at + info.Size
	}
	if item.Tag != "" && info.ETag != "" && strings.Trim(info.ETag, `"`) != item.Tag {
		return nil, 0, 0, errors.Join(door.Growing(item.Name), body.Close())
	}
	sum.expect(info, headers.Get)
	return body, at, size, nil
}

// about puts what the store says of one object into words.
func (c *Connector) about(item door.Item, err error) error {
	switch r := minio.ToErrorResponse(err); {
	case r.Code == "NoSuchKey", r.StatusCode == 404:
		return door.Gone(item.Name)
	case r.StatusCode == 412:
		return door.Growing(item.Name)
	case r.StatusCode == 403, r.StatusCode == 401:
		return door.Denied(item.Name, fmt.Sprintf("may not be read (%s: %s)", c.config.Where, r.Code), "ask the supplier for the right to read it", nil)
	}
	return c.sort(err)
}

// sort marks what may pass: the store is busy or out of order.
func (c *Connector) sort(err error) error {
	if err == nil || door.Spoken(err) {
		return err
	}
	if untrusted := door.Untrusted(c.config.Where, err); untrusted != nil {
		return untrusted
	}
	r := minio.ToErrorResponse(err)
	if r.StatusCode >= 500 && r.StatusCode != 501 || r.StatusCode == 429 || r.Code == "SlowDown" {
		return &door.Passing{Err: fmt.Errorf("answer %d %s", r.StatusCode, r.Code)}
	}
	return door.Sort(err)
}

// told puts what kept a listing from being made into words.
func (c *Connector) told(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if door.Spoken(err) {
		return err
	}
	switch r := minio.ToErrorResponse(err); {
	case r.Code == "NoSuchBucket":
		return door.Denied(c.config.Where, fmt.Sprintf("has no bucket %q", c.config.Bucket), "mend bucket of the connector in peil.yml", nil)
	case r.StatusCode >= 300 && r.StatusCode < 500 && r.StatusCode != 429:
		// The store's own message may repeat what was sent; its code does not.
		return door.Denied(c.config.Where, fmt.Sprintf("refuses the listing (%d %s)", r.StatusCode, r.Code),
			"check access_key, secret_key, region and bucket of the connector in peil.yml", nil)
	}
	return door.Down(c.config.Where, "cannot be listed", err)
}
