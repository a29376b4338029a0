package models

import "strings"

// fragments says what is wrong with the SQL of a metric's header. It is put between
// brackets in a larger statement: what closes the bracket itself would say something else
// there than it does in the header.
func (c *complaints) fragments(p *Project, m *Metric) {
	type said struct {
		sql  string
		keys []string
	}
	all := []said{{m.Where, []string{"where"}}, {m.Ended, []string{"ended"}}}
	if m.Contributions != nil {
		all = append(all, said{m.Contributions.Sum, []string{"contributions", "sum"}})
	}
	for _, s := range all {
		if what := unlikeOne(s.sql); what != "" {
			c.add(p.InHeader(m.File, s.keys...), strings.Join(s.keys, ", ")+" is no expression by itself: "+what, "write one condition or sum; brackets and quotes are closed where they are opened")
		}
	}
}

// unlikeOne tells why a text of SQL is not one expression; "" when nothing says so. That
// its words mean something is for the engine.
func unlikeOne(sql string) string {
	depth := 0
	for i := 0; i < len(sql); i++ {
		switch sql[i] {
		case '\'', '"':
			// A quote in a text is written twice: the next one then opens the rest of it.
			end := strings.IndexByte(sql[i+1:], sql[i])
			if end < 0 {
				return "a quote is never closed"
			}
			i += end + 1
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return "a bracket is closed that was not opened"
			}
		case ';':
			return "a semicolon ends it"
		case '-':
			if line := sql[i:]; strings.HasPrefix(line, "--") {
				end := strings.IndexByte(line, '\n')
				if end < 0 {
					return "a comment (--) hides what comes after it"
				}
				i += end
			}
		}
	}
	if depth > 0 {
		return "a bracket is never closed"
	}
	return ""
}
