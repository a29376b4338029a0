package main

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

func TestAFileThatIsNotThereIsToldOfItsSource(t *testing.T) {
	all := []models.Loaded{{Source: "shelter", Entity: "beds", Name: "beds [1.csv"}}
	for _, c := range []struct {
		of   chosen
		want string
	}{
		{chosen{file: "nothing.csv"}, "--file nothing.csv: names no file that came in; "},
		{chosen{source: "shelter", file: "nothing.csv"}, "--file nothing.csv: names no file of source shelter; "},
		{chosen{source: "shelter", entity: "beds", file: "nothing.csv"}, "names no file of source shelter, entity beds; "},
		{chosen{source: "staff", file: "nothing.csv"}, "names no file: none of source staff came in; see peil status"},
		{chosen{file: "beds [1.csv"}, ""}, // a name that is there is no pattern
		{chosen{file: "beds [2.csv"}, "is no pattern: a [ is not closed"},
	} {
		said := ""
		if err := c.of.named(all); err != nil {
			said = err.Error()
		}
		if !strings.Contains(said, c.want) || (c.want == "") != (said == "") {
			t.Errorf("%+v: %q, want %q", c.of, said, c.want)
		}
	}
}
