package sftp

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"slices"
	"strings"
	"sync"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// session is one connection, shared by all that is read over it.
type session struct {
	*sftp.Client
	conn *ssh.Client
}

// sessions hands out the connection and makes another one when it broke.
type sessions struct {
	config Config
	mu     sync.Mutex
	now    *session
}

// get gives the present connection, or a new one.
func (s *sessions) get(ctx context.Context) (*session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now != nil {
		return s.now, nil
	}
	made, err := s.config.dial(ctx)
	if err == nil {
		s.now = made
	}
	return made, err
}

// drop closes a connection on which something went wrong, so that the next get
// makes a new one. Another one that was made since stays.
func (s *sessions) drop(broken *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if broken == nil {
		return
	}
	if s.now == broken {
		s.now = nil
	}
	// What closing a broken connection says is no news.
	_ = broken.conn.Close()
}

// do runs one step on the connection. Trouble of the connection drops it.
func (s *sessions) do(ctx context.Context, step func(*session) error) error {
	ctx, stop := context.WithTimeout(ctx, s.config.Patience.Timeout)
	defer stop()
	now, err := s.get(ctx)
	if err != nil {
		return err
	}
	done := context.AfterFunc(ctx, func() { s.drop(now) })
	defer done()
	err = lost(step(now))
	if ctx.Err() != nil && err != nil {
		return ctx.Err()
	}
	if door.Passes(err) {
		s.drop(now)
	}
	return err
}

// lost marks the errors by which the library tells of a lost connection.
func lost(err error) error {
	if errors.Is(err, sftp.ErrSSHFxConnectionLost) || errors.Is(err, sftp.ErrSSHFxNoConnection) {
		return &door.Passing{Err: errors.New("connection lost")}
	}
	return door.Sort(err)
}

func (c Config) dial(ctx context.Context) (*session, error) {
	var seen error // what the host key was refused with
	check, algorithms, err := c.hostKey()
	if err != nil {
		return nil, err
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", c.Address)
	if err != nil {
		return nil, err
	}
	// The library's handshake knows no context.
	done := context.AfterFunc(ctx, func() { conn.Close() })
	defer done()
	inner, channels, requests, err := ssh.NewClientConn(conn, c.Address, &ssh.ClientConfig{
		User: c.User, Auth: c.auth(), HostKeyAlgorithms: algorithms,
		HostKeyCallback: func(host string, remote net.Addr, key ssh.PublicKey) error {
			seen = check(host, remote, key)
			return seen
		},
	})
	if err != nil {
		_ = conn.Close()
		var none *ssh.AlgorithmNegotiationError
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case seen != nil:
			return nil, seen
		case errors.As(err, &none):
			return nil, door.Denied(c.Where, "shares no way of encryption or host key with Peil",
				"ask the supplier to offer current ones, or name the host key that it has: "+strings.Join(algorithms, ", "), nil)
		case strings.Contains(err.Error(), "unable to authenticate"):
			return nil, door.Denied(c.Where, fmt.Sprintf("does not let %s in", c.User), "check user, password and private_key of the connector in peil.yml", nil)
		}
		return nil, lost(err)
	}
	client := ssh.NewClient(inner, channels, requests)
	files, err := sftp.NewClient(client)
	if err != nil {
		_ = client.Close()
		return nil, lost(err)
	}
	return &session{Client: files, conn: client}, nil
}

func (c Config) auth() []ssh.AuthMethod {
	var out []ssh.AuthMethod
	if c.Signer != nil {
		out = append(out, ssh.PublicKeys(c.Signer))
	}
	if c.Password != "" {
		password := string(c.Password)
		out = append(out, ssh.Password(password),
			// Some servers ask for the password as a question. Any other
			// question has no answer here.
			ssh.KeyboardInteractive(func(_, _ string, questions []string, echos []bool) ([]string, error) {
				if len(questions) == 0 {
					return nil, nil
				}
				if len(questions) != 1 || echos[0] {
					return nil, errors.New("asks for more than a password")
				}
				return []string{password}, nil
			}))
	}
	return out
}

// hostKey gives the check of the key that the server shows, and the kinds of key
// to ask for: a server with several would else show one that is not known here.
func (c Config) hostKey() (ssh.HostKeyCallback, []string, error) {
	refused := func(key ssh.PublicKey, want string) error {
		return door.Denied(c.Where, fmt.Sprintf("shows the host key %s %s, want %s", key.Type(), ssh.FingerprintSHA256(key), want),
			"ask the supplier whether its key changed, by another way than this server; until then someone else may be answering", nil)
	}
	if c.KnownHosts == "" {
		var algorithms []string
		for _, k := range c.HostKeys {
			if k.Key != nil {
				algorithms = append(algorithms, algorithmsOf(k.Key.Type())...)
			}
		}
		if len(algorithms) < len(c.HostKeys) {
			algorithms = nil // a fingerprint does not say what kind of key it is of
		}
		return func(_ string, _ net.Addr, key ssh.PublicKey) error {
			var want []string
			for _, k := range c.HostKeys {
				if k.Fingerprint == ssh.FingerprintSHA256(key) {
					return nil
				}
				want = append(want, k.Fingerprint)
			}
			return refused(key, strings.Join(want, " or "))
		}, algorithms, nil
	}
	known, err := knownhosts.New(c.KnownHosts)
	if err != nil {
		what := "is not a known_hosts file"
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
			what = "cannot be read"
		}
		return nil, nil, door.Denied(c.KnownHosts, what, "make it with ssh-keyscan, and compare the key with the supplier by another way", err)
	}
	var algorithms []string
	var unknown *knownhosts.KeyError
	if errors.As(known(c.Address, stranger{c.Address}, noKey{}), &unknown) {
		for _, k := range unknown.Want {
			algorithms = append(algorithms, algorithmsOf(k.Key.Type())...)
		}
	}
	slices.Sort(algorithms)
	return func(host string, remote net.Addr, key ssh.PublicKey) error {
		if known(host, remote, key) != nil {
			return refused(key, "one that "+c.KnownHosts+" has for it")
		}
		return nil
	}, slices.Compact(algorithms), nil
}

// algorithmsOf gives the ways in which a kind of key can sign; RSA with SHA-1 is
// not among them.
func algorithmsOf(kind string) []string {
	if kind == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA256, ssh.KeyAlgoRSASHA512}
	}
	return []string{kind}
}

// noKey asks a known_hosts file which keys it has: no host has this one.
type noKey struct{}

func (noKey) Type() string                        { return "none" }
func (noKey) Marshal() []byte                     { return []byte("none") }
func (noKey) Verify([]byte, *ssh.Signature) error { return errors.New("no key") }

// stranger is an address that was not looked up yet.
type stranger struct{ address string }

func (stranger) Network() string  { return "tcp" }
func (s stranger) String() string { return s.address }
