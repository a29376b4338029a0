package main

import (
	"fmt"
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

// audit adds a line to the history of acts. The line is on disk before the act goes
// on, so that nothing is done that it does not tell of.
func (a *app) audit(r auditRecord) error {
	if err := appendLine(a.layout().Audit(), 0o640, r); err != nil {
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
