package promises

import (
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// guesser is a reader with a pencil: he knows what an edition prints, and that some numbers
// are the sum of others.
type guesser struct {
	t      *testing.T
	rows   map[string]map[string]figure.RowRecord // by metric and what it is cut by -> codes
	known  map[string]float64
	hidden map[string]bool
	sums   [][]string // the first is the sum of the others
}

// guess makes a page of figures and sentences on the demo, and gives a reader who has all
// that it prints. He reads it whether or not it may be published: without a reader who finds
// something it must be.
func guess(t *testing.T, page string) (g *guesser, status string) {
	t.Helper()
	dir := unpublished(t)
	project := attacking(t, dir, page)
	var made []madeEdition
	if err := json.Unmarshal([]byte(peil(t, dir, "report", "aanval", "--quiet", "--json", "--project", project)), &made); err != nil {
		t.Fatal(err)
	}
	frozen, err := edition.Read(models.Layout{Root: filepath.Join(dir, "data")}.Edition(made[0].Report, made[0].Edition))
	if err != nil {
		t.Fatal(err)
	}
	g = &guesser{t: t, rows: map[string]map[string]figure.RowRecord{}, known: map[string]float64{}, hidden: map[string]bool{}}
	for _, f := range frozen.Figures {
		name := f.Metric
		for _, d := range f.Dims {
			name += " " + d.Name
		}
		if g.rows[name] == nil {
			g.rows[name] = map[string]figure.RowRecord{}
		}
		for _, row := range f.Rows {
			cell := numberAt(name, row.Dims...)
			if at := f.Query.At; at != "" {
				cell += " " + string(at)
			}
			g.rows[name][strings.TrimPrefix(cell, name+" ")] = row
			if row.Value != nil {
				g.known[cell] = *row.Value
			}
			g.hidden[cell] = row.Status == figure.Suppressed
		}
	}
	return g, frozen.Status
}

// attacking makes a project beside data that has a page, and gives its folder.
func attacking(t *testing.T, dir, page string) string {
	t.Helper()
	project := filepath.Join(dir, "project")
	put(t, filepath.Join(project, "peil.yml"), []byte("name: aanval\n"))
	put(t, filepath.Join(project, "reports", "pages", "aanval.md"), []byte("---\ntitle: Aanval\n---\n\n"+page+"\n"))
	return project
}

func numberAt(of string, codes ...string) string {
	return strings.Join(append([]string{of}, codes...), " ")
}

// sum says that a number is the sum of others.
func (g *guesser) sum(whole string, parts ...string) {
	g.sums = append(g.sums, append([]string{whole}, parts...))
}

// share says what a printed share or rate tells of its part, where the whole is known.
func (g *guesser) share(share, part string, whole float64) {
	if v, ok := g.known[share]; ok {
		g.known[part] = math.Round(v * whole)
	}
}

// solve gives the hidden numbers that follow.
func (g *guesser) solve() (found []string) {
	for again := true; again; {
		again = false
		for _, s := range g.sums {
			unknown, left := -1, 0.0
			for i, name := range s {
				v, ok := g.known[name]
				switch {
				case ok && i == 0:
					left += v
				case ok:
					left -= v
				case unknown >= 0:
					unknown = len(s)
				default:
					unknown = i
				}
			}
			if unknown < 0 || unknown >= len(s) {
				continue
			}
			if unknown == 0 {
				left = -left
			}
			g.known[s[unknown]], again = left, true
			if g.hidden[s[unknown]] {
				found = append(found, fmt.Sprintf("%s is %v", s[unknown], left))
			}
		}
	}
	slices.Sort(found)
	return found
}

// safe fails when the reader finds a hidden number in what may be published, or when
// nothing may be, or when there is nothing to find.
func (g *guesser) safe(status string, least int) {
	g.t.Helper()
	if status != edition.Audited {
		g.t.Errorf("the edition is %s, want one that may be published", status)
	}
	hidden := 0
	for _, h := range g.hidden {
		if h {
			hidden++
		}
	}
	if found := g.solve(); len(found) > 0 || hidden < least || len(g.sums) == 0 {
		g.t.Errorf("of %d hidden numbers a reader finds %d by %d sums: %s", hidden, len(found), len(g.sums), strings.Join(found[:min(5, len(found))], "; "))
	}
}

// A share of adults is that of two of five ages, which another table prints.
func TestAShareTellsNoMemberOfWhatItsPartConsistsOf(t *testing.T) {
	t.Parallel()
	const period = `where="province=70000" from="2022-03-01" to="2022-04-30" geography="2025"` // all provinces take a minute more
	g, status := guess(t, `{{ figure "inflow_persons" by="municipality,age_band" `+period+` chart="heatmap" headline="A" subtitle="a" }}
{{ figure "inflow_persons" by="municipality" `+period+` chart="ranked" headline="B" subtitle="b" }}
{{ figure "inflow_adults_share" by="municipality" `+period+` chart="ranked" headline="C" subtitle="c" }}`)
	ages := g.rows["inflow_persons municipality age_band"]
	of := func(town string, bands ...string) (out []string) {
		for _, b := range bands {
			if _, ok := ages[numberAt(town, b)]; ok {
				out = append(out, numberAt("inflow_persons municipality age_band", town, b))
			}
		}
		return out
	}
	for town := range g.rows["inflow_persons municipality"] {
		total := numberAt("inflow_persons municipality", town)
		if v, ok := g.known[total]; ok {
			g.share(numberAt("inflow_adults_share municipality", town), "adults "+town, v)
		}
		g.sum(total, "adults "+town, "minors "+town)
		g.sum("adults "+town, of(town, "18-64", "65+")...)
		g.sum("minors "+town, of(town, "0-5", "6-11", "12-17")...)
	}
	g.safe(status, 60)
}

// The validated places are those of one status, which another table prints.
func TestACountOfOneStatusTellsNoOther(t *testing.T) {
	t.Parallel()
	g, status := guess(t, `{{ figure "places_registered" by="municipality,place_status" at="2023-12-31" chart="heatmap" headline="A" subtitle="a" }}
{{ figure "places_registered" by="municipality" at="2023-12-31" chart="ranked" headline="B" subtitle="b" }}
{{ figure "places_validated" by="municipality" at="2023-12-31" chart="ranked" headline="C" subtitle="c" }}`)
	for town := range g.rows["places_registered municipality"] {
		var parts []string
		for _, s := range []string{"registered", "validated", "on_hold", "closing"} {
			code, _, _ := strings.Cut(town, " ")
			if _, ok := g.rows["places_registered municipality place_status"][numberAt(code, s, "2023-12-31")]; ok {
				parts = append(parts, numberAt("places_registered municipality place_status", code, s, "2023-12-31"))
			}
		}
		g.sum(numberAt("places_registered municipality", town), parts...)
		code, _, _ := strings.Cut(town, " ")
		g.sum(numberAt("places_validated municipality", town), numberAt("places_registered municipality place_status", code, "validated", "2023-12-31"))
	}
	g.safe(status, 100)
}

// The rate of two municipalities together tells how many persons stay in both: of one of
// them that is printed.
func TestARateOfTwoPlacesTellsNeither(t *testing.T) {
	t.Parallel()
	g, status := guess(t, `In Voeren en Riemst zijn er {{ value "housed_per_1000" where="municipality=73066|73032" at="2023-12-31" }}.

{{ figure "places_occupied" by="municipality" at="2023-12-31" chart="ranked" headline="A" subtitle="a" }}`)
	const inhabitants = 26489
	g.share("housed_per_1000 2023-12-31", "both", inhabitants/1000.0)
	g.sum("both", "places_occupied municipality 73066 2023-12-31", "places_occupied municipality 73032 2023-12-31")
	g.safe(status, 10)
}

// What is free is what is available less what is occupied: of a province that is printed it
// tells the one municipality that is not.
func TestFreePlacesTellNoOccupiedOnes(t *testing.T) {
	t.Parallel()
	g, status := guess(t, `{{ figure "places_available" by="municipality" at="2023-12-31" chart="ranked" headline="A" subtitle="a" }}
{{ figure "places_free" by="municipality" at="2023-12-31" chart="ranked" headline="B" subtitle="b" }}
{{ figure "places_occupied" by="municipality" at="2023-12-31" chart="ranked" headline="C" subtitle="c" }}
{{ figure "places_occupied" by="province" at="2023-12-31" chart="ranked" headline="D" subtitle="d" }}`)
	towns := map[string][]string{}
	for town := range g.rows["places_available municipality"] {
		free, occupied := numberAt("places_free municipality", town), numberAt("places_occupied municipality", town)
		if !g.hidden[occupied] {
			g.known[occupied] += 0 // no row: nobody
		}
		g.sum(numberAt("places_available municipality", town), occupied, free)
	}
	for town := range g.rows["places_occupied municipality"] {
		towns[provinceOf(town)] = append(towns[provinceOf(town)], numberAt("places_occupied municipality", town))
	}
	for province, parts := range towns {
		g.sum(numberAt("places_occupied province", province), parts...)
	}
	g.safe(status, 20)
}

// provinceOf gives the province of a municipality by its code, with the day behind it.
func provinceOf(town string) string {
	code, at, _ := strings.Cut(town, " ")
	province := map[string]string{"1": "10000", "3": "30000", "4": "40000", "7": "70000"}[code[:1]]
	if province == "" {
		province = "20001"
	}
	return numberAt(province, at)
}

// Who stayed somewhere, came or went in a month makes who stays there at its end.
func TestHouseholdsOfTwoMonthsTellNoneThatCameOrWent(t *testing.T) {
	t.Parallel()
	const month = `from="2023-01-01" to="2023-01-31"`
	g, status := guess(t, `{{ figure "households_housed" by="municipality" at="2022-12-31" chart="ranked" headline="A" subtitle="a" }}
{{ figure "households_housed" by="municipality" at="2023-01-31" chart="ranked" headline="B" subtitle="b" }}
{{ figure "placements_started" by="municipality" `+month+` chart="ranked" headline="C" subtitle="c" }}
{{ figure "placements_ended" by="municipality" `+month+` chart="ranked" headline="D" subtitle="d" }}`)
	for town := range g.rows["households_housed municipality"] {
		code, day, _ := strings.Cut(town, " ")
		if day != "2023-01-31" {
			continue
		}
		stock := numberAt("households_housed municipality", code)
		came, went := numberAt("placements_started municipality", code), numberAt("placements_ended municipality", code)
		for _, flow := range []string{came, went} {
			if !g.hidden[flow] {
				g.known[flow] += 0 // no row: nobody
			}
		}
		g.sum("all "+code, stock+" 2022-12-31", came)
		g.sum("all "+code, stock+" 2023-01-31", went)
	}
	g.safe(status, 100)
}

// A household stays in one place on a day, though nothing says so for ever: households of
// municipalities make those of their province.
func TestHouseholdsOfAProvinceTellNoMunicipality(t *testing.T) {
	t.Parallel()
	g, status := guess(t, `{{ figure "households_housed" by="municipality" at="2023-03-31" chart="ranked" headline="A" subtitle="a" }}
{{ figure "households_housed" by="province" at="2023-03-31" chart="ranked" headline="B" subtitle="b" }}`)
	towns := map[string][]string{}
	for town := range g.rows["households_housed municipality"] {
		if town[0] != ' ' {
			towns[provinceOf(town)] = append(towns[provinceOf(town)], numberAt("households_housed municipality", town))
		}
	}
	for province, parts := range towns {
		g.sum(numberAt("households_housed province", province), parts...)
	}
	g.safe(status, 5)
}

// A team is a province: times its staff the rate tells what the table of provinces hides.
func TestNoPageHasARateByTeamOfWhatIsCountedByProvince(t *testing.T) {
	t.Parallel()
	dir := unpublished(t)
	const month = `from="2023-06-01" to="2023-06-30"`
	project := attacking(t, dir, `{{ figure "placements_started" by="province,place_type" `+month+` chart="heatmap" headline="A" subtitle="a" }}
{{ figure "placements_per_fte" by="team" `+month+` chart="ranked" headline="B" subtitle="b" }}`)
	code, _, diag := plain.run(t, "", "report", "aanval", "--quiet", "--project", project, "--data", filepath.Join(dir, "data"))
	if code != exitInvalid || !strings.Contains(diag, "metric placements_per_fte is not cut or filtered by team on a page") {
		t.Errorf("exit %d: %s", code, diag)
	}
}
