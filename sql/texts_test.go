package sql_test

import (
	"os"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// Who must act reads Dutch; the catalogue and peil checks tell it in that language.
func TestEveryCheckSaysInBothLanguagesWhatItIsAboutAndWhatToDo(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range p.Checks {
		if c.AboutNL == "" || c.AboutEN == "" || c.Fix == "" || c.FixNL == "" {
			t.Errorf("%s: wants about_nl, about_en, fix and fix_nl", c.File)
		}
	}
	for _, r := range p.Relations {
		for _, c := range r.Checks {
			if (c.Fix == "") != (c.FixNL == "") {
				t.Errorf("%s: a check has fix %q and fix_nl %q, want both or none", r.File, c.Fix, c.FixNL)
			}
		}
	}
}
