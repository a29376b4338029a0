package demo_test

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func dayBefore(t testing.TB, day string, days int) string {
	t.Helper()
	d, err := time.Parse("2006-01-02", day)
	if err != nil {
		t.Fatal(err)
	}
	return d.AddDate(0, 0, -days).Format("2006-01-02")
}

// checkDigits computes the check of a national number in both centuries from
// its definition, on text: it shares nothing with the generator.
func checkDigits(nine string) (before2000, from2000 int) {
	mod := func(s string) int {
		r := 0
		for _, c := range s {
			r = (r*10 + int(c-'0')) % 97
		}
		return r
	}
	return 97 - mod(nine), 97 - mod("2"+nine)
}

func TestCheckDigitsAgreeWithPublishedNumbers(t *testing.T) {
	if a, _ := checkDigits("930518223"); a != 61 {
		t.Errorf("930518223 has check %d, want 61", a)
	}
	if _, b := checkDigits("000125567"); b != 77 {
		t.Errorf("000125567 has check %d, want 77", b)
	}
	if a, _ := checkDigits("664506123"); a != 40 {
		t.Errorf("664506123 has check %d, want 40", a)
	}
}

func TestPersonsHaveValidUniqueNumbersThatFitTheirBirthDate(t *testing.T) {
	e := standard(t)
	owner := map[string]string{} // number -> household and birth date
	persons, bis, renumbered, twothousands := 0, 0, 0, 0
	for _, f := range e.files(t, "huisvestingstool/personen_*") {
		for _, r := range e.rows(t, f) {
			birth := iso(t, r["geboortedatum"])
			for _, number := range []string{r["insz"], r["vorig_insz"]} {
				if number == "" {
					continue
				}
				n := strings.NewReplacer(".", "", "-", "").Replace(number)
				old, young := checkDigits(n[:9])
				want := old
				if birth >= "2000" {
					want = young
					twothousands++
				}
				if len(n) != 11 || n[9:] != string([]byte{byte('0' + want/10), byte('0' + want%10)}) {
					t.Fatalf("%s: %s of someone born %s has check %d", f, n, birth, want)
				}
				month := int(n[2]-'0')*10 + int(n[3]-'0')
				if month%20 != int(birth[5]-'0')*10+int(birth[6]-'0') || n[:2] != birth[2:4] || n[4:6] != birth[8:] {
					t.Fatalf("%s: %s does not fit birth date %s", f, n, birth)
				}
				id := r["huishouden_id"] + birth + r["voornaam"]
				if before, ok := owner[n]; ok && before != id {
					t.Fatalf("%s is the number of two persons", n)
				}
				owner[n] = id
			}
			switch {
			case r["vorig_insz"] != "":
				renumbered++
			case r["insz"] != "":
				persons++
				if n := strings.ReplaceAll(r["insz"], ".", ""); n[2] >= '2' {
					bis++
				}
			}
		}
	}
	if share := float64(bis) / float64(persons); share < 0.57 || share > 0.63 {
		t.Errorf("%.3f of the persons start with a BIS number, want about 0.6", share)
	}
	if renumbered < bis/2 || renumbered > bis || twothousands == 0 {
		t.Errorf("%d of %d got a national number, %d numbers of births from 2000", renumbered, bis, twothousands)
	}
}

// stay is a placement as it stands in the end.
type stay struct {
	id, household, place, start, end string
	persons                          int
}

func stays(t testing.TB, e exports) []stay {
	t.Helper()
	var out []stay
	for id, r := range e.live(t, "huisvestingstool/plaatsingen_*", "plaatsing_id", "2023-12-31") {
		if r["verwijderd"] != "" {
			continue
		}
		s := stay{id, r["huishouden_id"], r["plaats_id"], iso(t, r["startdatum"]), iso(t, r["einddatum"]), number(t, r["aantal_personen"])}
		if s.end == "" {
			s.end = "9999"
		}
		if s.end < s.start {
			t.Fatalf("placement %s ends before it starts", id)
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b stay) int { return strings.Compare(a.start+a.id, b.start+b.id) })
	return out
}

func TestNobodyIsInTwoPlacesAtOnce(t *testing.T) {
	e := standard(t)
	// As known on several days: late entries must not make it look so either.
	for _, at := range []string{"2022-06-30", "2023-02-13", "2023-12-31"} {
		until := map[string]string{}
		live := e.live(t, "huisvestingstool/plaatsingen_*", "plaatsing_id", at)
		var all []stay
		for id, r := range live {
			end := iso(t, r["einddatum"])
			if end == "" {
				end = "9999"
			}
			if r["verwijderd"] == "" {
				all = append(all, stay{id: id, household: r["huishouden_id"], start: iso(t, r["startdatum"]), end: end})
			}
		}
		slices.SortFunc(all, func(a, b stay) int { return strings.Compare(a.start+a.id, b.start+b.id) })
		for _, s := range all {
			if s.start < until[s.household] {
				t.Errorf("known %s: household %s is in another place until %s when %s starts on %s", at, s.household, until[s.household], s.id, s.start)
			}
			until[s.household] = s.end
		}
	}
}

func TestPlacesHoldTheirPeopleWhileTheyAreOpen(t *testing.T) {
	e := standard(t)
	type place struct {
		capacity    int
		from, until string
	}
	places := map[string]place{}
	for _, r := range e.rows(t, e.latest(t, "huisvestingstool/plaatsen_*", "2023-12-31")) {
		p := place{number(t, r["capaciteit"]), iso(t, r["beschikbaar_van"]), iso(t, r["beschikbaar_tot"])}
		if p.until == "" {
			p.until = "9999"
		}
		places[r["plaats_id"]] = p
	}
	changes := map[string][]stay{}
	for _, s := range stays(t, e) {
		p, ok := places[s.place]
		if !ok || s.start < p.from || s.start > p.until || s.end != "9999" && s.end > p.until {
			t.Errorf("placement %s from %s to %s in place %s, open from %s to %s", s.id, s.start, s.end, s.place, p.from, p.until)
		}
		changes[s.place] = append(changes[s.place], s)
	}
	for id, all := range changes {
		for _, s := range all {
			if s.start > "2023-09-15" {
				continue // the leaving of those before may still have to be entered
			}
			inside := 0
			for _, o := range all {
				if o.start <= s.start && o.end > s.start {
					inside += o.persons
				}
			}
			if inside > places[id].capacity {
				t.Errorf("place %s for %d holds %d on %s", id, places[id].capacity, inside, s.start)
			}
		}
	}
}

func TestRehousingTakesAboutAMonthAndLongerForTheVulnerable(t *testing.T) {
	e := standard(t)
	var waits [2][]int
	open := 0
	for _, r := range e.live(t, "huisvestingstool/herhuisvesting_*", "aanvraag_id", "2023-12-31") {
		if r["resultaat"] == "Open" {
			open++
		}
		if r["resultaat"] != "Herhuisvest" {
			continue
		}
		a, err := time.Parse("02/01/2006", r["aangevraagd_op"])
		if err != nil {
			t.Fatal(err)
		}
		b, err := time.Parse("02/01/2006", r["afgesloten_op"])
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		if r["kwetsbaar"] == "Ja" {
			at = 1
		}
		waits[at] = append(waits[at], int(b.Sub(a).Hours()/24))
	}
	median := func(all []int) int {
		slices.Sort(all)
		return all[len(all)/2]
	}
	plain, vulnerable := median(waits[0]), median(waits[1])
	if plain < 22 || plain > 36 || vulnerable < plain+5 {
		t.Errorf("median wait %d days, vulnerable %d, want about 30 and longer", plain, vulnerable)
	}
	if open < 100 {
		t.Errorf("%d requests open at the end, want some that are censored", open)
	}
}

// A move without a request is direct: the gap is at most 14 days.
func TestMovesFollowEachOther(t *testing.T) {
	e := standard(t)
	all := e.live(t, "huisvestingstool/plaatsingen_*", "plaatsing_id", "2023-12-31")
	moves := 0
	for id, r := range all {
		before, ok := all[r["vorige_plaatsing"]]
		if r["vorige_plaatsing"] == "" {
			continue
		}
		moves++
		if !ok || before["huishouden_id"] != r["huishouden_id"] || before["plaats_id"] == r["plaats_id"] || before["reden_einde"] != "Herhuisvest" {
			t.Errorf("placement %s follows %v", id, before)
		}
		end, start := iso(t, before["einddatum"]), iso(t, r["startdatum"])
		if start < end || dayBefore(t, start, 14) > end {
			t.Errorf("placement %s starts on %s after leaving on %s", id, start, end)
		}
	}
	if moves < 8_000 {
		t.Errorf("%d moves, want thousands", moves)
	}
}

// A file cannot tell what happened after it was delivered: a list that runs
// ahead makes figures known before their day.
func TestNothingHappenedAfterTheFileThatTellsIt(t *testing.T) {
	e := standard(t)
	happened := map[string][]string{
		"huisvestingstool/plaatsingen_*":    {"startdatum", "einddatum"},
		"huisvestingstool/personen_*":       {"registratiedatum"},
		"huisvestingstool/herhuisvesting_*": {"aangevraagd_op", "afgesloten_op"},
		"huisvestingstool/aanbod_fedasil_*": {"aangeboden_op", "ingevuld_op"},
		"fedasil/verwijzingen_*":            {"verwijsdatum"},
		"subsidies/claims_*":                {"ingediend_op", "beslist_op", "betaald_op"},
		"vragenregister/vragen_*":           {"ontvangen_op", "beantwoord_op"},
		"vragenregister/doorverwijzingen_*": {"verzonden_op", "beantwoord_op"},
		"contacten/overleg_*":               {"gehouden_op"},
		"contacten/flits_*":                 {"verzonden_op"},
		"contacten/werkitems_*":             {"datum"},
		"prospectie/prospectielijst_*": {"aangemeld_op", "gescreend_op", "bezocht_op", "haalbaar_op",
			"akkoord_op", "in_tool_op", "bezet_op", "afgevallen_op"},
	}
	for pattern, columns := range happened {
		dated, latest := 0, ""
		for _, f := range e.files(t, pattern) {
			for _, r := range e.rows(t, f) {
				for _, c := range columns {
					day := iso(t, r[c])
					if day > known(f) {
						t.Fatalf("%s says that %s was %s, after it was delivered", f, c, day)
					}
					if day != "" {
						dated++
					}
					latest = max(latest, day)
				}
			}
		}
		if dated == 0 || latest < "2023-11" {
			t.Errorf("%s: %d dates, the latest %q: want what happened up to the end of 2023", pattern, dated, latest)
		}
	}
}
