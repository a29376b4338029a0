package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// serialise gives the tree of a statement as JSON. A project has more than a hundred, so
// it is planned once.
const serialise = "select cast(json_serialize_sql(cast(? as varchar), skip_null := true, skip_empty := true) as varchar)"

// Read takes the statement apart with the engine's own parser, so that what
// counts as a table name is what the engine takes for one.
func (e *DuckDB) Read(ctx context.Context, sql string) (*Statement, error) {
	var text string
	if err := e.tree.QueryRowContext(ctx, sql).Scan(&text); err != nil {
		return nil, fmt.Errorf("parse statement: %w", err)
	}
	var doc struct {
		Error      bool   `json:"error"`
		Message    string `json:"error_message"`
		Position   string `json:"position"`
		Statements []struct {
			Node any `json:"node"`
		} `json:"statements"`
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber() // "no location" is 2^64-1, which a float64 would round
	if err := decoder.Decode(&doc); err != nil {
		return nil, fmt.Errorf("parse statement: read tree: %w", err)
	}
	if doc.Error {
		bad := &SyntaxError{Message: doc.Message, Offset: -1}
		if strings.HasPrefix(doc.Message, "Only SELECT") {
			bad.Message = "is not a SELECT"
		}
		if n, err := strconv.Atoi(doc.Position); err == nil {
			bad.Offset = n
		}
		return nil, bad
	}
	if len(doc.Statements) != 1 {
		return nil, &SyntaxError{Message: fmt.Sprintf("has %d statements, want one SELECT", len(doc.Statements)), Offset: -1}
	}
	s := &Statement{}
	s.walk(doc.Statements[0].Node, nil)
	byOffset := func(a, b Reference) int { return a.Offset - b.Offset }
	slices.SortStableFunc(s.Relations, byOffset)
	slices.SortStableFunc(s.Functions, byOffset)
	return s, nil
}

// walk collects references. known are the names that an enclosing WITH gives:
// they hide relations of the same name.
func (s *Statement) walk(node any, known []string) {
	switch n := node.(type) {
	case []any:
		for _, child := range n {
			s.walk(child, known)
		}
	case map[string]any:
		known = s.with(n, known)
		name, _ := n["table_name"].(string)
		if n["type"] == "BASE_TABLE" && name != "" {
			schema, _ := n["schema_name"].(string)
			if schema != "" || !slices.Contains(known, strings.ToLower(name)) {
				s.Relations = append(s.Relations, Reference{schema, name, offset(n)})
			}
		}
		if _, of := n["query"]; n["type"] == "SHOW_REF" && !of {
			s.Lists = true
		}
		if f, ok := n["function_name"].(string); ok {
			s.Functions = append(s.Functions, Reference{"", strings.ToLower(f), offset(n)})
		}
		for key, child := range n {
			if key != "cte_map" {
				s.walk(child, known)
			}
		}
	}
}

// with walks the WITH list of a node and gives the names known after it. Each
// entry sees only those before it: a CTE named as a relation may read it.
func (s *Statement) with(n map[string]any, known []string) []string {
	ctes, ok := n["cte_map"].(map[string]any)
	if !ok {
		return known
	}
	list, _ := ctes["map"].([]any)
	known = slices.Clone(known)
	for _, entry := range list {
		cte, _ := entry.(map[string]any)
		name, _ := cte["key"].(string)
		inside := known
		if strings.Contains(fmt.Sprint(firstType(cte["value"])), "RECURSIVE") {
			inside = append(slices.Clone(known), strings.ToLower(name))
		}
		s.walk(cte["value"], inside)
		known = append(known, strings.ToLower(name))
	}
	return known
}

// firstType gives the type of the node that a CTE consists of.
func firstType(value any) any {
	for _, step := range []string{"query", "node"} {
		m, ok := value.(map[string]any)
		if !ok {
			return ""
		}
		value = m[step]
	}
	if m, ok := value.(map[string]any); ok {
		return m["type"]
	}
	return ""
}

func offset(n map[string]any) int {
	number, _ := n["query_location"].(json.Number)
	at, err := strconv.Atoi(number.String())
	if err != nil {
		return -1
	}
	return at
}
