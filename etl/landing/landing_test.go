package landing_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/models"
)

// Pairs of a recipient and its identity, made for these tests.
var pairs = [][2]string{
	{"age1muka43uv6dnch7pwhqu3u5twvn3fvualkcv8f3aa0wjvp4hewfaqv5kdpm", "AGE-SECRET-KEY-1CUPZVVD58WAR0X0VA7RJQMTDRL8P2LZYG865PWLDX57MYESJ6PMSAMRU0C"},
	{"age1e2hrnxxzuel65g4nzfcz6y3gs9nh9n04q9q96apf46qwepqz6u4syavr6e", "AGE-SECRET-KEY-13SMFSHJU93RZQKAAUVWNRY36NA0H5C3HWMSSJUQK9CPN63YC955SE7R9S5"},
}

func identity(text string) *landing.Identity {
	return landing.LoadIdentity("${env:IDENTITY}", func(string) (string, bool) { return text, true }, "data")
}

// sealed lands bytes, seals them for both recipients and takes the plain ones away.
func sealed(t *testing.T, text []byte) (l models.Layout, sum string) {
	t.Helper()
	l = models.Layout{Root: t.TempDir()}
	hash := sha256.Sum256(text)
	sum = hex.EncodeToString(hash[:])
	if err := os.MkdirAll(l.Landing("s"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(l.Landed("s", sum), text, 0o600); err != nil {
		t.Fatal(err)
	}
	to, err := landing.ReadRecipients(models.LandingConfig{EncryptTo: []string{pairs[0][0], pairs[1][0]}})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := to.Seal(l, "s", sum, &out); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(l.Sealed("s", sum), out.Bytes(), 0o600), os.Remove(l.Landed("s", sum))); err != nil {
		t.Fatal(err)
	}
	return l, sum
}

// age seals pieces of 64 KiB: what is read must not depend on where they meet.
func TestSealedBytesReadAsThePlainOnesAtAnyPlace(t *testing.T) {
	const piece = 64 << 10
	for _, size := range []int{0, 1, piece - 1, piece, piece + 1, 3*piece + 7} {
		text := make([]byte, size)
		for i := range text {
			text[i] = byte(i * 7 >> 3)
		}
		l, sum := sealed(t, text)
		for i, pair := range pairs {
			f, err := landing.Open(l, "s", sum, identity("# a comment\r\n"+pair[1]+"\r\n"))
			if err != nil {
				t.Fatalf("%d bytes, recipient %d: %v", size, i, err)
			}
			defer f.Close()
			if all, err := io.ReadAll(f); err != nil || !bytes.Equal(all, text) || f.Size() != int64(size) {
				t.Errorf("%d bytes: read %d of %d, %v", size, len(all), f.Size(), err)
			}
			if got, err := f.Sum(); err != nil || got != sum {
				t.Errorf("%d bytes: sum %s, %v, want %s", size, got, err, sum)
			}
			for _, at := range []int{0, piece - 3, size - 4} {
				if at < 0 || at >= size {
					continue
				}
				want := text[at:min(at+10, size)]
				got := make([]byte, len(want))
				if _, err := f.ReadAt(got, int64(at)); err != nil && err != io.EOF || !bytes.Equal(got, want) {
					t.Errorf("%d bytes: at %d %v, %v, want %v", size, at, got, err, want)
				}
			}
			if n, err := f.ReadAt(make([]byte, 4), int64(size)+9); n != 0 || err != io.EOF {
				t.Errorf("%d bytes: behind the end %d, %v, want EOF", size, n, err)
			}
		}
	}
}

func TestWhatDoesNotOpenSaysWhy(t *testing.T) {
	l, sum := sealed(t, []byte("day;meals\n"))
	other := filepath.Join(t.TempDir(), "other")
	if _, err := landing.NewIdentity(other, l.Root); err != nil {
		t.Fatal(err)
	}
	env := func(string) (string, bool) { return "", false }
	for _, c := range []struct {
		id   *landing.Identity
		want string
	}{
		{nil, "landing/s/" + sum + ".age: is sealed, and no landing_identity is named that opens it"},
		{landing.LoadIdentity("", env, l.Root), "no landing_identity is named"},
		{landing.LoadIdentity("${env:NONE}", env, l.Root), "${env:NONE}: is not set; set NONE to the identity"},
		{landing.LoadIdentity("${file:"+other+"}", env, l.Root), sum + ".age: is not opened by landing_identity"},
		{landing.LoadIdentity(pairs[0][1], env, l.Root), "peil.yml, landing_identity: is not a reference"},
		{identity(pairs[0][1][:70]), "${env:IDENTITY}: holds no age identity"},
		{identity(pairs[0][0]), "${env:IDENTITY}: holds no age identity"},
	} {
		_, err := landing.Open(l, "s", sum, c.id)
		if models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), pairs[0][1][15:60]) {
			t.Errorf("the secret is told: %v", err)
		}
	}
	if err := landing.LoadIdentity("${env:NONE}", env, l.Root).Ready(); !errors.Is(err, fs.ErrNotExist) || models.CodeOf(err) != models.Invalid {
		t.Errorf("a variable that is not set: %v", err)
	}
	if _, err := landing.Open(l, "s", strings.Repeat("0", 64), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("bytes that are not there: %v", err)
	}
	if text := fmt.Sprintf("%v %+v %#v %s", identity(pairs[0][1]), identity(pairs[0][1]), identity(pairs[0][1]), identity(pairs[0][1])); strings.Contains(text, "SECRET") {
		t.Errorf("the identity prints itself: %s", text)
	}
}

// Whatever byte is changed, what is read is what was received, or an error.
func TestNoDamageIsReadAsWhatWasReceived(t *testing.T) {
	text := []byte("day;meals\n31/01/2023;9\n")
	l, sum := sealed(t, text)
	good, err := os.ReadFile(l.Sealed("s", sum))
	if err != nil {
		t.Fatal(err)
	}
	read := func(bytes []byte) ([]byte, error) {
		if err := os.WriteFile(l.Sealed("s", sum), bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := landing.Open(l, "s", sum, identity(pairs[0][1]))
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(f)
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1
		if got, err := read(bad); err == nil && !bytes.Equal(got, text) {
			t.Errorf("byte %d is changed, and %q is read", i, got)
		}
		if got, err := read(good[:i]); err == nil {
			t.Errorf("cut off after %d bytes, and %q is read", i, got)
		}
	}
}

func TestWhatIsNoRecipientIsRefusedAndNotRepeated(t *testing.T) {
	for _, c := range []struct {
		entries []string
		want    string
	}{
		{[]string{pairs[0][0], pairs[0][1]}, "entry 2: is a secret key"},
		{[]string{strings.ToLower(pairs[0][1])}, "entry 1: is a secret key"},
		{[]string{"# " + pairs[0][1]}, "entry 1: is a secret key"},
		{[]string{pairs[0][0][:61]}, "entry 1: is no age recipient"},
		{[]string{pairs[0][0][:61] + "q"}, "entry 1: is no age recipient"}, // the check at its end
		{[]string{""}, "entry 1: is no age recipient"},
		{[]string{pairs[0][0] + "\n" + pairs[1][0]}, "entry 1: is no age recipient"},
		{[]string{"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG"}, "entry 1: is no age recipient"},
	} {
		_, err := landing.ReadRecipients(models.LandingConfig{EncryptTo: c.entries})
		if models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.entries, err, c.want)
		}
		if err != nil && strings.Contains(strings.ToUpper(err.Error()), pairs[0][1][15:60]) {
			t.Errorf("the secret is told: %v", err)
		}
	}
	if to, err := landing.ReadRecipients(models.LandingConfig{}); err != nil || len(to) != 0 {
		t.Errorf("%v, %v, want none", to, err)
	}
}
