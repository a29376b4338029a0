package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
)

func (a *app) verifyCommand() *cobra.Command {
	var snapshot int
	var all bool
	cmd := &cobra.Command{
		Use:   "verify [EDITION]",
		Short: "Recompute the hashes of a snapshot and of editions",
		Long: `Reads every file that the snapshot names, compares size and SHA-256, counts its
rows with another reader than the one that wrote it, checks that rows in = rows
kept + rejected + furniture for every delivery, compares the manifests of all snapshots
with their checksums, and compares editions with their
checksums, both ways, and published ones with the hash they were published by. Sealed
files of landing are read back where landing_identity is at hand, and elsewhere only
seen to be there. With --all it reads what earlier snapshots name, too. With EDITION,
REPORT/EDITION or a folder anywhere, it looks at that edition alone. Exit 4 when
something differs.`,
		Args: mostArgs(1, "none or one edition"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if all && (len(args) == 1 || snapshot != 0) {
				return usage("--all", "is given with one snapshot or edition", "ask for all of them, or for that one")
			}
			if len(args) == 1 {
				return a.verifyEdition(args[0])
			}
			m, err := a.manifest(snapshot)
			if err != nil {
				return err
			}
			var earlier []*models.Manifest
			var damaged []load.Finding
			if all {
				if earlier, damaged, err = a.earlier(m); err != nil {
					return err
				}
			}
			every := slices.Concat([]*models.Manifest{m}, earlier)
			identity, unread, err := a.verifying(every...)
			if err != nil {
				return err
			}
			findings, err := load.Verify(cmd.Context(), a.layout(), m, identity, earlier...)
			if err != nil {
				return err
			}
			for _, d := range damaged {
				if !slices.ContainsFunc(findings, func(f load.Finding) bool { return f.Path == d.Path }) {
					findings = append(findings, d)
				}
			}
			wrong, err := edition.Verify(a.layout().Editions())
			if err != nil {
				return err
			}
			released, err := a.verifyReleases()
			if err != nil {
				return err
			}
			wrong = append(wrong, released...)
			var lines []string
			for _, f := range findings {
				lines = append(lines, fmt.Sprintf("%s: %s; %s", f.Path, f.Problem, f.Fix))
			}
			lines = append(lines, wrong...)
			named := map[string]bool{}
			for _, m := range every {
				for _, f := range load.Named(m) {
					named[f.Path] = true
				}
			}
			files := len(named)
			erased, err := load.ByErasures(a.layout(), m)
			if err != nil {
				return err
			}
			if a.json {
				result := map[string]any{"snapshot": m.Snapshot, "earlier": len(earlier), "files": files, "findings": lines, "erasures": append([]string{}, erased...)}
				if unread > 0 {
					result["sealed_files_not_read"] = unread
				}
				if err := printJSON(a.out, result); err != nil {
					return err
				}
			} else {
				for _, line := range lines {
					fmt.Fprintln(a.out, models.Visible(line))
				}
				changed := ""
				if unread > 0 {
					changed = fmt.Sprintf(" · %s not read: no landing_identity at hand", prose.Counted(unread, "sealed file"))
				}
				if len(erased) > 0 {
					changed += " · changed by " + strings.Join(erased, ", ")
				}
				beside := ""
				if len(earlier) > 0 {
					beside = " and " + prose.Counted(len(earlier), "earlier one")
				}
				fmt.Fprintf(a.out, "snapshot %d%s · %s files, %s deliveries · %d findings%s\n", m.Snapshot, beside, prose.Grouped(int64(files)), prose.Grouped(int64(len(m.Deliveries))), len(lines), changed)
			}
			if len(lines) > 0 {
				return &models.Error{Code: models.Blocked, Where: fmt.Sprintf("snapshot %d", m.Snapshot), What: prose.CountedAs(len(lines), "file differs", "files differ") + " from what was written", Fix: "do what stands behind each"}
			}
			return nil
		},
	}
	cmd.Flags().IntVar(&snapshot, "snapshot", 0, "number of a snapshot; the current one when absent")
	cmd.Flags().BoolVar(&all, "all", false, "read what earlier snapshots name, too")
	return cmd
}

// earlier reads the manifests of all snapshots but one, the latest first, and tells those
// that cannot be read.
func (a *app) earlier(m *models.Manifest) (all []*models.Manifest, damaged []load.Finding, err error) {
	numbers, err := load.Snapshots(a.layout())
	if err != nil {
		return nil, nil, err
	}
	for _, n := range slices.Backward(numbers) {
		if n == m.Snapshot {
			continue
		}
		one, err := load.ReadSnapshot(a.layout(), n)
		var told *models.Error
		switch {
		case errors.As(err, &told):
			damaged = append(damaged, load.Finding{Path: "snapshots/" + filepath.Base(a.layout().Snapshot(n)), Problem: told.What, Fix: told.Fix})
		case err != nil:
			return nil, nil, err
		default:
			all = append(all, one)
		}
	}
	return all, damaged, nil
}

// verifyEdition holds one edition against its checksums, and against the hash it was
// published by.
func (a *app) verifyEdition(asked string) error {
	dir := asked
	if !there(filepath.Join(dir, "SHA256SUMS")) {
		a.findData()
		report, name, err := a.findEdition(asked)
		if err != nil {
			return err
		}
		dir = a.layout().Edition(report, name)
	}
	wrong, files, err := edition.VerifyOne(dir)
	if err != nil {
		return err
	}
	sha, err := edition.Hash(dir)
	if err != nil && len(wrong) == 0 {
		return err
	}
	if a.json {
		if err := printJSON(a.out, map[string]any{"edition": dir, "sha256": sha, "files": files, "findings": append([]string{}, wrong...)}); err != nil {
			return err
		}
	} else {
		for _, line := range wrong {
			fmt.Fprintln(a.out, models.Visible(line))
		}
		fmt.Fprintf(a.out, "edition %s · sha256 %s · %s · %d findings\n", filepath.Base(dir), sha, prose.Counted(files, "file"), len(wrong))
	}
	if len(wrong) > 0 {
		return &models.Error{Code: models.Blocked, Where: dir, What: prose.CountedAs(len(wrong), "file differs", "files differ") + " from what was written", Fix: "do what stands behind each"}
	}
	return nil
}

// verifyReleases holds all published editions against the hash they were published by,
// and the two files that say what was published against each other.
func (a *app) verifyReleases() ([]string, error) {
	list, wrong, err := a.releases()
	if err == nil {
		_, wrong, err = a.whole(list, wrong)
	}
	if err != nil {
		return nil, err
	}
	for _, r := range list {
		if !r.audited { // a publication begins with that line
			wrong = append(wrong, fault{r.String(), fmt.Sprintf("%s: lacks who published edition %s and when, which %s says was published", a.layout().Audit(), r, r.by)})
		}
	}
	var out []string
	for _, f := range wrong {
		out = append(out, f.text+"; "+backup)
	}
	return out, nil
}

// mend takes tables of a snapshot away that have another size than was written, so that
// a run makes them again with those that are gone. It tells each, and whether there are any.
func (a *app) mend(m *models.Manifest) (found bool, err error) {
	if m == nil {
		return false, nil
	}
	for _, f := range load.Unsound(a.layout(), m) {
		if err := os.Remove(filepath.Join(a.data, filepath.FromSlash(f.Path))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, fmt.Errorf("take away a damaged table: %w", err)
		}
		fmt.Fprintf(a.diag, "peil: %s: %s; it is made again\n", f.Path, f.Problem)
		found = true
	}
	return found, nil
}
