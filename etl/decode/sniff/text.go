package sniff

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

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

// Text refuses decoded text that is none: a picture, a database, anything that
// a program writes for itself. The separators of ASCII are no sign of that, nor
// are zeros behind the end.
func Text(head []byte) error {
	head = bytes.TrimRight(head, "\x00")
	odd := 0
	// Told in characters: a file in another encoding has fewer bytes than its text.
	for _, c := range head {
		// 0xFF stands for bytes without meaning in the encoding.
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && (c < 0x1A || c == 0x1B) || c == 0x7F || c == 0xFF {
			odd++
		}
	}
	if odd >= 8 && odd*20 > len(head) {
		return refusal("", fmt.Sprintf("is no text: %d of its first %d characters are control signs or mean nothing", odd, utf8.RuneCount(head)),
			"check what was exported, and ask for CSV, XLSX or JSON")
	}
	return nil
}
