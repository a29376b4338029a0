package https_test

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
	"github.com/vlot-evaluatie/peil/etl/pull/https"
	"github.com/vlot-evaluatie/peil/models"
)

// site is an HTTPS server of this process. Each path has its own handler.
type site struct {
	t      *testing.T
	server *httptest.Server
	mux    *http.ServeMux
	mu     sync.Mutex
	asked  []string // method, address, range
	slept  []time.Duration
}

func serve(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, mux: http.NewServeMux()}
	s.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, strings.TrimSpace(r.Method+" "+r.URL.String()+" "+r.Header.Get("Range")))
		s.mu.Unlock()
		s.mux.ServeHTTP(w, r)
	}))
	s.server.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.server.StartTLS()
	t.Cleanup(s.server.Close)
	return s
}

// ca writes the certificate of the server to a file.
func (s *site) ca() string {
	file := filepath.Join(s.t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.server.Certificate().Raw})
	if err := os.WriteFile(file, text, 0o600); err != nil {
		s.t.Fatal(err)
	}
	return file
}

var noon = time.Date(2023, 2, 13, 12, 0, 0, 0, time.UTC)

func (s *site) config(path string) https.Config {
	return https.Config{
		Where: "connector portaal", Mount: "portaal", URL: s.server.URL + path, CAFile: s.ca(), Limit: 1 << 30,
		Patience: door.Patience{Retries: 3, Timeout: 10 * time.Second, Means: door.Means{
			Now:    func() time.Time { return noon },
			Sleep:  func(_ context.Context, d time.Duration) error { s.slept = append(s.slept, d); return nil },
			Random: func() float64 { return 0 },
		}},
	}
}

// index is where the servers of these tests have what.
func index() *https.Index {
	return &https.Index{Items: "data.files", Name: "name", URL: "href", Size: "size", Modified: "changed"}
}

func connect(t *testing.T, c https.Config) *https.Connector {
	t.Helper()
	out, err := https.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Close() })
	return out
}

func (s *site) text(path, text string) {
	s.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "", noon, strings.NewReader(text))
	})
}

func names(items []door.Item) string {
	var out []string
	for _, i := range items {
		out = append(out, i.Name)
	}
	return strings.Join(out, " ")
}

func read(c *https.Connector, item door.Item) (string, error) {
	r, err := c.Open(context.Background(), item)
	if err != nil {
		return "", err
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	return string(text), err
}

func list(t *testing.T, c *https.Connector) []door.Item {
	t.Helper()
	items, err := c.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func wantError(t *testing.T, err error, code models.Code, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if models.CodeOf(err) != code || !strings.Contains(err.Error(), part) {
			t.Errorf("error = %v (code %q), want code %q and %q", err, models.CodeOf(err), code, part)
		}
	}
	if err != nil && strings.Contains(err.Error(), "geheim") {
		t.Errorf("error holds a secret: %v", err)
	}
}

// serveWith starts a site with settings of its own.
func serveWith(t *testing.T, settings *tls.Config) *site {
	t.Helper()
	s := &site{t: t, mux: http.NewServeMux()}
	s.server = httptest.NewUnstartedServer(s.mux)
	s.server.TLS = settings
	s.server.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.server.StartTLS()
	t.Cleanup(s.server.Close)
	return s
}

func oauth2(s *site, secret door.Secret) *https.OAuth2 {
	return &https.OAuth2{TokenURL: s.server.URL + "/token", ClientID: "client", Secret: secret, Scopes: []string{"exports", "read"}}
}
