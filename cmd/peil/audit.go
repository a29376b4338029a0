package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/user"
	"time"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/release"
)

// auditRecord is one line of audit.jsonl: who did what to which edition, and what
// became of it.
type auditRecord struct {
	At      time.Time      `json:"at"`
	By      release.Person `json:"by"`
	Act     string         `json:"act"` // publish or approve
	Report  string         `json:"report"`
	Edition string         `json:"edition"`
	SHA256  string         `json:"sha256,omitempty"` // of the edition's list of checksums
	Against string         `json:"against,omitempty"`
	Outcome string         `json:"outcome"` // begun, done, refused, waits or failed
	Message string         `json:"message,omitempty"`
}

// audit adds a line to the history of acts. The line is one write and on disk before
// the act goes on, so that nothing is done that it does not tell of; a crash leaves at
// most one torn line at the end.
func (a *app) audit(r auditRecord) error {
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(a.layout().Audit(), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o640)
	if err != nil {
		return fmt.Errorf("write audit: %w", err)
	}
	// What a crash left without an end must not take this line with it.
	if info, e := f.Stat(); e == nil && info.Size() > 0 {
		last := make([]byte, 1)
		if _, err = f.ReadAt(last, info.Size()-1); err == nil && last[0] != '\n' {
			line = append([]byte{'\n'}, line...)
		}
	}
	if err == nil {
		_, err = f.Write(append(line, '\n'))
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write audit: %w", err)
	}
	return nil
}

// systemUser is who the operating system says runs the command. It asks for the user of
// the process, and never for what an environment variable claims.
func systemUser() (release.Person, error) {
	u, err := user.Current()
	if err != nil {
		return release.Person{}, &models.Error{Code: models.Invalid, Where: "user", What: "cannot be told: the operating system does not know who runs this", Fix: "run it as a user with an account", Err: err}
	}
	return release.Person{ID: u.Uid, Name: u.Username}, nil
}
