package https

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// OAuth2 are client credentials, for which a token server gives a token.
type OAuth2 struct {
	TokenURL string
	ClientID string
	Secret   door.Secret
	Scopes   []string
	InBody   bool // id and secret in the form instead of the header
}

// Config is one address and how it is reached. At most one of Token, User and
// OAuth2 is given.
type Config struct {
	Where    string // the connector, in messages
	Mount    string // folder under which its items appear
	URL      string // of the index, or of the file
	CAFile   string // PEM; the machine's authorities when empty
	Token    door.Secret
	User     string
	Password door.Secret
	OAuth2   *OAuth2
	Index    *Index // nil: the address is one file
	FileName string // of the one file; the last part of the address when empty
	Limit    int64  // bytes of an item at the most
	Patience door.Patience
}

// Connector reaches what lies behind an address.
type Connector struct {
	config Config
	base   *url.URL
	client *http.Client
	tokens oauth2.TokenSource // nil without OAuth2
}

const (
	mostRedirects = 5
	longestIndex  = 16 << 20 // bytes of one page
	mostPages     = 1_000
	mostItems     = 100_000
)

// New makes a connector; nothing is asked of the server yet.
func New(c Config) (*Connector, error) {
	base, err := url.Parse(c.URL)
	if err != nil {
		return nil, door.Denied(c.Where, "has an address that cannot be read", "want https://host/path", nil)
	}
	settings, err := door.TLS(c.CAFile)
	if err != nil {
		return nil, err
	}
	out := &Connector{config: c, base: base}
	transport := &http.Transport{
		TLSClientConfig:       settings,
		DialContext:           (&net.Dialer{Timeout: c.Patience.Timeout}).DialContext,
		TLSHandshakeTimeout:   c.Patience.Timeout,
		ResponseHeaderTimeout: c.Patience.Timeout,
		ForceAttemptHTTP2:     true,
		IdleConnTimeout:       time.Minute,
		// Sizes and ranges are of the bytes as they are kept.
		DisableCompression: true,
	}
	out.client = &http.Client{Transport: transport, CheckRedirect: out.redirect}
	if o := c.OAuth2; o != nil {
		// The token server stands where the project says; it leads nowhere else.
		to := &http.Client{Transport: transport, Timeout: c.Patience.Timeout, CheckRedirect: func(*http.Request, []*http.Request) error {
			return errors.New("token server redirects, which is not followed")
		}}
		cc := clientcredentials.Config{ClientID: o.ClientID, ClientSecret: string(o.Secret), TokenURL: o.TokenURL, Scopes: o.Scopes, AuthStyle: oauth2.AuthStyleInHeader}
		// The library would find out by itself, and take a server that is busy
		// for one that wants the other way.
		if o.InBody {
			cc.AuthStyle = oauth2.AuthStyleInParams
		}
		out.tokens = cc.TokenSource(context.WithValue(context.Background(), oauth2.HTTPClient, to))
	}
	return out, nil
}

// Close lets go of idle connections.
func (c *Connector) Close() error {
	c.client.CloseIdleConnections()
	return nil
}

// redirect lets a server lead elsewhere on its own host only.
func (c *Connector) redirect(to *http.Request, via []*http.Request) error {
	if len(via) > mostRedirects {
		return door.Denied(c.config.Where, fmt.Sprintf("redirects more than %d times", mostRedirects), "check the address of the connector in peil.yml", nil)
	}
	return c.own(to.URL, "redirects")
}

// own refuses an address on another host, with another port or another scheme.
func (c *Connector) own(to *url.URL, what string) error {
	if c.isOwn(to) {
		return nil
	}
	return door.Denied(c.config.Where, fmt.Sprintf("%s to %s; credentials go to no other place", what, c.elsewhere(to)),
		"when the exports moved, mend the address of the connector in peil.yml", nil)
}

func (c *Connector) isOwn(to *url.URL) bool {
	return to.Scheme == c.base.Scheme && host(to) == host(c.base) && to.User == nil
}

// elsewhere says where an address leads that is not this connector's own.
func (c *Connector) elsewhere(to *url.URL) string {
	if to.User != nil && to.Scheme == c.base.Scheme && host(to) == host(c.base) {
		return plain(to) + " with a user or a password in the address"
	}
	return plain(to) + ", which is not " + plain(c.base)
}

// host gives the name and port that an address leads to.
func host(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// plain gives an address without what may be secret.
func plain(u *url.URL) string { return fmt.Sprintf("%.10s://%.200s", u.Scheme, u.Host) }

// ask sends one request and gives the answer when it is a good one; the caller
// closes its body.
func (c *Connector) ask(ctx context.Context, method string, to *url.URL, header map[string]string) (*http.Response, error) {
	if err := c.own(to, "leads"); err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, method, to.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("make request: %w", door.Cause(err))
	}
	for key, value := range header {
		r.Header.Set(key, value)
	}
	r.Header.Set("User-Agent", "peil")
	switch {
	case c.tokens != nil:
		token, err := c.tokens.Token()
		if err != nil {
			return nil, c.tokenFault(err)
		}
		token.SetAuthHeader(r)
	case c.config.Token != "":
		r.Header.Set("Authorization", "Bearer "+string(c.config.Token))
	case c.config.User != "":
		r.SetBasicAuth(c.config.User, string(c.config.Password))
	}
	answer, err := c.client.Do(r)
	if err != nil {
		if untrusted := door.Untrusted(c.config.Where, err); untrusted != nil {
			return nil, untrusted
		}
		if door.Spoken(err) {
			// The library wraps it together with the address.
			return nil, door.Cause(err)
		}
		return nil, door.Sort(err)
	}
	if answer.StatusCode/100 == 2 {
		return answer, nil
	}
	defer answer.Body.Close()
	return nil, &refusal{status: answer.StatusCode, after: c.after(answer.Header.Get("Retry-After"))}
}

// refusal is an answer other than the one that was asked for.
type refusal struct {
	status int
	after  time.Duration
}

func (r *refusal) Error() string {
	return fmt.Sprintf("answer %d %s", r.status, http.StatusText(r.status))
}

// As lets what may pass be found as such.
func (r *refusal) As(target any) bool {
	passing, ok := target.(**door.Passing)
	if !ok || r.status != 429 && r.status != 408 && (r.status < 500 || r.status == 501 || r.status == 505) {
		return false
	}
	*passing = &door.Passing{Err: errors.New(r.Error()), After: r.after}
	return true
}

// after reads Retry-After: seconds, or a time.
func (c *Connector) after(text string) time.Duration {
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil {
		return time.Duration(max(0, seconds)) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(c.config.Patience.Means.Now()))
	}
	return 0
}

// tokenFault puts what the token server did into words. Its answer is not
// repeated: it may hold what was sent.
func (c *Connector) tokenFault(err error) error {
	if untrusted := door.Untrusted(c.config.Where+", token server", err); untrusted != nil {
		return untrusted
	}
	var answer *oauth2.RetrieveError
	if !errors.As(err, &answer) || answer.Response == nil {
		return door.Sort(door.Cause(err))
	}
	r := &refusal{status: answer.Response.StatusCode, after: c.after(answer.Response.Header.Get("Retry-After"))}
	if door.Passes(r) {
		return r
	}
	return door.Denied(c.config.Where, "gets no token: the token server answers "+strconv.Itoa(r.status), "check token_url, client_id, client_secret and scopes of the connector in peil.yml", nil)
}

// told puts what kept a listing from being made into words.
func (c *Connector) told(ctx context.Context, err error) error {
	var r *refusal
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case door.Spoken(err):
		return err
	case errors.As(err, &r) && !door.Passes(r):
		return door.Denied(c.config.Where, "refuses the request: "+r.Error(), remedy(r.status), nil)
	}
	return door.Down(c.config.Where, "cannot be reached", err)
}

func remedy(status int) string {
	switch status {
	case 401, 403:
		return "check token, user, password or oauth2 of the connector in peil.yml, and the right to these exports"
	case 404, 410:
		return "mend the address of the connector in peil.yml"
	}
	return "ask the supplier what it wants to be asked"
}

// drain reads a body to a limit.
func drain(r io.Reader, limit int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(text)) > limit {
		return nil, errTooLong
	}
	return text, err
}

var errTooLong = errors.New("answer too long")
