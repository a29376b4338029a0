package statement

import "strings"

// Quote writes text as a SQL string.
func Quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// QuoteOrNull writes text as a SQL string, and null for none.
func QuoteOrNull(text string) string {
	if text == "" {
		return "null"
	}
	return Quote(text)
}

// Ident writes a name as a SQL identifier.
func Ident(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Qualified writes schema.name as identifiers.
func Qualified(name string) string {
	if schema, rest, ok := strings.Cut(name, "."); ok {
		return Ident(schema) + "." + Ident(rest)
	}
	return Ident(name)
}
