package book

import "testing"

func TestFormulasAreGuardedInLists(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0", "-2+3": "'-2+3", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", " =1": "' =1", "＝1": "'＝1", "|x": "'|x",
		"-5": "-5", "+1.234,50": "+1.234,50", "-12,5 %": "-12,5 %", "a=b": "a=b", "": "", "'x": "'x", "- a": "'- a",
	} {
		if got := Guard([]string{text})[0]; got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
