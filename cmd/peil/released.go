package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/release"
)

// releasedEdition is an edition that readers have.
type releasedEdition struct {
	report, name string
	sha          string // of its list of checksums when it was published
	by           string // file that says so
	audited      bool   // audit.jsonl says so, which tells by whom
}

func (r releasedEdition) String() string { return r.report + "/" + r.name }

// backup is what helps when something of what was published is gone.
const backup = "restore it from a backup"

// fault is what is wrong with the record of a report, or with an edition that was published.
type fault struct {
	edition string // REPORT/EDITION; "" when it is about a record
	text    string // where and what
}

// releases lists every edition that was published, and what is wrong with what says so.
// Two files say it, the record of the report and audit.jsonl: what one of them lost the
// other still has. A publication that audit.jsonl saw begin may have been stopped before
// the record had it, or after: readers may have that edition.
func (a *app) releases() (list []releasedEdition, wrong []fault, err error) {
	names, err := filepath.Glob(filepath.Join(a.layout().Editions(), "*", "latest-*.json"))
	if err != nil {
		return nil, nil, fmt.Errorf("list releases: %w", err)
	}
	slices.Sort(names)
	add := func(r releasedEdition) {
		same := func(have releasedEdition) bool {
			return have.report == r.report && have.name == r.name && have.sha == r.sha
		}
		if i := slices.IndexFunc(list, same); i >= 0 {
			list[i].audited = list[i].audited || r.audited
		} else {
			list = append(list, r)
		}
	}
	recorded := map[string]bool{}
	for _, name := range names {
		report := filepath.Base(filepath.Dir(name))
		lang := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(name), "latest-"), ".json")
		r, err := release.Read(a.layout(), report, lang)
		if err != nil {
			wrong = append(wrong, fault{"", fmt.Sprintf("%s: cannot be read, and says what was published: %v", name, err)})
			continue
		}
		for _, x := range r.Releases {
			recorded[report+"/"+x.Edition+" "+x.SHA256] = true
			add(releasedEdition{report: report, name: x.Edition, sha: x.SHA256, by: name})
		}
	}
	acts, torn, err := a.audited()
	if err != nil {
		return nil, nil, err
	}
	wrong = append(wrong, torn...)
	for _, act := range acts {
		if act.Act != "publish" || act.Outcome != "begun" && act.Outcome != "done" {
			continue
		}
		r := releasedEdition{act.Report, act.Edition, act.SHA256, a.layout().Audit(), true}
		if act.Outcome == "done" && !recorded[r.String()+" "+r.sha] {
			recorded[r.String()+" "+r.sha] = true // told once
			wrong = append(wrong, fault{r.String(), fmt.Sprintf("%s: lacks edition %s, which was published on %s by %s, says %s", filepath.Join(a.layout().Editions(), r.report, "latest-*.json"), r.name, models.DateOf(act.At), act.By.Name, a.layout().Audit())})
		}
		add(r)
	}
	return list, wrong, nil
}

// audited reads the history of acts, and tells lines of it that are damaged. One that a
// crash cut off has no end; what it would tell was not done yet, or is told by the record
// of the report.
func (a *app) audited() (acts []auditRecord, wrong []fault, err error) {
	text, err := os.ReadFile(a.layout().Audit())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read audit: %w", err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSpace(line)
		var r auditRecord
		err := json.Unmarshal([]byte(line), &r)
		if err == nil && r.Act == "publish" && r.Outcome == "done" && (!edition.Named(r.Edition) || !filepath.IsLocal(r.Report)) {
			err = fmt.Errorf("%q is no edition", r.Report+"/"+r.Edition)
		}
		switch {
		case err == nil:
			acts = append(acts, r)
		case line != "" && strings.HasPrefix(line, "{") && !strings.HasSuffix(line, "}"): // cut off
		default:
			wrong = append(wrong, fault{"", fmt.Sprintf("%s:%d: cannot be read, and may say what was published: %v", a.layout().Audit(), n, err)})
		}
	}
	return acts, wrong, nil
}

// released lists the folders of all editions that were ever published, of every report
// and language: what readers have. What cannot be read whole is told beside them: nobody
// can be kept from computing something by numbers that are not known any more.
func (a *app) released() (dirs []string, wrong []fault, err error) {
	list, wrong, err := a.releases()
	if err != nil {
		return nil, nil, err
	}
	return a.whole(list, wrong)
}

// whole gives the folders of editions that are as they were published, and adds the others
// to what is wrong.
func (a *app) whole(list []releasedEdition, wrong []fault) (dirs []string, _ []fault, err error) {
	for _, r := range list {
		dir := a.layout().Edition(r.report, r.name)
		what, err := edition.Damage(dir, r.sha)
		if err != nil {
			return nil, nil, err
		}
		if what != "" {
			wrong = append(wrong, fault{r.String(), fmt.Sprintf("%s: edition %s was published and %s", r.by, r, what)})
			continue
		}
		if !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	slices.Sort(dirs)
	return dirs, wrong, nil
}

// published is released for who cannot go on without one of them.
func (a *app) published() ([]string, error) {
	dirs, wrong, err := a.released()
	if err != nil {
		return nil, err
	}
	return dirs, lost(wrong)
}

// lost refuses to go on when what was published is not all known; nil when it is.
func lost(wrong []fault) error {
	if len(wrong) == 0 {
		return nil
	}
	where, what, _ := strings.Cut(wrong[0].text, ": ")
	if more := len(wrong) - 1; more > 0 {
		what += fmt.Sprintf(", and %d more like it", more)
	}
	return &models.Error{Code: models.Blocked, Where: where, What: what, Fix: backup + ": what readers were told before may give away what is hidden now; peil verify lists all of it"}
}
