package demo

import (
	"os"
	"strconv"
	"testing"
)

// reference is the project's own.
var referenceLists = os.DirFS("../../models/reference")

// TestWriteTo writes the exports to the folder named by PEIL_DEMO_OUT, at the
// scale of PEIL_DEMO_SCALE: for whoever wants the files without the command.
func TestWriteTo(t *testing.T) {
	dir := os.Getenv("PEIL_DEMO_OUT")
	if dir == "" {
		t.Skip("PEIL_DEMO_OUT names no folder")
	}
	scale, _ := strconv.Atoi(os.Getenv("PEIL_DEMO_SCALE"))
	got, err := Write(t.Context(), dir, Options{Scale: scale, Seed: 1, Reference: referenceLists})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, %d junk rows, rows %v", got.Files, len(got.Bad), got.Rows)
}
