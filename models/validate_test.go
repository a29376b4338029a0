package models_test

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// Each case breaks one promise of a contract and expects one message about it.
func TestContractIsHeldToItsPromises(t *testing.T) {
	const contract = "models/sources/visits.yml"
	for _, c := range []struct{ about, old, replacement, what string }{
		{"an identifier that is kept", "action: pseudonymise, domain: person", "action: keep", `is an identifier with action "keep", want pseudonymise or drop`},
		{"an identifier that is generalised", "action: pseudonymise, domain: person", "action: generalise, to: age_band, as_of: visit_date", `is an identifier with action "generalise"`},
		{"a pseudonym without a domain", ", domain: person", "", "without a domain"},
		{"a column without a class", "header: [day], type: date, class: measure,", "header: [day], type: date,", `class is ""`},
		{"a column without an action", "class: measure, action: keep", "class: measure", `action is ""`},
		{"a type that is not known", "type: date", "type: datum", `type is "datum"`},
		{"a range of a type that is not known", "type: date", "type: int, range: [0, 10]", `type is "int"`},
		{"a column without header names", "header: [day], ", "", "has no header"},
		{"a column that stands there twice", "name: visit_date", "name: visit_id", "stands there twice"},
		{"a name with capitals", "name: visit_date", "name: visitDate", `name is "visitDate"`},
		{"an entity without files", "    files: [visits/*.csv]\n", "", "has no files"},
		{"a share of rejects beyond all", "    files:", "    limits: {reject_share: 1.5}\n    files:", "has limits.reject_share 1.5, want a share from 0 to 1"},
		{"a number of rejects below none", "    files:", "    limits: {reject_count: -1}\n    files:", "has limits.reject_count -1"},
		{"lists that may shrink where there are none", "    files:", "    limits: {shrink_share: 0.5}\n    files:", "its deliveries are neither lists nor periods: delivery.kind is changes"},
		{"a delivery of no kind", "kind: changes", "kind: delta", `delivery.kind is "delta", want snapshot, period, changes, append`},
		{"changes without a key", ", key: [visit_id]", "", "changes has no key"},
		{"a period without a column", "kind: changes", "kind: period", "period has no period"},
		{"a key that is no column", "key: [visit_id]", "key: [visit_nr]", `delivery.key names column "visit_nr"`},
		{"a deletion mark that is no column", "key: [visit_id]", "key: [visit_id], deleted: is_gone", `delivery.deleted names column "is_gone"`},
		{"a repeated key that means nothing known", "key: [visit_id]", "key: [visit_id], repeated: last", `delivery.repeated is "last", want`},
		{"a repeated key that is kept among changes", "key: [visit_id]", "key: [visit_id], repeated: keep", "a key is what it changes"},
		{"a repeated key that is added up without numbers", "key: [visit_id]", "key: [visit_id], repeated: add", "no column is a measure"},
		{"a repeated key without a key", "kind: changes, key: [visit_id]", "kind: append, repeated: once", "has no key"},
		{"a knowledge date from nowhere", "{from: received}", "{from: today}", `known_at.from is "today"`},
		{"a knowledge date without a group", "{from: received}", "{from: file_name, pattern: '\\d+'}", "has no group"},
		{"a knowledge date by no expression", "{from: received}", "{from: file_name, pattern: '('}", "known_at.pattern is not a regular expression"},
		{"a knowledge date in no form", "{from: received}", "{from: file_name, pattern: '(x)', format: whenever}", `known_at.format is "whenever"`},
		{"a pattern that nobody asks for", "{from: received}", "{from: received, pattern: '(x)'}", "is not from file_name"},
		{"a policy that is not known", "    files:", "    unknown_columns: ignore\n    files:", `unknown_columns is "ignore"`},
		{"a code without codes", "type: date", "type: code", "code without values or reference"},
		{"a birth date without a day to take the age at", "class: measure, action: keep", "class: quasi, action: generalise, to: age_band", "without as_of"},
		{"a birth date that becomes something else", "class: measure, action: keep", "class: quasi, action: generalise, to: decade, as_of: visit_date", `generalises to "decade"`},
		{"a date that is no column", "class: measure, action: keep", "class: quasi, action: generalise, to: age_band, as_of: first_date", `names column "first_date"`},
		{"a pattern that is no pattern", "type: text,", "type: text, matches: '[',", "not a regular expression"},
		{"a decimal sign that is none", "type: date", "type: integer, decimal_sign: ';'", `decimal_sign is ";", want a comma or a point`},
		{"a decimal sign of a date", "type: date", "type: date, decimal_sign: '.'", "has signs of numbers but is of type date"},
		{"a sign between the thousands of a date", "type: date", "type: date, thousand_sign: ''", "has signs of numbers but is of type date"},
		{"a comparison without a column that is not there", "key: [visit_id]", "key: [visit_id], compare_without: [sent]", `delivery.compare_without names column "sent"`},
		{"totals of nothing", "    files:", "    control_totals: {}\n    files:", "finds no column to add up"},
		{"totals of a date", "    files:", "    control_totals: {columns: [visit_date]}\n    files:", `adds up column "visit_date" of type date`},
		{"totals of a column that is not there", "    files:", "    control_totals: {columns: [n]}\n    files:", `control_totals names column "n"`},
		{"a deletion among appended rows", "kind: changes, key: [visit_id]", "kind: append, deleted: visit_date", "ends rows of changes"},
		{"footnotes by no expression", "    files:", "    format: {notes: ['(']}\n    files:", `format.notes has "("`},
		{"footnotes that are every row", "    files:", "    format: {notes: ['.*']}\n    files:", "fits every text"},
		{"an empty file that means nothing known", "key: [visit_id]", "key: [visit_id], empty: zero", `delivery.empty is "zero", want`},
		{"an empty file of a list", "kind: changes, key: [visit_id]", "kind: snapshot, key: [visit_id], empty: no_change", "delivery snapshot has empty, which is about files of changes"},
		{"an order that is not known", "key: [visit_id]", "key: [visit_id], order: newest", `delivery.order is "newest"`},
		{"a name that is no pattern", "header: [day], ", "from_name: '(', ", "from_name is not a regular expression"},
		{"a name with two groups", "header: [day], ", "from_name: '(a)(b)', ", "from_name has 2 groups"},
		{"a column of the file and of its name", "header: [day], ", "header: [day], from_name: '(a)', ", "has a header and from_name"},
		{"an insz of another class", "class: identifier, action: pseudonymise, domain: person", "class: technical, action: keep", `is an insz of class "technical", want identifier`},
		{"free text that is kept for no reason", "class: measure, action: keep", "class: free_text, action: keep", "is free text that is kept without keep_reason"},
		{"a reason to keep what is no free text", "class: measure, action: keep", "class: measure, action: keep, keep_reason: handy", "has keep_reason but is no free text that is kept"},
		{"an address that is a date", "class: measure, action: keep", "class: quasi, action: generalise, to: municipality", "becomes a municipality but is of type date"},
		{"a generalisation of what is kept", "class: measure, action: keep", "class: measure, action: keep, to: age_band", `has to: age_band with action "keep"`},
		{"identifiers without a purpose", "purpose: a test\n", "", "has identifiers but no purpose"},
		{"a retention of less than nothing", "purpose: a test\n", "purpose: a test\nretention_days: -1\n", "retention_days is -1, want 1 or more"},
		{"a source without a legal basis", "legal_basis: law\n", "", "no legal_basis"},
	} {
		all := faults(t, with(t, contract, c.old, c.replacement))
		if len(all) != 1 || !told(all, contract, c.what) {
			t.Errorf("%s: got %q, want one message that says %s", c.about, all, c.what)
		}
	}
}

func TestControlTotalsDoWhatIsKnown(t *testing.T) {
	p := small()
	p["models/sources/visits.yml"] = file(strings.Replace(smallContract, "    files:", "    control_totals: {then: stop, columns: [n], tolerance: -1}\n    files:", 1) +
		"      - {name: n, header: [n], type: decimal, precision: 29, scale: 2, class: measure, action: keep}\n")
	all := faults(t, p)
	for _, want := range []string{`then is "stop", want warn, refuse`, "has tolerance -1", `adds up column "n" of 29 digits, more than 28`} {
		if len(all) != 3 || !told(all, "models/sources/visits.yml, entity days, control_totals", want) {
			t.Errorf("got %q, want %q among three messages", all, want)
		}
	}
}

func TestRuleOverColumnsNamesColumnsThatAreThere(t *testing.T) {
	p := small()
	p["models/sources/visits.yml"] = file(smallContract + "    rules:\n      - {name: order, not_before: [end_date, visit_date], fix: ask}\n")
	if all := faults(t, p); len(all) != 1 || !told(all, "models/sources/visits.yml, entity days", `rule order names column "end_date"`) {
		t.Errorf("got %q, want one message about end_date", all)
	}
}

func TestRuleOverColumnsSaysOneThing(t *testing.T) {
	const shape = "wants one of not_before"
	for _, c := range []struct{ rule, what string }{
		{"", shape},
		{", not_before: [visit_date]", shape},
		{", not_before: [visit_date, visit_date], at_most: [n, m]", shape},
		{", at_most: [n, m], ratio: {column: n, to: m, range: [0, 1]}", shape},
		{", median: {most: 10}", shape},
		{", same: [n, m, wide]", shape},
		{", not_before: [n, visit_date]", `not_before compares column "n" of type integer, want dates`},
		{", at_most: [n, visit_date]", "holds a column of type integer against one of type date"},
		{", same: [n, visit_date]", "holds a column of type integer against one of type date"},
		{", same_month: [visit_date, n]", `same_month compares column "n" of type integer, want dates`},
		{", not_before: [visit_date, visit_date], tolerance: 1", "has tolerance 1 with not_before"},
		{", at_most: [n, m], tolerance: -1", "has tolerance -1 with at_most"},
		{", at_most: [n, m], then: ignore", `then is "ignore"`},
		{", median: {column: n, most: 10}, then: reject", "rejects by the median"},
		{", median: {column: visit_date, most: 10}", `takes the median of column "visit_date" of type date, want numbers`},
		{", median: {column: n}", "has least 0 and most 0 times the median"},
		{", median: {column: n, least: 3, most: 2}", "has least 3 and most 2 times the median"},
		{", ratio: {column: n, to: m}", "has range [], want [least, most]"},
		{", ratio: {column: n, to: visit_date, range: [0, 1]}", `divides column "visit_date" of type date, want numbers`},
		{", median: {column: n, least: 0.1, by: [visit_date]}", ""},
		{", ratio: {column: n, to: m, range: [0, 1]}, then: warn", ""},
		{", same_month: [visit_date, visit_date]", ""},
		{", at_most: [n, m], tolerance: 0.5, then: reject", ""},
		{", not_before: [visit_date], at_most: [n]", shape},
		{", sum: [n, m]", shape},
		{", sum: [n, m, visit_date]", `adds up column "visit_date" of type date, want numbers`},
		{", sum: [n, m, wide]", "may come to numbers of 39 digits, more than 38"}, // 19 + 17 + 3
		{", sum: [n, m, n]", ""},
		{", at_most: [n, m]", ""},
	} {
		p := small()
		p["models/sources/visits.yml"] = file(smallContract +
			"      - {name: n, header: [n], type: integer, class: measure, action: keep}\n" +
			"      - {name: m, header: [m], type: integer, class: measure, action: keep}\n" +
			"      - {name: wide, header: [w], type: decimal, precision: 30, scale: 17, class: measure, action: keep}\n" +
			"    rules:\n      - {name: order" + c.rule + "}\n")
		if c.what == "" {
			if _, err := models.LoadProject(p); err != nil {
				t.Errorf("%q: got %v, want a project that loads", c.rule, err)
			}
			continue
		}
		if all := faults(t, p); len(all) != 1 || !told(all, "models/sources/visits.yml, entity days, rule order", c.what) {
			t.Errorf("%q: got %q, want one message that says %s", c.rule, all, c.what)
		}
	}
}

func TestMetricIsHeldToItsPromises(t *testing.T) {
	const metric = "sql/metrics/visits.sql"
	for _, c := range []struct{ about, old, replacement, what string }{
		{"no English definition", "about_en: Visits that were registered\n", "", "has no about_en"},
		{"no Dutch definition", "about_nl: Bezoeken die geregistreerd zijn\n", "", "has no about_nl"},
		{"no title", "title_en: Visits\n", "", "has no title_en"},
		{"no unit", "unit: count\n", "", "has no unit"},
		{"neither stock nor flow", "kind: flow", "kind: rate", `kind is "rate", want stock, flow`},
		{"a flow without time", "time: visit_date\n", "", "flow without time"},
		{"a stock without its two dates", "kind: flow\ntime: visit_date", "kind: stock\nvalid: [visit_date]", "stock without valid"},
		{"no word on whom it protects", "protects: person\n", "", `protects is ""`},
		{"protecting none for no reason", "protects: person", "protects: none", "without protects_reason"},
		{"no word on what no rows mean", "empty: zero\n", "", `empty is ""`},
		{"no word on adding up over time", "over_time: sum\n", "", `over_time is ""`},
		{"a range that ends before it begins", "better: neutral", "better: neutral\nrange: [1, 0]", "has range [1 0], want [least] or [least, most]"},
		{"a range of three", "better: neutral", "better: neutral\nrange: [0, 1, 2]", "has range [0 1 2], want [least] or [least, most]"},
		{"a threshold below none", "better: neutral", "better: neutral\nmin_n: -1", "has min_n -1, want a whole number above 0"},
		{"digits below none", "better: neutral", "better: neutral\ndecimals: -1", "has decimals -1, want 0 to 6"},
		{"digits of no use", "better: neutral", "better: neutral\ndecimals: 7", "has decimals 7, want 0 to 6"},
		{"a filter that ends its bracket", "better: neutral", `better: neutral
where: visit_id = '(' ) or (1=1`, "where is no expression by itself: a bracket is closed that was not opened"},
		{"a filter with an open bracket", "better: neutral", "better: neutral\nwhere: (visit_id = ')'", "a bracket is never closed"},
		{"a filter with an open quote", "better: neutral", "better: neutral\nwhere: visit_id = 'it''s", "a quote is never closed"},
		{"a filter that ends in a comment", "better: neutral", "better: neutral\nwhere: visit_id = '--' -- all", "a comment (--) hides what comes after it"},
		{"a filter of two statements", "better: neutral", "better: neutral\nwhere: visit_id = ';'; select 1", "a semicolon ends it"},
		{"a sum that ends its bracket", "better: neutral", "better: neutral\ncontributions: {of: a, per: b, sum: '1) + (1', behind: c}", "contributions, sum is no expression by itself"},
		{"no direction", "better: neutral", "better: more", `better is "more"`},
		{"no fact it counts from", "relation: fct_visit\n", "", "no relation"},
		{"an unknown way to be asked at a date", "time: visit_date", "time: visit_date\nat: month", `at is "month"`},
		{"a name with a hyphen", "name: visits", "name: visits-count", `name is "visits-count"`},
	} {
		all := faults(t, with(t, metric, c.old, c.replacement))
		if len(all) != 1 || !told(all, metric, c.what) {
			t.Errorf("%s: got %q, want one message that says %s", c.about, all, c.what)
		}
	}
}

func TestMetricThatCannotBeMeasuredSaysWhatItNeeds(t *testing.T) {
	const header = "/* metric\nname: talks\ntitle_nl: Gesprekken\ntitle_en: Talks\nabout_nl: Gesprekken per dag\nabout_en: Talks a day\nunit: count\nnot_measurable: nobody logs them\n"
	p := small()
	p["sql/metrics/talks.sql"] = file(header + "*/\n")
	if all := faults(t, p); len(all) != 1 || !told(all, "sql/metrics/talks.sql", "what it needs") {
		t.Errorf("got %q, want one message that asks for needs", all)
	}
	p["sql/metrics/talks.sql"] = file(header + "needs: a log of talks\n*/\n")
	if _, err := load(p); err != nil {
		t.Errorf("with needs and without SQL it is refused: %v", err)
	}
}

func TestModelIsHeldToItsPromises(t *testing.T) {
	const model = "sql/marts/fct_visit.sql"
	for _, c := range []struct{ about, old, replacement, what string }{
		{"no grain", "grain: one row per visit\n", "", "lacks grain"},
		{"no key", "key: [visit_id]\n", "", "lacks grain, key or columns"},
		{"neither view nor table", "grain:", "materialized: file\ngrain:", `materialized is "file"`},
		{"a check that checks nothing", "grain:", "checks: [{severity: warn}]\ngrain:", "checks nothing"},
		{"references to no column", "grain:", "checks: [{references: {column: visit_id, relation: fct_visit}}]\ngrain:", "has references without column, relation or to"},
		{"a check of unknown severity", "grain:", "checks: [{not_null: [visit_id], severity: loud}]\ngrain:", `severity of a check is "loud"`},
		{"a range without ends", "grain:", "checks: [{range: {column: visit_id}}]\ngrain:", "range without column, or without min and max"},
		{"a range of no column", "grain:", "checks: [{range: {min: 1}}]\ngrain:", "range without column"},
		{"a number of rows without ends", "grain:", "checks: [{row_count: {}}]\ngrain:", "row_count without min and max"},
		{"fewer rows than none", "grain:", "checks: [{row_count: {min: -1}}]\ngrain:", "row_count below 0"},
		{"more at least than at most", "grain:", "checks: [{row_count: {min: 5, max: 3}}]\ngrain:", "at least 5 and at most 3"},
	} {
		all := faults(t, with(t, model, c.old, c.replacement))
		if len(all) != 1 || !told(all, model, c.what) {
			t.Errorf("%s: got %q, want one message that says %s", c.about, all, c.what)
		}
	}
}

func TestCheckSaysHowSevereItIsWhoActsAndWhatToDo(t *testing.T) {
	const check = "sql/checks/visits_have_a_day.sql"
	if all := faults(t, with(t, check, "severity: block", "severity: stop")); len(all) != 1 || !told(all, check, `severity is "stop", want block, warn`) {
		t.Errorf("got %q, want one message about severity", all)
	}
	if all := faults(t, with(t, check, "name: visits_have_a_day\n", "")); len(all) != 1 || !told(all, check, `name is ""`) {
		t.Errorf("got %q, want one message about name", all)
	}
	if all := faults(t, with(t, check, "owner: the office\n", "")); len(all) != 1 || !told(all, check, "has no owner") {
		t.Errorf("got %q, want one message about owner", all)
	}
	if all := faults(t, with(t, check, "fix: ask for the day\n", "")); len(all) != 1 || !told(all, check, "has no fix") {
		t.Errorf("got %q, want one message about fix", all)
	}
}

// A message must not repeat more of a contract than its names: it is printed,
// logged and mailed.
func TestMessagesStayOnOneLine(t *testing.T) {
	for _, e := range faults(t, with(t, "models/sources/visits.yml", "purpose: a test", "purpse: a test")) {
		if strings.Contains(e.Error(), "\n") {
			t.Errorf("message has several lines: %q", e.Error())
		}
	}
}
