package models_test

import (
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

func TestParametersStandInDefinitionsAndInSQL(t *testing.T) {
	p := with(t, "sql/marts/fct_visit.sql", "*/\n", "*/\n-- {wait_days}\n")
	p["models/reference/parameters.csv"] = file("parameter_code,parameter_value\nwait_days,30\n")
	got, err := models.LoadProject(p)
	if err != nil {
		t.Fatal(err)
	}
	if sql := got.Relations[0].SQL; sql[:6] != "-- 30\n" {
		t.Errorf("SQL is %q, want the value of the parameter", sql)
	}
}

func TestParametersWithoutAValueOrWithAnotherAreTold(t *testing.T) {
	p := with(t, "sql/marts/fct_visit.sql", "*/\n", "*/\n-- {wait_day}\n")
	p["models/reference/parameters.csv"] = file("parameter_code,parameter_value\nwait_days,30\nrest,1; drop\nwait_days,31\nA b,2\n")
	all := faults(t, p)
	for where, what := range map[string]string{
		"sql/marts/fct_visit.sql":           "{wait_day}, which is no parameter",
		"models/reference/parameters.csv:3": "no whole number",
		"models/reference/parameters.csv:4": "second time",
		"models/reference/parameters.csv:5": `"A b"`,
	} {
		if !told(all, where, what) {
			t.Errorf("%s: nobody says %q: %v", where, what, all)
		}
	}
	p["models/reference/parameters.csv"] = file("code,value\nwait_day,30\n")
	if all := faults(t, p); !told(all, "models/reference/parameters.csv", "parameter_code") {
		t.Errorf("a list without its columns is told as %v", all)
	}
}
