package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/cmd/peil/analysis"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// A week of questions that never came stands beside the period that lacks it, whichever side
// that is, and makes no sign: on the demo, told as if one week of October 2022 never came.
func TestAnAnalysisSaysWhichDeliveryDidNotCome(t *testing.T) {
	t.Parallel()
	a := &app{data: demoDir(t) + "/data", quiet: true}
	w, err := a.open(t.Context(), momentFlags{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	all, _, err := a.at(momentFlags{})
	if err != nil {
		t.Fatal(err)
	}
	lacking := *all
	lacking.Deliveries = slices.DeleteFunc(slices.Clone(all.Deliveries), func(d models.Loaded) bool {
		return d.Source == "question_log" && d.Entity == "questions" && d.KnownAt >= "2022-10-10" && d.KnownAt < "2022-10-17"
	})
	if len(lacking.Deliveries) == len(all.Deliveries) {
		t.Fatal("the demo has no questions of that week")
	}
	const unsure, told = "Niet alles is geleverd", "Oktober 2022: question_log/questions, 1 levering ontbreekt, verwacht van 10 oktober 2022 tot en met 16 oktober 2022"
	october, september := [2]string{"2022-10", "2022-10"}, [2]string{"2022-09", "2022-09"}
	for name, c := range map[string]struct {
		manifest     *models.Manifest
		now, against [2]string
		lacks        bool
	}{
		"all came":           {all, october, september, false},
		"the period lacks":   {&lacking, october, september, true},
		"the other lacks":    {&lacking, september, october, true},
		"neither side lacks": {&lacking, september, [2]string{"2022-07", "2022-07"}, false},
	} {
		q, err := analyseFlags{kind: "difference", lang: "nl", from: c.now[0], to: c.now[1], againstFrom: c.against[0], sinceTo: c.against[1]}.read("questions_received", nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := analysis.Ask(t.Context(), w, q, lackingOf(w.Project(), c.manifest, w.KnownAt()))
		if err != nil {
			t.Fatal(err)
		}
		f := answer.Finding
		warned := slices.ContainsFunc(f.Warnings, func(w finding.Text) bool { return strings.HasPrefix(w.NL, told) })
		if strings.Contains(f.Sentence.NL, unsure) != c.lacks || warned != c.lacks || strings.Contains(f.Sentence.NL, "Dat is een aanwijzing") == c.lacks {
			t.Errorf("%s: %s\n%v", name, f.Sentence.NL, f.Warnings)
		}
	}
}
