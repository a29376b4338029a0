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
