package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/retain"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/page"
	"github.com/vlot-evaluatie/peil/reports/privacy"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

func (a *app) privacyCommand() *cobra.Command {
	var moment momentFlags
	var html, lang string
	cmd := &cobra.Command{
		Use:   "privacy",
		Short: "Tell what the lake holds about persons, and on what ground",
		Long: `Prints for each table of the lake the columns by class and what becomes of them,
how many share the same quasi-identifiers at least (k), and for each source for how
long files as received are still kept, with purpose, legal basis, processing
register, impact assessment and protocol: what a data-protection officer asks for.
With --html it is written as a page.`,
		Args: exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if lang != "nl" && lang != "en" {
				return usage("--lang "+lang, "is not a language of the page", "write nl or en")
			}
			in, err := a.privacy(cmd.Context(), moment, lang)
			if err != nil {
				return err
			}
			if html == "" {
				return a.printPrivacy(in)
			}
			written, err := privacy.HTML(*in)
			if err != nil {
				return err
			}
			if err := writeWhole(html, written); err != nil {
				return cannotWrite("--html", html, err)
			}
			fmt.Fprintf(a.out, "%s · %s bytes\n", html, prose.Grouped(int64(len(written))))
			return nil
		},
	}
	moment.add(cmd.Flags())
	cmd.Flags().StringVar(&html, "html", "", "write the page to this file")
	cmd.Flags().StringVar(&lang, "lang", "nl", "language of the page: nl or en")
	return cmd
}

// privacy gathers what is told.
func (a *app) privacy(ctx context.Context, moment momentFlags, lang string) (*privacy.Input, error) {
	p, err := a.loadProject()
	if err != nil {
		return nil, err
	}
	m, known, err := a.at(moment)
	if err != nil {
		return nil, err
	}
	w, err := a.openAt(ctx, p, m, known, a.layout().Scratch())
	if err != nil {
		return nil, err
	}
	defer w.Close()
	today := models.DateOf(time.Now())
	landed, err := retain.List(a.layout(), p, today)
	if err != nil {
		return nil, err
	}
	in := &privacy.Input{Lang: lang, Title: p.Config.Title(lang), Publisher: p.Config.Issuer(lang), Contact: p.Config.Contact, Snapshot: m.Snapshot, KnownAt: w.KnownAt(),
		On: today, KeyVersion: m.KeyVersion, Small: p.Config.Disclosure.On("").Threshold}
	if in.Theme, err = page.Theme(p.FS); err != nil {
		return nil, err
	}
	if in.Erasures, err = load.ByErasures(a.layout(), m); err != nil {
		return nil, err
	}
	for _, s := range p.Sources {
		told := privacy.Source{Name: s.Name, Title: titled(lang, s.TitleNL, s.TitleEN, s.Name), Purpose: s.Purpose, LegalBasis: s.LegalBasis, Register: s.Register, DPIA: s.DPIA, Protocol: s.Protocol, Retention: s.Retention()}
		for _, f := range landed { // sorted: the first to go first
			if f.Source != s.Name {
				continue
			}
			if told.Landed++; f.Passed() {
				told.Passed++
			}
			if told.DaysLeft == nil {
				told.DaysLeft = &f.DaysLeft
			}
		}
		for i := range s.Entities {
			e, err := entityPrivacy(ctx, w, m, &s.Entities[i], lang, in.Small)
			if err != nil {
				return nil, err
			}
			told.Entities = append(told.Entities, e)
		}
		in.Sources = append(in.Sources, told)
	}
	return in, nil
}

func titled(lang, nl, en, otherwise string) string {
	for _, t := range map[string][]string{"nl": {nl, en}, "en": {en, nl}}[lang] {
		if t != "" {
			return t
		}
	}
	return otherwise
}

func entityPrivacy(ctx context.Context, w *warehouse.Warehouse, m *models.Manifest, e *models.Entity, lang string, small int64) (privacy.Entity, error) {
	g, err := w.Groups(ctx, e, small)
	if err != nil {
		return privacy.Entity{}, err
	}
	out := privacy.Entity{Name: e.Key(), Title: titled(lang, e.TitleNL, e.TitleEN, e.Name), Rows: g.Rows, Over: append([]string{}, g.Over...), Unit: g.Unit, Groups: g.All, K: g.Least, Small: g.Small}
	for _, d := range m.Deliveries {
		if d.Source+"/"+d.Entity == e.Key() {
			out.KeyVersion = max(out.KeyVersion, d.KeyVersion)
		}
	}
	for _, c := range e.Columns {
		col := privacy.Column{Name: c.Name, Class: c.Class, Action: c.Action, Reason: c.KeepReason}
		switch c.Action {
		case "pseudonymise":
			col.As = c.Domain
		case "generalise":
			col.As = c.To
		}
		out.Columns = append(out.Columns, col)
	}
	return out, nil
}

// printPrivacy prints a line a table, then a block a source.
func (a *app) printPrivacy(in *privacy.Input) error {
	if a.json {
		return printJSON(a.out, map[string]any{"snapshot": in.Snapshot, "known_at": in.KnownAt, "on": in.On, "key_version": in.KeyVersion, "erasures": append([]string{}, in.Erasures...), "sources": in.Sources})
	}
	t := &table{columns: []string{"table", "rows", "k", "counts", fmt.Sprintf("groups below %d", in.Small), "identifier", "quasi", "sensitive", "free text"},
		right: []bool{false, true, true, false, true, false, false, false, false}}
	for _, s := range in.Sources {
		for _, e := range s.Entities {
			k, counts, small := "", "", ""
			if len(e.Over) > 0 && e.Rows > 0 {
				k, counts, small = prose.Grouped(e.K), "rows", prose.Grouped(e.Small)+" of "+prose.Grouped(e.Groups)
				if e.Unit != "" {
					counts = e.Unit
				}
			}
			t.add(e.Name, prose.Grouped(e.Rows), k, counts, small, acts(e, "identifier"), acts(e, "quasi"), acts(e, "sensitive"), acts(e, "free_text"))
		}
	}
	// What is written to a terminal or a pipe that closed is nobody's any more.
	_ = t.text(a.out)
	for _, s := range in.Sources {
		left := "no files in landing"
		if s.Landed > 0 {
			left = fmt.Sprintf("%s in landing, %d past their time, the first goes in %d days", prose.Counted(s.Landed, "file"), s.Passed, *s.DaysLeft)
		}
		fmt.Fprintf(a.out, "\n%s\n  purpose     %s\n  legal basis %s\n  register    %s\n  dpia        %s\n  protocol    %s\n  retention   %d days · %s\n",
			s.Name, stated(s.Purpose), stated(s.LegalBasis), stated(s.Register), stated(s.DPIA), stated(s.Protocol), s.Retention, left)
	}
	fmt.Fprintf(a.out, "\nsnapshot %d · %s · key version %d", in.Snapshot, filepath.Clean(a.data), in.KeyVersion)
	if len(in.Erasures) > 0 {
		fmt.Fprintf(a.out, " · %s", strings.Join(in.Erasures, ", "))
	}
	fmt.Fprintln(a.out)
	return nil
}

func stated(text string) string {
	if text == "" {
		return "not stated"
	}
	return text
}

// acts counts the columns of a class by what becomes of them: 1 keep, 2 drop.
func acts(e privacy.Entity, class string) string {
	n := map[string]int{}
	for _, c := range e.Columns {
		if c.Class == class {
			n[c.Action]++
		}
	}
	var out []string
	for _, action := range slices.Sorted(slices.Values(models.Actions)) {
		if n[action] > 0 {
			out = append(out, fmt.Sprintf("%d %s", n[action], action))
		}
	}
	return strings.Join(out, ", ")
}
