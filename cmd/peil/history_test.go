package main

import (
	"os"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

func TestATornLineOfTheHistoryTakesNoOtherWithIt(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	if err := remember(l, runRecord{Command: "run", Outcome: "done"}); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(l.Runs())
	if err != nil {
		t.Fatal(err)
	}
	// A crash in the middle of the second line.
	if err := os.WriteFile(l.Runs(), append(whole, whole[:len(whole)/2]...), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"report", "publish"} {
		if err := remember(l, runRecord{Command: command, Outcome: "done"}); err != nil {
			t.Fatal(err)
		}
	}
	runs, err := history(l)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, r := range runs {
		told = append(told, r.Command)
	}
	if len(told) != 3 || told[0] != "run" || told[1] != "report" || told[2] != "publish" {
		t.Errorf("the history tells of %q, want run, report and publish", told)
	}
}
