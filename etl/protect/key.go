package protect

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/vlot-evaluatie/peil/models"
)

// keyBytes is the least length of a key: as long as the hash it keys.
const keyBytes = 32

// Key makes pseudonyms. It is safe for concurrent use and never prints itself.
type Key struct {
	secret  []byte
	version int
	states  sync.Pool // of *maker: making one costs more than using it
}

func newKey(secret []byte) *Key {
	k := &Key{secret: secret, version: 1}
	k.states.New = func() any { return &maker{mac: hmac.New(sha256.New, k.secret)} }
	return k
}

// NewKey makes a key from a source of randomness, which in earnest is
// crypto/rand's; the demo's is not.
func NewKey(random io.Reader) (*Key, error) {
	secret := make([]byte, keyBytes)
	if _, err := io.ReadFull(random, secret); err != nil {
		return nil, fmt.Errorf("make key: %w", err)
	}
	return newKey(secret), nil
}

// Version is the number that manifests name instead of the key.
func (k *Key) Version() int { return k.version }

// Format writes the version under every verb, so that no message, log line or
// test failure can hold the secret.
func (k *Key) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "key version %d", k.version) }

// Write stores the key as hexadecimal text in a new file that only its owner
// may read, outside the data folder. It never replaces a file: whoever loses a
// key loses the link between old and new pseudonyms.
func (k *Key) Write(path, dataDir string) error {
	if err := outside(path, dataDir, path); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o400)
	if errors.Is(err, fs.ErrExist) {
		return refuse(path, "exists already, and a key is never overwritten", "choose another path, or keep using that key")
	}
	if err != nil {
		return fmt.Errorf("write key: %w", err)
	}
	_, err = f.WriteString(hex.EncodeToString(k.secret) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write key: %w", err)
	}
	return nil
}

// LoadKey reads the key that reference names: ${env:NAME} or ${file:PATH}, each
// holding at least 32 bytes as hexadecimal or base64 text. env looks a variable
// up. Errors are *models.Error and never hold the text that was read.
func LoadKey(reference string, env func(string) (string, bool), dataDir string) (*Key, error) {
	kind, name, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(reference, "${"), "}"), ":")
	// The reference is not repeated in the message: it may be a key that
	// someone put there directly.
	if !ok || name == "" || !strings.HasPrefix(reference, "${") || !strings.HasSuffix(reference, "}") || kind != "env" && kind != "file" {
		return nil, refuse("peil.yml, key", "is not a reference, want ${env:NAME} or ${file:PATH}",
			"put the key in a file that only you may read (peil key new PATH) and name it here")
	}
	if kind == "env" {
		text, ok := env(name)
		if !ok || text == "" {
			return nil, refuse(reference, "is not set", "set "+name+" to the key, or run peil key new PATH and write key: ${file:PATH} in peil.yml")
		}
		return parse(reference, text)
	}
	if err := outside(name, dataDir, reference); err != nil {
		return nil, err
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, &models.Error{Code: models.Invalid, Where: reference, What: "cannot be read", Fix: "make one with peil key new " + name, Err: err}
	}
	if mode := info.Mode(); !mode.IsRegular() || mode.Perm()&0o077 != 0 {
		return nil, refuse(reference, fmt.Sprintf("has mode %v, so that others may reach the key; want a file with mode 0400", mode), "chmod 0400 "+name)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, &models.Error{Code: models.Invalid, Where: reference, What: "cannot be read", Fix: "give its owner the right to read it", Err: err}
	}
	return parse(reference, string(text))
}

// parse reads text of hexadecimal digits only as that: it would be base64 too,
// and a key that lost its end would then be taken for another one.
func parse(reference, text string) (*Key, error) {
	text = strings.TrimSpace(text)
	decoders := []func(string) ([]byte, error){
		base64.StdEncoding.DecodeString, base64.RawStdEncoding.DecodeString,
		base64.URLEncoding.DecodeString, base64.RawURLEncoding.DecodeString,
	}
	if strings.Trim(text, "0123456789abcdefABCDEF") == "" {
		decoders = []func(string) ([]byte, error){hex.DecodeString}
	}
	for _, decode := range decoders {
		secret, err := decode(text)
		if err != nil || len(secret) < keyBytes {
			continue
		}
		if bytes.Count(secret, secret[:1]) == len(secret) {
			return nil, refuse(reference, "is one byte repeated, which is no secret", "make a key with peil key new PATH")
		}
		return newKey(secret), nil
	}
	return nil, refuse(reference, fmt.Sprintf("holds %d characters that are not a key, want at least %d bytes as hexadecimal (64 characters) or base64", len(text), keyBytes),
		"make a key with peil key new PATH")
}

// outside refuses a key that lies in the data folder, where backups, readers
// and erasures would take it along. Links are followed.
func outside(path, dataDir, where string) error {
	key, err := resolve(path)
	if err != nil {
		return err
	}
	data, err := resolve(dataDir)
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(data, key)
	if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return refuse(where, "lies inside the data folder "+dataDir, "keep the key elsewhere: whoever copies the data must not get the key")
	}
	return nil
}

// resolve follows links as far as the path exists.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("resolve path: %w", err)
	}
	real, err := filepath.EvalSymlinks(path)
	if err == nil {
		return real, nil
	}
	if parent := filepath.Dir(path); parent != path {
		if parent, err := resolve(parent); err == nil {
			return filepath.Join(parent, filepath.Base(path)), nil
		}
	}
	return path, nil
}

// keyCheck is the stored proof of which key made the pseudonyms. It tells
// nothing about the key and is no pseudonym: its domain has no name.
type keyCheck struct {
	Version int    `json:"key_version"`
	Check   string `json:"check"`
}

// Verify compares the key with the check value in file (models.Layout.KeyCheck)
// and writes it when there is none yet. Call it before anything is written:
// with another key every person would come in a second time as a stranger.
func (k *Key) Verify(file string) error {
	sum := k.Pseudonym("", "peil key check")
	mine := keyCheck{Version: k.version, Check: hex.EncodeToString(sum[:])}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return mine.write(file)
	}
	if err != nil {
		return fmt.Errorf("read key check: %w", err)
	}
	var stored keyCheck
	if err := json.Unmarshal(text, &stored); err != nil {
		return &models.Error{Code: models.Invalid, Where: file, What: "is not a key check value", Fix: "restore it from a backup of the data folder", Err: err}
	}
	if stored.Version != mine.Version || !hmac.Equal([]byte(stored.Check), []byte(mine.Check)) {
		return refuse(file, fmt.Sprintf("belongs to another key (version %d) than the one given (version %d); nothing was written", stored.Version, mine.Version),
			"give the key that this data folder was made with")
	}
	return nil
}

// write goes by a temporary name, so that a crash leaves no half a check value.
func (c keyCheck) write(file string) error {
	text, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("write key check: %w", err)
	}
	dir := filepath.Dir(file)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("write key check: %w", err)
	}
	f, err := os.CreateTemp(dir, ".key-check-*")
	if err != nil {
		return fmt.Errorf("write key check: %w", err)
	}
	_, err = f.Write(append(text, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		return fmt.Errorf("write key check: %w", errors.Join(err, os.Remove(f.Name())))
	}
	folder, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("write key check: %w", err)
	}
	if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
		return fmt.Errorf("write key check: %w", err)
	}
	return nil
}

func refuse(where, what, fix string) error {
	return &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix}
}
