package page

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

const agreedPage = "\ufeff---\r\ntitle: \"Binnen {wait_days} dagen\"\r\nfor: town\r\nmethod: Met {gap_days in words} dagen ertussen.\r\n---\r\n\r\n" +
	"- Een vraag duurt hoogstens {wait_days} dagen, {gap_days in words} of {ceiling}; {{member}} telt {{ value \"persons\" where=\"{for}\" to=\"known\" }}.\r\n\r\n" +
	"{{ figure \"persons\" by=\"town\" to=\"known\" chart=\"ranked\" if=\"max < {ceiling}\" neutral=\"Anders\" headline=\"Na {ceiling} dagen in {name}\" subtitle=\"{gap_days} dagen\" reading=\"{ceiling in words}. {small}\" }}\r\n"

var agreedNumbers = map[string]int64{"wait_days": 30, "gap_days": 14, "ceiling": 1000}

func agreedSource(t *testing.T, lang string, values map[string]int64) (*Source, error) {
	t.Helper()
	files := fstest.MapFS{"reports/pages/p.md": {Data: []byte(agreedPage)}, "reports/pages/p.en.md": {Data: []byte(agreedPage)}}
	return Load(files, "p", lang, values)
}

func TestAgreedNumbersStandInAPageAsItWritesItsOwn(t *testing.T) {
	for lang, want := range map[string][]string{
		"nl": {"hoogstens 30 dagen, veertien of 1.000;", "Met veertien dagen ertussen.", "Na 1.000 dagen in B", "14 dagen", "1.000. "},
		"en": {"hoogstens 30 dagen, fourteen of 1,000;", "Met fourteen dagen ertussen.", "Na 1,000 dagen in B", "14 dagen", "1,000. "},
	} {
		src, err := agreedSource(t, lang, agreedNumbers)
		if err != nil {
			t.Fatal(err)
		}
		out, err := Build(t.Context(), src, Options{
			Maker:   &figure.Maker{Querier: answers{until: "2023-02-28"}, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "test/1", Lang: lang},
			Edition: "1", Snapshot: 1, Engine: "duckdb", Known: "2023-02-28", Member: Member{Code: "b", Name: "B {wait_days}"},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range append(want, "<h1>Binnen 30 dagen</h1>", "B {wait_days} telt") {
			if !strings.Contains(string(out.HTML), text) {
				t.Errorf("%s: the page lacks %q", lang, text)
			}
		}
		if len(out.Warnings) > 0 {
			t.Errorf("%s: an agreed number is told as a number that is no figure: %q", lang, out.Warnings)
		}
	}
}

func TestAPageWithAnotherAgreedNumberIsAnotherPage(t *testing.T) {
	sum := func(changed string) string {
		values := map[string]int64{"wait_days": 30, "gap_days": 14, "ceiling": 1000, "elsewhere": 1}
		values[changed]++
		src, err := agreedSource(t, "nl", values)
		if err != nil {
			t.Fatal(err)
		}
		return src.SHA256
	}
	if sum("wait_days") == sum("gap_days") {
		t.Error("the hash of a page does not know the numbers that stand in it")
	}
	if sum("elsewhere") != sum("nowhere") {
		t.Error("a page is another one when a number changes that it does not name")
	}
}

func TestEveryNameOfAPageThatIsNoParameterIsTold(t *testing.T) {
	_, err := agreedSource(t, "nl", map[string]int64{"wait_day": 30, "gap_days": 14})
	want := []string{
		"p.md:2:16: {wait_days} names no parameter; did you mean wait_day, gap_days? parameters stand in models/reference/parameters.csv",
		"p.md:7:29: {wait_days} names no parameter",
		"p.md:7:71: {ceiling} names no parameter",
		"p.md:9:67: {ceiling} names", "p.md:9:108: {ceiling} names", "p.md:9:172: {ceiling in words} names",
	}
	if got := models.Flatten(err); len(got) != len(want) {
		t.Errorf("told %d faults, want %d:\n%v", len(got), len(want), err)
	}
	for _, text := range want {
		if err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("nobody says %q:\n%v", text, err)
		}
	}
	files := fstest.MapFS{"reports/pages/p.md": {Data: []byte(plain + "Na {wait_days in letters}.\n")}}
	if _, err := Load(files, "p", "nl", agreedNumbers); err == nil || !strings.Contains(err.Error(), `p.md:6:4: {wait_days in letters} has "in letters" behind the name; write {wait_days} or {wait_days in words}`) {
		t.Errorf("another way to write is told as %v", err)
	}
	if _, err := Load(files, "p", "nl", nil); err == nil || !strings.Contains(err.Error(), "this project has none") {
		t.Errorf("a project without parameters is told as %v", err)
	}
}

// Numbers in words escape FreeNumbers, so those that are agreed are looked for by the
// noun behind them.
func TestNoBuiltInPageWritesAnAgreedNumberByHand(t *testing.T) {
	p, err := builtInProject()
	if err != nil {
		t.Fatal(err)
	}
	nouns := map[string]map[string]string{
		"days":     {"nl": "dagen", "en": "days"},
		"persons":  {"nl": "personen", "en": "persons"},
		"places":   {"nl": "plaatsen", "en": "places"},
		"refusals": {"nl": "weigeringen", "en": "refusals"},
	}
	printed := map[string]bool{}
	for _, row := range p.Lists["parameters"].Rows {
		code, unit := row.Cells["parameter_code"], nouns[row.Cells["unit"]]
		if unit == nil {
			t.Errorf("%s: nobody says the noun of unit %q", code, row.Cells["unit"])
			continue
		}
		for _, name := range pageNames(t) {
			for _, lang := range []string{"nl", "en"} {
				src := loaded(t, name, lang)
				if src == nil {
					continue
				}
				byHand := regexp.MustCompile(fmt.Sprintf(`(?i)\b%s\s+%s\b`, number.Words(p.Parameters[code], lang), unit[lang]))
				for _, text := range textsOf(src) {
					if m := byHand.FindString(text); m != "" && !slices.Contains(src.Front.Numbers, strings.Fields(m)[0]) {
						t.Errorf("%s writes %q by hand; write {%s} or {%s in words}", src.File, m, code, code)
					}
					printed[code] = printed[code] || strings.Contains(text, "{"+code)
				}
			}
		}
	}
	for code := range p.Parameters {
		if !printed[code] {
			t.Errorf("no built-in page names {%s}", code)
		}
	}
}

// A number that no text has any more would let the next one that is written by hand pass.
func TestNoBuiltInPageListsANumberThatItDoesNotHave(t *testing.T) {
	for _, name := range pageNames(t) {
		for _, lang := range []string{"nl", "en"} {
			src := loaded(t, name, lang)
			if src == nil {
				continue
			}
			listed := src.Front.Numbers
			src.Front.Numbers = nil
			found := strings.Join(src.FreeNumbers(), "\n")
			for _, n := range listed {
				if !strings.Contains(found, fmt.Sprintf(": %q is a number", n)) {
					t.Errorf("%s lists %q under numbers, and has it nowhere", src.File, n)
				}
			}
		}
	}
}
