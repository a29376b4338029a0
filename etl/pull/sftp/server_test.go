package sftp_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	pkgsftp "github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
	"github.com/vlot-evaluatie/peil/etl/pull/sftp"
	"github.com/vlot-evaluatie/peil/models"
)

// server is an SFTP server of this process on a folder.
type server struct {
	t        *testing.T
	address  string
	dir      string
	key      ssh.PublicKey // its host key
	accepted ssh.PublicKey // a client key that it lets in
	dials    atomic.Int64
	// cutAfter closes each connection after so many bytes to the client; 0 never.
	// It is used up by one connection for each value.
	mu       sync.Mutex
	cutAfter []int64
	// silent keeps a connection open but sends nothing more after so many bytes.
	silent bool
}

func signer(t *testing.T) ssh.Signer {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func serve(t *testing.T, cutAfter ...int64) *server {
	t.Helper()
	host := signer(t)
	s := &server{t: t, dir: t.TempDir(), key: host.PublicKey(), cutAfter: cutAfter}
	config := &ssh.ServerConfig{
		PasswordCallback: func(c ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			if c.User() == "peil" && string(password) == "geheim" {
				return nil, nil
			}
			return nil, errors.New("no")
		},
		PublicKeyCallback: func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if s.accepted != nil && string(key.Marshal()) == string(s.accepted.Marshal()) {
				return nil, nil
			}
			return nil, errors.New("no")
		},
	}
	config.AddHostKey(host)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			s.dials.Add(1)
			go s.handle(conn, config)
		}
	}()
	return s
}

func (s *server) handle(conn net.Conn, config *ssh.ServerConfig) {
	s.mu.Lock()
	if len(s.cutAfter) > 0 {
		if s.cutAfter[0] > 0 {
			conn = &cut{Conn: conn, left: s.cutAfter[0], silent: s.silent}
		}
		s.cutAfter = s.cutAfter[1:]
	}
	s.mu.Unlock()
	defer conn.Close()
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for c := range channels {
		channel, requests, err := c.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range requests {
				_ = r.Reply(r.Type == "subsystem", nil)
			}
		}()
		go func() {
			files, err := pkgsftp.NewServer(channel, pkgsftp.ReadOnly(), pkgsftp.WithServerWorkingDirectory(s.dir))
			if err == nil {
				_ = files.Serve()
			}
			channel.Close()
		}()
	}
}

// cut is a connection that breaks, or falls silent, after so many bytes.
type cut struct {
	net.Conn
	mu     sync.Mutex
	left   int64
	silent bool
}

func (c *cut) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left -= int64(len(p)); c.left > 0 {
		return c.Conn.Write(p)
	}
	if c.silent {
		return len(p), nil
	}
	c.Conn.Close()
	return 0, net.ErrClosed
}

func (s *server) put(name, text string) {
	s.t.Helper()
	file := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// still are means without waiting: each sleep is noted.
type still struct{ slept []time.Duration }

func (s *still) means() door.Means {
	return door.Means{
		Now:    time.Now,
		Sleep:  func(_ context.Context, d time.Duration) error { s.slept = append(s.slept, d); return nil },
		Random: func() float64 { return 0.5 },
	}
}

func (s *server) config(w *still) sftp.Config {
	return sftp.Config{
		Where: "connector fedasil", Mount: "fedasil", Address: s.address, User: "peil", Password: "geheim",
		HostKeys: []sftp.HostKey{{Fingerprint: ssh.FingerprintSHA256(s.key)}}, Limit: 1 << 30,
		Patience: door.Patience{Retries: 3, Timeout: 10 * time.Second, Means: w.means()},
	}
}

func connect(t *testing.T, c sftp.Config) *sftp.Connector {
	t.Helper()
	out := sftp.New(c)
	t.Cleanup(func() { out.Close() })
	return out
}

func names(items []door.Item) string {
	var out []string
	for _, i := range items {
		out = append(out, i.Name)
	}
	return strings.Join(out, " ")
}

func list(t *testing.T, c *sftp.Connector) []door.Item {
	t.Helper()
	items, err := c.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func read(t *testing.T, c *sftp.Connector, item door.Item) (string, error) {
	t.Helper()
	r, err := c.Open(context.Background(), item)
	if err != nil {
		return "", err
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	return string(text), err
}

func wantError(t *testing.T, err error, code models.Code, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if models.CodeOf(err) != code || !strings.Contains(err.Error(), part) {
			t.Errorf("error = %v (code %q), want code %q and %q", err, models.CodeOf(err), code, part)
		}
	}
	if err != nil && strings.Contains(err.Error(), "geheim") {
		t.Errorf("error holds the password: %v", err)
	}
}
