// Package release says which edition of a report is published: the latest one and
// those before it, who approved an edition, and what may not be published at all.
//
// The record of a report in a language is one small file that is replaced as a whole,
// so that a crash leaves the edition that was published before. It names editions by
// the hash of all their bytes: an approval is for those bytes and no others. The package
// knows neither the clock nor who runs it: the command tells it.
package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
)

// Person is somebody who is known for sure: on a command line, a user of the operating
// system. Persons are told apart by ID, since names can be shared or changed.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Record is what is known of one report in one language.
type Record struct {
	Report    string     `json:"report"`
	Lang      string     `json:"lang"`
	Releases  []Release  `json:"releases"` // the last one is the latest
	Approvals []Approval `json:"approvals"`
}

// Release is an edition that was published.
type Release struct {
	Edition  string    `json:"edition"`
	SHA256   string    `json:"sha256"` // see edition.Hash
	By       Person    `json:"by"`
	At       time.Time `json:"at"`
	Approved []Person  `json:"approved_by,omitempty"`
}

// Approval is what somebody said of an edition, held against the one that was published.
type Approval struct {
	Edition string    `json:"edition"`
	SHA256  string    `json:"sha256"`
	Against string    `json:"against"` // hash of the edition published then; "" for none
	By      Person    `json:"by"`
	At      time.Time `json:"at"`
}

// Read reads the record of a report in a language; an empty one when nothing was
// published or approved yet.
func Read(l models.Layout, report, lang string) (*Record, error) {
	r := &Record{Report: report, Lang: lang, Releases: []Release{}, Approvals: []Approval{}}
	name := l.Latest(report, lang)
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err == nil {
		err = json.Unmarshal(text, r)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return r, nil
}

// Write replaces the record.
func (r *Record) Write(l models.Layout) error {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("write record of releases: %w", err)
	}
	return edition.Replace(l.Latest(r.Report, r.Lang), l.Temporary(), out.Bytes())
}

// Latest gives the edition that is published; nil when none is.
func (r *Record) Latest() *Release {
	if len(r.Releases) == 0 {
		return nil
	}
	return &r.Releases[len(r.Releases)-1]
}

// Published tells when an edition was published last, if ever.
func (r *Record) Published(name string) (Release, bool) {
	for _, release := range slices.Backward(r.Releases) {
		if release.Edition == name {
			return release, true
		}
	}
	return Release{}, false
}

// against is the hash of the edition that is published.
func (r *Record) against() string {
	if latest := r.Latest(); latest != nil {
		return latest.SHA256
	}
	return ""
}

// Approvers gives the persons other than the publisher who approved these very bytes,
// held against the edition that is published now.
func (r *Record) Approvers(sha string, publisher Person) []Person {
	var out []Person
	for _, a := range r.Approvals {
		if a.SHA256 == sha && a.Against == r.against() && a.By.ID != publisher.ID && !slices.ContainsFunc(out, func(p Person) bool { return p.ID == a.By.ID }) {
			out = append(out, a.By)
		}
	}
	return out
}

// Approve adds an approval.
func (r *Record) Approve(name, sha string, by Person, at time.Time) {
	r.Approvals = append(r.Approvals, Approval{Edition: name, SHA256: sha, Against: r.against(), By: by, At: at})
}

// Publish makes an edition the latest.
func (r *Record) Publish(name, sha string, by Person, at time.Time) {
	r.Releases = append(r.Releases, Release{Edition: name, SHA256: sha, By: by, At: at, Approved: r.Approvers(sha, by)})
}

// Code is what an approver repeats, to say what was looked at: these bytes beside the
// edition that is published.
func (r *Record) Code(sha string) string {
	sum := sha256.Sum256([]byte(sha + "\n" + r.against()))
	return hex.EncodeToString(sum[:])[:12]
}

// Verify holds every edition that was published against the hash it was published by.
func Verify(l models.Layout, r *Record) []string {
	var wrong []string
	for _, x := range r.Releases {
		sha, err := edition.Hash(l.Edition(r.Report, x.Edition))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			wrong = append(wrong, fmt.Sprintf("%s: edition %s was published and is gone; restore it from a backup", l.Latest(r.Report, r.Lang), x.Edition))
		case err != nil:
			wrong = append(wrong, fmt.Sprintf("%s: edition %s: %v", l.Latest(r.Report, r.Lang), x.Edition, err))
		case sha != x.SHA256:
			wrong = append(wrong, fmt.Sprintf("%s: edition %s is not what was published; restore it from a backup", l.Latest(r.Report, r.Lang), x.Edition))
		}
	}
	return wrong
}
