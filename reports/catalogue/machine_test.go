package catalogue_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/catalogue"
)

type object = map[string]any

func parsed(t *testing.T, make func(catalogue.Input) ([]byte, error), in catalogue.Input) object {
	t.Helper()
	text, err := make(in)
	if err != nil {
		t.Fatal(err)
	}
	again, err := make(in)
	if err != nil || !bytes.Equal(text, again) {
		t.Errorf("the same input gives other bytes (%v)", err)
	}
	var out object
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// list gives the values of a property: JSON-LD writes one value without brackets.
func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// must holds what DCAT-AP Vlaanderen (standard of 12 February 2026) requires of a
// class: the property, the most values (0: any number), and whether its values are
// texts with a language. At least one is always wanted.
type must struct {
	property string
	most     int
	language bool
}

var required = map[string][]must{
	"dcat:Catalog": {{"dct:title", 0, true}, {"dct:description", 0, true}, {"dct:identifier", 1, false}, {"dct:publisher", 1, false}, {"dcat:contactPoint", 1, false}},
	"dcat:Dataset": {{"dct:title", 0, true}, {"dct:description", 0, true}, {"dct:identifier", 1, false}, {"dct:publisher", 1, false}, {"dcat:contactPoint", 1, false},
		{"dct:accessRights", 1, false}},
	"dcat:CatalogRecord": {{"dct:identifier", 1, false}, {"foaf:primaryTopic", 1, false}, {"dct:modified", 1, false}},
	"dcat:Distribution":  {{"dct:identifier", 1, false}, {"dcat:accessURL", 1, false}},
	"foaf:Agent":         {{"foaf:name", 0, true}},
	"spdx:Checksum":      {{"spdx:algorithm", 1, false}, {"spdx:checksumValue", 1, false}},
	"dct:PeriodOfTime":   {{"dcat:startDate", 1, false}, {"dcat:endDate", 1, false}},
}

// walk calls f for every object of a JSON-LD document.
func walk(v any, f func(object)) {
	switch v := v.(type) {
	case object:
		f(v)
		for key, below := range v {
			if key != "@context" {
				walk(below, f)
			}
		}
	case []any:
		for _, below := range v {
			walk(below, f)
		}
	}
}

func TestDCATHasWhatTheFlemishProfileRequires(t *testing.T) {
	for _, iri := range []string{"", "https://data.example.org/id/"} {
		in := small(t, "nl")
		in.Project.Config.IRI = iri
		doc := parsed(t, catalogue.DCAT, in)
		prefixes := doc["@context"].(object)
		counts := map[string]int{}
		walk(doc, func(o object) {
			for key := range o {
				prefix, _, has := strings.Cut(key, ":")
				if !strings.HasPrefix(key, "@") && (!has || prefixes[prefix] == nil) {
					t.Errorf("%s has no meaning: its prefix is not in the context", key)
				}
			}
			kind, _ := o["@type"].(string)
			counts[kind]++
			for _, m := range required[kind] {
				values := list(o[m.property])
				if len(values) == 0 || m.most > 0 && len(values) > m.most {
					t.Errorf("%s %v has %d %s", kind, o["@id"], len(values), m.property)
				}
				for _, v := range values {
					if text, ok := v.(object); m.language && (!ok || text["@language"] == nil || text["@value"] == "") {
						t.Errorf("%s of %v is %v, want a text with a language", m.property, o["@id"], v)
					}
				}
			}
			if id, ok := o["@id"].(string); ok && kind != "" && !regexp.MustCompile(`^(https?://|urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$)`).MatchString(id) {
				t.Errorf("%s is called %q, want an address or a UUID of version 5", kind, id)
			}
		})
		if counts["dcat:Catalog"] != 1 || counts["dcat:Dataset"] != 3 || counts["dcat:CatalogRecord"] != 3 || counts["dcat:Distribution"] != 2 || counts["spdx:Checksum"] != 2 {
			t.Errorf("counts %v, want three datasets with records, two of them with a file", counts)
		}
	}
}

// described finds the dataset with an identifier.
func described(t *testing.T, doc object, id string) object {
	t.Helper()
	for _, d := range list(doc["dcat:dataset"]) {
		if d := d.(object); d["dct:identifier"] == id {
			return d
		}
	}
	t.Fatalf("no dataset %s", id)
	return nil
}

func TestDCATSaysWhereATableComesFromAndHowItsFileIsKnown(t *testing.T) {
	doc := parsed(t, catalogue.DCAT, small(t, "nl"))
	stays, entity, place := described(t, doc, "fct_stay"), described(t, doc, "tool/stays"), described(t, doc, "dim_place")
	var from []string
	for _, s := range list(stays["dct:source"]) {
		from = append(from, s.(object)["@id"].(string))
	}
	want := []string{place["@id"].(string), entity["@id"].(string)} // the view between is passed over
	slices.Sort(from)
	slices.Sort(want)
	if !slices.Equal(from, want) {
		t.Errorf("fct_stay comes from %v, want %v", from, want)
	}
	if got := fmt.Sprint(stays["dct:temporal"]); !strings.Contains(got, "2023-01-02") || !strings.Contains(got, "2023-01-09") {
		t.Errorf("period %s, want the first and last delivery that counts", got)
	}
	if place["dct:temporal"] != nil {
		t.Errorf("dim_place stands on no delivery and has a period: %v", place["dct:temporal"])
	}
	file := list(stays["dcat:distribution"])[0].(object)
	for key, want := range map[string]string{
		"dcat:accessURL": "marts/fct_stay/0a.parquet", "dcat:mediaType": "application/vnd.apache.parquet", "dcat:byteSize": "1234", "spdx:checksum": "000b",
	} {
		if got := fmt.Sprint(file[key]); !strings.Contains(got, want) {
			t.Errorf("%s is %s, want %s", key, got, want)
		}
	}
	if got := fmt.Sprint(stays["dct:accessRights"]); !strings.Contains(got, "NON_PUBLIC") {
		t.Errorf("access rights %s, want non-public", got)
	}
	if got := fmt.Sprint(entity["dct:accrualPeriodicity"]); !strings.Contains(got, "frequency/WEEKLY") {
		t.Errorf("rhythm %s, want weekly", got)
	}
	if got := fmt.Sprint(doc["dcat:contactPoint"]); !strings.Contains(got, "mailto:data@example.org") {
		t.Errorf("contact %s", got)
	}
	topics := map[any]bool{}
	for _, r := range list(doc["dcat:record"]) {
		topics[r.(object)["foaf:primaryTopic"].(object)["@id"]] = true
	}
	for _, d := range list(doc["dcat:dataset"]) {
		if !topics[d.(object)["@id"]] {
			t.Errorf("dataset %v has no record", d.(object)["@id"])
		}
	}
}

func TestContactIsNeverMadeUp(t *testing.T) {
	for contact, want := range map[string]string{"": "vcard:fn:Stad", "Dienst X": "vcard:fn:Dienst X", "https://example.org/c": "foaf:page:map[@id:https://example.org/c]"} {
		in := small(t, "nl")
		in.Project.Config.Contact = contact
		got := fmt.Sprint(parsed(t, catalogue.DCAT, in)["dcat:contactPoint"])
		if !strings.Contains(got, want) || strings.Contains(got, "hasEmail") {
			t.Errorf("contact %q becomes %s, want %s and no e-mail", contact, got, want)
		}
	}
}

// The rules of the Data Package standard, versions 1 and 2, for what is used here.
var (
	packageNames = regexp.MustCompile(`^[-a-z0-9._/]+$`)
	fieldTypes   = []string{"string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date", "time", "year", "yearmonth", "duration", "geopoint", "geojson", "any"}
	hashes       = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
)

func TestDataPackageKeepsTheRulesOfTheStandard(t *testing.T) {
	doc := parsed(t, catalogue.DataPackage, small(t, "en"))
	if doc["$schema"] != "https://datapackage.org/profiles/2.0/datapackage.json" || doc["profile"] != "data-package" || doc["name"] != "small-shelter" || doc["title"] != "Small shelter" {
		t.Errorf("head %v %v %v %v", doc["$schema"], doc["profile"], doc["name"], doc["title"])
	}
	if !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(doc["version"].(string)) {
		t.Errorf("version %v, want three numbers", doc["version"])
	}
	for _, c := range list(doc["contributors"]) {
		if c.(object)["title"] == "" {
			t.Errorf("contributor %v has no title", c)
		}
	}
	resources := list(doc["resources"])
	if len(resources) != 2 {
		t.Fatalf("%d resources, want the two tables with a file", len(resources))
	}
	fieldsOf := map[string][]string{}
	for _, r := range resources {
		r := r.(object)
		name, file := r["name"].(string), r["path"].(string)
		if !packageNames.MatchString(name) || fieldsOf[name] != nil {
			t.Errorf("name %q is not allowed or not unique", name)
		}
		if path.IsAbs(file) || path.Clean(file) != file || strings.HasPrefix(file, ".") || strings.Contains(file, "\\") {
			t.Errorf("path %q, want one below the package", file)
		}
		if !hashes.MatchString(r["hash"].(string)) {
			t.Errorf("hash %v, want sha256: and 64 digits", r["hash"])
		}
		if r["bytes"] != 1234.0 || r["type"] != "table" || r["profile"] != "data-resource" || r["mediatype"] != "application/vnd.apache.parquet" {
			t.Errorf("resource %v %v %v %v", r["bytes"], r["type"], r["profile"], r["mediatype"])
		}
		for _, f := range list(r["schema"].(object)["fields"]) {
			f := f.(object)
			if !slices.Contains(fieldTypes, f["type"].(string)) || f["name"] == "" || slices.Contains(fieldsOf[name], f["name"].(string)) {
				t.Errorf("field %v of %s", f, name)
			}
			fieldsOf[name] = append(fieldsOf[name], f["name"].(string))
		}
	}
	for _, r := range resources {
		s := r.(object)["schema"].(object)
		name := r.(object)["name"].(string)
		for _, k := range list(s["primaryKey"]) {
			if !slices.Contains(fieldsOf[name], k.(string)) {
				t.Errorf("key %v of %s is no field", k, name)
			}
		}
		for _, k := range list(s["foreignKeys"]) {
			k := k.(object)
			to := k["reference"].(object)
			if len(list(k["fields"])) != len(list(to["fields"])) {
				t.Errorf("foreign key %v has other fields than its reference", k)
			}
			for _, f := range list(k["fields"]) {
				if !slices.Contains(fieldsOf[name], f.(string)) {
					t.Errorf("foreign key of %s names %v, which is no field", name, f)
				}
			}
			for _, f := range list(to["fields"]) {
				if !slices.Contains(fieldsOf[to["resource"].(string)], f.(string)) {
					t.Errorf("foreign key of %s refers to %v, which is no field of %v", name, f, to["resource"])
				}
			}
		}
	}
}

func TestDataPackageHasTheTypesAndPromisesOfATable(t *testing.T) {
	doc := parsed(t, catalogue.DataPackage, small(t, "en"))
	schema := list(doc["resources"])[1].(object)["schema"].(object)
	var got []string
	for _, f := range list(schema["fields"]) {
		f := f.(object)
		line := fmt.Sprint(f["name"], " ", f["type"])
		for _, key := range []string{"format", "unit", "missing", "constraints"} {
			if f[key] != nil {
				line += fmt.Sprint(" ", key, "=", f[key])
			}
		}
		got = append(got, line)
	}
	want := []string{
		"stay_id string constraints=map[required:true unique:true]", "person_id string format=uuid", "place_id string missing=not known",
		"town_code string constraints=map[enum:[a b]]", "bed_count integer unit=beds constraints=map[required:true]", "rate_eur number constraints=map[maximum:99.5 minimum:0]", "start_date date constraints=map[minimum:2022-03-01]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("fields\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// The reference that only warns may be broken, so it is no key.
	if keys := list(schema["foreignKeys"]); len(keys) != 1 || fmt.Sprint(keys[0]) != "map[fields:[place_id] reference:map[fields:[place_id] resource:dim_place]]" {
		t.Errorf("foreign keys %v", keys)
	}
	if got := fmt.Sprint(schema["primaryKey"]); got != "[stay_id]" || schema["uniqueKeys"] != nil {
		t.Errorf("primary key %s, unique keys %v", got, schema["uniqueKeys"])
	}
}

// A primary key has no null in it; a key with a column that says what its nulls mean is
// a unique key, unless a check that blocks lets none through.
func TestAKeyWithNullsIsNoPrimaryKey(t *testing.T) {
	for name, c := range map[string]struct {
		checks          []models.ColumnCheck
		primary, unique string
	}{
		"nulls":               {nil, "<nil>", "[[stay_id place_id]]"},
		"nulls are blocked":   {[]models.ColumnCheck{{NotNull: []string{"place_id"}}}, "[stay_id place_id]", "<nil>"},
		"nulls are warned of": {[]models.ColumnCheck{{NotNull: []string{"place_id"}, Severity: "warn"}}, "<nil>", "[[stay_id place_id]]"},
	} {
		in := small(t, "en")
		r, err := in.Project.Relation("fct_stay")
		if err != nil {
			t.Fatal(err)
		}
		r.Key, r.Checks = []string{"stay_id", "place_id"}, c.checks
		schema := list(parsed(t, catalogue.DataPackage, in)["resources"])[1].(object)["schema"].(object)
		if p, u := fmt.Sprint(schema["primaryKey"]), fmt.Sprint(schema["uniqueKeys"]); p != c.primary || u != c.unique {
			t.Errorf("%s: primary key %s, unique keys %s, want %s and %s", name, p, u, c.primary, c.unique)
		}
	}
}

func TestPackageWithoutATableIsRefused(t *testing.T) {
	in := small(t, "nl")
	in.Manifest.Tables = in.Manifest.Tables[:1]
	if _, err := catalogue.DataPackage(in); models.CodeOf(err) != models.Invalid {
		t.Errorf("%v, want an error for the user", err)
	}
}
