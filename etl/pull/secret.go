package pull

import (
	"fmt"
	"os"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
	"github.com/vlot-evaluatie/peil/models"
)

// longestSecret bounds a file that holds one; a private key has a few thousand.
const longestSecret = 64 << 10

// secrets resolves the references of one connector and keeps what went wrong.
type secrets struct {
	where string
	means door.Means
	errs  []error
}

// get reads what a reference names: a variable, or a file that only its owner may
// read. Line ends around it are dropped. Errors never hold what was read.
func (s *secrets) get(key, reference string) door.Secret {
	if reference == "" {
		return ""
	}
	where := s.where + ", " + key
	fail := func(what, fix string, err error) door.Secret {
		s.errs = append(s.errs, door.Denied(where, what, fix, err))
		return ""
	}
	kind, name, ok := models.SecretReference(reference)
	if !ok {
		return fail("is not a reference, want ${env:NAME} or ${file:PATH}", "name where the secret is", nil)
	}
	if kind == "env" {
		text, _ := s.means.Env(name)
		if text = strings.Trim(text, "\r\n"); text == "" {
			return fail("is "+reference+", which is not set", "set "+name, nil)
		}
		return door.Secret(text)
	}
	info, err := os.Stat(name)
	if err != nil {
		return fail("is "+reference+", which cannot be read", "put it there, with mode 0400", err)
	}
	if mode := info.Mode(); !mode.IsRegular() || mode.Perm()&0o077 != 0 || info.Size() > longestSecret {
		return fail(fmt.Sprintf("is %s, which has mode %v and %d bytes; want a small file that only its owner may read", reference, mode, info.Size()), "chmod 0400 "+name, nil)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return fail("is "+reference+", which cannot be read", "give its owner the right to read it", err)
	}
	secret := strings.Trim(string(text), "\r\n")
	if secret == "" {
		return fail("is "+reference+", which is empty", "put the secret there", nil)
	}
	return door.Secret(secret)
}

// plain gives text that may be a reference too.
func (s *secrets) plain(key, text string) string {
	if _, _, ok := models.SecretReference(text); ok {
		return string(s.get(key, text))
	}
	return text
}
