package sftp_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/vlot-evaluatie/peil/etl/pull/sftp"
	"github.com/vlot-evaluatie/peil/models"
)

func TestFilesBelowTheRootAreListedAndRead(t *testing.T) {
	s := serve(t)
	s.put("out/places.csv", "a;b\n1;2\n")
	s.put("out/2023/met spatie.csv", "x")
	s.put("elsewhere.csv", "not below the root")
	c := s.config(&still{})
	c.Root = "out"
	got := connect(t, c)
	items := list(t, got)
	if names(items) != "fedasil/2023/met spatie.csv fedasil/places.csv" || items[1].Size != 8 {
		t.Fatalf("listed %+v", items)
	}
	if text, err := read(t, got, items[1]); err != nil || text != "a;b\n1;2\n" {
		t.Errorf("read %q, %v", text, err)
	}
	if s.dials.Load() != 1 {
		t.Errorf("%d connections, want one for all", s.dials.Load())
	}
}

func TestPrivateKeyLetsInAndAWrongPasswordIsNotTriedAgain(t *testing.T) {
	s := serve(t)
	s.put("a.csv", "x")
	own := signer(t)
	s.accepted = own.PublicKey()
	c := s.config(&still{})
	c.Password, c.Signer = "", own
	if got := names(list(t, connect(t, c))); got != "fedasil/a.csv" {
		t.Errorf("listed %s with a key", got)
	}
	var w still
	c = s.config(&w)
	c.Password = "verkeerd"
	before := s.dials.Load()
	_, err := connect(t, c).List(context.Background())
	wantError(t, err, models.Invalid, "connector fedasil: does not let peil in")
	if len(w.slept) != 0 || s.dials.Load() != before+1 {
		t.Errorf("slept %v, dialled %d times, want one attempt", w.slept, s.dials.Load()-before)
	}
	if strings.Contains(err.Error(), "verkeerd") {
		t.Errorf("error holds the password: %v", err)
	}
}

func TestAnotherHostKeyIsRefusedBeforeThePasswordIsSent(t *testing.T) {
	s := serve(t)
	s.put("a.csv", "x")
	other := signer(t).PublicKey()
	var w still
	c := s.config(&w)
	c.HostKeys = []sftp.HostKey{{Fingerprint: ssh.FingerprintSHA256(other)}}
	_, err := connect(t, c).List(context.Background())
	wantError(t, err, models.Invalid, "shows the host key ssh-ed25519 "+ssh.FingerprintSHA256(s.key), "want "+ssh.FingerprintSHA256(other))
	if len(w.slept) != 0 {
		t.Errorf("slept %v, want no second attempt", w.slept)
	}
	// One of several is enough: keys are replaced one after the other.
	line := string(ssh.MarshalAuthorizedKey(s.key))
	whole, err := sftp.ParseHostKey(line)
	if err != nil {
		t.Fatal(err)
	}
	c.HostKeys = append(c.HostKeys, whole)
	if got := names(list(t, connect(t, c))); got != "fedasil/a.csv" {
		t.Errorf("listed %s", got)
	}
	if _, err := sftp.ParseHostKey("SHA256:kort"); err == nil {
		t.Error("half a fingerprint is taken")
	}
}

func TestKnownHostsDecideAboutTheHostKey(t *testing.T) {
	s := serve(t)
	s.put("a.csv", "x")
	dir := t.TempDir()
	write := func(name string, key ssh.PublicKey) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(knownhosts.Line([]string{s.address}, key)+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	c := s.config(&still{})
	c.HostKeys, c.KnownHosts = nil, write("right", s.key)
	if got := names(list(t, connect(t, c))); got != "fedasil/a.csv" {
		t.Errorf("listed %s", got)
	}
	c.KnownHosts = write("wrong", signer(t).PublicKey())
	_, err := connect(t, c).List(context.Background())
	wantError(t, err, models.Invalid, "shows the host key ssh-ed25519")
	c.KnownHosts = filepath.Join(dir, "nowhere")
	_, err = connect(t, c).List(context.Background())
	wantError(t, err, models.Invalid, "nowhere: cannot be read")
}

func TestBrokenTransferGoesOnWhereItStopped(t *testing.T) {
	// The first connection breaks in the middle of the file, the second a
	// little later, the third holds.
	s := serve(t, 700_000, 900_000)
	text := strings.Repeat("0123456789abcdef", 200_000) // 3.2 MB
	s.put("big.csv", text)
	var w still
	c := connect(t, s.config(&w))
	items := list(t, c)
	got, err := read(t, c, items[0])
	if err != nil || got != text {
		t.Fatalf("read %d bytes, %v, want %d", len(got), err, len(text))
	}
	if s.dials.Load() != 3 || len(w.slept) < 2 {
		t.Errorf("%d connections, slept %v, want 3 connections", s.dials.Load(), w.slept)
	}
}

func TestTransferThatBreaksEachTimeEndsAsUnavailable(t *testing.T) {
	s := serve(t, 0, 4000, 4000, 4000, 4000, 4000, 4000, 4000)
	s.put("big.csv", strings.Repeat("x", 3_000_000))
	c := s.config(&still{})
	first := connect(t, c)
	items := list(t, first)
	_, err := read(t, connect(t, c), items[0])
	wantError(t, err, models.Unavailable, "fedasil/big.csv: cannot be read to its end")
}

func TestSilentServerIsLeftAfterTheTimeout(t *testing.T) {
	s := serve(t, 700_000, 0)
	s.mu.Lock()
	s.silent = true
	s.mu.Unlock()
	text := strings.Repeat("0123456789abcdef", 200_000)
	s.put("big.csv", text)
	c := s.config(&still{})
	c.Patience.Timeout = time.Second
	got := connect(t, c)
	if out, err := read(t, got, list(t, got)[0]); err != nil || out != text {
		t.Errorf("read %d bytes, %v, want %d over a second connection", len(out), err, len(text))
	}
}

func TestFileThatChangesAfterTheListingIsLeftForTheNextRun(t *testing.T) {
	s := serve(t)
	s.put("a.csv", "half of it")
	s.put("b.csv", "gone before it is read")
	c := connect(t, s.config(&still{}))
	items := list(t, c)
	s.put("a.csv", "half of it, and the rest")
	if err := os.Remove(filepath.Join(s.dir, "b.csv")); err != nil {
		t.Fatal(err)
	}
	_, err := read(t, c, items[0])
	wantError(t, err, models.Unavailable, "fedasil/a.csv: is still growing; the next run takes it")
	_, err = read(t, c, items[1])
	wantError(t, err, models.Unavailable, "fedasil/b.csv: was listed, but is gone")
}

func TestFileThatGrowsWhileItIsReadIsNotTaken(t *testing.T) {
	s := serve(t)
	s.put("a.csv", strings.Repeat("x", 3_000_000))
	c := connect(t, s.config(&still{}))
	item := list(t, c)[0]
	r, err := c.Open(context.Background(), item)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Read(make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	s.put("a.csv", strings.Repeat("y", 3_000_100))
	buffer := make([]byte, 1<<20)
	for err == nil {
		_, err = r.Read(buffer)
	}
	wantError(t, err, models.Unavailable, "fedasil/a.csv: is still growing")
}

func TestLinksStayBelowTheRootAndHostileNamesAreRefused(t *testing.T) {
	s := serve(t)
	s.put("out/real.csv", "x")
	s.put("secret.csv", "secret")
	s.put(`out/back\slash.csv`, "x")
	s.put("out/line\nend.csv", "x")
	for link, to := range map[string]string{"in.csv": "real.csv", "out.csv": "../secret.csv", "nowhere.csv": "gone.csv"} {
		if err := os.Symlink(to, filepath.Join(s.dir, "out", link)); err != nil {
			t.Fatal(err)
		}
	}
	c := s.config(&still{})
	c.Root = "out"
	items, err := connect(t, c).List(context.Background())
	if names(items) != "fedasil/in.csv fedasil/real.csv" {
		t.Errorf("listed %s", names(items))
	}
	wantError(t, err, models.Blocked, `has the link "out.csv"`, `has the link "nowhere.csv"`, `has a backslash: "back\\slash.csv`, "has a control character")
}

func TestRootThatIsNotThereAndServerThatIsDownAreTold(t *testing.T) {
	s := serve(t)
	c := s.config(&still{})
	c.Root = "nowhere"
	_, err := connect(t, c).List(context.Background())
	wantError(t, err, models.Invalid, `connector fedasil: has no folder "nowhere"`)

	var w still
	c = s.config(&w)
	c.Address = "127.0.0.1:1" // nobody listens there
	_, err = connect(t, c).List(context.Background())
	wantError(t, err, models.Unavailable, "connector fedasil: cannot be listed", "run again later")
	if want := "[375ms 750ms 1.5s]"; len(w.slept) != 3 || want != sprint(w.slept) {
		t.Errorf("slept %v, want %s", w.slept, want)
	}
}

func sprint(d []time.Duration) string {
	var out []string
	for _, x := range d {
		out = append(out, x.String())
	}
	return "[" + strings.Join(out, " ") + "]"
}
