package models_test

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// What does not fit is told by its place, in words of the file and not of the program, all
// of it at once.
func TestWhatDoesNotFitIsToldInTheWordsOfTheFile(t *testing.T) {
	var config models.Config
	var contract models.Source
	var metric models.Metric
	for _, c := range []struct {
		file, text string
		offset     int
		into       any
		want       string
	}{
		{"peil.yml", "disclosure: {threshold: foo}\nreprots: [a]\n", 0, &config,
			`peil.yml:1:25: disclosure.threshold is "foo", want a whole number; see docs/project.md for what it may be` + "\n" +
				`peil.yml:2:1: "reprots" is not a key here; did you mean reports? see docs/project.md for the keys that are known here`},
		{"peil.yml", "- a\n", 0, &config, `peil.yml:1:1: the document is a list, want keys with values; see docs/project.md for the keys that are known here`},
		{"peil.yml", "zzzzzzzz: 1\n", 0, &config, `peil.yml:1:1: "zzzzzzzz" is not a key here; see docs/project.md`},
		{"models/sources/a.yml", "source: a\nentities:\n  - entity: b\n    colums: []\n    delivery: append\n", 0, &contract,
			`models/sources/a.yml:4:5: "colums" is not a key of entities; did you mean columns? see docs/contracts.md`},
		{"models/sources/a.yml", "source: a\nentities: {entity: b}\n", 0, &contract,
			`models/sources/a.yml:2:11: entities has keys below it, want a list; write entities: [...], or a line with - for each item`},
		{"sql/metrics/a.sql", "metric: a\nmin_n: veel\n", 1, &metric, `sql/metrics/a.sql:3:8: min_n is "veel", want a whole number`},
	} {
		err := models.ReadYAML(c.file, c.offset, []byte(c.text), c.into)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v\nwant %s", c.text, err, c.want)
		}
		if models.CodeOf(err) != models.Invalid {
			t.Errorf("%q: %v is no bad input", c.text, err)
		}
	}
}

func TestAValueWhereASecretBelongsIsNotShown(t *testing.T) {
	var into struct {
		Password []int `yaml:"password"`
	}
	err := models.ReadYAML("peil.yml", 0, []byte("password: geheim42\n"), &into)
	if err == nil || strings.Contains(err.Error(), "geheim") || !strings.Contains(err.Error(), "password is one value, want a list") {
		t.Errorf("%v", err)
	}
}
