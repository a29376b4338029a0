package catalogue_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/catalogue"
	"github.com/vlot-evaluatie/peil/reports/lineage"
)

// small is a project with one of everything: a stock, a flow, a number that cannot be
// measured, a warning, a reference, a check that fails, a late delivery, and text that
// would act in a page.
func small(t *testing.T, lang string) catalogue.Input {
	t.Helper()
	files := fstest.MapFS{}
	put := func(name, text string) { files[name] = &fstest.MapFile{Data: []byte(text)} }
	put("peil.yml", `{name: Small Shelter, title_nl: Kleine opvang, title_en: Small shelter, extends: none, contact: data@example.org, publisher: Stad}`)
	put("models/dimensions.yml", `
dimensions:
  - {name: town, title_nl: Stad, title_en: Town, labels: [{code: a, nl: Aalst, en: Alost}, {code: b, nl: Brugge, en: Bruges}]}
  - {name: place, title_nl: Plaats, title_en: Place, lookup: {relation: dim_place, code: place_id, name: place_id}}
`)
	put("models/reference/towns.csv", "town_code,town_name\na,Aalst\nb,Brugge\n")
	put("models/sources/tool.yml", `
source: tool
title_nl: Opvangtool
title_en: Shelter tool
owner: Dienst Opvang
purpose: Meten
legal_basis: AVG art. 6
dpia: vereist
retention_days: 30
freshness: {every: week, late_after_days: 10}
entities:
  - entity: stays
    title_nl: Verblijven
    title_en: Stays
    grain: one row per stay
    files: ["stays_*.csv"]
    known_at: {from: received}
    format: {kind: csv, delimiter: ";"}
    delivery: {kind: changes, key: [stay_id]}
    columns:
      - {name: stay_id, header: [nr], type: text, required: true, class: technical, action: keep}
      - {name: person_id, header: [insz], type: insz, class: identifier, action: pseudonymise, domain: person}
      - {name: place_id, header: [plaats], type: text, class: quasi, action: keep}
      - {name: town_code, header: [stad], type: code, values: {a: [Aalst], b: [Brugge]}, class: quasi, action: keep}
      - {name: remark, header: [nota], type: text, class: free_text, action: drop, about: "<script>alert(1)</script>"}
      - {name: start_date, header: [van], type: date, format: [DD/MM/YYYY], class: measure, action: keep}
`)
	put("sql/staging/stg_tool__stays.sql", "/* model\nname: stg_tool__stays\ngrain: one row per stay\nkey: [stay_id]\ncolumns:\n  - {name: stay_id, type: varchar}\n*/\nselect 1")
	put("sql/marts/dim_place.sql", "/* model\nname: dim_place\nabout: Places\ngrain: one row per place\nkey: [place_id]\ncolumns:\n  - {name: place_id, type: varchar}\n  - {name: town_code, type: varchar}\n*/\nselect 1")
	put("sql/marts/fct_stay.sql", `/* model
name: fct_stay
about: Stays of <b>persons</b>
grain: one row per stay
key: [stay_id]
warning: "stock: do not sum over months"
columns:
  - {name: stay_id, type: varchar}
  - {name: person_id, type: uuid}
  - {name: place_id, type: varchar, missing: not known}
  - {name: town_code, type: varchar}
  - {name: bed_count, type: integer, unit: beds, about: beds taken}
  - {name: rate_eur, type: "decimal(18,2)"}
  - {name: start_date, type: date}
checks:
  - {not_null: [stay_id, bed_count]}
  - {unique: [stay_id]}
  - {accepted: {column: town_code, values: [a, b]}}
  - {range: {column: start_date, min: "2022-03-01"}}
  - {range: {column: rate_eur, min: "0", max: "99.50"}}
  - {range: {column: bed_count, max: "9"}, severity: warn}
  - {accepted: {column: bed_count, values: ["1", "2"]}}
  - {references: {column: place_id, relation: dim_place, to: place_id}}
  - {references: {column: town_code, relation: dim_place, to: town_code}, severity: warn}
*/
select '<script>' from stg_tool__stays`)
	put("sql/metrics/beds_taken.sql", `/* metric
{name: beds_taken, title_nl: Bezette bedden, title_en: Beds taken, about_nl: Bedden die bezet zijn, about_en: Beds that are taken, unit: beds, unit_nl: bedden, unit_en: beds,
 kind: stock, better: neutral, protects: person, relation: fct_stay, valid: [start_date, start_date], over_time: last, over_groups: sum, empty: zero, dimensions: {town: town_code, place: place_id}, sources: [tool/stays]}
*/
select 1`)
	put("sql/metrics/stay_share.sql", `/* metric
{name: stay_share, title_nl: Aandeel, title_en: Share, about_nl: Een aandeel, about_en: A share, unit: share, kind: flow, better: up, range: [0, 1], min_n: 20, protects: none, protects_reason: no persons,
 relation: fct_stay, time: start_date, over_time: none, over_groups: none, empty: none, interval: wilson}
*/
select 1`)
	put("sql/metrics/contacts.sql", `/* metric
{name: contacts, title_nl: Contacten, title_en: Contacts, about_nl: Contacten, about_en: Contacts, unit: count, not_measurable: nobody logs them, needs: a log}
*/
`)
	put("sql/checks/stays_known.sql", "/* check\n{name: stays_known, about_nl: Elk verblijf is gekend, about_en: Every stay is known, severity: warn, owner: steward, fix: ask the tool}\n*/\nselect 1")
	p, err := models.LoadProject(files)
	if err != nil {
		t.Fatal(err)
	}
	file := func(name string, rows int64) *models.LakeFile {
		return &models.LakeFile{Path: "marts/" + name + "/0a.parquet", SHA256: fmt.Sprintf("%064x", rows), Bytes: 1234, Rows: rows}
	}
	schema := func(r string) (out []models.SchemaField) {
		rel, err := p.Relation(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range rel.Columns {
			out = append(out, models.SchemaField{Name: c.Name, Type: c.Type})
		}
		return out
	}
	m := &models.Manifest{
		Snapshot: 7, KnownAt: "2023-02-13", Project: "Small Shelter", Engine: "duckdb", Definitions: "aa",
		Deliveries: []models.Loaded{
			{Source: "tool", Entity: "stays", Name: "stays_1.csv", KnownAt: "2023-01-02", Kept: 5, Lake: &models.LakeFile{}},
			{Source: "tool", Entity: "stays", Name: "stays_2.csv", KnownAt: "2023-01-09", Kept: 6, Rejected: 1, Lake: &models.LakeFile{}},
			{Source: "tool", Entity: "stays", Name: "stays_3.csv", KnownAt: "2023-02-01", Quarantine: "half of its rows"},
		},
		Reference: []models.ReferenceFile{{Name: "towns", SHA256: "bb"}},
		Tables: []models.BuiltTable{
			{Name: "stg_tool__stays", Schema: schema("stg_tool__stays")},
			{Name: "fct_stay", Schema: schema("fct_stay"), File: file("fct_stay", 11)},
			{Name: "dim_place", Schema: schema("dim_place"), File: file("dim_place", 2)},
		},
		Checks: []models.CheckResult{
			{Name: "raw.tool__stays.rows", Severity: "block", About: "Elke rij"},
			{Name: "fct_stay.not_null.stay_id", Severity: "block", About: "stay_id heeft een waarde"},
			{Name: "fct_stay.references.town_code", Severity: "warn", Failures: 3, About: "town_code bestaat", Owner: "datasteward", Fix: "look at it"},
			{Name: "stays_known", Severity: "warn", Failures: 1, About: "Elk verblijf is gekend", Fix: "ask the tool"},
		},
	}
	rows := func(n int64) *int64 { return &n }
	g, err := lineage.New([]lineage.Node{
		{ID: "tool/stays", Kind: lineage.Source, Deliveries: 2, Rows: rows(11)}, {ID: "ref.towns", Kind: lineage.Reference, Rows: rows(2)}, {ID: "ref.knowledge", Kind: lineage.Reference},
		{ID: "stg_tool__stays", Kind: lineage.Staging, View: true}, {ID: "dim_place", Kind: lineage.Model}, {ID: "fct_stay", Kind: lineage.Model, Rows: rows(11)},
		{ID: "beds_taken", Kind: lineage.Metric, TitleNL: "Bezette bedden", TitleEN: "Beds taken"}, {ID: "stay_share", Kind: lineage.Metric, TitleNL: "Aandeel", TitleEN: "Share"}, {ID: "contacts", Kind: lineage.Metric},
		{ID: "check:stays_known", Kind: lineage.Check}, {ID: "page:week", Kind: lineage.Page},
	}, []lineage.Edge{
		{From: "tool/stays", To: "stg_tool__stays"}, {From: "stg_tool__stays", To: "fct_stay"}, {From: "dim_place", To: "fct_stay"}, {From: "ref.towns", To: "dim_place"}, {From: "ref.knowledge", To: "fct_stay"},
		{From: "fct_stay", To: "beds_taken"}, {From: "fct_stay", To: "stay_share"}, {From: "fct_stay", To: "check:stays_known"}, {From: "beds_taken", To: "page:week"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.Input{
		Lang: lang, Project: p, Manifest: m, Graph: g, SeenOn: "2023-02-13",
		Freshness: []catalogue.Freshness{{Source: "tool", Entity: "stays", Deliveries: 3, Kept: 11, Rejected: 1, Quarantined: 1, Last: "2023-01-09", Name: "stays_2.csv", Due: "2023-01-19", LateDays: 25, Missing: []string{"2023-W04"}}},
	}
}
