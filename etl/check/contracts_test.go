package check_test

import (
	"os"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// root is the project's own folder, which holds the built-in contracts.
const root = "../.."

func TestContractsOfTheProjectLoad(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(root))
	if err != nil {
		for _, e := range models.Flatten(err) {
			t.Error(e)
		}
		t.FailNow()
	}
	entities := 0
	for _, s := range p.Sources {
		entities += len(s.Entities)
	}
	if len(p.Sources) != 9 || entities != 16 {
		t.Errorf("%d sources with %d entities, want 9 with 16", len(p.Sources), entities)
	}
}
