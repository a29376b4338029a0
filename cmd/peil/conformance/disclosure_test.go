package conformance

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A 2, and a rectangle that hides it: rows A 32, B 35, C 65; columns x 32, y 35, z 65.
const (
	goodCounts = "r,c,ant\nA,x,2\nA,y,10\nA,z,20\nB,x,10\nB,y,10\nB,z,15\nC,x,20\nC,y,15\nC,z,30\n"
	goodHiding = `r,c,ant,primary,suppressed,low,up
Total,Total,132,FALSE,FALSE,NA,NA
Total,x,32,FALSE,FALSE,NA,NA
Total,y,35,FALSE,FALSE,NA,NA
Total,z,65,FALSE,FALSE,NA,NA
A,Total,32,FALSE,FALSE,NA,NA
A,x,2,TRUE,TRUE,0,12
A,y,10,FALSE,TRUE,0,12
A,z,20,FALSE,FALSE,NA,NA
B,Total,35,FALSE,FALSE,NA,NA
B,x,10,FALSE,TRUE,0,12
B,y,10,FALSE,TRUE,8,20
B,z,15,FALSE,FALSE,NA,NA
C,Total,65,FALSE,FALSE,NA,NA
C,x,20,FALSE,FALSE,NA,NA
C,y,15,FALSE,FALSE,NA,NA
C,z,30,FALSE,FALSE,NA,NA
`
	goodRounding = `r,c,original,rounded,difference
Total,Total,7,6,-1
Total,x,1,0,-1
Total,y,6,6,0
A,Total,7,6,-1
A,x,1,0,-1
A,y,6,6,0
`
)

func TestTestTablesMustHold(t *testing.T) {
	hiding, rounding := "t_maxN3_gauss_zerosfree", "alone_plsround_b5"
	edited := func(text string, oldnew ...string) string { return strings.NewReplacer(oldnew...).Replace(text) }
	for name, c := range map[string]struct {
		file, text string
		why        string // it fails; "" when all holds
		prints     string
	}{
		"all holds":           {hiding, goodHiding, "", hiding + ".ratio=1.000"},
		"zeros may be hidden": {"t_maxN3_gauss", goodHiding, "", "t_maxN3_gauss.smallest_width=12"},
		"zeros told":          {"t_maxN3_gauss", goodHiding, "", "t_maxN3_gauss_zeros_told.smallest_width=10"},
		"a wrong total":       {hiding, edited(goodHiding, "Total,x,32", "Total,x,33"), "Total x is 33, want the sum of its counts, 32", ""},
		"another small count": {hiding, edited(goodHiding, "A,x,2,TRUE", "A,x,2,FALSE"), "1 counts up to 3", ""},
		"other bounds":        {hiding, edited(goodHiding, "8,20", "8,19"), "B y is 8 to 20, and 8 to 19", ""},
		// It gives the 2 away, and what it hid is no measure then.
		"a reference that hides too little": {hiding, edited(goodHiding, "10,FALSE,TRUE", "10,FALSE,FALSE", "0,12", "2,2"), "", hiding + ".reference_passes=no"},
		"no number":                         {hiding, edited(goodHiding, "Total,x,32", "Total,x,n.v.t."), "n.v.t.", ""},
		"rounding holds":                    {rounding, goodRounding, "", rounding + ".mean_ratio=1.000"},
		"a nearer rounding":                 {rounding, edited(goodRounding, "7,6", "7,7", "1,0", "1,1"), "the largest difference is 1, want at most 1.2 times 0", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "t.csv"), goodCounts)
			write(t, filepath.Join(dir, "expected", c.file+".csv"), c.text)
			s, err := disclosure(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			if c.why == "" && s.Failed > 0 || c.why != "" && !slices.ContainsFunc(s.Why, func(why string) bool { return strings.Contains(why, c.why) }) {
				t.Errorf("failed=%d %q, want %q", s.Failed, s.Why, c.why)
			}
			if s.Passed == 0 && c.why == "" || c.prints != "" && !slices.Contains(s.Parts, c.prints) {
				t.Errorf("passed=%d %q, want %s", s.Passed, s.Parts, c.prints)
			}
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
