package https_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl/pull/https"
	"github.com/vlot-evaluatie/peil/models"
)

func TestOneFileIsListedAndReadByItsAddress(t *testing.T) {
	s := serve(t)
	s.text("/export/places.csv", "a;b\n1;2\n")
	c := connect(t, s.config("/export/places.csv"))
	items := list(t, c)
	if names(items) != "portaal/places.csv" || items[0].Size != 8 || !items[0].ModTime.Equal(noon) {
		t.Fatalf("listed %+v", items)
	}
	if text, err := read(c, items[0]); err != nil || text != "a;b\n1;2\n" {
		t.Errorf("read %q, %v", text, err)
	}
	// A server without HEAD does not say the size; it is known when read.
	s.mux.HandleFunc("/get", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		fmt.Fprint(w, "x")
	})
	with := s.config("/get?format=csv")
	with.FileName = "2023/named.csv"
	c = connect(t, with)
	items = list(t, c)
	if names(items) != "portaal/2023/named.csv" || items[0].Size != -1 {
		t.Errorf("listed %+v", items)
	}
	if text, err := read(c, items[0]); err != nil || text != "x" {
		t.Errorf("read %q, %v", text, err)
	}
}

func TestCredentialsOfThreeKindsLetIn(t *testing.T) {
	s := serve(t)
	s.mux.HandleFunc("/a.csv", func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		if a := r.Header.Get("Authorization"); a != "Bearer geheim-1" && a != "Bearer geheim-3" && user+":"+password != "peil:geheim-2" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		http.ServeContent(w, r, "", noon, strings.NewReader("x"))
	})
	tokens := 0
	s.mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		if tokens++; tokens == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		id, secret, _ := r.BasicAuth()
		if r.FormValue("grant_type") != "client_credentials" || id+":"+secret != "client:geheim-4" || r.FormValue("scope") != "exports read" {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":"invalid_client","error_description":"geheim-4"}`)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"access_token":"geheim-3","token_type":"bearer","expires_in":3600}`)
	})
	bearer, basic, oauth, none, wrong := s.config("/a.csv"), s.config("/a.csv"), s.config("/a.csv"), s.config("/a.csv"), s.config("/a.csv")
	bearer.Token = "geheim-1"
	basic.User, basic.Password = "peil", "geheim-2"
	oauth.OAuth2 = oauth2(s, "geheim-4")
	for name, c := range map[string]https.Config{"bearer": bearer, "basic": basic, "oauth2": oauth} {
		got := connect(t, c)
		if text, err := read(got, list(t, got)[0]); err != nil || text != "x" {
			t.Errorf("%s: read %q, %v", name, text, err)
		}
	}
	// One failure of the token server, then one token for listing and reading.
	if tokens != 2 || len(s.slept) != 1 {
		t.Errorf("%d tokens were asked for, slept %v, want 2 and one wait", tokens, s.slept)
	}
	s.slept = nil
	_, err := connect(t, none).List(context.Background())
	wantError(t, err, models.Invalid, "connector portaal: refuses the request: answer 401 Unauthorized", "check token")
	wrong.OAuth2 = oauth2(s, "geheim-5")
	_, err = connect(t, wrong).List(context.Background())
	wantError(t, err, models.Invalid, "connector portaal: gets no token: the token server answers 400")
	if len(s.slept) != 0 {
		t.Errorf("slept %v: a refusal was tried again", s.slept)
	}
}

func TestBusyServerIsAskedAgainAsItSays(t *testing.T) {
	s := serve(t)
	answers := []func(http.ResponseWriter){
		func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) },
		func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
		},
		func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", noon.Add(20*time.Second).Format(http.TimeFormat))
			w.WriteHeader(http.StatusServiceUnavailable)
		},
		func(w http.ResponseWriter) { w.WriteHeader(http.StatusOK) },
		// From here on: longer than anyone waits for in a run.
		func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusServiceUnavailable)
		},
	}
	s.mux.HandleFunc("/a.csv", func(w http.ResponseWriter, _ *http.Request) {
		answers[0](w)
		answers = answers[1:]
	})
	c := connect(t, s.config("/a.csv"))
	if got := names(list(t, c)); got != "portaal/a.csv" || fmt.Sprint(s.slept) != "[250ms 7s 20s]" {
		t.Errorf("listed %s after %v", got, s.slept)
	}
	s.slept = nil
	_, err := c.List(context.Background())
	wantError(t, err, models.Unavailable, "connector portaal: cannot be reached: answer 503")
	if len(s.slept) != 0 {
		t.Errorf("slept %v, want to leave it to the next run", s.slept)
	}
}

func TestBrokenTransferGoesOnOrStartsAgain(t *testing.T) {
	text := strings.Repeat("0123456789abcdef", 50_000)
	for _, c := range []struct {
		name   string
		tag    string
		second func(w http.ResponseWriter, r *http.Request) // what the server does from the second time on
		asked  string
		fault  string
	}{
		{"rest by range", `"v1"`, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"v1"`)
			http.ServeContent(w, r, "", noon, strings.NewReader(text))
		}, "GET /a.csv bytes=300000-", ""},
		{"server without ranges", "", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }, "GET /a.csv bytes=300000-", ""},
		{"another version by its tag", `"v1"`, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"v2"`)
			http.ServeContent(w, r, "", noon, strings.NewReader(strings.ToUpper(text)))
		}, "GET /a.csv bytes=300000-", "is still growing"},
		{"other bytes without a tag", "", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.ToUpper(text)) }, "GET /a.csv bytes=300000-", "is still growing"},
		{"another length", "", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text+"more") }, "GET /a.csv bytes=300000-", "is still growing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t)
			times := 0
			s.mux.HandleFunc("/a.csv", func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodHead {
					w.WriteHeader(http.StatusMethodNotAllowed)
					return
				}
				if times++; times > 1 {
					c.second(w, r)
					return
				}
				w.Header().Set("Content-Length", fmt.Sprint(len(text)))
				if c.tag != "" {
					w.Header().Set("ETag", c.tag)
				}
				_, _ = io.WriteString(w, text[:300_000])
				w.(http.Flusher).Flush()
				panic(http.ErrAbortHandler)
			})
			got := connect(t, s.config("/a.csv"))
			out, err := read(got, list(t, got)[0])
			if last := s.asked[len(s.asked)-1]; last != c.asked {
				t.Errorf("asked %v, want %s", s.asked, c.asked)
			}
			if c.fault != "" {
				wantError(t, err, models.Unavailable, "portaal/a.csv: "+c.fault)
			} else if err != nil || out != text {
				t.Errorf("read %d bytes, %v, want %d", len(out), err, len(text))
			}
		})
	}
}

func TestNothingLeadsToAnotherHost(t *testing.T) {
	other := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("another host was asked, with %q", r.Header.Get("Authorization"))
	}))
	defer other.Close()
	s := serve(t)
	s.text("/real.csv", "x")
	s.mux.Handle("/near.csv", http.RedirectHandler("/real.csv", http.StatusFound))
	s.mux.Handle("/far.csv", http.RedirectHandler(other.URL+"/x?sig=geheim", http.StatusFound))
	s.mux.Handle("/plain.csv", http.RedirectHandler(strings.Replace(s.server.URL, "https:", "http:", 1)+"/real.csv", http.StatusFound))
	s.mux.Handle("/round.csv", http.RedirectHandler("/round.csv", http.StatusFound))
	for path, fault := range map[string]string{
		"/near.csv":  "",
		"/far.csv":   "connector portaal: redirects to " + other.URL + ", which is not " + s.server.URL,
		"/plain.csv": "connector portaal: redirects to http://",
		"/round.csv": "redirects more than 5 times",
	} {
		c := s.config(path)
		c.Token = "geheim"
		got := connect(t, c)
		items, err := got.List(context.Background())
		if fault != "" {
			wantError(t, err, models.Invalid, fault)
			continue
		}
		if text, readErr := read(got, items[0]); err != nil || readErr != nil || text != "x" {
			t.Errorf("%s: %q, %v, %v", path, text, err, readErr)
		}
	}
	s.mux.HandleFunc("/index", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"data":{"files":[{"name":"a.csv","href":"%s/a.csv?sig=geheim"},{"name":"b.csv","href":"/real.csv"}]}}`, other.URL)
	})
	c := s.config("/index")
	c.Index = index()
	c.Index.Size, c.Index.Modified = "", ""
	items, err := connect(t, c).List(context.Background())
	wantError(t, err, models.Blocked, `lists "a.csv" at `+other.URL)
	if names(items) != "portaal/b.csv" {
		t.Errorf("listed %s", names(items))
	}
}

func TestCertificatesAreVerified(t *testing.T) {
	s := serve(t)
	s.text("/a.csv", "x")
	c := s.config("/a.csv")
	c.CAFile = ""
	_, err := connect(t, c).List(context.Background())
	wantError(t, err, models.Invalid, "connector portaal: shows a certificate that is not accepted", "ca_file")

	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	past := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: noon.AddDate(-2, 0, 0), NotAfter: noon.AddDate(-1, 0, 0),
		IPAddresses: []net.IP{net.ParseIP("127.0.0.1")}, IsCA: true, BasicConstraintsValid: true}
	raw, err := x509.CreateCertificate(rand.Reader, past, past, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	expired := serveWith(t, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}})
	_, err = connect(t, expired.config("/a.csv")).List(context.Background())
	wantError(t, err, models.Invalid, "shows a certificate that is not accepted", "expired")

	old := serveWith(t, &tls.Config{MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10})
	_, err = connect(t, old.config("/a.csv")).List(context.Background())
	if err == nil || !strings.Contains(err.Error(), "protocol version") {
		t.Errorf("TLS 1.1: %v, want that it is refused", err)
	}
	if len(s.slept)+len(expired.slept)+len(old.slept) > 0 {
		t.Errorf("slept, want no second attempt: %v %v %v", s.slept, expired.slept, old.slept)
	}
}
