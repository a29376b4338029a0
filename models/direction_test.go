package models

import (
	"strings"
	"testing"
)

func TestTextThatTurnsDirectionIsRefusedExceptInContracts(t *testing.T) {
	for text, want := range map[string]string{
		"title: \"a\\u202Eb\"\n":  "peil.yml:3:10: has the character U+202E",
		"title: é\u2067b\n":       "peil.yml:3:9: has the character U+2067",
		"title: a\u200fb\n":       "peil.yml:3:9: has the character U+200F",
		"title: \"a\\U00002066\"": "peil.yml:3:10: has the character U+2066",
		"title: \"a\\u2028é\"\n":  "",
	} {
		var into struct {
			Title string `yaml:"title"`
		}
		err := ReadYAML("peil.yml", 2, []byte(text), &into)
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%q gives %v, want %q", text, err, want)
		}
		if err := ReadYAML("models/sources/a.yml", 0, []byte(text), &into); err != nil {
			t.Errorf("%q in a contract: %v", text, err)
		}
	}
}
