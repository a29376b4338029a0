package check_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl/check"
	"github.com/vlot-evaluatie/peil/models"
)

// odd are texts that a type of column takes, or nearly.
var odd = []string{"2023-Q1", "Q5 2023", "1e kwartaal 2023", "2023K4", "2023-04-1/2", "2e helft van mei 2023", "9999-10", "2022-23", "1999-00", "0000-01", "FY2023", "FY99", "0000", "9999",
	"2022-13-2/2", "12,5 %", "12.5%", "100 %", "%", "1e-2", "0,125", "-0,1 %", "99999999999999999999999999999999999999,5 %", "0.12340000000000001", "$1,234.50", "US$ 5", "¥12", "CHF 1'234.5",
	"$$", "1,10E+10", "4E2", "123", "0", "00", "onbekend", "?", "np", "..", "-99", "nvt", "De Haven", "le-port", "S1", "|", "Zonnedal", "71072", "2024-12", "01/02/2023", "-1-1-1", "٣", "२०२३-Q1", "２０２３-Q1"}

// twist changes a text a little: what is nearly right is where mistakes hide.
func twist(r *rand.Rand, text string) string {
	signs, runes := []rune("0123456789-/.,' %$eEQKH€\u00a0\n[]()|"), []rune(text)
	for range r.IntN(3) {
		at := r.IntN(len(runes) + 1)
		switch r.IntN(3) {
		case 0:
			runes = slices.Insert(runes, at, signs[r.IntN(len(signs))])
		case 1:
			if at < len(runes) {
				runes = slices.Delete(runes, at, at+1)
			}
		case 2:
			if at < len(runes) {
				runes[at] = rune(r.IntN(0x250))
			}
		}
	}
	return string(runes)
}

// Whatever stands in the cells, no statement ends with an error, each row is good
// or rejected, and what is counted is of good rows.
func TestEveryRowIsGoodOrRejectedUnderTheContractOfEveryCase(t *testing.T) {
	contracts, err := filepath.Glob("testdata/cases/*/contract.yml")
	if err != nil {
		t.Fatal(err)
	}
	db, refs := engine(t), lists(t)
	for i, file := range contracts {
		e := entity(t, file)
		plan, err := check.Compile(e, headers(e), []string{"csv", "json"}[i%2], refs)
		if err != nil {
			continue // a case of a contract or a header that is wrong
		}
		random := rand.New(rand.NewPCG(uint64(i), 11))
		var rows [][]any
		for range 80 {
			row := make([]any, len(e.Columns))
			for c := range row {
				switch random.IntN(4) {
				case 0:
					row[c] = word(random)
				case 1:
					row[c] = odd[random.IntN(len(odd))]
				case 2:
					row[c] = twist(random, odd[random.IntN(len(odd))])
				}
			}
			rows = append(rows, row)
		}
		from := fill(t, db, rows)
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			conserve(t, db, plan, from)
			if counts := plan.Counts(from); counts != "" {
				var most, good int
				if err := db.QueryRow("select coalesce(max(row_count), 0) from (" + counts + ")").Scan(&most); err != nil {
					t.Fatal(err)
				}
				if err := db.QueryRow("select count(*) from (" + plan.Good(from, false) + ")").Scan(&good); err != nil || most > good {
					t.Errorf("%d rows counted of %d good ones, %v", most, good, err)
				}
			}
		})
	}
}

// one compiles a contract of one column and reads texts in it: the values as
// text, "rejected" for a row that is not good.
func one(t *testing.T, column string, texts []string) []string {
	t.Helper()
	s := &models.Source{}
	if err := models.ReadYAML("contract.yml", 0, []byte("source: one\nlegal_basis: none needed\nentities:\n  - entity: things\n    files: [x]\n    known_at: {from: received}\n"+
		"    delivery: {kind: append}\n    columns:\n      - {name: x_value, header: [x], class: measure, action: keep, "+column+"}\n"), s); err != nil {
		t.Fatal(err)
	}
	plan, err := check.Compile(&s.Entities[0], []string{"x"}, "csv", lists(t))
	if err != nil {
		t.Fatal(err)
	}
	db := engine(t)
	var rows [][]any
	for _, text := range texts {
		rows = append(rows, []any{text})
	}
	from := fill(t, db, rows)
	read := table(t, db, "select coalesce(cast(g.x_value as varchar), case when g._line is null then 'rejected' else 'null' end) as v from "+from+" as f left join ("+plan.Good(from, false)+") as g on f._line = g._line order by f._line")
	return strings.Split(strings.TrimSuffix(read, "\n"), "\n")[1:]
}

func TestEveryPeriodIsReadAsItsFirstDay(t *testing.T) {
	day := func(year int, month time.Month, day int) string {
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
	}
	compare := func(column string, texts, want []string) {
		t.Helper()
		got := one(t, column, texts)
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("{%s}: %q is read as %s, want %s", column, texts[i], got[i], want[i])
			}
		}
	}
	months := []string{"januari", "feb", "Maart", "apr.", "mei", "JUNI", "jul", "augustus", "sept", "oktober", "nov", "dec"}
	var texts, want, halves, halfDays []string
	for year := 1990; year <= 2030; year++ {
		for q := 1; q <= 4; q++ {
			for _, form := range []string{"%[1]d-Q%[2]d", "Q%[2]d %[1]d", "%[1]dQ%[2]d", "%[1]d-K%[2]d", "K%[2]d %[1]d", "%[1]dK%[2]d", "%[2]de kwartaal %[1]d", "q%[2]d\u00a0%[1]d"} {
				texts, want = append(texts, fmt.Sprintf(form, year, q)), append(want, day(year, time.Month(3*q-2), 1))
			}
		}
		for m := 1; m <= 12; m++ {
			for h := 1; h <= 2; h++ {
				first := day(year, time.Month(m), 15*h-14)
				halves, halfDays = append(halves, fmt.Sprintf("%d-%02d-%d/2", year, m, h)), append(halfDays, first)
				halves, halfDays = append(halves, fmt.Sprintf("%de helft %s %d", h, months[m-1], year)), append(halfDays, first)
			}
		}
	}
	compare("type: quarter", texts, want)
	compare("type: half_month", halves, halfDays)
	for start := 1; start <= 12; start++ {
		var years, firsts, quarters, begins []string
		for year := 1990; year <= 2030; year++ {
			ends := year + 1
			for _, form := range []string{"%d-%02[3]d", "%d/%02[3]d", "%d-%[2]d", "%d/%[2]d"} {
				years, firsts = append(years, fmt.Sprintf(form, year, ends, ends%100)), append(firsts, day(year, time.Month(start), 1))
			}
			for q := 1; q <= 4; q++ {
				quarters, begins = append(quarters, fmt.Sprintf("%d Q%d", year, q)), append(begins, day(year, time.Month(start+3*(q-1)), 1))
			}
		}
		if start > 1 {
			// A year that begins in January ends in itself.
			compare(fmt.Sprintf("type: financial_year, starts_in: %d", start), years, firsts)
		}
		compare(fmt.Sprintf(`type: quarter, starts_in: %d, format: ["YYYY [Q]Q"]`, start), quarters, begins)
	}
}

// The expectation moves the digits of a whole number, so nothing can be rounded.
func TestPercentagesAreExact(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	var percents, shares, want []string
	for i := range 3000 {
		n := random.IntN(1_000_001) // millionths of the whole
		if i < 101 {
			n = i * 10_000
		}
		percents = append(percents, fmt.Sprintf("%d,%04d", n/10_000, n%10_000))
		shares = append(shares, fmt.Sprintf("%d,%06d", n/1_000_000, n%1_000_000))
		want = append(want, fmt.Sprintf("%d.%06d", n/1_000_000, n%1_000_000))
	}
	signed := make([]string, len(percents))
	for i := range percents {
		signed[i] = percents[i] + []string{"%", " %", "\u00a0%"}[i%3]
	}
	for column, texts := range map[string][]string{"type: percent": signed, "type: percent, written_as: percent": percents, "type: percent, written_as: share": shares} {
		if got := one(t, column, texts); !slices.Equal(got, want) {
			for i := range want {
				if got[i] != want[i] {
					t.Fatalf("{%s}: %q is read as %s, want %s", column, texts[i], got[i], want[i])
				}
			}
		}
	}
}

func TestPaddingGivesBackZerosAndNothingElse(t *testing.T) {
	var texts, want []string
	for n := range 2000 {
		texts, want = append(texts, fmt.Sprint(n*53), fmt.Sprintf("A%d", n)), append(want, fmt.Sprintf("%05d", n*53), fmt.Sprintf("A%d", n))
	}
	if got := one(t, "type: text, pad: 5", texts); !slices.Equal(got, want) {
		t.Errorf("got %v", got[:20])
	}
}

// Whoever asks for nothing to be kept or counted beside his values pays for nothing.
func TestContractsThatKeepNothingBesideTheirValuesCountNothing(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	refs, err := check.ReadLists(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	beside := regexp.MustCompile(`\bp[0-9]+\b|lpad\(case when c|_missing|_raw\b`)
	for _, s := range p.Sources {
		for i := range s.Entities {
			plan, err := check.Compile(&s.Entities[i], headers(&s.Entities[i]), "csv", refs)
			if err != nil {
				t.Fatal(err)
			}
			if counts := plan.Counts("cells_in"); counts != "" {
				t.Errorf("%s counts by %s", s.Entities[i].Key(), counts)
			}
			if more := beside.FindString(plan.Good("cells_in", false)); more != "" {
				t.Errorf("%s has %q in its statement, which only new keys need", s.Entities[i].Key(), more)
			}
		}
	}
}

// moreTypes is a contract with a column of each type of period, share, amount and
// code, with what may stand beside them.
const moreTypes = `source: fuzz
legal_basis: none needed
purpose: a test
entities:
  - entity: things
    files: [things_*]
    known_at: {from: received}
    format: {thousand_sign: "."}
    delivery: {kind: append, key: [v_code, y_count], repeated: once}
    columns:
      - {name: e_date, header: [e], type: date, class: measure, action: keep}
      - {name: f_month, header: [f], type: month, class: measure, action: keep}
      - {name: p_quarter, header: [p], type: quarter, starts_in: 7, format: ["YYYY-EE [Q]Q", "Q/YY", YYYYMMDD], class: measure, action: keep}
      - {name: q_date, header: [q], type: half_month, class: measure, action: keep}
      - {name: r_date, header: [r], type: financial_year, starts_in: 4, placeholders: {unknown: ["?", inf]}, class: measure, action: keep}
      - {name: s_date, header: [s], type: year, raw: true, class: measure, action: keep}
      - {name: t_share, header: [t], type: percent, written_as: percent, range: [-5, 5], class: measure, action: keep}
      - {name: u_usd, header: [u], type: amount, currency: USD, precision: 38, scale: 2, class: measure, action: keep}
      - {name: v_code, header: [v], type: text, pad: 6, placeholders: {unknown: ["-"]}, raw: true, class: measure, action: keep}
      - {name: w_code, header: [w], type: code, reference: {list: shelters, text: shelter_name, code: shelter_code, synonyms: other_names, from: valid_from_date, until: valid_until_date, at: e_date}, placeholders: {unknown: [NaN]}, class: measure, action: keep}
      - {name: x_code, header: [x], type: nis_code, as_of: f_month, pad: 5, class: quasi, action: keep}
      - {name: y_count, header: [y], type: integer, placeholders: {unknown: ["-3"]}, class: measure, action: keep}
      - {name: z_id, header: [z], type: insz, pad: 11, placeholders: {unknown: ["0"]}, class: identifier, action: pseudonymise, domain: person}
      - {name: text_name, header: [g], type: text, fold: true, raw: true, class: measure, action: keep}
`

func FuzzNoTextBreaksTheSQLOfPeriodsAndCodes(f *testing.F) {
	for i := 0; i+1 < len(odd); i += 4 {
		f.Add(odd[i], odd[i+1], i%8 == 0)
	}
	f.Fuzz(texts(f, moreTypes))
}
