package landing

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"filippo.io/age"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/models"
)

// Identity opens sealed files. It is safe for concurrent use, never prints itself, and is
// read when the first sealed file is opened. A nil one opens none.
type Identity struct {
	read func() ([]age.Identity, error)
}

var errNone = errors.New("no identity is named")

var secret = protect.Secret{Setting: "landing_identity", Called: "identity", Make: "peil key landing"}

// LoadIdentity gives the identity that a reference names, ${env:NAME} or ${file:PATH}:
// text as age-keygen writes it, with one or more secret keys. env looks a variable up.
// Without a reference there is none.
func LoadIdentity(reference string, env func(string) (string, bool), dataDir string) *Identity {
	if reference == "" {
		return nil
	}
	return &Identity{read: sync.OnceValues(func() ([]age.Identity, error) {
		text, err := secret.Read(reference, env, dataDir)
		if err != nil {
			return nil, err
		}
		// What the parser says may repeat the text.
		keys, err := age.ParseIdentities(strings.NewReader(strings.ReplaceAll(text, "\r\n", "\n")))
		if err != nil {
			return nil, &models.Error{Code: models.Invalid, Where: reference, What: "holds no age identity, want lines like AGE-SECRET-KEY-1…",
				Fix: "name the file that peil key landing or age-keygen wrote"}
		}
		return keys, nil
	})}
}

func (id *Identity) keys() ([]age.Identity, error) {
	if id == nil {
		return nil, errNone
	}
	return id.read()
}

// Ready reads the identity now: nil when it can be used. One that is not set or not there
// is fs.ErrNotExist, as on a machine that only seals.
func (id *Identity) Ready() error {
	_, err := id.keys()
	return err
}

// Format writes the same under every verb, so that no message can hold the secret.
func (*Identity) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "landing identity") }

// NewIdentity writes a new identity to a file of mode 0400 outside the data folder, and
// gives its recipient. It never replaces a file.
func NewIdentity(path, dataDir string) (recipient string, err error) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return "", fmt.Errorf("make identity: %w", err)
	}
	recipient = key.Recipient().String()
	return recipient, secret.Write(path, dataDir, "# public key: "+recipient+"\n"+key.String()+"\n")
}
