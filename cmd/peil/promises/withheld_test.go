package promises

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// Of Aalst 3 beds are told of, which must not be known. So that nobody subtracts, the
// beds of Brugge are withheld too, in a number that nothing else can be: no byte of the
// edition may hold it, in whatever form, nor may it be in what is packed there.
const withheld = 7654321

func TestNoByteOfAnEditionHoldsAWithheldNumber(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "testdata", "project"))); err != nil {
		t.Fatal(err)
	}
	project := filepath.Join(dir, "project")
	edit(t, filepath.Join(project, "models", "sources", "shelter.yml"), "{a: [Aalst], b: [Brugge]}", "{a: [Aalst], b: [Brugge], c: [Gent]}", "range: [0, 100]", "range: [0, 99999999]")
	edit(t, filepath.Join(project, "sql", "metrics", "beds_opened.sql"), "protects: none\nprotects_reason: beds are not persons", "protects: person")
	put(t, filepath.Join(project, "reports", "pages", "beds.md"), []byte(`---
title: Bedden
interactive: true
---

Er zijn {{ value "beds_opened" at="known" }} geopend, in Brugge {{ value "beds_opened" where="town=b" at="known" }} en in Aalst {{ value "beds_opened" where="town=a" at="known" }}. De meeste: {{ top "beds_opened" by="town" at="known" }}.
Tegenover januari {{ change "beds_opened" where="town=b" from="month" to="month_end" against_from="month-1" against_to="month_end-1" }}.

{{ card "beds_opened" where="town=b" from="month" to="month_end" spark_from="2022-12-01" }}
{{ card "beds_opened" at="known" }}

{{ figure "beds_opened" by="town" at="known" chart="ranked" headline="Bedden per stad" subtitle="Alle bedden" }}
{{ figure "beds_opened" by="town" from="2022-12-01" to="known" chart="dot" headline="Bedden per stad, als punten" subtitle="Alle bedden" }}
{{ figure "beds_opened" by="month,town" from="2022-12-01" to="known" chart="multiples" headline="Bedden per maand en stad" subtitle="Alle bedden" }}
{{ figure "beds_opened" by="month,town" from="2022-11-01" to="known" chart="heatmap" headline="Bedden per maand en stad, als kaart" subtitle="Alle bedden" }}
{{ figure "beds_opened" by="month,town" from="2022-10-01" to="known" chart="stacked" headline="Bedden per maand en stad, gestapeld" subtitle="Alle bedden" }}
{{ figure "beds_opened" by="month" where="town=b" from="2022-12-01" to="known" chart="line" headline="Bedden in Brugge" subtitle="Brugge" }}
{{ finding "association" metric="beds_opened" by="month,town" from="2022-12-01" to="known" }}

{{ changes }}
`))
	rows := fmt.Sprintf("nr;stad;bedden;open\n1;Aalst;3;01/01/2023\n2;Brugge;%d;15/01/2023\n", withheld)
	put(t, filepath.Join(dir, "exports", "beds_2023-01-31.csv"), []byte(rows))
	run := func(args ...string) { peil(t, dir, append(args, "--project", project)...) }
	put(t, filepath.Join(project, "reports", "pages", "total.md"), []byte("---\ntitle: Totaal\n---\n\nEr zijn {{ value \"beds_opened\" at=\"known\" }} geopend.\n"))
	run("run", "--exports", filepath.Join(dir, "exports"), "--no-report")
	run("report", "total")
	run("publish", "total/2023-01-31-s1-nl") // so that the total cannot be withheld instead
	run("report", "beds")
	run("publish", "beds/2023-01-31-s1-nl")
	put(t, filepath.Join(dir, "exports", "beds_2023-02-28.csv"), []byte("nr;stad;bedden;open\n5;Gent;9876543;01/02/2023\n"))
	run("run", "--exports", filepath.Join(dir, "exports"))

	var forms []string
	for _, sign := range []string{"", ".", ",", " ", "\u00a0", "\u202f", "'"} {
		forms = append(forms, "7"+sign+"654"+sign+"321")
	}
	forms = append(forms, "7.654321e+06", "7,654321", "74cbb1") // the last in hexadecimal
	editions := models.Layout{Root: filepath.Join(dir, "data")}.Editions()
	found, files := leaks(t, editions, needles(forms...), nil)
	if len(found) > 0 {
		t.Errorf("%d of %d files tell it:\n%s", len(found), files, strings.Join(found, "\n"))
	}
	// The search finds what is there: the same number of Gent, which is printed.
	if seen, _ := leaks(t, editions, needles("9876543", "9.876.543"), nil); len(seen) < 10 {
		t.Errorf("what is printed is found in %d places only: %v", len(seen), seen)
	}
}

// Raw answers end where they are made safe: what draws, lays out, writes and publishes
// cannot even name them.
func TestOnlyTheGateKnowsRawAnswers(t *testing.T) {
	raw := []string{"MetricResult", "MetricRow", "Sample", "SampleGroup", "SampleValue"}
	// figure asks and hands to the gate at once; finding words what it is given, for "peil
	// analyse" too; a page passes on groups that the gate let through (disclose.Waits).
	knows := map[string][]string{
		"reports/disclose": raw, "reports/disclose/rule": raw, "reports/figure": raw,
		"reports/finding": raw, "reports/page": {"SampleGroup"},
	}
	root := filepath.Join("..", "..", "..")
	err := filepath.WalkDir(filepath.Join(root, "reports"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		where, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if of, ok := s.X.(*ast.Ident); ok && of.Name == "models" && slices.Contains(raw, s.Sel.Name) && !slices.Contains(knows[filepath.ToSlash(where)], s.Sel.Name) {
				t.Errorf("%s names models.%s; take a disclose.Safe", name, s.Sel.Name)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
