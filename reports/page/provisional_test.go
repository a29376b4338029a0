package page

import (
	"bytes"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// The sources tell until 13 February: that month is not complete, January is.
func TestAPeriodThatIsNotCompleteIsMarkedInTableAndFile(t *testing.T) {
	const text = "---\ntitle: Proef\n---\n\n{{ figure \"persons\" by=\"month\" to=\"known\" chart=\"line\" headline=\"Per maand\" subtitle=\"Alle steden\" }}\n"
	for until, marked := range map[models.Date]bool{"2023-02-13": true, "2023-02-28": false} {
		out, err := buildFrom(answers{until: until}, "nl", text)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(string(out.HTML), `<td class="n">[v] 1.003</td>`) == 1; got != marked {
			t.Errorf("until %s: February is marked in the table: %v", until, got)
		}
		if got := bytes.Contains(out.HTML, []byte("[v] voorlopig: de periode is nog niet volledig, of haar cijfer wijzigt nog.")); got != marked {
			t.Errorf("until %s: the mark is explained: %v", until, got)
		}
		csv := string(csvOf(t, out.Tables[0]))
		if got := strings.Contains(csv, "2023-02-01,feb 2023,1003,P,"); got != marked || !strings.Contains(csv, "2023-01-01,jan 2023,1000,A,") {
			t.Errorf("until %s: the file is\n%s", until, csv)
		}
		if got := out.Records[0].Rows[3].Status == "P"; got != marked {
			t.Errorf("until %s: frozen as %s", until, out.Records[0].Rows[3].Status)
		}
	}
}

// A sentence says so too of a value that still changes, as the key figure does: who takes it
// over does not take that along.
func TestASentenceSaysThatItsValueIsProvisional(t *testing.T) {
	const text = "---\ntitle: Proef\n---\n\n- Er waren {{ value \"persons\" from=\"2023-02-01\" to=\"2023-02-28\" }} in februari.\n"
	for until, want := range map[models.Date]string{"2023-02-13": "</a> (voorlopig) in februari.", "2023-02-28": "</a> in februari."} {
		out, err := buildFrom(answers{until: until}, "nl", text)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(out.HTML), want) {
			_, got, _ := strings.Cut(string(out.HTML), "Er waren ")
			t.Errorf("until %s: got %.200s, want %s", until, got, want)
		}
	}
}
