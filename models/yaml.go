package models

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// ReadYAML reads one YAML document strictly: a key that Peil does not know is
// an error with its position, since a misspelt key would be ignored in silence. All that
// does not fit is told at once.
// offset is added to lines, for YAML that stands inside another file.
func ReadYAML(file string, offset int, text []byte, into any) error {
	err := calmly(func() error {
		return yaml.NewDecoder(bytes.NewReader(text), yaml.Strict(), yaml.DisallowUnknownField()).Decode(into)
	})
	if err == nil || len(bytes.TrimSpace(text)) == 0 {
		return undirected(file, offset, text)
	}
	where, what, line := file, err.Error(), 0
	var at yaml.Error
	if errors.As(err, &at) {
		what = at.GetMessage()
		if t := at.GetToken(); t != nil && t.Position != nil {
			line = t.Position.Line
			where = fmt.Sprintf("%s:%d:%d", file, t.Position.Line+offset, t.Position.Column)
		}
	}
	found, told := misfits(file, offset, text, into, line)
	if told {
		return errors.Join(found...)
	}
	return errors.Join(append(found, &Error{
		Code: Invalid, Where: where,
		What: secretKey.ReplaceAllString(strings.TrimSpace(strings.SplitN(what, "\n", 2)[0]), "AGE-SECRET-KEY-…"),
		Fix:  "see " + page(file) + " for the keys that are known here",
	})...)
}

// secretKey is what nobody means to write into a project, and no message repeats.
var secretKey = regexp.MustCompile(`(?i)AGE-SECRET-KEY-[0-9A-Z-]*`)

// calmly makes an error of a panic of the YAML library, which it has for some texts
// that are no YAML of any use, like "key: ! 0" where a list is wanted.
func calmly(read func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("cannot be read as YAML here: %v", p)
		}
	}()
	return read()
}

// page names the page of the documentation that has the keys of a file.
func page(file string) string {
	switch {
	case strings.HasPrefix(file, "models/sources/"):
		return "docs/contracts.md"
	case strings.HasPrefix(file, "models/corrections/"):
		return "docs/corrections.md"
	}
	return "docs/project.md"
}

// placed names the place of the last of the keys that stands in the text; the file alone
// when none does. offset is added to lines, for YAML that stands inside another file.
func placed(file string, offset int, text []byte, keys ...string) string {
	for n := len(keys); n > 0; n-- {
		if line, column := keyAt(text, keys[:n]...); line > 0 {
			return fmt.Sprintf("%s:%d:%d", file, line+offset, column)
		}
	}
	return file
}

// keyAt gives the line and column of a key below other keys; 0 when it is not there.
// A number stands for an item of a list.
func keyAt(text []byte, keys ...string) (line, column int) {
	file, err := parser.ParseBytes(text, 0)
	if err != nil || len(file.Docs) == 0 {
		return 0, 0
	}
	at := file.Docs[0].Body
	for _, key := range keys {
		var found ast.Node
		switch n := at.(type) {
		case *ast.MappingNode:
			for _, v := range n.Values {
				if v.Key.GetToken().Value == key {
					line, column, found = v.Key.GetToken().Position.Line, v.Key.GetToken().Position.Column, v.Value
				}
			}
		case *ast.MappingValueNode:
			if n.Key.GetToken().Value == key {
				line, column, found = n.Key.GetToken().Position.Line, n.Key.GetToken().Position.Column, n.Value
			}
		case *ast.SequenceNode:
			if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(n.Values) {
				found = n.Values[i]
				line, column = found.GetToken().Position.Line, found.GetToken().Position.Column
			}
		}
		if found == nil {
			return 0, 0
		}
		at = found
	}
	return line, column
}
