package main

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// sftpServer serves a folder to peil with a password, and gives its address and
// the fingerprint of its host key.
func sftpServer(t *testing.T, dir string) (address, fingerprint string) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	host, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	config := &ssh.ServerConfig{PasswordCallback: func(c ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
		if c.User() != "peil" || string(password) != "geheim" {
			return nil, fmt.Errorf("no")
		}
		return nil, nil
	}}
	config.AddHostKey(host)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serveSFTP(conn, config, dir)
		}
	}()
	return listener.Addr().String(), ssh.FingerprintSHA256(host.PublicKey())
}

func serveSFTP(conn net.Conn, config *ssh.ServerConfig, dir string) {
	defer conn.Close()
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for c := range channels {
		channel, requests, err := c.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range requests {
				_ = r.Reply(r.Type == "subsystem", nil)
			}
		}()
		if server, err := sftp.NewServer(channel, sftp.ReadOnly(), sftp.WithServerWorkingDirectory(dir)); err == nil {
			_ = server.Serve()
		}
		channel.Close()
	}
}

// doorsProject is the small project with three doors: the folder of exports, an
// SFTP server that is up, and a web address at which nobody answers.
func doorsProject(t *testing.T) (project, exports, remote string) {
	t.Helper()
	work := t.TempDir()
	if err := os.CopyFS(work, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
		t.Fatal(err)
	}
	project, exports, remote = filepath.Join(work, "project"), filepath.Join(work, "exports"), filepath.Join(work, "remote")
	address, fingerprint := sftpServer(t, remote)
	t.Setenv("PEIL_TEST_PASSWORD", "geheim")
	replace(t, filepath.Join(project, "models", "sources", "shelter.yml"), `files: ["beds_*.csv"]`, `files: ["beds_*.csv", "north/*.csv", "north/*.zip/*.csv", "south/*.csv"]`)
	replace(t, filepath.Join(project, "peil.yml"), "extends: none", fmt.Sprintf(`extends: none
connectors:
  - name: north
    kind: sftp
    address: %s
    user: peil
    password: ${env:PEIL_TEST_PASSWORD}
    host_key: ["%s"]
    quiet_seconds: 0
    retries: 0
  - name: south
    kind: https
    address: https://127.0.0.1:1/beds_2023-03-31.csv
    retries: 0`, address, fingerprint))
	return project, exports, remote
}

func replace(t *testing.T, file, old, with string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("%s has no %q", file, old)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), old, with, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, file string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestDoorThatIsDownDoesNotKeepTheOthersOut(t *testing.T) {
	project, exports, remote := doorsProject(t)
	put(t, filepath.Join(remote, "beds_2023-02-28.csv"), []byte("nr;stad;bedden;open\n4;Aalst;7;01/02/2023\n"))
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	f, err := w.Create("beds_2023-03-01.csv")
	if err == nil {
		_, err = io.WriteString(f, "nr;stad;bedden;open\n5;Brugge;5;02/02/2023\n")
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(remote, "export.zip"), packed.Bytes())

	data := filepath.Join(t.TempDir(), "data")
	peil := func(want int, args ...string) string {
		t.Helper()
		var out, diag bytes.Buffer
		if code := run(append(args, "--project", project, "--data", data), nil, &out, &diag); code != want {
			t.Errorf("peil %v: exit %d, want %d\n%s%s", args, code, want, &out, &diag)
		}
		if text := out.String() + diag.String(); strings.Contains(text, "geheim") {
			t.Errorf("peil %v prints the password:\n%s", args, text)
		}
		return out.String() + diag.String()
	}
	wants := func(text string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("no %q in\n%s", part, text)
			}
		}
	}
	// 10 and 20 from the folder, 7 over SFTP, 5 from the archive there.
	wants(peil(exitUnavailable, "run", "--exports", exports, "--no-report"), "connector south: cannot be reached: connect: connection refused; run again later", "snapshot 1")
	wants(peil(exitDone, "metric", "beds_opened", "--format", "csv", "--quiet"), "42,42,beds")
	wants(peil(exitDone, "verify"), "")

	// What came in through a door that is then down stays, without a new snapshot.
	replace(t, filepath.Join(project, "peil.yml"), "kind: sftp\n    address: 127.0.0.1:", "kind: sftp\n    address: 127.0.0.2:")
	wants(peil(exitUnavailable, "run", "--exports", exports, "--no-report"), "connector north: cannot be listed", "connector south", "snapshot 1 · nothing new")
	wants(peil(exitDone, "metric", "beds_opened", "--format", "csv", "--quiet"), "42,42,beds")

	// With all doors down nothing is looked at, and the snapshot stays.
	if text := peil(exitUnavailable, "run", "--no-report"); strings.Contains(text, "snapshot") {
		t.Errorf("something was published:\n%s", text)
	}
	wants(peil(exitDone, "metric", "beds_opened", "--format", "csv", "--quiet"), "42,42,beds")
	if left, err := filepath.Glob(filepath.Join(data, "tmp", "*", "archive-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestDoorThatRefusesIsTold(t *testing.T) {
	project, exports, _ := doorsProject(t)
	data := filepath.Join(t.TempDir(), "data")
	t.Setenv("PEIL_TEST_PASSWORD", "verkeerd")
	var out, diag bytes.Buffer
	args := []string{"run", "--exports", exports, "--no-report", "--project", project, "--data", data}
	if code := run(args, nil, &out, &diag); code != exitInvalid {
		t.Errorf("exit %d, want %d", code, exitInvalid)
	}
	for _, part := range []string{"connector north: does not let peil in", "connector south", "snapshot 1"} {
		if !strings.Contains(out.String()+diag.String(), part) {
			t.Errorf("no %q in\n%s%s", part, &out, &diag)
		}
	}
	if err := os.Unsetenv("PEIL_TEST_PASSWORD"); err != nil {
		t.Fatal(err)
	}
	diag.Reset()
	if code := run(args, nil, io.Discard, &diag); code != exitInvalid || !strings.Contains(diag.String(), "connector north, password: is ${env:PEIL_TEST_PASSWORD}, which is not set") {
		t.Errorf("exit %d, %s", code, &diag)
	}
}
