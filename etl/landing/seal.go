package landing

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"

	"github.com/vlot-evaluatie/peil/models"
)

// Recipients are those whom files are sealed for; none means that files stay plain.
type Recipients []age.Recipient

// ReadRecipients reads landing.encrypt_to of peil.yml. Errors are *models.Error, of all
// entries; they never repeat one, since a secret key may stand there by mistake.
func ReadRecipients(c models.LandingConfig) (Recipients, error) {
	var out Recipients
	var errs []error
	for i, text := range c.EncryptTo {
		where := fmt.Sprintf("peil.yml, landing.encrypt_to, entry %d", i+1)
		if strings.Contains(strings.ToUpper(text), "AGE-SECRET-KEY") {
			errs = append(errs, &models.Error{Code: models.Invalid, Where: where, What: "is a secret key, want the recipient that belongs to it, like age1…",
				Fix: "take it out, and make another one: who reads peil.yml can open what is sealed for it"})
			continue
		}
		one, err := age.ParseRecipients(strings.NewReader(text))
		if err != nil || len(one) != 1 {
			errs = append(errs, &models.Error{Code: models.Invalid, Where: where, What: "is no age recipient, want one like age1… of 62 characters",
				Fix: "copy the whole recipient that peil key landing or age-keygen printed"})
			continue
		}
		out = append(out, one...)
	}
	if err := errors.Join(errs...); err != nil || len(out) == 0 {
		return nil, err
	}
	// Recipients that are safe from quantum computers do not go with those that are not.
	w, err := age.Encrypt(io.Discard, out...)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, &models.Error{Code: models.Invalid, Where: "peil.yml, landing.encrypt_to", What: "has recipients that do not go together", Fix: "name age1pq… ones only, or none", Err: err}
	}
	return out, nil
}

// Seal writes the sealed form of plain landed bytes to a file. Bytes that are not those
// that were received are not sealed: the error is a *models.Error, and to is of no use.
func (r Recipients) Seal(l models.Layout, source, sum string, to io.Writer) error {
	from, err := os.Open(l.Landed(source, sum))
	if err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	defer from.Close()
	w, err := age.Encrypt(to, r...)
	if err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	h := sha256.New()
	if _, err := io.Copy(w, io.TeeReader(from, h)); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != sum {
		return &models.Error{Code: models.Blocked, Where: "landing/" + source + "/" + sum, What: "has other bytes than were received, so it is not sealed",
			Fix: "restore the file from a backup, or deliver the export again; peil verify lists all such files"}
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	return nil
}
