package demo_test

import (
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/demo"
)

const seedDay = "2023-02-13"

// latest gives the newest file of a pattern on a knowledge date.
func (e exports) latest(t testing.TB, pattern, at string) string {
	t.Helper()
	found := ""
	for _, f := range e.files(t, pattern) {
		if known(f) <= at {
			found = f
		}
	}
	if found == "" {
		t.Fatalf("%s: nothing known on %s", pattern, at)
	}
	return found
}

// The answer to question 204 counts 21 persons in 6 teams, 108 locations, 419
// places and more than 50 grouped themes. All are counted here from the files,
// as known on the day and as known at the end, at several seeds.
func TestFiguresOfTheSeedComeOutOfRows(t *testing.T) {
	for _, seed := range []uint64{7, 1, 2} {
		e := standard(t)
		if seed != 7 {
			e = write(t, demo.Options{Seed: seed})
		}
		for _, at := range []string{seedDay, "2023-12-31"} {
			people, teams := map[string]bool{}, map[string]bool{}
			for _, r := range e.rows(t, e.latest(t, "personeel/*.xlsx", at)) {
				if from, until := iso(t, r["van"]), iso(t, r["tot"]); from <= seedDay && (until == "" || until >= seedDay) {
					people[r["personeelsnummer"]] = true
					teams[strings.NewReplacer("VLOT centraal", "Centraal team", "Vl.-", "Vlaams-").Replace(r["team"])] = true
				}
			}
			if len(people) != 21 || len(teams) != 6 {
				t.Errorf("seed %d, known %s: %d persons in %d teams, want 21 in 6", seed, at, len(people), len(teams))
			}
			locations, places := 0, 0
			for _, r := range e.rows(t, e.latest(t, "prospectie/*.xlsx", at)) {
				if d := iso(t, r["bezocht_op"]); d != "" && d <= seedDay {
					locations++
				}
				if d := iso(t, r["in_tool_op"]); d != "" && d <= seedDay {
					places += number(t, r["plaatsen"])
				}
			}
			if locations != 108 || places != 419 {
				t.Errorf("seed %d, known %s: %d locations and %d places, want 108 and 419", seed, at, locations, places)
			}
		}
		themes := map[string]bool{}
		for _, r := range e.live(t, "vragenregister/vragen_*", "vraag_id", seedDay) {
			if r["team"] == "Centraal team" || r["team"] == "VLOT centraal" {
				themes[r["gegroepeerd_thema"]] = true
			}
		}
		if len(themes) <= 50 {
			t.Errorf("seed %d: %d themes handled centrally, want more than 50", seed, len(themes))
		}
		linked := 0
		for _, r := range e.rows(t, filepath.Join(e.dir, "huisvestingstool/plaatsen_2023-02-13.csv")) {
			if r["locatie_id"] != "" {
				linked += number(t, r["capaciteit"])
			}
		}
		if linked != 419 {
			t.Errorf("seed %d: prospected locations have %d places in the housing tool, want 419", seed, linked)
		}
	}
}

func TestVolumesAreThoseOfTheRealProgramme(t *testing.T) {
	e := standard(t)
	between := func(what string, got, low, high int) {
		t.Helper()
		if got < low || got > high {
			t.Errorf("%s: %d, want %d to %d", what, got, low, high)
		}
	}
	places := e.rows(t, e.latest(t, "huisvestingstool/plaatsen_*", "2023-12-31"))
	capacity := 0
	for _, r := range places {
		capacity += number(t, r["capaciteit"])
	}
	between("place rows", len(places), 6_000, 7_500)
	between("places", capacity, 20_000, 31_000)
	april := 0
	for _, r := range e.rows(t, filepath.Join(e.dir, "huisvestingstool/plaatsen_2022-04-30.csv")) {
		april += number(t, r["capaciteit"])
	}
	between("places registered at the end of April 2022", april, 18_500, 21_000)
	stays := e.live(t, "huisvestingstool/plaatsingen_*", "plaatsing_id", "2023-12-31")
	between("placements", len(stays), 25_000, 33_000)
	persons, households := map[string]bool{}, map[string]bool{}
	for _, r := range e.live(t, "huisvestingstool/personen_*", "insz", "2023-12-31") {
		households[r["huishouden_id"]] = true
		if r["vorig_insz"] == "" {
			persons[r["insz"]] = true
		}
	}
	between("persons", len(persons), 36_000, 39_000)
	between("households", len(households), 13_500, 14_000)
	between("questions", len(e.live(t, "vragenregister/vragen_*", "vraag_id", "2023-12-31")), 11_500, 12_000)
	claims := map[string]bool{}
	for _, f := range e.files(t, "subsidies/*.xlsx") {
		for _, r := range e.rows(t, f) {
			claims[r["dossier"]] = true
		}
	}
	between("claims", len(claims), 6_500, 9_500)
	filled, inPlace := "2022-04-29", 0
	for _, r := range stays {
		if iso(t, r["startdatum"]) <= filled && (r["einddatum"] == "" || iso(t, r["einddatum"]) > filled) && r["verwijderd"] == "" {
			inPlace += number(t, r["aantal_personen"])
		}
	}
	between("places filled on 29 April 2022", inPlace, 2_900, 4_200)
}

func TestAttestationsFollowThePublishedMonths(t *testing.T) {
	e := standard(t)
	months := map[string][]int{} // by month: totals of each delivery
	flanders, all, need := 0, 0, 0
	for _, f := range e.files(t, "dvz/*.csv") {
		total := 0
		month := ""
		for _, r := range e.rows(t, f) {
			month = r["maand"]
			n := number(t, r["aantal"])
			total += n
			if r["gewest"] == "Vlaams Gewest" {
				flanders += n
			} else if r["nis_code"] != "" {
				t.Fatalf("%s: municipality %s outside Flanders", f, r["nis_code"])
			}
			all += n
			need += number(t, r["met_woonnood"])
		}
		months[month] = append(months[month], total)
	}
	for month, want := range map[string]int{"2022-03": 26507, "2022-04": 11035, "2022-05": 7278, "2022-12": 1735, "2023-01": 1564, "2023-04": 1037} {
		if got := months[month]; len(got) != 1 || got[0] != want {
			t.Errorf("%s: %v, want %d", month, got, want)
		}
	}
	if got := months["2022-11"]; len(got) != 2 || got[0] >= got[1] || got[1] != 1901 {
		t.Errorf("2022-11: %v, want less at first and 1901 when restated", got)
	}
	if share := float64(flanders) / float64(all); math.Abs(share-0.59) > 0.01 {
		t.Errorf("Flanders has %.3f, want about 0.59", share)
	}
	if share := float64(need) / float64(all); share < 0.2 || share > 0.4 {
		t.Errorf("%.3f state a housing need, want 0.2 to 0.4", share)
	}
}

// villageShares gives the share of questions about the emergency village in the
// province of Antwerpen and elsewhere.
func villageShares(t testing.TB, e exports) (antwerpen, elsewhere float64) {
	t.Helper()
	var asked, about [2]float64
	for _, r := range e.live(t, "vragenregister/vragen_*", "vraag_id", "2023-12-31") {
		at := 1
		if r["provincie"] == "Antwerpen" {
			at = 0
		}
		asked[at]++
		if r["gegroepeerd_thema"] == "Nooddorp" {
			about[at]++
		}
	}
	return about[0] / asked[0], about[1] / asked[1]
}

func TestOnlyTheVillageIsAskedAboutByRegion(t *testing.T) {
	antwerpen, elsewhere := villageShares(t, standard(t))
	if ratio := antwerpen / elsewhere; ratio < 2 || ratio > 4.5 {
		t.Errorf("Antwerpen asks %.2f times as often about the village, want about 3", ratio)
	}
	antwerpen, elsewhere = villageShares(t, write(t, demo.Options{Seed: 7, NoPattern: true}))
	if ratio := antwerpen / elsewhere; ratio < 0.6 || ratio > 1.6 {
		t.Errorf("without the pattern Antwerpen asks %.2f times as often, want about 1", ratio)
	}
}

// Over several seeds, with the planted cell left out, themes and provinces must
// be independent. The sum of chi-square statistics is compared with its own
// distribution, which is close to normal.
func TestThemesAreNotBoundToARegion(t *testing.T) {
	sum, degrees := 0.0, 0.0
	for seed := range uint64(3) {
		e := write(t, demo.Options{Seed: 100 + seed, NoPattern: true, Clean: true})
		counts, themes, provinces, n := map[[2]string]float64{}, map[string]float64{}, map[string]float64{}, 0.0
		for _, r := range e.live(t, "vragenregister/vragen_*", "vraag_id", "2023-12-31") {
			a, b := r["gegroepeerd_thema"], r["provincie"]
			counts[[2]string{a, b}]++
			themes[a]++
			provinces[b]++
			n++
		}
		for a, x := range themes {
			for b, y := range provinces {
				expected := x * y / n
				sum += math.Pow(counts[[2]string{a, b}]-expected, 2) / expected
			}
		}
		degrees += float64((len(themes) - 1) * (len(provinces) - 1))
	}
	if z := (sum - degrees) / math.Sqrt(2*degrees); math.Abs(z) > 4 {
		t.Errorf("chi-square is %.0f with %.0f degrees of freedom, %.1f standard deviations off", sum, degrees, z)
	}
}

func TestWorkShiftsToInflowAndRehousing(t *testing.T) {
	e := standard(t)
	share := func(months ...string) (upkeep, people float64) {
		n := 0.0
		for _, m := range months {
			for _, r := range e.rows(t, e.files(t, "contacten/werkitems_"+m+"-*.csv")[0]) {
				n++
				switch r["soort"] {
				case "Huisvestingstool actueel houden":
					upkeep++
				case "Instroom", "Herhuisvesting":
					people++
				}
			}
		}
		return upkeep / n, people / n
	}
	upkeep, people := share("2022-05", "2022-06", "2022-07")
	later, morePeople := share("2022-12", "2023-01", "2023-02")
	if upkeep < later+0.1 || morePeople < people+0.1 {
		t.Errorf("upkeep went from %.2f to %.2f and inflow with rehousing from %.2f to %.2f, want a clear shift", upkeep, later, people, morePeople)
	}
}

func TestMeetingsAreHeldNearlyAsPlanned(t *testing.T) {
	e := standard(t)
	planned, held := map[string]int{}, map[string]int{}
	for _, r := range e.live(t, "contacten/overleg_*", "overleg_id", "2023-12-31") {
		planned[r["reeks"]]++
		if r["gehouden_op"] != "" {
			held[r["reeks"]]++
		}
	}
	weeks := 87
	for name, perWeek := range map[string]float64{"Regioteams en centraal team": 2, "Vragen veldwerkers": 1, "Sectorcoördinatoren": 1, "Herhuisvesting": 1, "Gouverneurs": 0.5, "Centrumsteden": 0.25} {
		want := perWeek * float64(weeks)
		if got := float64(planned[name]); got < 0.85*want || got > want+1 {
			t.Errorf("%s: %v planned, want about %v", name, got, want)
		}
		if got := float64(held[name]) / float64(planned[name]); got < 0.8 || got > 1 {
			t.Errorf("%s: %.2f held, want nearly all", name, got)
		}
	}
}

func TestClaimsFollowTheRuleOfTheirMonthMostly(t *testing.T) {
	e := standard(t)
	right, all := 0, 0
	for _, r := range e.rows(t, e.files(t, "subsidies/claims_2023-01_*.xlsx")[0]) {
		if r["regeling"] != "Begeleiding" {
			continue
		}
		amount, err := strconv.ParseFloat(strings.ReplaceAll(strings.ReplaceAll(r["bedrag_gevraagd"], ".", ","), ",", "."), 64)
		if err != nil {
			continue // an amount as text: 1.234,50
		}
		all++
		if amount == float64(number(t, r["eenheden"])*120) {
			right++
		}
	}
	if all < 20 || right == all || float64(right) < 0.85*float64(all) {
		t.Errorf("%d of %d claims for guidance are 120 euro a person, want most but not all", right, all)
	}
}

func TestFilesCarryTheirMess(t *testing.T) {
	e := standard(t)
	moved := e.rows(t, filepath.Join(e.dir, "huisvestingstool/plaatsen_2022-08-31.csv"))
	for _, r := range moved {
		if len(r["nis_code"]) != 5 || r["status"] == "" {
			t.Fatalf("the file with moved columns reads %v", r)
		}
	}
	names := map[string]bool{}
	for _, f := range e.files(t, "fedasil/*") {
		for _, r := range e.rows(t, f) {
			names[r["gemeente"]] = true
		}
	}
	for _, want := range []string{"Gent", "Gand", "GENT", ""} {
		if !names[want] {
			t.Errorf("no referral to %q", want)
		}
	}
	late, rows := 0, 0
	for _, f := range e.files(t, "huisvestingstool/plaatsingen_*") {
		for _, r := range e.rows(t, f) {
			if r["einddatum"] == "" && r["verwijderd"] == "" {
				rows++
				if d := iso(t, r["startdatum"]); d < dayBefore(t, known(f), 28) {
					late++
				}
			}
		}
	}
	if share := float64(late) / float64(rows); share < 0.01 || share > 0.06 {
		t.Errorf("%.3f of the new placements came over four weeks late, want about 0.03", share)
	}
	var text strings.Builder
	for _, f := range e.files(t, "vragenregister/vragen_2022-05-*.csv") {
		for _, r := range e.rows(t, f) {
			text.WriteString(r["vraag"])
		}
	}
	for _, want := range []string{";", "\"", "\n", "€", "“", "04"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no question has %q in its text", want)
		}
	}
	if !slices.ContainsFunc(e.summary.Bad, func(b demo.BadRow) bool { return b.Rule == "unreadable" }) {
		t.Error("no ragged line")
	}
}
