package protect

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/vlot-evaluatie/peil/models"
)

// keyBytes is the least length of a key: as long as the hash it keys.
const keyBytes = 32

// Key makes pseudonyms. It is safe for concurrent use and never prints itself.
//
// It has as many secrets as it has versions: what the first one gives is hashed by the
// second, and so on, so that pseudonyms that are stored can be brought to the next
// version without the identifiers, which nobody has any more.
type Key struct {
	secrets [][]byte  // the earliest first
	states  sync.Pool // of *maker: making one costs more than using it
}

func newKey(secrets ...[]byte) *Key {
	k := &Key{secrets: secrets}
	k.states.New = func() any {
		m := &maker{}
		for _, s := range k.secrets {
			m.macs = append(m.macs, hmac.New(sha256.New, s))
		}
		return m
	}
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
func (k *Key) Version() int { return len(k.secrets) }

// Earlier gives the key of the version before; nil for the first one.
func (k *Key) Earlier() *Key {
	if len(k.secrets) < 2 {
		return nil
	}
	return newKey(k.secrets[:len(k.secrets)-1]...)
}

// Format writes the version under every verb, so that no message, log line or
// test failure can hold the secret.
func (k *Key) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "key version %d", k.Version()) }

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
	_, err = f.WriteString(hex.EncodeToString(k.secrets[len(k.secrets)-1]) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write key: %w", err)
	}
	return nil
}

// LoadKey reads the key that references name, the earliest version first: each is
// ${env:NAME} or ${file:PATH} and holds at least 32 bytes as hexadecimal or base64
// text. env looks a variable up. Errors are *models.Error, of all references, and never
// hold the text that was read.
func LoadKey(references []string, env func(string) (string, bool), dataDir string) (*Key, error) {
	if len(references) == 0 {
		references = []string{""} // told as what it is: no reference
	}
	var secrets [][]byte
	var errs []error
	for _, reference := range references {
		secret, err := loadSecret(reference, env, dataDir)
		errs = append(errs, err)
		if err == nil && slices.ContainsFunc(secrets, func(have []byte) bool { return bytes.Equal(have, secret) }) {
			errs = append(errs, refuse(reference, "holds a key that an earlier version has, too", "make another one with peil key new PATH"))
		}
		secrets = append(secrets, secret)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return newKey(secrets...), nil
}

func loadSecret(reference string, env func(string) (string, bool), dataDir string) ([]byte, error) {
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
func parse(reference, text string) ([]byte, error) {
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
		return secret, nil
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

func refuse(where, what, fix string) error {
	return &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix}
}
