package etl_test

import (
	"fmt"
	"testing"
)

func TestManyUnknownFilesAreToldTogether(t *testing.T) {
	h := newHouse(t)
	h.basics()
	for i := range 25 {
		h.put(fmt.Sprintf("photos/%02d.jpg", i), "miauw")
	}
	r, _ := h.runAll()
	wantWarning(t, r, "photos/19.jpg: no contract asks for this file")
	wantWarning(t, r, "no contract asks for 5 more files either, the last of them photos/24.jpg")
	if len(r.Warnings) != 21 {
		t.Errorf("%d warnings, want 20 and one for the others", len(r.Warnings))
	}
}
