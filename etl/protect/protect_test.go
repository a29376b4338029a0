package protect_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

var secret = []byte("0123456789abcdef0123456789ABCDEF")

func env(text string) func(string) (string, bool) {
	return func(name string) (string, bool) { return text, name == "PEIL_KEY" }
}

func key(t *testing.T) *protect.Key {
	t.Helper()
	k, err := protect.NewKey(bytes.NewReader(secret))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// want computes a pseudonym by its definition, without the package.
func want(domain, normalised string) string {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(domain + "\x00" + normalised))
	x := hex.EncodeToString(h.Sum(nil)[:16])
	return strings.Join([]string{x[:8], x[8:12], x[12:16], x[16:20], x[20:]}, "-")
}

func TestPseudonymIsKeyedHashInTheEngine(t *testing.T) {
	ctx := context.Background()
	db, err := duck.Open(ctx, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := key(t).Register(ctx, db); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ domain, value, normalised string }{
		{"person", "93051822361", "93051822361"},
		{"household", " hh-00012é\u00a0", "HH-00012É"},
		{"staff", "p1", "P1"},
		{"host", "93051822361", "93051822361"},
	} {
		var got string
		err := db.QueryRowContext(ctx, "select cast(peil_pseudonym(?, ?) as varchar)", c.domain, c.value).Scan(&got)
		if err != nil || got != want(c.domain, c.normalised) {
			t.Errorf("peil_pseudonym(%q, %q) = %s, %v, want %s", c.domain, c.value, got, err, want(c.domain, c.normalised))
		}
	}
	var nulls int
	if err := db.QueryRowContext(ctx, "select count(*) from range(5000) where peil_pseudonym('person', null) is null").Scan(&nulls); err != nil || nulls != 5000 {
		t.Errorf("%d nulls of 5000, %v", nulls, err)
	}
	// Several threads share the pool of states.
	var distinct int
	if err := db.QueryRowContext(ctx, "select count(distinct peil_pseudonym('person', cast(range as varchar))) from range(300000)").Scan(&distinct); err != nil || distinct != 300000 {
		t.Errorf("%d distinct pseudonyms of 300000 values, %v", distinct, err)
	}
}

func TestNormaliseMakesSpellingsEqual(t *testing.T) {
	for _, c := range [][3]string{
		{"insz", " 93.05.18-223.61 ", "93051822361"},
		{"text", " hh-12\t", "HH-12"},
	} {
		if got := protect.Normalise(c[0], c[1]); got != c[2] {
			t.Errorf("Normalise(%s, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestKeyIsReadFromItsReference(t *testing.T) {
	data := t.TempDir()
	file := filepath.Join(t.TempDir(), "peil.key")
	if err := key(t).Write(file, data); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o400 {
		t.Errorf("mode %v, %v, want 0400", info.Mode(), err)
	}
	for name, ref := range map[string]struct{ reference, env string }{
		"file":          {"${file:" + file + "}", ""},
		"hexadecimal":   {"${env:PEIL_KEY}", hex.EncodeToString(secret)},
		"base64":        {"${env:PEIL_KEY}", base64.StdEncoding.EncodeToString(secret) + "\n"},
		"base64 of URL": {"${env:PEIL_KEY}", base64.RawURLEncoding.EncodeToString(secret)},
	} {
		k, err := protect.LoadKey([]string{ref.reference}, env(ref.env), data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, want := k.Pseudonym("person", "1"), key(t).Pseudonym("person", "1"); got != want {
			t.Errorf("%s gives another key", name)
		}
	}
	if err := key(t).Write(file, data); models.CodeOf(err) != models.Invalid {
		t.Errorf("second write: %v, want a refusal", err)
	}
}

func TestUnsafeKeyIsRefusedWithoutShowingIt(t *testing.T) {
	data, elsewhere := t.TempDir(), t.TempDir()
	text := hex.EncodeToString(secret)
	put := func(path string, mode os.FileMode) string {
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return "${file:" + path + "}"
	}
	link := filepath.Join(elsewhere, "link")
	inside := put(filepath.Join(data, "peil.key"), 0o400)
	if err := os.Symlink(filepath.Join(data, "peil.key"), link); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ reference, env, want string }{
		"inside the data folder":    {inside, "", "inside the data folder"},
		"a link into it":            {"${file:" + link + "}", "", "inside the data folder"},
		"readable by the group":     {put(filepath.Join(elsewhere, "group"), 0o440), "", "chmod 0400"},
		"readable by others":        {put(filepath.Join(elsewhere, "others"), 0o404), "", "chmod 0400"},
		"absent":                    {"${file:" + filepath.Join(elsewhere, "none") + "}", "", "peil key new"},
		"a folder":                  {"${file:" + elsewhere + "}", "", "mode"},
		"not set":                   {"${env:OTHER}", "", "is not set"},
		"written into peil.yml":     {text, "", "not a reference"},
		"too short":                 {"${env:PEIL_KEY}", text[:62], "want at least 32 bytes"},
		"not hexadecimal or base64": {"${env:PEIL_KEY}", "this is no key at all, just words!", "want at least 32 bytes"},
		"one byte repeated":         {"${env:PEIL_KEY}", strings.Repeat("00", 32), "no secret"},
		"another kind":              {"${vault:x}", "", "not a reference"},
	} {
		_, err := protect.LoadKey([]string{c.reference}, env(c.env), data)
		var u *models.Error
		if !errors.As(err, &u) || u.Code != models.Invalid || !strings.Contains(err.Error(), c.want) || u.Fix == "" {
			t.Errorf("%s: %v, want a refusal with %q", name, err, c.want)
		} else if strings.Contains(err.Error(), text[:20]) {
			t.Errorf("%s: the message shows the key: %v", name, err)
		}
	}
}

func TestWrongKeyIsNoticedBeforeWriting(t *testing.T) {
	file := models.Layout{Root: filepath.Join(t.TempDir(), "data")}.KeyCheck()
	for range 2 { // written once, then compared
		if err := key(t).Verify(file, 0); err != nil {
			t.Fatal(err)
		}
	}
	before, err := os.ReadFile(file)
	if err != nil || bytes.Contains(before, []byte(hex.EncodeToString(secret)[:16])) {
		t.Fatalf("check value %s, %v: want one without the key", before, err)
	}
	other, err := protect.NewKey(strings.NewReader(strings.Repeat("another key for a test ", 2)))
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Verify(file, 0); models.CodeOf(err) != models.Invalid {
		t.Errorf("other key: %v, want a refusal", err)
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("check value changed to %s, %v", after, err)
	}
	if err := os.WriteFile(file, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := key(t).Verify(file, 0); models.CodeOf(err) != models.Invalid {
		t.Errorf("torn check value: %v, want a refusal", err)
	}
}

func TestKeyNeverPrintsItself(t *testing.T) {
	k := key(t)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q", "%d"} {
		if got := fmt.Sprintf(verb, k); got != "key version 1" {
			t.Errorf("%s gives %q, want the version alone", verb, got)
		}
	}
}

func TestAgeBandCountsCompletedYears(t *testing.T) {
	db, err := duck.Open(context.Background(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c := &models.Column{Class: "quasi", Action: "generalise", To: "age_band"}
	for _, x := range [][3]string{
		{"2016-03-21", "2022-03-20", "0-5"},
		{"2016-03-21", "2022-03-21", "6-11"},
		{"2010-03-21", "2022-03-20", "6-11"},
		{"2010-03-21", "2022-03-21", "12-17"},
		{"2004-12-31", "2022-12-30", "12-17"},
		{"2004-12-31", "2022-12-31", "18-64"},
		{"2004-02-29", "2022-02-28", "12-17"}, // completed on 1 March
		{"2004-02-29", "2022-03-01", "18-64"},
		{"1957-06-01", "2022-05-31", "18-64"},
		{"1957-06-01", "2022-06-01", "65+"},
		{"2022-03-21", "2022-03-21", "0-5"},
	} {
		var got string
		sql := "select " + protect.Expression(c, "b", "a") + " from (select cast(? as date) as b, cast(? as date) as a)"
		if err := db.QueryRow(sql, x[0], x[1]).Scan(&got); err != nil || got != x[2] {
			t.Errorf("born %s, at %s: %q, %v, want %s", x[0], x[1], got, err, x[2])
		}
	}
}

func TestActionDecidesWhatIsMasked(t *testing.T) {
	for _, c := range []struct {
		class, action string
		masked        bool
	}{
		{"identifier", "pseudonymise", true}, {"identifier", "drop", true}, {"free_text", "keep", true},
		{"quasi", "generalise", true}, {"quasi", "drop", true}, {"quasi", "keep", false},
		{"measure", "keep", false}, {"technical", "keep", false}, {"sensitive", "keep", false}, {"sensitive", "drop", true},
	} {
		if got := protect.Masked(&models.Column{Class: c.class, Action: c.action}); got != c.masked {
			t.Errorf("%s, %s: masked %v, want %v", c.class, c.action, got, c.masked)
		}
	}
}

// TestPseudonymIsTheFirstHalfOfAnHMAC holds the quick way against the definition,
// for texts that take each of its branches.
func TestPseudonymIsTheFirstHalfOfAnHMAC(t *testing.T) {
	secret := bytes.Repeat([]byte("0123456789abcdef"), 4)
	k, err := protect.NewKey(bytes.NewReader(secret))
	if err != nil {
		t.Fatal(err)
	}
	pieces := []string{"", " ", "\t", "hh-12", "HH-12", "é", "ß", "\u00a0", "0123456789012345678901234567890123456789", "\x00", "z{", "\xff"}
	for _, domain := range []string{"person", "household"} {
		for _, a := range pieces {
			for _, b := range pieces {
				for _, c := range pieces {
					value := a + b + c
					h := hmac.New(sha256.New, secret[:32])
					h.Write([]byte(domain + "\x00" + strings.ToUpper(strings.TrimSpace(value))))
					if got := k.Pseudonym(domain, value); !bytes.Equal(got[:], h.Sum(nil)[:16]) {
						t.Fatalf("pseudonym of %q in %s is %x", value, domain, got)
					}
				}
			}
		}
	}
}

// chained computes a pseudonym of the second key version by its definition.
func chained(first, second []byte, domain, normalised string) [16]byte {
	h := hmac.New(sha256.New, first)
	h.Write([]byte(domain + "\x00" + normalised))
	before := h.Sum(nil)[:16]
	h = hmac.New(sha256.New, second)
	h.Write(before)
	return [16]byte(h.Sum(nil)[:16])
}

// keys loads the keys as a project names them, the earliest first.
func keys(t *testing.T, secrets ...[]byte) *protect.Key {
	t.Helper()
	texts, references := map[string]string{}, []string{}
	for i, s := range secrets {
		name := fmt.Sprint("KEY", i)
		texts[name], references = hex.EncodeToString(s), append(references, "${env:"+name+"}")
	}
	k, err := protect.LoadKey(references, func(name string) (string, bool) { text, ok := texts[name]; return text, ok }, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return k
}

var later, other = []byte("the second key, of 32 bytes text"), []byte("a key that nobody has ever named")

func TestLaterKeyHashesWhatTheEarlierOneGives(t *testing.T) {
	want := chained(secret, later, "person", "93051822361")
	both := keys(t, secret, later)
	if got := both.Pseudonym("person", "93051822361"); got != want || both.Version() != 2 {
		t.Errorf("version %d gives %x, want version 2 and %x", both.Version(), got, want)
	}
	if got := both.Rotate(keys(t, secret).Pseudonym("person", "93051822361")); got != want {
		t.Errorf("the stored pseudonym becomes %x, want %x", got, want)
	}
	ctx := context.Background()
	db, err := duck.Open(ctx, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := errors.Join(keys(t, secret).Register(ctx, db), both.RegisterRotation(ctx, db)); err != nil {
		t.Fatal(err)
	}
	var got string
	var nulls int
	err = db.QueryRow("select cast(peil_rotate(cast(peil_pseudonym('person', '93051822361') as varchar)) as varchar), (select count(*) from range(9) where peil_rotate(null) is null)").Scan(&got, &nulls)
	if err != nil || got != protect.Text(want) || nulls != 9 {
		t.Errorf("the engine gives %s and %d nulls, %v, want %s and 9", got, nulls, err, protect.Text(want))
	}
	if _, err := protect.LoadKey([]string{"${env:PEIL_KEY}", "${env:PEIL_KEY}"}, env(hex.EncodeToString(secret)), t.TempDir()); models.CodeOf(err) != models.Invalid {
		t.Errorf("one key under two versions: %v, want a refusal", err)
	}
}

func TestRotationAsksForAllEarlierKeys(t *testing.T) {
	file := models.Layout{Root: filepath.Join(t.TempDir(), "data")}.KeyCheck()
	first, both := keys(t, secret), keys(t, secret, later)
	refused := func(about string, err error, want string) {
		t.Helper()
		if models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want a refusal with %q", about, err, want)
		}
	}
	begin := func(k *protect.Key, lake int) error { _, err := k.BeginRotation(file, lake); return err }
	refused("before the first run", begin(both, 0), "no pseudonyms were made")
	if err := first.Verify(file, 0); err != nil {
		t.Fatal(err)
	}
	refused("no newer key", begin(first, 1), "names no newer key")
	refused("another earlier key", begin(keys(t, other, later), 1), "another key")
	refused("two newer keys", begin(keys(t, secret, later, other), 1), "name 2")
	refused("a run with a key that the lake does not have yet", both.Verify(file, 1), "peil key rotate")
	if err := begin(both, 1); err != nil {
		t.Fatal(err)
	}
	// Cut off here, the lake is as it was: the run of before works, and another later
	// key can still be chosen.
	if err := first.Verify(file, 1); err != nil {
		t.Errorf("the earlier key, before the snapshot: %v", err)
	}
	refused("a run before the snapshot", both.Verify(file, 1), "peil key rotate")
	if err := errors.Join(begin(keys(t, secret, other), 1), begin(both, 1)); err != nil {
		t.Error(err)
	}
	// Cut off after the snapshot, the next command goes on with the new key only.
	refused("the earlier key, after the snapshot", first.Verify(file, 2), "only 1 key is named")
	refused("another later key, after the snapshot", keys(t, secret, other).Verify(file, 2), "another key")
	if none, err := both.Fits(file, 2); none || err != nil {
		t.Errorf("the right keys, after the snapshot: %v, %v", none, err)
	}
	if done, err := both.BeginRotation(file, 2); !done || err != nil {
		t.Errorf("the rotation again, after the snapshot: done %v, %v", done, err)
	}
	if err := errors.Join(both.Verify(file, 2), both.EndRotation(file)); err != nil {
		t.Error(err)
	}
	refused("the keys in another order", keys(t, later, secret).Verify(file, 2), "another key")
	refused("another first key", keys(t, other, later).Verify(file, 2), "another key")
	if text, err := os.ReadFile(file); err != nil || bytes.Contains(text, []byte("next")) {
		t.Errorf("check value %s, %v, want that of one key", text, err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	refused("a lake without a check value", both.Verify(file, 2), "is not there, though")
}
