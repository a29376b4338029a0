package pull_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/etl/pull/door"
	"github.com/vlot-evaluatie/peil/models"
)

func means(env map[string]string) door.Means {
	return door.Means{Env: func(name string) (string, bool) { text, ok := env[name]; return text, ok }}
}

func folder(name, path string) models.ConnectorConfig {
	return models.ConnectorConfig{Name: name, Kind: "folder", Path: path}
}

func doors(t *testing.T, exports string, o pull.Options, connectors ...models.ConnectorConfig) pull.Doors {
	t.Helper()
	o.Temporary = t.TempDir()
	d, err := pull.Open(exports, &models.Config{Connectors: connectors}, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func TestDoorsAreOneFolderOfExports(t *testing.T) {
	exports, north := t.TempDir(), t.TempDir()
	write(t, exports, "a.csv", "a")
	write(t, exports, "north/b.csv", "b of the exports")
	write(t, exports, "north/c.csv", "c of the exports")
	write(t, north, "c.csv", "c of the north")
	write(t, north, "deep/d.csv", "d")
	d := doors(t, exports, pull.Options{}, folder("north", north))
	items, err := d.List(context.Background())
	if got := strings.Join(names(items), " "); got != "a.csv north/b.csv north/deep/d.csv" {
		t.Errorf("listed %s", got)
	}
	wantError(t, err, models.Blocked, "north/c.csv: is listed more than once")
	for _, item := range items {
		landed, err := pull.Land(context.Background(), d, item, filepath.Join(t.TempDir(), "s"), t.TempDir(), nil, false)
		if err != nil || landed.Bytes != item.Size {
			t.Errorf("%s: %+v, %v", item.Name, landed, err)
		}
	}
}

func TestFolderThatIsNotThereIsADoorThatIsDown(t *testing.T) {
	exports, share := t.TempDir(), filepath.Join(t.TempDir(), "share")
	write(t, exports, "a.csv", "a")
	d := doors(t, exports, pull.Options{}, folder("share", share))
	items, err := d.List(context.Background())
	if got := strings.Join(names(items), " "); got != "a.csv" {
		t.Errorf("listed %s", got)
	}
	wantError(t, err, models.Unavailable, "connector share: cannot be opened as a folder of exports")
	// It is looked for again: a share is mounted while the scheduler runs.
	write(t, share, "b.csv", "b")
	items, err = d.List(context.Background())
	if got := strings.Join(names(items), " "); got != "a.csv share/b.csv" || err != nil {
		t.Errorf("listed %s, %v", got, err)
	}
	if _, err := pull.Open(filepath.Join(exports, "nowhere"), &models.Config{Connectors: []models.ConnectorConfig{folder("share", share)}}, pull.Options{}); models.CodeOf(err) != models.Invalid {
		t.Errorf("folder of exports that is not there: %v, want that it is refused", err)
	}
}

func TestEmptyDoorsAreToldOnlyWhenAllAreEmpty(t *testing.T) {
	exports, share := t.TempDir(), t.TempDir()
	d := doors(t, exports, pull.Options{}, folder("share", share))
	_, err := d.List(context.Background())
	wantError(t, err, models.Invalid, "list no file, want exports")
	write(t, share, "b.csv", "b")
	if items, err := d.List(context.Background()); err != nil || len(items) != 1 {
		t.Errorf("listed %v, %v", items, err)
	}
}

// stuck is a connector that says what it is given.
type stuck struct{ err error }

func (s stuck) List(context.Context) ([]pull.Item, error) { return nil, s.err }
func (s stuck) Open(context.Context, pull.Item) (io.ReadCloser, error) {
	return nil, errors.New("not listed")
}

func TestErrorsOfAllDoorsAreTold(t *testing.T) {
	one := door.Down("connector one", "cannot be reached", nil)
	two := door.Denied("connector two", "does not let peil in", "", nil)
	_, err := pull.Doors{stuck{one}, stuck{nil}, stuck{two}}.List(context.Background())
	if !errors.Is(err, one) || !errors.Is(err, two) || models.CodeOf(err) != models.Invalid {
		t.Errorf("error = %v", err)
	}
	if _, err := (pull.Doors{}).Open(context.Background(), pull.Item{Name: "a.csv"}); err == nil {
		t.Error("an item of no door is opened")
	}
}

func TestOnlyDoorsOfTheSourcesThatAreTakenInAreAsked(t *testing.T) {
	exports, north, south := t.TempDir(), t.TempDir(), t.TempDir()
	write(t, exports, "a.csv", "a")
	write(t, north, "b.csv", "b")
	write(t, south, "c.csv", "c")
	for only, want := range map[string]string{"north/*.csv": "a.csv north/b.csv", "*/c.csv": "a.csv north/b.csv south/c.csv", "**/c.csv": "a.csv north/b.csv south/c.csv", "*.csv": "a.csv"} {
		d := doors(t, exports, pull.Options{Only: []string{only}}, folder("north", north), folder("south", south))
		items, err := d.List(context.Background())
		if got := strings.Join(names(items), " "); got != want || err != nil {
			t.Errorf("%s: listed %s, %v, want %s", only, got, err, want)
		}
	}
}

func TestPatternsReachIntoFolders(t *testing.T) {
	for _, c := range []struct {
		pattern, folder string
		want            bool
	}{
		{"a/*.csv", "a", true}, {"a/*.csv", "b", false}, {"a/*.csv", "a/b", false}, {"a/*.zip/*.csv", "a/x.zip", true},
		{"a/*.zip", "a/x.zip", false}, {"**/*.csv", "a/b.zip", true}, {"a/**", "a/b/c", true}, {"*.csv", "a", false}, {"[", "a", false}, {"a/b/c.csv", "a", true},
	} {
		if got := pull.Reaches([]string{c.pattern}, c.folder); got != c.want {
			t.Errorf("Reaches(%s, %s) = %v", c.pattern, c.folder, got)
		}
	}
}

func TestArchivesInAFolderAreOpenedForContractsThatLookIntoThem(t *testing.T) {
	exports := t.TempDir()
	write(t, exports, "in/bad.zip", "not an archive")
	write(t, exports, "in/a.csv", "a")
	d := doors(t, exports, pull.Options{Patterns: []string{"in/*.csv"}})
	if items, err := d.List(context.Background()); err != nil || strings.Join(names(items), " ") != "in/a.csv in/bad.zip" {
		t.Errorf("listed %v, %v", names(items), err)
	}
	d = doors(t, exports, pull.Options{Patterns: []string{"in/*.csv", "in/*.zip/*.csv"}})
	items, err := d.List(context.Background())
	wantError(t, err, models.Blocked, "in/bad.zip: is not a ZIP file")
	if strings.Join(names(items), " ") != "in/a.csv" {
		t.Errorf("listed %v", names(items))
	}
}

func TestSecretsComeFromVariablesAndFilesOfTheirOwner(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "open", "geheim")
	write(t, dir, "empty", "\n")
	write(t, dir, "key", "geheim, but no key")
	write(t, dir, "good", "geheim\r\n")
	for _, name := range []string{"empty", "key", "good"} {
		if err := os.Chmod(filepath.Join(dir, name), 0o400); err != nil {
			t.Fatal(err)
		}
	}
	file := func(name string) string { return "${file:" + filepath.Join(dir, name) + "}" }
	for _, c := range []struct{ password, key, fault string }{
		{"${env:SET}", "", ""},
		{file("good"), "", ""},
		{"${env:UNSET}", "", "connector a, password: is ${env:UNSET}, which is not set"},
		{file("open"), "", "which has mode -rw-r--r--"},
		{file("nowhere"), "", "which cannot be read"},
		{file("empty"), "", "which is empty"},
		{file("."), "", "want a small file"},
		{"", file("key"), "private_key: is not a private key that can be read"},
	} {
		k := models.ConnectorConfig{Name: "a", Kind: "sftp", Address: "h", User: "u", Password: c.password, PrivateKey: c.key, HostKey: []string{"SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDdVPtUJTIcU2ZtGBA"}}
		d, err := pull.Open("", &models.Config{Connectors: []models.ConnectorConfig{k}}, pull.Options{Means: means(map[string]string{"SET": "geheim"})})
		if c.fault == "" {
			if err != nil || len(d) != 1 {
				t.Errorf("%+v: %v", c, err)
			}
			continue
		}
		wantError(t, err, models.Invalid, c.fault)
		if strings.Contains(err.Error(), "geheim") {
			t.Errorf("error holds the secret: %v", err)
		}
	}
}

// What is wrong with several connectors is told at once.
func TestAllConnectorsThatCannotBeMadeAreTold(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "ca.pem", "no certificate")
	_, err := pull.Open("", &models.Config{Connectors: []models.ConnectorConfig{
		{Name: "one", Kind: "sftp", Address: "h", User: "u", Password: "${env:P}", HostKey: []string{"nothing"}},
		{Name: "two", Kind: "s3", Address: "h", Bucket: "b", AccessKey: "${env:K}", SecretKey: "${env:S}", CAFile: filepath.Join(dir, "nowhere")},
		{Name: "three", Kind: "https", Address: "https://h/a.csv", OAuth2: &models.OAuth2{TokenURL: "https://t", ClientID: "c", ClientSecret: "${env:T}"}, CAFile: filepath.Join(dir, "ca.pem")},
	}}, pull.Options{Means: means(nil)})
	for _, part := range []string{"connector one, host_key: is neither", "connector one, password", "connector two, access_key", "connector two, secret_key", "nowhere: cannot be read",
		"connector three, oauth2.client_secret", "ca.pem: holds no certificate"} {
		wantError(t, err, models.Invalid, part)
	}
}
