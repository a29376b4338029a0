package etl_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl"
)

// Sources are taken in side by side, and what is wrong with them is told as if they had
// been taken in one after the other.
func TestSourcesSideBySideAreToldInTheOrderOfTheirNames(t *testing.T) {
	said := func(workers int) string {
		h := newHouse(t)
		h.basics()
		h.put("meals/meals_2023-02-01.csv", "day\n01/02/2023\n")
		h.put("meals/odd.txt", "?")
		h.put("stays/stays_2023-02-01.csv", "stay\ns1\n")
		h.put("beds/beds_2023-02-28.csv", "house\nnorth\n")
		h.config = func(c *etl.Config) { c.Workers = workers }
		r, err := h.try()
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, err := range r.Errors {
			out = append(out, "error "+err.Error())
		}
		for _, w := range r.Warnings {
			out = append(out, "warning "+w)
		}
		for _, e := range r.PerEntity {
			out = append(out, fmt.Sprint("entity ", e.Source, " ", e.Entity, " ", e.Rows))
		}
		return strings.Join(out, "\n")
	}
	want := said(1)
	if strings.Count(want, "error ") != 4 || strings.Index(want, "meals_2023-02-01") > strings.Index(want, "beds_2023-02-28") {
		t.Fatalf("one after the other:\n%s", want)
	}
	for range 5 {
		if got := said(4); got != want {
			t.Errorf("side by side:\n%s\nwant\n%s", got, want)
		}
	}
}
