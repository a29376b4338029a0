package explain

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
)

func TestTheCommandForARowThatWasNotReadCanBePasted(t *testing.T) {
	for list, want := range map[string]string{"lists/a_2023-01.csv": "--file lists/a_2023-01.csv says", "lists/a (1).csv": "--file 'lists/a (1).csv' says"} {
		said := &prose.Outline{}
		c := &Chain{Unread: []Unread{{Source: "shelter", Entity: "beds", Rows: 1, List: list}}}
		c.unreadRows(said)
		if !strings.Contains(said.String(), "peil rejects shelter/beds "+want) {
			t.Errorf("%s: %s, want %s", list, said.String(), want)
		}
	}
}
