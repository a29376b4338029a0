package lineage

import (
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
)

// Tree writes a node with what it stands on or, when down, what depends on it: one
// line each, indented. What stands in it already is named again but not unfolded.
func (g *Graph) Tree(id string, down bool) string {
	next := g.Inputs
	if down {
		next = g.Readers
	}
	byID := map[string]Node{}
	for _, n := range g.Nodes {
		byID[n.ID] = n
	}
	var b strings.Builder
	seen := map[string]bool{}
	var write func(id, lead, below string)
	write = func(id, lead, below string) {
		line := lead + models.Visible(id)
		// English words with digits in groups as all commands print them.
		if note := byID[id].note("en", "nl"); note != "" {
			line += "  " + note
		}
		more := next(id)
		if seen[id] && len(more) > 0 {
			b.WriteString(line + "  (unfolded above)\n")
			return
		}
		seen[id] = true
		b.WriteString(line + "\n")
		for i, other := range more {
			if i == len(more)-1 {
				write(other, below+"└─ ", below+"   ")
			} else {
				write(other, below+"├─ ", below+"│  ")
			}
		}
	}
	write(id, "", "")
	return b.String()
}

// Note says in a few words what is known of a node beside its name.
func (n Node) Note(lang string) string { return n.note(lang, lang) }

// note takes words of one language and digits of another.
func (n Node) note(lang, digits string) string {
	var parts []string
	add := func(count int, one, many, een, meer string) {
		if lang != "en" {
			one, many = een, meer
		}
		word := many
		if count == 1 {
			word = one
		}
		parts = append(parts, number.Number(float64(count), 0, digits)+" "+word)
	}
	if (n.Kind == Metric || n.Kind == Reference) && (n.TitleNL != "" || n.TitleEN != "") {
		parts = append(parts, models.Visible(n.Title(lang)))
	}
	if n.Deliveries > 0 {
		add(n.Deliveries, "delivery", "deliveries", "levering", "leveringen")
	}
	if n.Rows != nil {
		add(int(*n.Rows), "row", "rows", "rij", "rijen")
	}
	if n.View {
		parts = append(parts, "view")
	}
	if n.Metrics > 0 {
		add(n.Metrics, "metric", "metrics", "cijfer", "cijfers")
	}
	if n.Kind == Page || n.Kind == Check {
		parts = append(parts, kindWord(n.Kind, lang))
	}
	return strings.Join(parts, " · ")
}

// Title gives the title in the language, Dutch unless "en"; the name when it has
// none.
func (n Node) Title(lang string) string {
	switch {
	case lang == "en" && n.TitleEN != "":
		return n.TitleEN
	case n.TitleNL != "":
		return n.TitleNL
	}
	return n.Name()
}

func kindWord(k Kind, lang string) string {
	if lang == "en" {
		return string(k)
	}
	return map[Kind]string{Source: "bron", Reference: "lijst", Staging: "voorbereiding", Model: "tabel", Metric: "cijfer", Check: "controle", Page: "pagina"}[k]
}

// heading names a column of the picture by the kinds in it.
func heading(in []Kind, lang string) string {
	words := map[Kind][2]string{
		Source: {"Leveringen", "Deliveries"}, Reference: {"lijsten", "lists"}, Staging: {"Voorbereiding", "Staging"}, Model: {"Tabellen", "Tables"},
		Metric: {"Cijfers", "Metrics"}, Check: {"Controles", "Checks"}, Page: {"Pagina's", "Pages"},
	}
	at := 0
	if lang == "en" {
		at = 1
	}
	var out []string
	for _, k := range in {
		out = append(out, words[k][at])
	}
	text := strings.Join(out, ", ")
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// describe tells in a sentence what the picture shows, for who cannot see it.
func (g *Graph) describe(lang string) string {
	count := map[Kind]int{}
	for _, n := range g.Nodes {
		count[n.Kind]++
	}
	var parts []string
	for _, k := range kinds {
		if count[k] > 0 {
			parts = append(parts, fmt.Sprintf("%s: %d", strings.ToLower(heading([]Kind{k}, lang)), count[k]))
		}
	}
	if lang == "en" {
		return "Data flows from left to right. " + strings.Join(parts, "; ") + fmt.Sprintf("; %d lines between them.", len(g.Edges))
	}
	return "De gegevens gaan van links naar rechts. " + strings.Join(parts, "; ") + fmt.Sprintf("; %d lijnen ertussen.", len(g.Edges))
}
