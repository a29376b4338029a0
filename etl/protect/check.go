package protect

import (
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/vlot-evaluatie/peil/models"
)

// keyCheck is the stored proof of which key made the pseudonyms. It tells
// nothing about the key and is no pseudonym: its domain has no name.
type keyCheck struct {
	Version int    `json:"key_version"`
	Check   string `json:"check"`
	// Next is of the key that a rotation brings the pseudonyms to. It stands there from
	// before the first file is written until the check value itself is of that key.
	Next *keyCheck `json:"next,omitempty"`
}

func (k *Key) check() *keyCheck {
	sum := k.Pseudonym("", "peil key check")
	return &keyCheck{Version: k.Version(), Check: hex.EncodeToString(sum[:])}
}

// of tells whether the check value is of the key.
func (c *keyCheck) of(k *Key) bool {
	mine := k.check()
	return c != nil && c.Version == mine.Version && hmac.Equal([]byte(c.Check), []byte(mine.Check))
}

// Verify compares the key with the check value in file (models.Layout.KeyCheck)
// and writes it when there is none yet. lake is the key version of the current
// snapshot, 0 for none. Call it before anything is written: with another key every
// person would come in a second time as a stranger.
func (k *Key) Verify(file string, lake int) error {
	stored, err := readCheck(file)
	if err != nil {
		return err
	}
	switch {
	case stored == nil && lake == 0:
		return k.check().write(file)
	case stored == nil:
		return lost(file, lake)
	case stored.Next.of(k) && lake == k.Version():
		return k.check().write(file) // a rotation that was cut off right after it was done
	}
	return k.fits(file, stored, lake)
}

// Fits is Verify for who only asks: it writes nothing. none tells that there is no
// check value yet.
func (k *Key) Fits(file string, lake int) (none bool, err error) {
	stored, err := readCheck(file)
	switch {
	case err != nil:
		return false, err
	case stored == nil && lake > 0:
		return false, lost(file, lake)
	case stored == nil || stored.Next.of(k) && lake == k.Version():
		return stored == nil, nil
	}
	return false, k.fits(file, stored, lake)
}

func lost(file string, lake int) error {
	return refuse(file, fmt.Sprintf("is not there, though the snapshot was made with key version %d", lake), "restore it from a backup of the data folder")
}

func (k *Key) fits(file string, stored *keyCheck, lake int) error {
	at := stored.Version
	if lake > 0 {
		at = lake
	}
	switch mine := k.Version(); {
	case mine > at:
		return refuse(file, fmt.Sprintf("is of key version %d, and %d keys are named", at, mine),
			"run peil key rotate, which brings the stored pseudonyms to the newest key, or take what is too much out of key in peil.yml")
	case mine < at:
		return refuse(file, fmt.Sprintf("is of key version %d, and %s", at, named(mine)), "name all keys under key in peil.yml, the earliest first")
	case !stored.of(k):
		versions := ""
		if stored.Version != mine {
			versions = fmt.Sprintf(" (it is of version %d, and that one of version %d)", stored.Version, mine)
		}
		return refuse(file, "belongs to another key than the one given"+versions+"; nothing was written",
			"give the key that this data folder was made with")
	}
	return nil
}

func named(keys int) string {
	if keys == 1 {
		return "only 1 key is named"
	}
	return fmt.Sprintf("only %d keys are named", keys)
}

// BeginRotation notes that the pseudonyms are brought from the version before to the
// key's, when all its earlier secrets are those they were made with. lake is the key
// version of the current snapshot. done tells that a rotation that was cut off had
// come to its end, so that nothing is left to do.
func (k *Key) BeginRotation(file string, lake int) (done bool, err error) {
	stored, err := readCheck(file)
	if err != nil {
		return false, err
	}
	before := k.Earlier()
	switch {
	case stored == nil || lake == 0:
		return false, refuse(file, "is not there, so no pseudonyms were made", "run peil run: it makes them with the keys that are named")
	case stored.Next.of(k) && lake == k.Version():
		return true, k.check().write(file)
	case lake == k.Version():
		if err := k.fits(file, stored, lake); err != nil {
			return false, err
		}
		return false, refuse("peil.yml, key", fmt.Sprintf("names no newer key: the pseudonyms are of key version %d", lake),
			"make one with peil key new PATH, and name it under key as the last of a list")
	case before == nil || before.Version() != lake:
		return false, refuse("peil.yml, key", fmt.Sprintf("names %d keys, and the pseudonyms are of key version %d", k.Version(), lake),
			fmt.Sprintf("name %d, the earliest first: a rotation goes from one version to the next", lake+1))
	}
	if err := before.fits(file, stored, lake); err != nil {
		return false, err
	}
	stored.Next = k.check()
	return false, stored.write(file)
}

// EndRotation makes the key's check value the one that intake is held against. Call it
// once the snapshot with the new pseudonyms is current.
func (k *Key) EndRotation(file string) error { return k.check().write(file) }

// readCheck gives nil when there is none.
func readCheck(file string) (*keyCheck, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read key check: %w", err)
	}
	stored := &keyCheck{}
	if err := json.Unmarshal(text, stored); err != nil {
		return nil, &models.Error{Code: models.Invalid, Where: file, What: "is not a key check value", Fix: "restore it from a backup of the data folder", Err: err}
	}
	return stored, nil
}

// write goes by a temporary name, so that a crash leaves no half a check value.
func (c *keyCheck) write(file string) error {
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
