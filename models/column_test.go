package models_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
)

// columnFaults gives what is said of a project with one more column, and format
// of its entity.
func columnFaults(t *testing.T, format, column string, lists fstest.MapFS) []string {
	t.Helper()
	if own, _, _ := strings.Cut(column, "}\n"); !strings.Contains(own, "class:") {
		column = "class: measure, " + column
	}
	p := small()
	for name, f := range lists {
		p[name] = f
	}
	p["models/sources/visits.yml"] = file(strings.Replace(smallContract, "    delivery:", "    format: {"+format+"}\n    delivery:", 1) + "      - {name: x, header: [x], action: keep, " + column + "}\n")
	_, err := models.LoadProject(p)
	var out []string
	for _, e := range models.Flatten(err) {
		out = append(out, e.Error())
	}
	return out
}

func TestColumnThatNoFileCouldMendIsRefusedAtOnce(t *testing.T) {
	const column, entity = "models/sources/visits.yml, entity days, column x: ", "models/sources/visits.yml, entity days: "
	for _, c := range []struct{ format, column, want string }{
		// Signs and sizes of numbers.
		{`decimal_sign: ",", thousand_sign: ","`, "type: integer", entity + `decimal_sign "," with thousand_sign "," cannot be told apart`},
		{`decimal_sign: "."`, `type: integer, thousand_sign: "."`, column + `decimal_sign "." with thousand_sign "." cannot be told apart`},
		{`decimal_sign: ";"`, "type: amount_eur", entity + `decimal_sign ";" with thousand_sign "" cannot be told apart`},
		{`thousand_sign: "_"`, "type: decimal", entity + `thousand_sign is "_", want . or , or a space or '`},
		{`thousand_sign: ","`, "type: date", ""}, // no number is read with them
		{"", "type: decimal, precision: 39", column + "has precision 39 and scale 0, want at most 38 digits"},
		{"", "type: decimal, precision: 2, scale: 3", column + "has precision 2 and scale 3"},
		{"", "type: amount, currency: USD, precision: -1", column + "has precision -1 and scale 0"},
		{"", "type: percent, precision: 5, scale: 1", column + "has precision 5 and scale 1, want at most 35 and at least 2"},
		{"", "type: integer, range: [5]", column + "has range [5], want [least, most]"},
		{"", "type: integer, range: [5, 1]", column + "has range [5 1]"},
		{"", "type: text, range: [1, 5]", column + "has range [1 5]"},
		{"", "type: quarter, range: [20230101, 20231231]", ""},
		// What belongs to other types.
		{"", "type: amount", column + `currency is "", want the three letters of ISO 4217`},
		{"", "type: amount, currency: $", column + `currency is "$"`},
		{"", "type: amount, currency: XAF", ""},
		{"", "type: amount_eur, currency: USD", column + "has a currency but is of type amount_eur"},
		{"", "type: decimal, written_as: share", column + "has written_as but is of type decimal"},
		{"", "type: percent, written_as: tenths", column + `written_as is "tenths", want percent, share`},
		{"", "type: financial_year", column + "starts_in is 0, want the month in which the financial year begins, from 1 to 12"},
		{"", "type: financial_year, starts_in: 13", column + "starts_in is 13"},
		{"", "type: financial_year, starts_in: 1", ""},
		{"", "type: month, starts_in: 4", column + "has starts_in but is of type month"},
		{"", "type: integer, pad: 5", column + "has pad but is of type integer"},
		{"", "type: text, pad: 1", column + "pad is 1, want 2 to 30 digits"},
		{"", "type: kbo_number, pad: 9", column + "pad is 9, want 10 digits"},
		{"", "type: code, values: {a: [A]}, fold: true", column + "has fold but is of type code, want text"},
		{"", "type: integer, format: [YYYY]", column + "has forms of dates but is of type integer"},
		{"", "type: text, reference: {list: municipalities, text: nis_code, code: nis_code}", column + "has a reference but is of type text"},
		// Words that mean two things.
		{"", "type: yes_no, values: {maybe: [x]}", column + `has a value "maybe", want true or false`},
		{"", "type: yes_no, values: {false: [JA]}", column + `reads "JA" as true and as false`},
		{"", "type: code, values: {a: [Één], b: [een]}", column + `reads "een" as a and as b`},
		{"", `type: integer, placeholders: {unknown: ["?"], secret: [" ? "]}`, column + `reads "?" as placeholder secret and as placeholder unknown`},
		{"", `type: integer, null_values: ["-"], placeholders: {unknown: ["-"]}`, column + `reads "-" as no value and as placeholder unknown`},
		{"", `type: integer, placeholders: {unknown: [""]}`, column + `reads "" as no value`},
		{"", `type: code, values: {unknown: [weet niet]}, placeholders: {unknown: ["?"]}`, column + `has a placeholder "unknown" that is a code of its own`},
		{"", `type: code, values: {a: [A]}, placeholders: {unknown: [a]}`, column + `reads "a" as code a and as placeholder unknown`},
		{"", `type: yes_no, placeholders: {unknown: [nee]}`, column + `reads "nee" as yes or no and as placeholder unknown`},
		{"", `type: integer, placeholders: {unknown: []}`, column + `has a placeholder "unknown" without texts`},
		{"", `type: integer, placeholders: {Unknown: ["?"]}`, column + `placeholder is "Unknown", want small letters`},
		// Days.
		{"", "type: municipality, as_of: person_id", column + "has an as_of that is no date column of this entity that is kept"},
		{"date_format: DD-XX", "type: date", column + `has date format "DD-XX": "XX" is not YYYY, YY, MMMM, MMM, MM, M, DD, D, hh, mm, ss, a sign between them or a text in brackets`},
	} {
		got := columnFaults(t, c.format, c.column, fstest.MapFS{
			"models/reference/municipalities.csv": file("nis_code,municipality_name,valid_from_date,valid_to_date,successor_nis_code\n11002,Antwerpen,,,\n"),
		})
		// The contract's own column of dates is read in date_format, too.
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) < 1 || len(got) > 2 || !strings.HasPrefix(got[len(got)-1], c.want)) {
			t.Errorf("{%s} {%s}: got %q, want %q", c.format, c.column, got, c.want)
		}
	}
}

func TestFormsOfDatesAndPeriods(t *testing.T) {
	for _, c := range []struct{ column, want string }{
		{`type: date, format: [DD/MM/YYYY, MM/DD/YYYY]`, `has formats "DD/MM/YYYY" and "MM/DD/YYYY", which both read`},
		{`type: date, format: [D/M/YYYY, MM/DD/YYYY]`, "as different days"},
		{`type: date, format: [DD-MM-YY, YY-MM-DD]`, "as different days"},
		{`type: month, format: [MM/YY, YY/MM]`, "as different days"},
		{`type: date, format: ["YYYYMMDD", "DDMMYYYY"]`, ""}, // 2010 is no month and day
		{`type: date, format: [MM/DD/YYYY, DD-MM-YYYY, M/D/YYYY, "MMM D YYYY"]`, ""},
		{`type: financial_year, starts_in: 4, format: ["[FY]YYYY", "[FY]EEEE"]`, "as different days"},
		{`type: financial_year, starts_in: 4, format: ["YYYY-EE", "YYYY-MM-DD", "YYYY/EEEE"]`, ""},
		{`type: half_month, format: ["YYYY-MM-H", "YYYY-MM-D"]`, "as different days"},
		{`type: quarter, format: ["Q-YY", "YY-Q"]`, ""},
		{`type: quarter, format: [YYYY-MM]`, "it has no Q"},
		{`type: quarter, format: ["[Q]Q"]`, "it has no year"},
		{`type: quarter, format: ["EEEE [Q]Q"]`, "it has a year of ending"},
		{`type: quarter, starts_in: 9, format: ["EEEE [Q]Q"]`, ""},
		{`type: quarter, format: ["[QQ YYYY"]`, `"[QQ YYYY" is not YYYY`},
		{`type: quarter, format: ["YYYY-Q-DD"]`, "it has no year or no month"},
		{`type: year, format: [YYYY-MM]`, "it has a month, which a year has not"},
		{`type: half_month, format: [YYYY-H]`, "it has no month"},
		{`type: date, format: ["[op] DD/MM/YYYY", "DD_MM_YYYY"]`, ""},
		{`type: date, format: ["[x]DD/MM/YYYY", "[x]MM/DD/YYYY"]`, "as different days"},
		{`type: date, format: ["[op DD/MM/YYYY"]`, `"[op DD/MM/YYYY" is not YYYY`},
		{`type: month, format: ["YYYY[MM]MM"]`, ""},
		{`type: date, format: [MM]`, "it has no year or no month"},
	} {
		got := columnFaults(t, "", c.column, nil)
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)) {
			t.Errorf("{%s}: got %q, want %q", c.column, got, c.want)
		}
	}
}

const shelters = "type: code, reference: {list: shelters, code: code, text: name, parent: above, from: since, until: until, at: visit_date, synonym_list: names}"

// Every fault of a list is told, with its line, and each once though two columns
// read the list.
func TestFaultsOfAListAreToldTogetherWithTheirLines(t *testing.T) {
	list := "code,name,above,since,until\n" +
		"A,Noord,,2022-01-01,2022-12-31\n" + // line 2
		"A,Noorden,,2022-12-31,\n" + // overlaps by one day
		"B,Zuid,Z,2022-13-01,\n" + // two faults
		",Oost,,,\n" +
		"C,\"West\nkust\",D,2023-01-01,2022-01-01\n" + // over two lines
		"D,Midden,C,,1 mei\n" + // line 8; C and D stand above each other
		"E,,E,,\n"
	const at = "models/reference/shelters.csv:"
	want := []string{
		at + `3: code "A" is valid on days on which line 2 is, too; end one row the day before the other begins, in until and since`,
		at + `4: above is "Z", which is no code of this list; correct the code, or add its row`,
		at + `4: since is "2022-13-01", want a date as YYYY-MM-DD, or nothing; correct the date`,
		at + `5: code is empty, want a code; give the row its code, or take it out`,
		at + `6: since is 2023-01-01, after until, which is 2022-01-01; correct one of the two`,
		at + `8: until is "1 mei", want a date as YYYY-MM-DD, or nothing; correct the date`,
		at + `9: name is empty, want a name; give the row its name`,
		at + `6: code "C" stands above itself; correct above`,
		at + `8: code "D" stands above itself; correct above`,
		at + `9: code "E" stands above itself; correct above`,
		`models/reference/names.csv:3: code is "F", which is no code of list shelters; correct the code, or add it to models/reference/shelters.csv`,
	}
	got := columnFaults(t, "", shelters+"}\n      - {name: y, header: [y], class: measure, action: keep, "+shelters, fstest.MapFS{
		"models/reference/shelters.csv": file(list), "models/reference/names.csv": file("code,synonym\nA,Nord\nF,Frans\n")})
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestListThatIsNoListIsRefusedWithItsLines(t *testing.T) {
	for _, c := range []struct{ about, text, want string }{
		{"an empty file", "", "models/reference/x.csv: is not a comma separated list with a header"},
		{"rows of another length", "a,b\n1,2\n1\n1,2,3\n", "models/reference/x.csv:3: has 1 cells, want 2 as in the first row\nmodels/reference/x.csv:4: has 3 cells, want 2 as in the first row"},
		{"a quote that never ends", "a,b\n1,2\n\"1,2\n", "models/reference/x.csv:3:6: is not a comma separated list"},
		{"two columns of one name", "a,a\n1,2\n", `models/reference/x.csv:1: names column "a" twice`},
	} {
		got := columnFaults(t, "", "type: text", fstest.MapFS{"models/reference/x.csv": file(c.text)})
		want := strings.Split(c.want, "\n")
		if len(got) != len(want) {
			t.Errorf("%s: got %q, want %q", c.about, got, want)
			continue
		}
		for i := range want {
			if !strings.HasPrefix(got[i], want[i]) {
				t.Errorf("%s: got %q, want %q", c.about, got[i], want[i])
			}
		}
	}
}

func TestReferenceToAListThatIsNotThereIsRefused(t *testing.T) {
	lists := fstest.MapFS{"models/reference/shelters.csv": file("code,name,since\nA,Noord,\n"), "models/reference/none.csv": file("code,name\n")}
	for _, c := range []struct{ column, want string }{
		{"type: code, reference: {list: homes, code: code, text: name}", `needs the reference list "homes", which is not there or empty`},
		{"type: code, reference: {list: none, code: code, text: name}", `needs the reference list "none", which is not there or empty`},
		{"type: code, reference: {list: shelters, code: id, text: name}", `reads column "id" of reference list "shelters", which has no such column`},
		{"type: code, reference: {list: shelters, text: name}", `reads column "" of reference list "shelters"`},
		{"type: code, reference: {list: shelters, code: code, text: name, from: begin}", `reads column "begin" of reference list "shelters"`},
		{"type: code, reference: {list: shelters, code: code, text: name, synonym_list: names}", `needs the reference list "names"`},
		{"type: code, reference: {list: shelters, code: code, text: name, at: visit_date}", "is looked up at a date in a list without dates"},
		{"type: code, reference: {list: shelters, code: code, text: name, from: since, at: visit_id}", `is looked up at "visit_id", which is no date column`},
		{"type: code, reference: {list: shelters, code: code, text: name, from: since, at: person_id}", `is looked up at "person_id", which is no date column`},
		{"type: code, placeholders: {A: [a]}, reference: {list: shelters, code: code, text: name}", `placeholder is "A"`},
		{"type: nis_code", `reads column "municipality_name" of reference list "municipalities"`},
		{"type: code, reference: {list: shelters, code: code, text: name, from: since, at: visit_date}", ""},
	} {
		got := columnFaults(t, "", c.column, lists)
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) == 0 || !strings.Contains(got[0], c.want)) {
			t.Errorf("{%s}: got %q, want %q", c.column, got, c.want)
		}
	}
}

func TestColumnSaysWhatTheLakeHolds(t *testing.T) {
	unknown := map[string][]string{"unknown": {"?"}}
	for _, c := range []struct {
		column models.Column
		want   string
	}{
		{models.Column{Name: "a", Type: "quarter", Action: "keep"}, "a DATE"},
		{models.Column{Name: "a", Type: "percent", Action: "keep"}, "a DECIMAL(18,6)"},
		{models.Column{Name: "a", Type: "amount", Action: "keep", Precision: 12, Scale: 3}, "a DECIMAL(12,3)"},
		{models.Column{Name: "a", Type: "integer", Action: "keep", Placeholders: unknown}, "a BIGINT, a_missing VARCHAR"},
		{models.Column{Name: "a", Type: "integer", Action: "keep", Placeholders: unknown, Raw: true}, "a BIGINT, a_missing VARCHAR, a_raw VARCHAR"},
		{models.Column{Name: "a", Type: "code", Action: "keep", Placeholders: unknown}, "a VARCHAR"},
		{models.Column{Name: "a", Type: "text", Action: "pseudonymise", Placeholders: unknown}, "a UUID, a_missing VARCHAR"},
		{models.Column{Name: "a", Type: "date", Action: "generalise", Placeholders: unknown}, "a VARCHAR, a_missing VARCHAR"},
		{models.Column{Name: "a", Type: "integer", Action: "drop", Placeholders: unknown, Raw: true}, ""},
	} {
		var got []string
		for _, f := range c.column.LakeFields() {
			got = append(got, f.Name+" "+f.Type)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s, %s: got %v, want %s", c.column.Type, c.column.Action, got, c.want)
		}
	}
}

func TestWhatIsDroppedIsReadByNothing(t *testing.T) {
	p := small()
	p["models/sources/visits.yml"] = file(strings.NewReplacer("kind: changes, key: [visit_id]", "kind: changes, key: [visit_id, x], deleted: x").Replace(smallContract) +
		"      - {name: x, header: [x], type: yes_no, class: measure, action: drop}\n    rules:\n      - {name: order, at_most: [x, x]}\n")
	all := faults(t, p)
	for _, what := range []string{`delivery.key reads column "x", which is dropped`, `delivery.deleted reads column "x"`, `rule order reads column "x"`} {
		if !told(all, "models/sources/visits.yml, entity days", what) {
			t.Errorf("got %q, want a message that says %s", all, what)
		}
	}
}

func TestColumnBesideAnotherDoesNotTakeItsName(t *testing.T) {
	got := columnFaults(t, "", "type: integer, raw: true}\n      - {name: x_raw, header: [y], class: measure, action: keep, type: text", nil)
	if len(got) != 1 || !strings.Contains(got[0], "keeps x_raw beside it, which is the name of another column") {
		t.Errorf("got %q", got)
	}
	got = columnFaults(t, "", "type: text, raw: true, class: free_text, keep_reason: a test", nil)
	if len(got) != 1 || !strings.Contains(got[0], "keeps the raw text") {
		t.Errorf("got %q", got)
	}
}
