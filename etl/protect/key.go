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
	return keySecret.Write(path, dataDir, hex.EncodeToString(k.secrets[len(k.secrets)-1])+"\n")
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

// keySecret is where the key is named.
var keySecret = Secret{Setting: "key", Called: "key", Make: "peil key new"}

func loadSecret(reference string, env func(string) (string, bool), dataDir string) ([]byte, error) {
	text, err := keySecret.Read(reference, env, dataDir)
	if err != nil {
		return nil, err
	}
	return parse(reference, text)
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

func refuse(where, what, fix string) error {
	return &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix}
}
