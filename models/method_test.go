package models_test

import (
	"strings"
	"testing"
)

func TestHowSmallCountsAreKept(t *testing.T) {
	p, wrong := said(t, "name: x\ndisclosure: {freeze: {margin: 3}, reports: {beds: {method: round, freeze: {margin: 1}}, towns: {freeze: {}}}}\n")
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	d := p.Config.Disclosure
	for page, want := range map[string]struct {
		method string
		margin int64
	}{"": {"suppress", 3}, "beds": {"round", 3}, "towns": {"suppress", 5}} { // of two margins the larger one
		on := d.On(page)
		if margin, frozen := on.Frozen(); on.Method != want.method || margin != want.margin || !frozen {
			t.Errorf("page %q: %s, margin %d, frozen %v; want %+v", page, on.Method, margin, frozen, want)
		}
	}
	p, _ = said(t, "name: x\ndisclosure: {method: round, reports: {beds: {method: suppress}}}\n")
	if d := p.Config.Disclosure; d.On("towns").Method != "round" || d.On("beds").Method != "suppress" {
		t.Errorf("%s and %s, want round and suppress", d.On("towns").Method, d.On("beds").Method)
	}
	if _, frozen := p.Config.Disclosure.On("beds").Frozen(); frozen {
		t.Error("a year is frozen and nobody said so")
	}
	_, wrong = said(t, "name: x\ndisclosure:\n  method: rouned\n  reports:\n    beds: {freeze: {margin: -1}}\n")
	for _, want := range []string{`peil.yml:3:3: method is "rouned", want suppress or round; did you mean round`, "peil.yml:5:21: margin is -1, want 0 or more"} {
		if !strings.Contains(strings.Join(wrong, "\n"), want) {
			t.Errorf("want %q in\n%s", want, strings.Join(wrong, "\n"))
		}
	}
}
