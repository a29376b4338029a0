package s3_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/pem"
	"fmt"
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

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
	"github.com/vlot-evaluatie/peil/etl/pull/s3"
	"github.com/vlot-evaluatie/peil/models"
)

// store is an S3 server of this process with one bucket.
type store struct {
	t       *testing.T
	backend *s3mem.Backend
	server  *httptest.Server

	mu     sync.Mutex
	before func(w http.ResponseWriter, r *http.Request) bool // true: answered
	asked  []string                                          // method and range of what was asked
}

func open(t *testing.T) *store {
	t.Helper()
	s := &store{t: t, backend: s3mem.New()}
	if err := s.backend.CreateBucket("exports"); err != nil {
		t.Fatal(err)
	}
	fake := gofakes3.New(s.backend).Server()
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, strings.TrimSpace(r.Method+" "+r.Header.Get("Range")))
		before := s.before
		s.mu.Unlock()
		if before == nil || !before(w, r) {
			fake.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(s.server.Close)
	return s
}

func (s *store) put(key, text string) {
	s.t.Helper()
	meta := map[string]string{"Last-Modified": time.Now().UTC().Format(http.TimeFormat)}
	if _, err := s.backend.PutObject("exports", key, meta, strings.NewReader(text), int64(len(text)), nil); err != nil {
		s.t.Fatal(err)
	}
}

// answers takes the next n requests that pick says it is about.
func (s *store) answers(n int, pick func(*http.Request) bool, do func(w http.ResponseWriter)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		if n == 0 || !pick(r) {
			return false
		}
		n--
		do(w)
		return true
	}
}

func every(*http.Request) bool { return true }

func object(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, ".csv")
}

func (s *store) config(slept *[]time.Duration) s3.Config {
	return s3.Config{
		Where: "connector opslag", Mount: "opslag", Endpoint: strings.TrimPrefix(s.server.URL, "http://"), Plain: true,
		Bucket: "exports", PathStyle: true, AccessKey: "peil", SecretKey: "geheim", Limit: 1 << 30,
		Patience: door.Patience{Retries: 3, Timeout: 10 * time.Second, Means: door.Means{
			Now:    time.Now,
			Sleep:  func(_ context.Context, d time.Duration) error { *slept = append(*slept, d); return nil },
			Random: func() float64 { return 0 },
		}},
	}
}

func connect(t *testing.T, c s3.Config) *s3.Connector {
	t.Helper()
	out, err := s3.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func names(items []door.Item) string {
	var out []string
	for _, i := range items {
		out = append(out, i.Name)
	}
	return strings.Join(out, " ")
}

func read(c *s3.Connector, item door.Item) (string, error) {
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
		t.Errorf("error holds the secret key: %v", err)
	}
}

func TestObjectsBelowThePrefixAreListedAndRead(t *testing.T) {
	s := open(t)
	s.put("daily/places.csv", "a;b\n1;2\n")
	s.put("daily/2023/met spatie.csv", "x")
	s.put("daily/folder/", "")
	s.put("other.csv", "not below the prefix")
	var slept []time.Duration
	c := s.config(&slept)
	c.Prefix = "daily/"
	got := connect(t, c)
	items, err := got.List(context.Background())
	if err != nil || names(items) != "opslag/2023/met spatie.csv opslag/places.csv" {
		t.Fatalf("listed %v, %v", items, err)
	}
	if want := fmt.Sprintf("%x", md5.Sum([]byte("a;b\n1;2\n"))); items[1].Tag != want || items[1].Size != 8 || items[1].ModTime.IsZero() {
		t.Errorf("item %+v, want 8 bytes, tag %s and a time", items[1], want)
	}
	if items[0].Version == "" || items[0].Version == items[1].Version {
		t.Errorf("versions %q and %q, want two names of bytes", items[0].Version, items[1].Version)
	}
	for i, want := range []string{"x", "a;b\n1;2\n"} {
		if text, err := read(got, items[i]); err != nil || text != want {
			t.Errorf("read %q, %v, want %q", text, err, want)
		}
	}
}

func TestKeysThatLeadElsewhereAreRefused(t *testing.T) {
	s := open(t)
	for _, key := range []string{"good.csv", "../up.csv", "a//b.csv", "a/../../b.csv", `c:\x.csv`} {
		s.put(key, "x")
	}
	var slept []time.Duration
	items, err := connect(t, s.config(&slept)).List(context.Background())
	if names(items) != "opslag/good.csv" {
		t.Errorf("listed %s", names(items))
	}
	wantError(t, err, models.Blocked, `"../up.csv"`, `"a//b.csv"`, `"a/../../b.csv"`, `"c:\\x.csv"`)
}

func TestBusyStoreIsAskedAgainAndARefusalIsNot(t *testing.T) {
	s := open(t)
	s.put("a.csv", "x")
	var slept []time.Duration
	s.answers(2, every, func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) })
	items, err := connect(t, s.config(&slept)).List(context.Background())
	if err != nil || names(items) != "opslag/a.csv" || len(slept) != 2 {
		t.Errorf("listed %v, %v after %v, want a.csv after two waits", items, err, slept)
	}
	slept = nil
	s.answers(100, every, func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) })
	_, err = connect(t, s.config(&slept)).List(context.Background())
	wantError(t, err, models.Unavailable, "connector opslag: cannot be listed: answer 503")
	if len(slept) != 3 {
		t.Errorf("slept %v, want 3 retries", slept)
	}
	slept = nil
	s.answers(100, every, func(w http.ResponseWriter) {
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, `<Error><Code>SignatureDoesNotMatch</Code><Message>geheim</Message></Error>`)
	})
	_, err = connect(t, s.config(&slept)).List(context.Background())
	wantError(t, err, models.Invalid, "connector opslag: refuses the listing (403 SignatureDoesNotMatch)")
	if len(slept) != 0 {
		t.Errorf("slept %v, want none", slept)
	}
	s.answers(0, every, nil)
	c := s.config(&slept)
	c.Bucket = "nowhere"
	_, err = connect(t, c).List(context.Background())
	wantError(t, err, models.Invalid, `has no bucket "nowhere"`)
}

func TestBrokenTransferGoesOnWithARange(t *testing.T) {
	s := open(t)
	text := strings.Repeat("0123456789abcdef", 50_000)
	s.put("big.csv", text)
	var slept []time.Duration
	c := connect(t, s.config(&slept))
	items, err := c.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s.answers(1, object, func(w http.ResponseWriter) {
		w.Header().Set("Content-Length", fmt.Sprint(len(text)))
		w.Header().Set("ETag", `"`+items[0].Tag+`"`)
		w.Header().Set("Last-Modified", time.Now().UTC().Format(http.TimeFormat))
		_, _ = io.WriteString(w, text[:300_000])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler) // the connection breaks
	})
	s.asked = nil
	got, err := read(c, items[0])
	if err != nil || got != text {
		t.Fatalf("read %d bytes, %v, want %d", len(got), err, len(text))
	}
	if last := s.asked[len(s.asked)-1]; last != "GET bytes=300000-" {
		t.Errorf("asked %v, want the rest by its range", s.asked)
	}
}

func TestDamagedAndChangedObjectsAreNotTaken(t *testing.T) {
	s := open(t)
	s.put("a.csv", "hello")
	s.put("b.csv", "hello")
	s.put("c.csv", "hello")
	var slept []time.Duration
	c := connect(t, s.config(&slept))
	items, err := c.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	// Other bytes under the tag that was listed: damage on the way.
	s.answers(1, object, func(w http.ResponseWriter) {
		w.Header().Set("Content-Length", "5")
		w.Header().Set("ETag", `"`+items[0].Tag+`"`)
		w.Header().Set("Last-Modified", time.Now().UTC().Format(http.TimeFormat))
		_, _ = io.WriteString(w, "hallo")
	})
	_, err = read(c, items[0])
	wantError(t, err, models.Unavailable, "opslag/a.csv: has another sum than the store says")
	s.answers(0, every, nil)

	s.put("b.csv", "world")
	_, err = read(c, items[1])
	wantError(t, err, models.Unavailable, "opslag/b.csv: is still growing")
	if _, err := s.backend.DeleteObject("exports", "c.csv"); err != nil {
		t.Fatal(err)
	}
	_, err = read(c, items[2])
	wantError(t, err, models.Unavailable, "opslag/c.csv: was listed, but is gone")
}

func TestObjectBeyondTheLimitIsRefused(t *testing.T) {
	s := open(t)
	s.put("a.csv", string(bytes.Repeat([]byte("x"), 2<<20)))
	var slept []time.Duration
	c := s.config(&slept)
	c.Limit = 1 << 20
	got := connect(t, c)
	items, err := got.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	_, err = read(got, items[0])
	wantError(t, err, models.Blocked, "opslag/a.csv: has more than 1 MiB")
}

func TestStoresAreReachedWithEncryptionUnlessSaidOtherwise(t *testing.T) {
	s := open(t)
	s.put("a.csv", "x")
	encrypted := httptest.NewTLSServer(s.server.Config.Handler)
	defer encrypted.Close()
	encrypted.Config.ErrorLog = log.New(io.Discard, "", 0)
	authority := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: encrypted.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	var slept []time.Duration
	c := s.config(&slept)
	c.Plain, c.Endpoint, c.CAFile = false, strings.TrimPrefix(encrypted.URL, "https://"), authority
	got := connect(t, c)
	items, err := got.List(context.Background())
	if err != nil || names(items) != "opslag/a.csv" {
		t.Fatalf("listed %v, %v", items, err)
	}
	if text, err := read(got, items[0]); err != nil || text != "x" {
		t.Errorf("read %q, %v", text, err)
	}
	c.CAFile = ""
	_, err = connect(t, c).List(context.Background())
	wantError(t, err, models.Invalid, "connector opslag: shows a certificate that is not accepted")
	if len(slept) > 0 {
		t.Errorf("slept %v, want no second attempt", slept)
	}
}

func TestStoreThatIsDownIsUnavailable(t *testing.T) {
	s := open(t)
	var slept []time.Duration
	c := connect(t, s.config(&slept))
	s.server.Close()
	_, err := c.List(context.Background())
	wantError(t, err, models.Unavailable, "connector opslag: cannot be listed")
	if len(slept) != 3 {
		t.Errorf("slept %v, want 3 retries", slept)
	}
}
