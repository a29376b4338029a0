package models

import (
	"fmt"
	"maps"
	"net"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

// The words a connector may use; docs/connectors.md explains each.
var (
	ConnectorKinds = []string{"folder", "sftp", "s3", "https"}
	IndexPagings   = []string{"", "link", "cursor"}
)

// ConnectorConfig is one door through which exports come.
type ConnectorConfig struct {
	Name  string `yaml:"name"`
	Kind  string `yaml:"kind"`
	Mount string `yaml:"mount"` // folder below the exports under which its items appear; Name when absent

	Address      string       `yaml:"address"`
	Path         string       `yaml:"path"` // folder: where it is; sftp: folder on the server
	User         string       `yaml:"user"`
	Password     string       `yaml:"password"`    // reference
	PrivateKey   string       `yaml:"private_key"` // reference
	Passphrase   string       `yaml:"passphrase"`  // reference
	HostKey      []string     `yaml:"host_key"`
	KnownHosts   string       `yaml:"known_hosts"`
	CAFile       string       `yaml:"ca_file"`
	InsecureHTTP bool         `yaml:"insecure_http"`
	Bucket       string       `yaml:"bucket"`
	Prefix       string       `yaml:"prefix"`
	Region       string       `yaml:"region"`
	PathStyle    bool         `yaml:"path_style"`
	AccessKey    string       `yaml:"access_key"`    // text or reference
	SecretKey    string       `yaml:"secret_key"`    // reference
	SessionToken string       `yaml:"session_token"` // reference
	Token        string       `yaml:"token"`         // reference
	OAuth2       *OAuth2      `yaml:"oauth2"`
	Index        *IndexConfig `yaml:"index"`
	FileName     string       `yaml:"file_name"`

	QuietSeconds   *int  `yaml:"quiet_seconds"`   // 60 for sftp, else 0, when absent
	TimeoutSeconds int   `yaml:"timeout_seconds"` // 60 when absent
	Retries        *int  `yaml:"retries"`         // 4 when absent
	MaxMiB         int64 `yaml:"max_mib"`         // 4096 when absent
}

// OAuth2 are client credentials for a token server.
type OAuth2 struct {
	TokenURL     string   `yaml:"token_url"`
	ClientID     string   `yaml:"client_id"`     // text or reference
	ClientSecret string   `yaml:"client_secret"` // reference
	Scopes       []string `yaml:"scopes"`
	InBody       bool     `yaml:"in_body"` // id and secret in the form, for servers that want them there
}

// IndexConfig says where a JSON listing has what. Each place is a path of keys
// with dots between.
type IndexConfig struct {
	Items           string `yaml:"items"`
	Name            string `yaml:"name"`
	URL             string `yaml:"url"`
	Size            string `yaml:"size"`
	SHA256          string `yaml:"sha256"`
	Modified        string `yaml:"modified"`
	Paging          string `yaml:"paging"`
	Next            string `yaml:"next"`
	CursorParameter string `yaml:"cursor_parameter"`
}

// ArchiveConfig bounds what comes out of a ZIP or gzip file.
type ArchiveConfig struct {
	Entries     int   `yaml:"entries"`      // 10000 when absent
	UnpackedMiB int64 `yaml:"unpacked_mib"` // 8192 when absent
	Ratio       int64 `yaml:"ratio"`        // 500 when absent
}

// MountOf gives the folder under which the connector's items appear.
func (c *ConnectorConfig) MountOf() string {
	if c.Mount != "" {
		return c.Mount
	}
	return c.Name
}

// Quiet gives the seconds that a file must have been left alone.
func (c *ConnectorConfig) Quiet() int {
	switch {
	case c.QuietSeconds != nil:
		return *c.QuietSeconds
	case c.Kind == "sftp":
		return 60
	}
	return 0
}

// SecretReference cuts ${env:NAME} or ${file:PATH} in two; ok is false for other text.
func SecretReference(text string) (kind, name string, ok bool) {
	m := secretReference.FindStringSubmatch(text)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

var secretReference = regexp.MustCompile(`^\$\{(env|file):([^${}]+)\}$`)

// connectors checks the doors of a project. No message repeats the value of a
// key that may hold a secret by mistake.
func connectors(config *Config) []error {
	c := &complaints{}
	names, mounts := map[string]bool{}, map[string]string{}
	for i := range config.Connectors {
		k := &config.Connectors[i]
		where := fmt.Sprintf("peil.yml, connector %d", i+1)
		if nameForm.MatchString(k.Name) {
			where = "peil.yml, connector " + k.Name
		} else {
			c.add(where, "has a name that is not small letters, digits and _", "name it")
		}
		if names[k.Name] {
			c.add(where, "stands there twice", "give one of them another name")
		}
		names[k.Name] = true
		mount := k.MountOf()
		if mount != path.Clean(mount) || strings.HasPrefix(mount, "/") || strings.HasPrefix(mount, "..") || strings.ContainsAny(mount, `\*?[`) {
			c.add(where, "has a mount that is no plain folder", "write it like fedasil or fedasil/places")
		} else if other, ok := mounts[mount]; ok {
			c.add(where, fmt.Sprintf("has the mount %q, as has %s", mount, other), "give each its own folder")
		}
		mounts[mount] = k.Name
		if !slices.Contains(ConnectorKinds, k.Kind) {
			c.add(where, "has no kind that is known here", "write one of "+strings.Join(ConnectorKinds, ", "))
			continue
		}
		c.foreign(where, k)
		c.bounds(where, k)
		c.secrets(where, k)
		switch k.Kind {
		case "folder":
			if k.Path == "" {
				c.add(where, "has no path", "name the folder")
			}
		case "sftp":
			c.sftp(where, k)
		case "s3":
			c.s3(where, k)
		case "https":
			c.https(where, k)
		}
	}
	if a := config.Archives; a.Entries < 0 || a.UnpackedMiB < 0 || a.Ratio < 0 {
		c.add("peil.yml, archives", "has a number below 0", "write whole numbers, or leave them out")
	}
	return c.errs
}

// foreign refuses keys that the kind does not have: one in the wrong place would
// be ignored in silence.
func (c *complaints) foreign(where string, k *ConnectorConfig) {
	for _, key := range []struct {
		name  string
		set   bool
		kinds string
	}{
		{"address", k.Address != "", "sftp s3 https"},
		{"path", k.Path != "", "folder sftp"},
		{"user", k.User != "", "sftp https"},
		{"password", k.Password != "", "sftp https"},
		{"private_key", k.PrivateKey != "", "sftp"},
		{"passphrase", k.Passphrase != "", "sftp"},
		{"host_key", k.HostKey != nil, "sftp"},
		{"known_hosts", k.KnownHosts != "", "sftp"},
		{"ca_file", k.CAFile != "", "s3 https"},
		{"insecure_http", k.InsecureHTTP, "s3 https"},
		{"bucket", k.Bucket != "", "s3"},
		{"prefix", k.Prefix != "", "s3"},
		{"region", k.Region != "", "s3"},
		{"path_style", k.PathStyle, "s3"},
		{"access_key", k.AccessKey != "", "s3"},
		{"secret_key", k.SecretKey != "", "s3"},
		{"session_token", k.SessionToken != "", "s3"},
		{"token", k.Token != "", "https"},
		{"oauth2", k.OAuth2 != nil, "https"},
		{"index", k.Index != nil, "https"},
		{"file_name", k.FileName != "", "https"},
		{"timeout_seconds", k.TimeoutSeconds != 0, "sftp s3 https"},
		{"retries", k.Retries != nil, "sftp s3 https"},
		{"max_mib", k.MaxMiB != 0, "sftp s3 https"},
	} {
		if key.set && !slices.Contains(strings.Fields(key.kinds), k.Kind) {
			c.add(where, fmt.Sprintf("has %s, which kind %s does not have", key.name, k.Kind), "take it out; docs/connectors.md says which kind has which keys")
		}
	}
}

func (c *complaints) bounds(where string, k *ConnectorConfig) {
	within := func(key string, got, low, high int64) {
		if got < low || got > high {
			c.add(where, fmt.Sprintf("has %s: %d, want %d to %d", key, got, low, high), "mend it, or leave it out")
		}
	}
	if k.QuietSeconds != nil {
		within("quiet_seconds", int64(*k.QuietSeconds), 0, 3600)
	}
	if k.Retries != nil {
		within("retries", int64(*k.Retries), 0, 20)
	}
	within("timeout_seconds", int64(k.TimeoutSeconds), 0, 3600)
	within("max_mib", k.MaxMiB, 0, 1<<20)
}

// secrets refuses a password or key that stands in the file itself.
func (c *complaints) secrets(where string, k *ConnectorConfig) {
	must := [][2]string{{"password", k.Password}, {"private_key", k.PrivateKey}, {"passphrase", k.Passphrase},
		{"secret_key", k.SecretKey}, {"session_token", k.SessionToken}, {"token", k.Token}}
	if k.OAuth2 != nil {
		must = append(must, [2]string{"oauth2.client_secret", k.OAuth2.ClientSecret})
	}
	for _, s := range must {
		if _, _, ok := SecretReference(s[1]); s[1] != "" && !ok {
			c.add(where, "has a "+s[0]+" that is not a reference, want ${env:NAME} or ${file:PATH}",
				"take it out, have it changed since it was readable here, and name where the new one is")
		}
	}
}

func (c *complaints) sftp(where string, k *ConnectorConfig) {
	if hostOf(k.Address) == "" {
		c.add(where, "has no address like sftp.example.org or sftp.example.org:2222", "write host or host:port; the user stands under user")
	}
	if k.User == "" {
		c.add(where, "has no user", "name the account on the server")
	}
	if k.Password == "" && k.PrivateKey == "" {
		c.add(where, "has neither password nor private_key", "name where one of them is: ${file:PATH} or ${env:NAME}")
	}
	if k.Passphrase != "" && k.PrivateKey == "" {
		c.add(where, "has a passphrase without private_key", "take it out")
	}
	if (len(k.HostKey) > 0) == (k.KnownHosts != "") {
		c.add(where, "needs host_key or known_hosts, one of the two", "ask the supplier for the fingerprint of its host key; there is no connection without")
	}
}

func (c *complaints) s3(where string, k *ConnectorConfig) {
	host := hostOf(k.Address)
	if host == "" {
		c.add(where, "has no address like s3.example.org or s3.example.org:9000", "write host or host:port, without https://")
	}
	if k.InsecureHTTP && !loopback(host) {
		c.add(where, "has insecure_http for another machine", "take it out: only a store on this machine may be reached without encryption")
	}
	if k.Bucket == "" {
		c.add(where, "has no bucket", "name it")
	}
	if (k.AccessKey == "") != (k.SecretKey == "") {
		c.add(where, "has one of access_key and secret_key", "give both, or neither for a public bucket")
	}
}

func (c *complaints) https(where string, k *ConnectorConfig) {
	c.address(where, "address", k.Address, k.InsecureHTTP)
	ways := 0
	for _, set := range []bool{k.Token != "", k.User != "" || k.Password != "", k.OAuth2 != nil} {
		if set {
			ways++
		}
	}
	if ways > 1 {
		c.add(where, "has more than one of token, user with password, and oauth2", "leave one")
	}
	if (k.User == "") != (k.Password == "") {
		c.add(where, "has one of user and password", "give both")
	}
	if o := k.OAuth2; o != nil {
		c.address(where, "oauth2.token_url", o.TokenURL, k.InsecureHTTP)
		if o.ClientID == "" || o.ClientSecret == "" {
			c.add(where, "has oauth2 without client_id or client_secret", "give both")
		}
	}
	i := k.Index
	if i == nil {
		if u, err := url.Parse(k.Address); err == nil && k.FileName == "" && (u.Path == "" || strings.HasSuffix(u.Path, "/")) {
			c.add(where, "has an address that ends in no file name", "give file_name, or index when it lists files")
		}
		return
	}
	if k.FileName != "" {
		c.add(where, "has file_name beside index", "leave one: an index names its files itself")
	}
	if i.Name == "" {
		c.add(where, "has an index without name", "say at which key an item has its name")
	}
	c.oneOf(where, "index.paging", i.Paging, IndexPagings)
	if (i.Paging == "cursor") != (i.Next != "") {
		c.add(where, "needs index.next with paging: cursor, and only then", "say at which key the answer has the cursor")
	}
	if i.CursorParameter != "" && i.Paging != "cursor" {
		c.add(where, "has index.cursor_parameter without paging: cursor", "take it out")
	}
}

// secretParameter is the name of a part of an address that holds a secret.
var secretParameter = regexp.MustCompile(`(?i)(token|key|secret|passw|sig|auth|credential|code$)`)

func (c *complaints) address(where, key, address string, plain bool) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" {
		c.add(where, "has no "+key+" like https://data.example.org/exports", "write the whole address")
		return
	}
	if u.Scheme == "http" && (!plain || !loopback(u.Hostname())) {
		c.add(where, "has an "+key+" without encryption", "write https://; http is for this machine itself, with insecure_http: true")
	}
	if u.User != nil {
		c.add(where, "has a user or password in its "+key, "take them out, have them changed, and name where they are under user and password")
	}
	if u.Fragment != "" {
		c.add(where, "has a # in its "+key, "take out what follows it")
	}
	for _, parameter := range slices.Sorted(maps.Keys(u.Query())) {
		if secretParameter.MatchString(parameter) {
			c.add(where, fmt.Sprintf("has the parameter %q in its %s, which looks like a secret", parameter, key), "take it out and use token, user and password, or oauth2")
		}
	}
}

// hostPort is a host name or address with a port behind it or not.
var hostPort = regexp.MustCompile(`^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?$`)

// hostOf gives the host of host or host:port, and "" for other text.
func hostOf(address string) string {
	m := hostPort.FindStringSubmatch(address)
	if m == nil {
		return ""
	}
	return strings.Trim(m[1], "[]")
}

// loopback tells whether a host is this machine itself.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
