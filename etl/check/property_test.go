package check_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/check"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// words are texts that some type takes, or nearly.
var words = []string{
	"", " ", "\u00a0", "0", "1", "7", "-3", "+5", "12", "007", "12.7", "1.234", "1.234,50", "1234,5", "€ 25,00", "EUR 3", "100.780", "1e5", "1E+10", "NaN", "inf", "-",
	"9223372036854775808", "99999999999999999999999999999999999999999", "31/12/2022", "1/2/2022", "31/02/2022", "2022-12-31", "2022-12-31T00:00:00", "2022-03", "03/2022", "Jan-22",
	"mrt 2022", "31 dec 2022", "01/01/1900", "Ja", "nee", "X", "WAAR", "93051822361", "93.05.18-223.61", "00012556777", "0566988259", "BE 0566.988.259", "44021", "71022", "Gent", "GAND",
	"Hasselt", "Categorie 1 - publiek", "Categorie 2", "Vlaams Gewest", "V", "M", "P1", "P2", "HH-1", "n.v.t.", "#N/A", "'", "\"", "%d%s", "{}", "[a]", "\\", "\n", "\t", "\x00", "é", "ß", "İ", "👩‍👩‍👧", "\u202e", "�",
}

func word(r *rand.Rand) any {
	switch r.IntN(12) {
	case 0:
		return nil
	case 1:
		return words[r.IntN(len(words))] + words[r.IntN(len(words))]
	case 2:
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteRune(rune(r.IntN(0x250)))
		}
		return b.String()
	}
	return words[r.IntN(len(words))]
}

// fill puts rows into a new table and gives its name.
func fill(t testing.TB, db *duck.DB, rows [][]any) string {
	t.Helper()
	var columns, places []string
	for i := range rows[0] {
		columns = append(columns, fmt.Sprintf("c%d varchar", i+1))
		places = append(places, "?")
	}
	ctx := context.Background()
	if _, err := db.ExecContext(ctx, "create or replace table cells_in (_line bigint, "+strings.Join(columns, ", ")+")"); err != nil {
		t.Fatal(err)
	}
	one := "(?, " + strings.Join(places, ", ") + ")"
	var all []any
	var sql []string
	for i, row := range rows {
		sql = append(sql, one)
		all = append(append(all, int64(i+2)), row...)
	}
	if _, err := db.ExecContext(ctx, "insert into cells_in values "+strings.Join(sql, ", "), all...); err != nil {
		t.Fatal(err)
	}
	return "cells_in"
}

// headers gives the header of a file that has all columns of a contract.
func headers(e *models.Entity) []string {
	var out []string
	for _, c := range e.Columns {
		out = append(out, c.Headers()[0])
	}
	return out
}

func TestEveryRowIsGoodOrRejectedUnderEveryContract(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	refs, err := check.ReadLists(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	db := engine(t)
	for _, s := range p.Sources {
		for i := range s.Entities {
			e := &s.Entities[i]
			for _, kind := range []string{"csv", "xlsx"} {
				plan, err := check.Compile(e, headers(e), kind, refs)
				if err != nil {
					t.Fatalf("%s: %v", e.Key(), err)
				}
				random := rand.New(rand.NewPCG(uint64(i), 7))
				var rows [][]any
				for range 60 {
					row := make([]any, len(e.Columns))
					for c := range row {
						row[c] = word(random)
					}
					rows = append(rows, row)
				}
				// Rows that are right in most columns, so that rules over
				// columns and keys are reached.
				for n := range 120 {
					row := make([]any, len(e.Columns))
					for c := range row {
						if row[c] = right(&e.Columns[c], refs, n/3, random); random.IntN(15) == 0 {
							row[c] = word(random)
						}
					}
					rows = append(rows, row)
				}
				from := fill(t, db, rows)
				conserve(t, db, plan, from)
				// A column of no key, so that keys are told by all their parts.
				front := e.Columns[slices.IndexFunc(e.Columns, func(c models.Column) bool { return c.Action == "keep" && !slices.Contains(e.Delivery.Key, c.Name) })].Name
				if with := "select * exclude (" + front + ") from (" + plan.RejectsWith(from, front, false) + ")"; table(t, db, with) != table(t, db, plan.Rejects(from)) {
					t.Errorf("%s: RejectsWith tells something else than Rejects", e.Key())
				}
				var good int
				if err := db.QueryRow("select count(*) from (" + plan.Good("cells_in", false) + ")").Scan(&good); err != nil || good < 5 {
					t.Errorf("%s: %d good rows of %d, %v: want some, else nothing was tried", e.Key(), good, len(rows), err)
				}
			}
		}
	}
}

// digits are those that a pattern of an id asks for.
var digits = regexp.MustCompile(`\\d(?:\{([0-9]+)(?:,[0-9]*)?\})?`)

// like gives a text of a pattern of signs and digits, another one for each n.
func like(pattern string, n int) string {
	pattern, _, _ = strings.Cut(strings.ReplaceAll(pattern, "[SG]", "S"), "|")
	all := digits.FindAllStringSubmatch(pattern, -1)
	for i, m := range all {
		width, _ := strconv.Atoi(m[1])
		number := 1
		if i == len(all)-1 {
			number = n
		}
		pattern = strings.Replace(pattern, m[0], fmt.Sprintf("%0*d", width, number), 1)
	}
	return pattern
}

// right gives a text that a column takes.
func right(c *models.Column, refs check.Lists, n int, r *rand.Rand) any {
	switch c.Type {
	case "integer", "decimal":
		return "1"
	case "amount_eur":
		return "25,00"
	case "date":
		return fmt.Sprintf("%02d/%02d/2022", 1+r.IntN(2), 1+n%12)
	case "month":
		return fmt.Sprintf("2022-%02d", 1+n%12)
	case "yes_no":
		return "Ja"
	case "insz":
		body := int64(930518001 + n)
		return fmt.Sprintf("%09d%02d", body, 97-body%97)
	case "kbo_number":
		return "0566988259"
	case "nis_code":
		return "44021"
	case "municipality":
		return "Gent"
	case "code":
		if c.Reference != nil {
			return refs[c.Reference.List][0][c.Reference.Code]
		}
		for code := range c.Values {
			return code
		}
	}
	if c.Matches != "" {
		return like(c.Matches, n)
	}
	return fmt.Sprintf("%s%d", c.Name, n)
}

// anyType is a contract with a column of each type, and a key.
const anyType = `source: fuzz
legal_basis: none needed
purpose: a test
entities:
  - entity: things
    files: [things_*]
    known_at: {from: received}
    format: {thousand_sign: "."}
    delivery: {kind: append, key: [row_code, person_id]}
    null_values: [n.v.t.]
    columns:
      - {name: row_code, header: [a], type: text, class: technical, action: keep}
      - {name: b_count, header: [b], type: integer, range: [0, 100], class: measure, action: keep}
      - {name: c_fte, header: [c], type: decimal, precision: 5, scale: 3, class: measure, action: keep}
      - {name: d_eur, header: [d], type: amount_eur, class: measure, action: keep}
      - {name: e_date, header: [e], type: date, range: [20000101, 20301231], class: measure, action: keep}
      - {name: f_month, header: [f], type: month, class: measure, action: keep}
      - {name: g_date, header: [g], type: date, format: ["D MMM YYYY", "YYYYMMDDhhmmss", "DD-MMMM-YY"], class: measure, action: keep}
      - {name: is_h, header: [h], type: yes_no, blank_is: false, class: measure, action: keep}
      - {name: i_code, header: [i], type: code, values: {a: [Één, twee], b: ["'"]}, class: measure, action: keep}
      - {name: j_code, header: [j], type: code, reference: {list: themes, text: topic_name, code: topic_code}, class: measure, action: keep}
      - {name: nis_code, header: [k], type: nis_code, class: quasi, action: keep}
      - {name: l_code, header: [l], type: municipality, as_of: e_date, class: quasi, action: keep}
      - {name: person_id, header: [m], type: insz, class: identifier, action: pseudonymise, domain: person}
      - {name: kbo_number, header: [n], type: kbo_number, class: technical, action: keep}
      - {name: age_band_code, header: [o], type: date, class: quasi, action: generalise, to: age_band, as_of: e_date}
    rules:
      - {name: x, not_before: [e_date, g_date]}
      - {name: y, at_most: [c_fte, d_eur]}
`

func FuzzNoTextBreaksTheSQL(f *testing.F) {
	for i := 0; i+1 < len(words); i += 2 {
		f.Add(words[i], words[i+1], i%4 == 0)
	}
	f.Add(strings.Repeat("9", 400), strings.Repeat("0", 40)+"1", false)
	f.Add("1"+strings.Repeat(".000", 20), "-.5", true)
	f.Add("2022-12-31T99:99:99", "30 februari 2022", true)
	f.Fuzz(texts(f, anyType))
}

// texts compiles a contract and gives the function that reads any two texts with
// it, as csv or, machine, as JSON.
func texts(f *testing.F, contract string) func(t *testing.T, a, b string, machine bool) {
	s := &models.Source{}
	if err := models.ReadYAML("contract.yml", 0, []byte(contract), s); err != nil {
		f.Fatal(err)
	}
	e := &s.Entities[0]
	e.File = "contract.yml"
	var plans []*check.Plan
	for _, kind := range []string{"csv", "json"} {
		plan, err := check.Compile(e, headers(e), kind, lists(f))
		if err != nil {
			f.Fatal(err)
		}
		plans = append(plans, plan)
	}
	db := engine(f)
	return func(t *testing.T, a, b string, machine bool) {
		a, b = strings.ToValidUTF8(a, "�"), strings.ToValidUTF8(b, "�")
		var rows [][]any
		for _, w := range []string{a, b, a + b, a} {
			row := make([]any, len(e.Columns))
			for i := range row {
				row[i] = w
			}
			rows = append(rows, row)
			// Each text alone in its column, beside cells without a value.
			for i := range e.Columns {
				row := make([]any, len(e.Columns))
				row[i] = w
				rows = append(rows, row)
			}
		}
		plan := plans[0]
		if machine {
			plan = plans[1]
		}
		conserve(t, db, plan, fill(t, db, rows))
	}
}
