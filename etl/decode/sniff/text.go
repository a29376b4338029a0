package sniff

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/decode/charset"
)

// textHead gives the first text, without mark, zeros of UTF-16 and leading space.
func textHead(head []byte) string {
	if _, _, skip := charset.ByMark(head); skip > 0 {
		head = head[skip:]
	}
	return string(bytes.TrimSpace(bytes.ReplaceAll(head, []byte{0}, nil)))
}

// looksLikeHTML tells a web page, which some tools save under the name of an
// Excel or CSV file.
func looksLikeHTML(text string) bool {
	s := strings.ToLower(text)
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div", "<style"} {
		if strings.HasPrefix(s, tag) {
			return true
		}
	}
	return (strings.HasPrefix(s, "<!--") || strings.HasPrefix(s, "<?xml")) && strings.Contains(s, "<html")
}

// looksLikeJSON wants more than a bracket, which can also begin a CSV header.
// whole says that the text is the whole file.
func looksLikeJSON(text string, whole bool) bool {
	if text == "" {
		return false
	}
	rest := strings.TrimSpace(text[1:])
	switch text[0] {
	case '[':
		if rest == "" || rest[0] == '{' || rest[0] == ']' || rest[0] == '[' {
			return true
		}
		// One array a line: the first line tells.
		line, _, more := strings.Cut(text, "\n")
		return (more || whole) && json.Valid([]byte(line))
	case '{':
		return rest == "" || rest[0] == '"' || rest[0] == '}'
	}
	return false
}
