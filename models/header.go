package models

import (
	"fmt"
	"strings"
)

// header is what stands in front of a SELECT: /* kind ... */ with YAML inside.
type header struct {
	kind string // model, metric or check
	yaml string
	line int // line in the file where yaml begins, from 1
	sql  string
	from int // line in the file where sql begins, from 1
}

// splitHeader takes a SQL file apart into header and statement.
func splitHeader(file, text string) (header, error) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	body := strings.TrimLeft(text, " \t\n")
	lead := strings.Count(text[:len(text)-len(body)], "\n")
	if !strings.HasPrefix(body, "/*") {
		return header{}, &Error{
			Code: Invalid, Where: file + ":1",
			What: "has no header, want /* model, /* metric or /* check with YAML and */ before the SELECT",
			Fix:  "see docs/project.md, SQL headers",
		}
	}
	end := strings.Index(body, "*/")
	if end < 0 {
		return header{}, &Error{
			Code: Invalid, Where: fmt.Sprintf("%s:%d", file, lead+1),
			What: "header is never closed, want */ before the SELECT",
			Fix:  "close the header",
		}
	}
	first, rest, _ := strings.Cut(body[2:end], "\n")
	kind := strings.TrimSpace(first)
	if kind != "model" && kind != "metric" && kind != "check" {
		return header{}, &Error{
			Code: Invalid, Where: fmt.Sprintf("%s:%d", file, lead+1),
			What: fmt.Sprintf("header is %q, want model, metric or check", kind),
			Fix:  "begin the file with /* model, /* metric or /* check",
		}
	}
	after := body[end+2:]
	sql := strings.TrimLeft(after, " \t\n")
	before := body[:len(body)-len(sql)]
	return header{
		kind: kind,
		yaml: rest,
		line: lead + 2,
		sql:  strings.TrimRight(strings.TrimRight(sql, " \t\n"), ";") + "\n",
		from: lead + strings.Count(before, "\n") + 1,
	}, nil
}
