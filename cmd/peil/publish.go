package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/release"
	"github.com/vlot-evaluatie/peil/reports/revision"
)

func (a *app) publishCommand() *cobra.Command {
	var older bool
	cmd := &cobra.Command{
		Use:   "publish EDITION",
		Short: "Make an edition the latest of its report",
		Long: `Makes an edition the latest of its report and language: REPORT/EDITION, or its folder.
It prints what changed against the edition that is published, and refuses an edition
that is damaged or stamped internal, whose snapshot fails a blocking check, whose hidden
numbers can be known too closely (peil audit), that rounds counts of which another edition
hid small ones or the other way round, or that is older than the published one; and any
while one that was ever published is gone or damaged. With approve: 2 in peil.yml another
person must have approved it: peil approve. When it is refused, the edition that is
published stays so. Exit 4 when it is refused or waits.

  peil publish evaluatie/2023-12-31-s1-nl`,
		Args: exactArgs(1, "one edition"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.onEdition("publish", args[0], func(c *candidate) (string, error) { return a.publishIt(c, older) })
		},
	}
	cmd.Flags().BoolVar(&older, "older", false, "go back to an edition that is older than the published one")
	return cmd
}

func (a *app) approveCommand() *cobra.Command {
	var seen string
	cmd := &cobra.Command{
		Use:   "approve EDITION",
		Short: "See what an edition changes, and approve it",
		Long: `Prints what an edition changes against the one that is published, and a code for what
was shown. With that code in --seen it is approved: those bytes, beside what is published
now, by the user of the operating system who runs this. The publisher must be somebody
else.

  peil approve evaluatie/2023-12-31-s1-nl
  peil approve evaluatie/2023-12-31-s1-nl --seen 1a2b3c4d5e6f`,
		Args: exactArgs(1, "one edition"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.onEdition("approve", args[0], func(c *candidate) (string, error) { return a.approveIt(c, seen) })
		},
	}
	cmd.Flags().StringVar(&seen, "seen", "", "code that stood under what was shown: approve it")
	return cmd
}

// candidate is an edition that somebody wants to publish.
type candidate struct {
	project   *models.Project
	frozen    *edition.Frozen
	dir, sha  string
	by        release.Person
	record    *release.Record
	published *edition.Frozen // nil: none is
	changes   *revision.Changes
}

// onEdition does an act on an edition under the lock of the data folder, and keeps it in
// the audit whatever becomes of it. An act that only looked has no outcome.
func (a *app) onEdition(act, asked string, do func(*candidate) (outcome string, err error)) error {
	if info, err := os.Stat(a.data); err != nil || !info.IsDir() {
		return usage("--data "+a.data, "is not a folder", "name the folder of a warehouse: that of the demo is "+demoData)
	}
	p, err := a.loadProject()
	if err != nil {
		return err
	}
	by, err := a.who()
	if err != nil {
		return err
	}
	report, name, err := a.findEdition(asked)
	if err != nil {
		return err
	}
	held, err := load.Acquire(a.layout().Lock(), holder(act, time.Now()))
	if err != nil {
		return err
	}
	defer held.Release()
	c := &candidate{project: p, by: by, dir: a.layout().Edition(report, name)}
	outcome := "refused"
	if err = a.fill(c); err == nil {
		outcome, err = do(c)
	}
	if outcome == "" {
		return err
	}
	line := auditRecord{At: time.Now().UTC(), By: by, Act: act, Report: report, Edition: name, SHA256: c.sha, Outcome: outcome}
	if err != nil {
		line.Message = models.Flatten(err)[0].Error()
	}
	if c.record != nil && c.record.Latest() != nil {
		line.Against = c.record.Latest().Edition
	}
	return errors.Join(err, a.audit(line))
}

// findEdition reads REPORT/EDITION, the folder of an edition, or the name of one that
// only one report has.
func (a *app) findEdition(asked string) (report, name string, err error) {
	root := a.layout().Editions()
	asked = strings.TrimSuffix(strings.TrimSuffix(asked, "index.html"), "/")
	if rel, err := between(root, asked); err == nil && filepath.IsLocal(rel) && strings.Count(filepath.ToSlash(rel), "/") == 1 {
		asked = filepath.ToSlash(rel)
	}
	all, err := edition.Names(root)
	if err != nil {
		return "", "", err
	}
	found := slices.DeleteFunc(slices.Clone(all), func(have string) bool {
		return have != asked && !strings.HasSuffix(have, "/"+asked)
	})
	switch len(found) {
	case 1:
		report, name, _ = strings.Cut(found[0], "/")
		return report, name, nil
	case 0:
		if len(all) == 0 {
			return "", "", usage(fmt.Sprintf("%q", asked), "is no edition: there is none", "make one with peil report")
		}
		return "", "", usage(fmt.Sprintf("%q", asked), "is no edition", models.DidYouMean(asked, all))
	}
	return "", "", usage(fmt.Sprintf("%q", asked), "is an edition of more than one report", "name one: "+strings.Join(found, ", "))
}

// between gives the way from one folder to another, of which each may be written from the
// root of the file system or from where we are.
func between(from, to string) (string, error) {
	from, err := filepath.Abs(from)
	if err != nil {
		return "", err
	}
	if to, err = filepath.Abs(to); err != nil {
		return "", err
	}
	return filepath.Rel(from, to)
}

// fill reads the edition and what is published, and refuses what may not be published
// whoever asks.
func (a *app) fill(c *candidate) error {
	if _, err := a.published(); err != nil { // first of all: what it is laid beside must be there
		return err
	}
	wrong, _, err := edition.VerifyOne(c.dir)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return &models.Error{Code: models.Blocked, Where: c.dir, What: "is not what was written: " + wrong[0], Fix: "peil verify lists all of it"}
	}
	if c.sha, err = edition.Hash(c.dir); err != nil {
		return err
	}
	if c.frozen, err = edition.Read(c.dir); err != nil {
		return err
	}
	if c.frozen == nil {
		return &models.Error{Code: models.Blocked, Where: c.dir, What: "has no figures.json", Fix: "make another edition with peil report"}
	}
	if c.record, err = release.Read(a.layout(), c.frozen.Report, c.frozen.Lang); err != nil {
		return err
	}
	if latest := c.record.Latest(); latest != nil {
		if c.published, err = edition.Read(a.layout().Edition(c.frozen.Report, latest.Edition)); err == nil && c.published == nil {
			err = &models.Error{Code: models.Blocked, Where: "edition " + latest.Edition, What: "is published and its folder is gone: nothing can be compared with it", Fix: "restore it from a backup"}
		}
		if err != nil {
			return err
		}
	}
	c.changes = revision.Compare(c.published, c.frozen, c.project.Config.Disclosure.On(c.frozen.PageName()).Threshold)
	m, err := load.ReadSnapshot(a.layout(), c.frozen.Snapshot)
	if models.CodeOf(err) == models.Invalid {
		if latest := c.record.Latest(); latest != nil && latest.SHA256 == c.sha {
			return nil // what was published stands, whatever went since
		}
		return &models.Error{Code: models.Blocked, Where: "edition " + c.frozen.Edition, What: fmt.Sprintf("stands on snapshot %d, which %s", c.frozen.Snapshot, load.WhyGone(err)),
			Fix: "make another edition with peil report, and publish that"}
	}
	if err != nil {
		return err
	}
	// What it says of itself is not believed: its files are attacked once more.
	result, err := a.attackFolder(c.dir, false)
	if err != nil {
		return err
	}
	if !result.safe() {
		return tooClose("edition "+c.frozen.Edition, result)
	}
	return errors.Join(release.Refusals(c.frozen, m.Checks)...)
}

// publishIt makes the edition the latest, or says what is missing for that.
func (a *app) publishIt(c *candidate, older bool) (string, error) {
	if err := a.showChanges(c); err != nil {
		return "failed", err
	}
	if latest := c.record.Latest(); latest != nil && latest.SHA256 == c.sha {
		if err := a.writeIndex(c.project); err != nil { // it may have been stopped before
			return "failed", err
		}
		return "", a.tell(c, "is published already, since "+latest.At.Format("2006-01-02 15:04")+" by "+latest.By.Name)
	}
	if err := release.Going(c.frozen, c.published); err != nil && !older {
		return "refused", err
	}
	if need := max(c.project.Config.Approve, 1) - 1; len(c.record.Approvers(c.sha, c.by)) < need {
		return "waits", &models.Error{Code: models.Blocked, Where: "edition " + c.frozen.Edition, What: "waits for the approval of another person than " + c.by.Name + " (approve: 2 in peil.yml)",
			Fix: "let somebody else run: peil approve " + c.frozen.Report + "/" + c.frozen.Edition}
	}
	at := time.Now().UTC()
	if err := a.begun(c, "publish", at); err != nil {
		return "failed", err
	}
	c.record.Publish(c.frozen.Edition, c.sha, c.by, at)
	if err := c.record.Write(a.layout()); err != nil {
		return "failed", err
	}
	if err := a.writeIndex(c.project); err != nil {
		return "done", err
	}
	return "done", a.tell(c, "is published: "+a.layout().Latest(c.frozen.Report, c.frozen.Lang))
}

// begun tells of an act before it is done: who finds its effect finds who did it, also
// after a crash.
func (a *app) begun(c *candidate, act string, at time.Time) error {
	return a.audit(auditRecord{At: at, By: c.by, Act: act, Report: c.frozen.Report, Edition: c.frozen.Edition, SHA256: c.sha, Outcome: "begun"})
}

// approveIt shows what there is to approve, or takes the approval.
func (a *app) approveIt(c *candidate, seen string) (string, error) {
	if latest := c.record.Latest(); latest != nil && latest.SHA256 == c.sha {
		return "", a.tell(c, "is published already: there is nothing to approve")
	}
	code := c.record.Code(c.sha)
	command := fmt.Sprintf("peil approve %s/%s --seen %s", c.frozen.Report, c.frozen.Edition, code)
	if seen == "" {
		if err := a.showChanges(c); err != nil {
			return "failed", err
		}
		return "", a.tell(c, "is not approved by this; to approve what stands above: "+command)
	}
	if seen != code {
		return "refused", usage("--seen "+seen, "is not the code of what there is to approve now", "look at it with peil approve "+c.frozen.Report+"/"+c.frozen.Edition+", and repeat its code")
	}
	at := time.Now().UTC()
	if err := a.begun(c, "approve", at); err != nil {
		return "failed", err
	}
	c.record.Approve(c.frozen.Edition, c.sha, c.by, at)
	if err := c.record.Write(a.layout()); err != nil {
		return "failed", err
	}
	return "done", a.tell(c, "is approved by "+c.by.Name+"; another person publishes it: peil publish "+c.frozen.Report+"/"+c.frozen.Edition)
}

// actResult is what publish and approve print with --json.
type actResult struct {
	Report    string            `json:"report"`
	Edition   string            `json:"edition"`
	SHA256    string            `json:"sha256"`
	Published bool              `json:"published"`
	Approvals []release.Person  `json:"approved_by"` // other than who asks
	Code      string            `json:"code"`
	Changes   *revision.Changes `json:"changes"` // null: nothing was published before
}

func (a *app) tell(c *candidate, what string) error {
	if a.json {
		latest := c.record.Latest()
		return printJSON(a.out, actResult{c.frozen.Report, c.frozen.Edition, c.sha, latest != nil && latest.SHA256 == c.sha,
			append([]release.Person{}, c.record.Approvers(c.sha, c.by)...), c.record.Code(c.sha), c.changes})
	}
	_, err := fmt.Fprintf(a.out, "edition %s %s\n", c.frozen.Edition, what)
	return err
}

// showChanges prints what the edition changes, in the language of commands; the page itself
// tells it in its own.
func (a *app) showChanges(c *candidate) error {
	if a.json {
		return nil
	}
	fmt.Fprintf(a.out, "%s %s · sha256 %s\n", c.frozen.Report, c.frozen.Edition, c.sha)
	if c.changes == nil {
		_, err := fmt.Fprintln(a.out, "nothing was published before: all of it is new")
		return err
	}
	latest := c.record.Latest()
	fmt.Fprintf(a.out, "against %s · published %s by %s\n", latest.Edition, latest.At.Format("2006-01-02"), latest.By.Name)
	sections := c.changes.Sections("en", changeNames(c.project, "en"))
	for _, s := range sections {
		fmt.Fprintf(a.out, "%s\n", s.Title)
		for _, item := range s.Items {
			fmt.Fprintf(a.out, "  %s\n", item)
		}
	}
	_, err := fmt.Fprintf(a.out, "%s values are the same\n", prose.Grouped(int64(c.changes.Same)))
	return err
}

// changeNames names what editions freeze as codes, as far as the project lists it.
func changeNames(p *models.Project, lang string) revision.Names {
	titles := entityTitles(p, lang)
	return revision.Names{
		Metric: func(name string) *models.Metric {
			m, err := p.Metric(name)
			if err != nil {
				return nil
			}
			return m
		},
		Member: func(dimension, code string) string {
			for _, l := range p.Dimension(dimension).Labels {
				if l.Code == code && (lang != "en" || l.EN == "") {
					return l.NL
				} else if l.Code == code {
					return l.EN
				}
			}
			return ""
		},
		Source: func(name string) string {
			if title, ok := titles[name]; ok {
				return title
			}
			return name
		},
	}
}
