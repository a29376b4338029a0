package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
)

// named checks that a section lists each of the words in backquotes.
func named(t *testing.T, what, section string, words []string) {
	t.Helper()
	var text string
	for _, p := range reference(t) {
		if p.title == section || p.under(section) {
			text += p.text
		}
	}
	for _, w := range words {
		if w != "" && !strings.Contains(text, "`"+w+"`") {
			t.Errorf("docs, %s: does not name the %s %q", section, what, w)
		}
	}
}

func TestEveryWordThatAContractMayUseIsNamed(t *testing.T) {
	named(t, "column type", "Types", models.ColumnTypes)
	named(t, "class", "Classes and actions", models.Classes)
	named(t, "action", "Classes and actions", models.Actions)
	named(t, "kind of delivery", "Delivery", models.DeliveryKinds)
	named(t, "effect of a total", "Control totals", models.ControlEffects)
	named(t, "order of deliveries", "Delivery", models.DeliveryOrders)
	named(t, "meaning of an empty file", "Delivery", models.EmptyMeanings)
	named(t, "meaning of a repeated key", "Delivery", models.RepeatedKeys)
	named(t, "effect of a rule", "Rule", models.RuleEffects)
	named(t, "policy", "Entity", models.UnknownPolicy)
	named(t, "origin of a knowledge date", "Knowledge date", models.KnownSources)
	named(t, "kind of connector", "Connectors", models.ConnectorKinds)
	named(t, "paging of an index", "Index", models.IndexPagings)
	named(t, "dimension of time", "Dimension", models.TimeGrains)
	named(t, "kind of chart", "`figure`", series.Kinds())
}

var quotedFile = regexp.MustCompile("(?s)`(examples/[^`]+)`:\n\n```[a-z]*\n(.*?)```")

// The walk-through quotes a project that is run by a test: what it quotes must
// stand there, line by line. A line of dots leaves lines out.
func TestWalkThroughQuotesTheExampleAsItIs(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(docs, "project.md"))
	if err != nil {
		t.Fatal(err)
	}
	quotes := quotedFile.FindAllStringSubmatch(string(text), -1)
	if len(quotes) < 6 {
		t.Errorf("%d files are quoted, want settings, contract, staging, fact, metric and page", len(quotes))
	}
	for _, q := range quotes {
		file, err := os.ReadFile(filepath.Join("../..", q[1]))
		if err != nil {
			t.Error(err)
			continue
		}
		rest := string(file)
		for part := range strings.SplitSeq(q[2], "...\n") {
			_, after, ok := strings.Cut(rest, part)
			if !ok {
				t.Errorf("docs/project.md quotes from %s what does not stand there (in this order):\n%s", q[1], part)
				break
			}
			rest = after
		}
	}
}

var (
	link      = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	unslugged = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// anchors gives the names by which a file's headings are linked to, as GitHub and
// Forgejo make them: a name that occurs again gets a number.
func anchors(t *testing.T, name string) map[string]passage {
	out := map[string]passage{}
	seen := map[string]int{}
	for _, p := range passages(t, name) {
		slug := strings.ReplaceAll(unslugged.ReplaceAllString(strings.ToLower(p.title), ""), " ", "-")
		seen[slug]++
		if n := seen[slug]; n > 1 {
			slug = fmt.Sprintf("%s-%d", slug, n-1)
		}
		out[slug] = p
	}
	return out
}

func TestLinksOfTheDocumentationLeadSomewhere(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(docs, "*.md"))
	if err != nil || len(files) == 0 {
		t.Fatal("no documentation", err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		for _, p := range passages(t, name) {
			for _, m := range link.FindAllStringSubmatch(p.text, -1) {
				if strings.Contains(m[1], "://") {
					continue
				}
				target, anchor, _ := strings.Cut(m[1], "#")
				if target == "" {
					target = name
				}
				if _, err := os.Stat(filepath.Join(docs, target)); err != nil {
					t.Errorf("%s, below line %d: link to %s: %v", name, p.line, m[1], err)
					continue
				}
				if anchor == "" {
					continue
				}
				// A section is meant, never a key that has its name.
				if to, ok := anchors(t, target)[anchor]; !ok || to.level > 3 {
					t.Errorf("%s, below line %d: link to %s, which is no section of %s", name, p.line, m[1], target)
				}
			}
		}
	}
}
