package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/boundary"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/rule"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/page"
	"github.com/vlot-evaluatie/peil/reports/release"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// reporter writes the pages of one command: all from one snapshot as it was known on
// one day.
type reporter struct {
	app       *app
	project   *models.Project
	manifest  *models.Manifest
	warehouse *warehouse.Warehouse
	known     models.Date
	work      string
	places    []series.Place
	maps      []*boundary.Map
	settings  string // what pages follow of the project, hashed
	script    string // of interactive pages; "" when this build has none
	static    bool   // it was told that there is none
	o         reportOptions
	entities  []entityStatus
	published readership // what readers have
	made      readership // what they will have of pages that this command made already
	lost      []fault    // what was published and is not all known any more
	wide      wide
}

// page makes the editions of one page in one language: one, or one for each
// member of the dimension that it is made for.
func (r *reporter) page(ctx context.Context, name, lang string) error {
	src, err := page.Load(r.project.FS, name, lang, r.project.Parameters)
	if err != nil {
		return err
	}
	if src.Front.Interactive && r.script == "" && !r.static {
		r.static = true // one line for all pages
		fmt.Fprintln(r.app.diag, "peil: pages are static: this build has no chart bundle; run make assets and build again")
	}
	if src.Front.For == "" {
		if len(r.o.only) > 0 {
			return usage("--for "+r.o.only[0], "stands beside page "+name+", which is about no province or municipality", "leave it out, or ask for another page")
		}
		made, err := r.edition(ctx, src, name, page.Member{})
		if err != nil {
			return err
		}
		return errors.Join(r.announce(made), r.beside(made))
	}
	members, err := membersOf(ctx, r.places, r.warehouse, src, lang, r.o.only)
	if err != nil {
		return err
	}
	if len(members) <= fewMembers {
		var errs []error
		for _, member := range members {
			made, err := r.edition(ctx, src, name+"-"+member.Code, member)
			if err == nil {
				err = errors.Join(r.announce(made), r.beside(made))
			}
			errs = append(errs, err)
		}
		return errors.Join(errs...)
	}
	return r.sideBySide(ctx, src, name, members)
}

// fewMembers is up to how many pages of one dimension are made one beside the other, as
// those of provinces are. Of hundreds that would take minutes; that each foresees what the
// others print must do.
const fewMembers = 12

// sideBySide makes the pages of many members at the same time and tells of them in the
// order of their members.
func (r *reporter) sideBySide(ctx context.Context, src *page.Source, name string, members []page.Member) error {
	type result struct {
		made *madePage
		err  error
	}
	turns := make(chan struct{}, runtime.GOMAXPROCS(0))
	results := make([]chan result, len(members))
	for i, member := range members {
		results[i] = make(chan result, 1)
		go func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			made, err := r.edition(ctx, src, name+"-"+member.Code, member)
			results[i] <- result{made, err}
		}()
	}
	var errs []error
	var all []*madePage
	for _, done := range results {
		if one := <-done; one.err != nil {
			errs = append(errs, one.err)
		} else {
			errs, all = append(errs, r.announce(one.made)), append(all, one.made)
		}
	}
	return errors.Join(append(errs, r.beside(all...))...)
}

// madePage is an edition that was written, or stood there already.
type madePage struct {
	name, id, dir string
	figures       int
	status        string
	warnings      []string
}

// beside has the next pages keep what these hide, and reckon with what these print: who makes
// pages together will publish them together. What is internal no reader gets.
func (r *reporter) beside(made ...*madePage) error {
	for _, m := range made {
		if m.status != edition.Audited || len(r.othersOf(r.made, m.name)) < len(r.made.editions) { // in another language it tells the same
			continue
		}
		more, err := readTold([]string{m.dir})
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(more.cells, func(p disclose.Past) bool { return p.Base != 0 }) { // rounded counts bind only once they are published
			r.made = r.made.and(more)
		}
	}
	return nil
}

func (r *reporter) announce(m *madePage) error {
	for _, warning := range m.warnings {
		fmt.Fprintf(r.app.diag, "peil: %s\n", warning)
	}
	return r.app.announce(m.name, m.id, m.dir, m.figures, r.o.out)
}

// edition makes one page in one language, about one member if it is made for several. It is
// made as it would be alone, when it can then be published together with those that this
// command made before it; else with these as if they were published; and where it would then
// stay internal, alone.
func (r *reporter) edition(ctx context.Context, src *page.Source, name string, member page.Member) (*madePage, error) {
	none := readership{}
	if len(r.lost) > 0 || rule.Of(r.project, src.Name).Round || len(r.made.editions) == 0 {
		return r.write(ctx, src, name, member, r.published, none, false)
	}
	made, err := r.write(ctx, src, name, member, r.published, r.made, false)
	if !errors.Is(err, errClash) {
		return made, err
	}
	if made, err = r.write(ctx, src, name, member, r.published.and(r.made), none, true); !errors.Is(err, errClash) {
		return made, err
	}
	made, err = r.write(ctx, src, name, member, r.published, none, false)
	if err == nil {
		made.warnings = append(made.warnings, fmt.Sprintf("%s/%s gives something away beside another page of this command, and would stay internal if it were made beside that: when one of them is published, make the other again",
			made.name, made.id))
	}
	return made, err
}

// errClash tells that an edition cannot be published together with others.
var errClash = errors.New("gives something away beside another page")

// write makes an edition that can be published beside what readers have. When the page's
// text changed while the snapshot did not, it gets the next free revision. One that gives
// something away beside those that stand by, or would be internal when strict, is errClash
// and is not written.
func (r *reporter) write(ctx context.Context, src *page.Source, name string, member page.Member, readers, standby readership, strict bool) (*madePage, error) {
	p, m, lang := r.project, r.manifest, src.Lang
	if r.o.keep {
		if have, dir, err := r.app.standing(name, lang, src.SHA256, r.settings, m, r.known); err != nil {
			return nil, err
		} else if have != nil {
			return &madePage{name, have.Edition, dir, len(have.Figures), have.Status, nil}, nil
		}
	}
	titles := entityTitles(p, lang)
	record, err := release.Read(r.app.layout(), name, lang)
	if err != nil && len(r.lost) > 0 { // it is told as lost, and nothing that is made now can be published
		record, err = &release.Record{}, nil
	}
	if err != nil {
		return nil, err
	}
	before, err := edition.Before(filepath.Dir(r.app.layout().Edition(name, "any")), lang, r.known, m.Snapshot, func(id string) bool {
		_, ok := record.Published(id)
		return ok
	})
	if err != nil && len(r.lost) > 0 {
		before, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	late := lateFor(p, m, r.known, titles)
	var previous string
	if before != nil {
		previous = before.Edition
	}
	var next models.Date
	if days := p.Config.ReleasesOf(src.Name, r.known, 1); len(days) > 0 {
		next = days[0]
	}
	hides := rule.Of(p, src.Name)
	questions := figure.Recall(r.warehouse)
	plan := &disclose.Plan{Rule: hides, Project: p, For: src.Front.For, Members: r.warehouse, Past: r.pastOf(readers, name, hides.Round), Ask: questions.Metric, Known: r.known}
	plan.Hold.On, plan.Hold.Benchmark = p.Config.Disclosure.On(src.Name).Holds(r.known)
	if hides.Round {
		plan.Ask, plan.Rounded = r.wide.ask, &r.wide.rounded
	}
	// An edition whose tables give something away is made again as an internal one.
	audited, why := len(r.lost) == 0, "" // why it is not, once numbers of editions before are recalled
	var clash *page.Clash
	var warnings []string
	for revision := 1; ; {
		id := edition.ID(r.known, m.Snapshot, lang, revision)
		if r.isLost(name + "/" + id) { // its name stays that of what was published
			revision++
			continue
		}
		dir := r.app.layout().Edition(name, id)
		out, err := settled(ctx, plan, src, audited, page.Options{
			Maker:   &figure.Maker{Querier: questions, Rule: hides, Plan: plan, Edition: name + "/" + id, Lang: lang},
			Edition: id, Snapshot: m.Snapshot, Engine: m.Engine, Known: r.known,
			Contact: p.Config.Contact, Sensitive: sensitiveOf(p, hides),
			Places: r.places, Boundaries: r.maps, Script: r.script, Titles: titles, Workbook: edition.Workbook(name),
			Before: page.Before{Edition: before, Names: changeNames(p, lang)}, Late: late, Next: next,
			Member: member, Delivered: r.delivered(titles), Appeal: p.Config.Appeal(lang),
			Clash: clash, Lost: len(r.lost) > 0,
		})
		if strict && (err != nil && why != "" || len(plan.Clashes()) > 0) {
			return nil, errClash
		}
		if err != nil && why != "" { // nothing that is hidden keeps those numbers too
			warnings, why, audited = append(warnings, why), "", false
			plan.Forget()
			continue
		}
		if err != nil {
			return nil, err
		}
		if clashes := plan.Clashes(); audited && len(clashes) > 0 {
			audited = false
			clash, err = r.clash(clashes[0], lang)
			if err != nil {
				return nil, err
			}
			warnings = append(warnings, fmt.Sprintf("%s/%s stays internal: %s was published in %s under another method for small counts", name, id, clashes[0].Metric, clashes[0].Edition))
			continue
		}
		of := src.Name
		if src.Front.For == "" {
			of = ""
		}
		status := edition.Internal
		if audited {
			status = edition.Audited
		}
		parts := editionParts(p, out, edition.Frozen{
			Of: of, For: src.Front.For, Edition: id, Report: name, Title: src.TitleFor(member), Lang: lang, Snapshot: m.Snapshot, KnownAt: r.known,
			Engine: m.Engine, Status: status, Page: src.SHA256, Settings: r.settings, Late: out.Late, Previous: previous, Figures: out.Records,
		}, titles)
		judged, err := judge(parts, plan, r.othersOf(readers, name)...)
		if err != nil {
			return nil, err
		}
		lost := slices.DeleteFunc(plan.Exposed(), func(l disclose.Lost) bool { return slices.Contains(judged.known, l.Key) })
		if audited && (!judged.certificate.Safe || len(lost) > 0) {
			why = fmt.Sprintf("%s/%s stays internal: %s", name, id, whyInternal(lost, judged.certificate))
			if plan.Recall(judged.before) {
				continue // with those kept too
			}
			if strict {
				return nil, errClash
			}
			warnings, why, audited = append(warnings, why), "", false
			continue
		}
		if audited && len(standby.editions) > 0 {
			if safe, err := judged.beside(r.othersOf(readers.and(standby), name)); err != nil {
				return nil, err
			} else if !safe {
				return nil, errClash
			}
		}
		_, err = edition.Write(dir, r.work, judged.files)
		if errors.Is(err, edition.ErrDiffers) {
			revision++
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(r.lost) > 0 {
			warnings = append(warnings, fmt.Sprintf("%s/%s stays internal: not all that was published can be read", name, id))
		}
		return &madePage{name, id, dir, len(out.Records), status, append(out.Warnings, warnings...)}, nil
	}
}

// isLost tells whether an edition was published and is not all there.
func (r *reporter) isLost(name string) bool {
	return slices.ContainsFunc(r.lost, func(f fault) bool { return f.edition == name })
}

// same is the beginning of the names of a report's editions on the same data: what they
// told is what is made now.
func (r *reporter) same(report string) string {
	return fmt.Sprintf("%s/%s-s%d-", report, r.known, r.manifest.Snapshot)
}

// pastOf gives what readers know beside the editions of a report on the same data. What
// these rounded they must round again as they did, whatever was published in between.
func (r *reporter) pastOf(readers readership, report string, round bool) []disclose.Past {
	return slices.DeleteFunc(slices.Clone(readers.cells), func(p disclose.Past) bool {
		return !round && p.Base == 0 && strings.HasPrefix(p.Edition, r.same(report))
	})
}

// othersOf gives the editions that readers have beside those.
func (r *reporter) othersOf(readers readership, report string) []toldEdition {
	return slices.DeleteFunc(slices.Clone(readers.editions), func(o toldEdition) bool { return strings.HasPrefix(o.name, r.same(report)) })
}

// sensitiveOf gives the dimensions that the rule of a page calls sensitive.
func sensitiveOf(p *models.Project, r disclose.Rule) []*models.Dimension {
	out := make([]*models.Dimension, len(r.Sensitive))
	for i, name := range r.Sensitive {
		out[i] = p.Dimension(name)
	}
	return out
}

// passes is how often a page may ask for other figures because some were hidden.
const passes = 5

// settled builds a page until all figures that it asks for are judged together: what it
// says may depend on what is hidden.
func settled(ctx context.Context, plan *disclose.Plan, src *page.Source, audited bool, o page.Options) (*page.Output, error) {
	maker := *o.Maker
	for range passes {
		fresh := maker
		o.Maker = &fresh
		if audited {
			s := plan.Summary()
			o.Judged = &page.Judged{Cells: s.Cells, Primary: s.Primary, Secondary: s.Secondary, Holds: plan.Hold.On, Off: plan.Off()}
		}
		out, err := page.Build(ctx, src, o)
		if err != nil || plan.Settled() {
			return out, err
		}
		if err := plan.Solve(ctx); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("build %s: it asks for other figures each time some are hidden", src.Name)
}

// delivered sums up what came in of each export, as somebody sees it on the knowledge
// date: whoever makes the edition later sees the same.
func (r *reporter) delivered(titles map[string]string) []page.Delivered {
	var out []page.Delivered
	for _, st := range r.entities {
		if st.Deliveries == 0 && !st.Never {
			continue // an export that may be left out, and was
		}
		out = append(out, st.delivered(titles[st.Source+"/"+st.Entity]))
	}
	return out
}
