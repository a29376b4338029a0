package sftp

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// Config is one server and how it is reached.
type Config struct {
	Where      string // the connector, in messages
	Mount      string // folder under which its items appear
	Address    string // host:port
	User       string
	Password   door.Secret
	Signer     ssh.Signer // of the private key; nil without one
	KnownHosts string     // path of a known_hosts file; HostKeys when empty
	HostKeys   []HostKey
	Root       string // folder on the server; its own when empty
	Limit      int64  // bytes of an item at the most
	Patience   door.Patience
}

// HostKey is a key that the server may show.
type HostKey struct {
	Fingerprint string        // SHA256:...
	Key         ssh.PublicKey // nil when only the fingerprint is known
}

// ParseHostKey reads a fingerprint as ssh-keygen -l prints it, or a public key as
// it stands in a .pub file.
func ParseHostKey(text string) (HostKey, error) {
	if rest, ok := strings.CutPrefix(text, "SHA256:"); ok {
		if len(rest) != 43 {
			return HostKey{}, errors.New("fingerprint has not 43 characters behind its colon")
		}
		return HostKey{Fingerprint: text}, nil
	}
	key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
	if err != nil {
		return HostKey{}, err
	}
	return HostKey{Fingerprint: ssh.FingerprintSHA256(key), Key: key}, nil
}

// Connector reaches a folder of an SFTP server.
type Connector struct {
	config   Config
	sessions sessions
}

// New makes a connector; it connects with the first listing. Close it after use.
func New(c Config) *Connector {
	return &Connector{config: c, sessions: sessions{config: c}}
}

// Close ends the connection.
func (c *Connector) Close() error {
	c.sessions.mu.Lock()
	last := c.sessions.now
	c.sessions.mu.Unlock()
	c.sessions.drop(last)
	return nil
}

// A listing beyond these is no folder of exports.
const (
	mostItems  = 100_000
	mostDepth  = 32
	readBuffer = 1 << 20 // read ahead in one go, or each packet would wait for an answer
)

// List gives all files below the root.
func (c *Connector) List(ctx context.Context) ([]door.Item, error) {
	var items []door.Item
	var errs []error
	err := c.config.Patience.Try(ctx, func(ctx context.Context) error {
		items, errs = nil, nil
		root := c.root()
		real := root
		if err := c.sessions.do(ctx, func(s *session) (err error) {
			real, err = s.RealPath(root)
			return err
		}); err != nil {
			return err
		}
		return c.walk(ctx, real, real, 0, &items, &errs)
	})
	if err != nil {
		return nil, c.told(ctx, err)
	}
	items, sifted := door.Sift(c.config.Where, items)
	return door.Under(c.config.Mount, items), errors.Join(append(errs, sifted...)...)
}

func (c *Connector) root() string {
	if c.config.Root == "" {
		return "."
	}
	return c.config.Root
}

// walk adds what is in a folder and below it. A folder that may not be listed is
// told of and the others go on.
func (c *Connector) walk(ctx context.Context, root, folder string, depth int, items *[]door.Item, errs *[]error) error {
	if depth > mostDepth {
		*errs = append(*errs, door.Refused(c.config.Where, fmt.Sprintf("has folders more than %d deep; those are not taken", mostDepth), "name a folder further down as path"))
		return nil
	}
	var found []os.FileInfo
	err := c.sessions.do(ctx, func(s *session) (err error) {
		found, err = s.ReadDirContext(ctx, folder)
		return err
	})
	below := func(name string) string {
		return strings.TrimPrefix(strings.TrimPrefix(path.Join(folder, name), root), "/")
	}
	if err != nil {
		// It may also be gone since the folder above was listed.
		if depth > 0 && (errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist)) {
			*errs = append(*errs, door.Down(c.config.Where+", "+below(""), "cannot be listed", err))
			return nil
		}
		return err
	}
	for _, info := range found {
		// The server makes up these names; one with a slash would lead elsewhere.
		name := info.Name()
		if strings.Contains(name, "/") {
			name = "../" + name
		}
		if door.Fault(name) != "" {
			*items = append(*items, door.Item{Name: name}) // Sift tells of it
			continue
		}
		full := path.Join(folder, info.Name())
		if info.Mode()&fs.ModeSymlink != 0 {
			var ok bool
			if info, ok, err = c.follow(ctx, full); err != nil {
				return err
			} else if !ok {
				*errs = append(*errs, door.Refused(c.config.Where, fmt.Sprintf("has the link %q, which leads to no file beside it; it is not followed", below(path.Base(full))),
					"put the file itself there"))
				continue
			}
		}
		switch {
		case info.IsDir():
			if err := c.walk(ctx, root, full, depth+1, items, errs); err != nil {
				return err
			}
		case info.Mode().IsRegular():
			*items = append(*items, door.Item{Name: strings.TrimPrefix(strings.TrimPrefix(full, root), "/"), Size: info.Size(), ModTime: info.ModTime(), Ref: full})
		}
		if len(*items) > mostItems {
			return door.Denied(c.config.Where, fmt.Sprintf("lists more than %d files", mostItems), "name a folder further down as path", nil)
		}
	}
	return nil
}

// follow gives what a link leads to, when that is a file in the same folder.
// Where any other link ends cannot be told for sure: servers differ in whether
// they resolve the links inside a path.
func (c *Connector) follow(ctx context.Context, link string) (info os.FileInfo, ok bool, err error) {
	var target string
	err = c.sessions.do(ctx, func(s *session) (err error) {
		if target, err = s.ReadLink(link); err != nil {
			return err
		}
		if strings.Contains(target, "/") || target == ".." {
			return nil
		}
		info, err = s.Lstat(path.Join(path.Dir(link), target))
		return err
	})
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return nil, false, nil
	case err != nil:
		return nil, false, err
	}
	return info, info != nil && info.Mode().IsRegular(), nil
}

// Open reads one file, over as many connections as it takes.
func (c *Connector) Open(ctx context.Context, item door.Item) (io.ReadCloser, error) {
	file, ok := item.Ref.(string)
	if !ok {
		return nil, fmt.Errorf("open %s: item of another connector", item.Name)
	}
	return door.Transfer{
		Item: item, Patience: c.config.Patience, Limit: c.config.Limit,
		From: func(ctx context.Context, offset int64) (io.ReadCloser, int64, int64, error) {
			return c.from(ctx, item, file, offset)
		},
		// By its path: a file that was put in the place of this one counts.
		After: func(ctx context.Context) error { return c.unchanged(ctx, item, file) },
	}.Start(ctx)
}

func (c *Connector) unchanged(ctx context.Context, item door.Item, file string) error {
	var info os.FileInfo
	err := c.sessions.do(ctx, func(s *session) (err error) {
		info, err = s.Stat(file)
		return err
	})
	if err != nil {
		return c.about(item, err)
	}
	if info.Size() != item.Size || !info.ModTime().Equal(item.ModTime) {
		return door.Growing(item.Name)
	}
	return nil
}

func (c *Connector) from(ctx context.Context, item door.Item, file string, offset int64) (io.ReadCloser, int64, int64, error) {
	if err := c.unchanged(ctx, item, file); err != nil {
		return nil, 0, 0, err
	}
	var r *reader
	err := c.sessions.do(ctx, func(s *session) error {
		f, err := s.Open(file)
		if err != nil {
			return err
		}
		if _, err := f.Seek(offset, io.SeekStart); err != nil {
			return errors.Join(err, f.Close())
		}
		drop := func() { c.sessions.drop(s) }
		r = &reader{Reader: bufio.NewReaderSize(failing{f, drop}, readBuffer), file: f, drop: drop, wait: c.config.Patience.Timeout}
		// The transfer ends its context when nothing comes any more.
		r.done = context.AfterFunc(ctx, func() {
			if !r.closed.Load() {
				drop()
			}
		})
		return nil
	})
	if err != nil {
		return nil, 0, 0, c.about(item, err)
	}
	return r, offset, item.Size, nil
}

// about puts what the server says of one file into words.
func (c *Connector) about(item door.Item, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return door.Gone(item.Name)
	case errors.Is(err, fs.ErrPermission):
		return door.Denied(item.Name, "may not be read by "+c.config.User+" ("+c.config.Where+")", "ask the supplier for the right to read it", nil)
	}
	return err
}

// told puts what kept a listing from being made into words.
func (c *Connector) told(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case door.Spoken(err):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return door.Denied(c.config.Where, fmt.Sprintf("has no folder %q", c.root()), "mend path of the connector in peil.yml", nil)
	case errors.Is(err, fs.ErrPermission):
		return door.Denied(c.config.Where, fmt.Sprintf("does not let %s list %q", c.config.User, c.root()), "ask the supplier for the right to", nil)
	}
	return door.Down(c.config.Where, "cannot be listed", err)
}
