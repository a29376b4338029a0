package models_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
)

// loadConfig reads a project that is only a peil.yml.
func loadConfig(text string) (*models.Project, error) {
	return models.LoadProject(fstest.MapFS{"peil.yml": {Data: []byte(text)}})
}

func TestExamplesOfTheDocumentationAreConnectors(t *testing.T) {
	text, err := os.ReadFile("../docs/connectors.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```yaml\n(connectors:.*?)```").FindSubmatch(text)
	if block == nil {
		t.Fatal("docs/connectors.md has no block of connectors")
	}
	p, err := loadConfig(string(block[1]))
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]bool{}
	for _, c := range p.Config.Connectors {
		kinds[c.Kind] = true
	}
	for _, kind := range models.ConnectorKinds {
		if !kinds[kind] {
			t.Errorf("no example of kind %s", kind)
		}
	}
	sftp := p.Config.Connectors[1]
	if sftp.MountOf() != "fedasil" || sftp.Quiet() != 60 || p.Config.Connectors[0].Quiet() != 0 {
		t.Errorf("mount %q, quiet %d, of a folder %d; want fedasil, 60, 0", sftp.MountOf(), sftp.Quiet(), p.Config.Connectors[0].Quiet())
	}
}

// Whatever is wrong with a connector is told with its name, all at once, and
// never with what may be a secret.
func TestConnectorsThatCannotWorkAreRefusedWhenTheProjectIsRead(t *testing.T) {
	sftp := "kind: sftp, address: h, user: u, password: '${env:P}', host_key: ['SHA256:x']"
	for text, fault := range map[string]string{
		"{name: a, kind: ftp}":                                                                               "has no kind that is known here; write one of folder, sftp, s3, https",
		"{name: A b, kind: sftp}":                                                                            "connector 1: has a name that is not small letters",
		"{name: a, kind: folder}":                                                                            "has no path",
		"{name: a, kind: folder, path: x, bucket: b}":                                                        "has bucket, which kind folder does not have",
		"{name: a, kind: folder, path: x, mount: ../up}":                                                     "has a mount that is no plain folder",
		"{name: a, kind: folder, path: x, mount: /abs}":                                                      "has a mount that is no plain folder",
		"{name: a, kind: folder, path: x}, {name: b, kind: folder, path: y, mount: a}":                       `has the mount "a", as has a`,
		"{name: a, kind: folder, path: x}, {name: a, kind: folder, path: y, mount: b}":                       "stands there twice",
		"{name: a, kind: folder, path: x, quiet_seconds: -1}":                                                "has quiet_seconds: -1, want 0 to 3600",
		"{name: a, " + sftp + ", known_hosts: f}":                                                            "needs host_key or known_hosts, one of the two",
		"{name: a, kind: sftp, address: h, user: u, password: '${env:P}'}":                                   "there is no connection without",
		"{name: a, kind: sftp, address: h, user: u, host_key: ['SHA256:x']}":                                 "has neither password nor private_key",
		"{name: a, kind: sftp, address: 'geheim@h', user: u, password: '${env:P}', known_hosts: f}":          "has no address like sftp.example.org",
		"{name: a, kind: sftp, address: h, user: u, password: geheim, known_hosts: f}":                       "has a password that is not a reference",
		"{name: a, kind: sftp, address: h, user: u, password: '${env:P}geheim', known_hosts: f}":             "has a password that is not a reference",
		"{name: a, kind: sftp, address: h, user: u, private_key: geheim, known_hosts: f}":                    "has a private_key that is not a reference",
		"{name: a, " + sftp + ", passphrase: '${env:Q}'}":                                                    "has a passphrase without private_key",
		"{name: a, kind: s3, address: 'https://h', bucket: b}":                                               "without https://",
		"{name: a, kind: s3, address: h}":                                                                    "has no bucket",
		"{name: a, kind: s3, address: h, bucket: b, access_key: k}":                                          "has one of access_key and secret_key",
		"{name: a, kind: s3, address: h, bucket: b, access_key: k, secret_key: geheim}":                      "has a secret_key that is not a reference",
		"{name: a, kind: s3, address: 's3.example.org', bucket: b, insecure_http: true}":                     "has insecure_http for another machine",
		"{name: a, kind: https, address: 'http://h/a.csv'}":                                                  "has an address without encryption",
		"{name: a, kind: https, address: 'http://h/a.csv', insecure_http: true}":                             "has an address without encryption",
		"{name: a, kind: https, address: 'https://u:geheim@h/a.csv'}":                                        "has a user or password in its address",
		"{name: a, kind: https, address: 'https://h/a.csv?sig=geheim'}":                                      `has the parameter "sig" in its address, which looks like a secret`,
		"{name: a, kind: https, address: 'https://h/'}":                                                      "ends in no file name",
		"{name: a, kind: https, address: 'https://h/a', user: u}":                                            "has one of user and password",
		"{name: a, kind: https, address: 'https://h/a', token: '${env:T}', user: u, password: '${env:T}'}":   "more than one of token",
		"{name: a, kind: https, address: 'https://h/a', token: Bearer geheim}":                               "has a token that is not a reference",
		"{name: a, kind: https, address: 'https://h/a', oauth2: {token_url: 'http://t', client_id: c}}":      "has an oauth2.token_url without encryption",
		"{name: a, kind: https, address: 'https://h/a', oauth2: {client_id: c, client_secret: geheim}}":      "has a oauth2.client_secret that is not a reference",
		"{name: a, kind: https, address: 'https://h/a', index: {items: x}}":                                  "has an index without name",
		"{name: a, kind: https, address: 'https://h/a', index: {name: n, paging: pages}}":                    `index.paging is "pages"`,
		"{name: a, kind: https, address: 'https://h/a', index: {name: n, paging: cursor}}":                   "needs index.next with paging: cursor",
		"{name: a, kind: https, address: 'https://h/a', index: {name: n, cursor_parameter: c}}":              "has index.cursor_parameter without paging: cursor",
		"{name: a, kind: https, address: 'https://h/a', index: {name: n}, file_name: x}":                     "has file_name beside index",
		"{name: a, kind: folder, path: x, token: geheim}":                                                    "has token, which kind folder does not have",
		"{name: a, kind: https, address: 'https://h/a', retries: 21}, {name: B, kind: folder, path: geheim}": "has retries: 21, want 0 to 20",
	} {
		_, err := loadConfig("connectors: [" + text + "]")
		if models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s:\n%v\nwant %q", text, err, fault)
		}
		if err != nil && strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: the error repeats what may be a secret: %v", text, err)
		}
	}
	for _, good := range []string{
		"{name: a, " + sftp + "}",
		"{name: a, kind: s3, address: 'localhost:9000', bucket: b, insecure_http: true}",
		"{name: a, kind: https, address: 'http://127.0.0.1:8080/a.csv', insecure_http: true}",
		"{name: a, kind: https, address: 'https://h/list?format=json', token: '${file:/etc/peil/token}', index: {name: n, paging: cursor, next: n, cursor_parameter: c}}",
	} {
		if _, err := loadConfig("connectors: [" + good + "]"); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
}
