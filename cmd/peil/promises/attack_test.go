package promises

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/certificate"
	"github.com/vlot-evaluatie/peil/reports/edition"
)

// Stands of the demo are published, page after page: provinces and municipalities
// beside the whole, on two divisions of the country. Each is attacked by a reader who has all
// of them.
func TestNoReaderOfAllEditionsKnowsAHiddenNumber(t *testing.T) {
	t.Parallel()
	stands := []string{"2023-12-31"}
	pages := [][]string{{"evaluatie"}, {"regio", "--for", "Antwerpen"}, {"regio", "--for", "Limburg"}, {"gemeente", "--for", "Niel"}}
	if os.Getenv("PEIL_ATTACK") == "all" { // minutes
		stands = []string{"2023-10-31", "2023-12-31"}
		pages = append(pages, []string{"instroom"}, []string{"herhuisvesting"}, []string{"subsidies"}, []string{"vraag-204"},
			[]string{"regio", "--for", "Oost-Vlaanderen"}, []string{"gemeente", "--for", "Gent"}, []string{"gemeente", "--for", "Herstappe"})
	}
	if internal := attackAll(t, stands, pages); len(internal) > 0 {
		t.Errorf("%v cannot be published beside the others", internal)
	}
}

// Where small changes are held back, no number of a later stand tells that one or a few
// persons came or went since the stand before, which was published.
func TestNoReaderOfTwoStandsSeesASmallChange(t *testing.T) {
	if os.Getenv("PEIL_ATTACK") != "all" {
		t.Skip("makes pages of two stands: make attack does")
	}
	project := filepath.Join(t.TempDir(), "project")
	put(t, filepath.Join(project, "peil.yml"), []byte("name: held\ndisclosure: {small_changes: hold}\n"))
	internal := attackAll(t, []string{"2023-10-31", "2023-12-31"}, [][]string{{"evaluatie"}, {"regio", "--for", "Limburg"}, {"subsidies"}, {"herhuisvesting"}}, "--project", project)
	// What was told before may leave no way to withhold all that changed a little since: of
	// the eight one stays internal.
	if len(internal) > 1 {
		t.Errorf("%v cannot be published beside the others", internal)
	}
}

// unpublished copies the demo's warehouse, without editions.
func unpublished(t *testing.T) (dir string) {
	t.Helper()
	demo, dir := demoDir(t), t.TempDir()
	for _, part := range []string{"lake", "marts", "snapshots"} {
		if err := os.CopyFS(filepath.Join(dir, "data", part), os.DirFS(filepath.Join(demo, "data", part))); err != nil {
			t.Fatal(err)
		}
	}
	current, err := os.ReadFile(filepath.Join(demo, "data", "current"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "data", "current"), current)
	return dir
}

// attackAll publishes pages of stands of the demo, one after the other, and attacks each
// beside all others. It gives those that stayed internal.
func attackAll(t *testing.T, stands []string, pages [][]string, flags ...string) (internal []string) {
	t.Helper()
	dir := unpublished(t)
	layout := models.Layout{Root: filepath.Join(dir, "data")}
	hidden := 0
	for _, known := range stands {
		for _, page := range pages {
			args := append([]string{"report", "--as-of", known, "--quiet", "--json"}, page...)
			var made []madeEdition
			if err := json.Unmarshal([]byte(peil(t, dir, append(args, flags...)...)), &made); err != nil {
				t.Fatal(err)
			}
			for _, m := range made {
				folder := layout.Edition(m.Report, m.Edition)
				frozen, err := edition.Read(folder)
				if err != nil {
					t.Fatal(err)
				}
				if frozen.Status != edition.Audited {
					internal = append(internal, m.Report+"/"+m.Edition) // and the gate keeps it so
					continue
				}
				peil(t, dir, append([]string{"publish", m.Report + "/" + m.Edition}, flags...)...)
				var c certificate.Certificate
				text, err := os.ReadFile(filepath.Join(folder, certificate.File))
				if err == nil {
					err = json.Unmarshal(text, &c)
				}
				if err != nil {
					t.Fatal(err)
				}
				hidden += c.Attack.Hidden
			}
		}
	}
	if hidden < 40 {
		t.Errorf("%d numbers are hidden: the attack has nothing to find", hidden)
	}
	names, err := edition.Names(layout.Editions())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if slices.Contains(internal, name) {
			continue
		}
		if out := peil(t, dir, append([]string{"audit", name}, flags...)...); !strings.Contains(out, "too_narrow=0 known_before=0 ") || !strings.Contains(out, "small_changes=0") {
			t.Errorf("%s beside all others: %s", name, out)
		}
	}
	sameWithoutShortcuts(t, layout, slices.DeleteFunc(names, func(name string) bool { return slices.Contains(internal, name) }))
	return internal
}
