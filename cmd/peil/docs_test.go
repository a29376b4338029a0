package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/page"
)

// docs is where the documentation lies, seen from this package.
const docs = "../../docs"

// passage is a heading of a Markdown file with what stands below it.
type passage struct {
	level int
	title string
	above []string // titles of the headings that it stands under, the nearest last
	text  string   // until the next heading of any level
	file  string
	line  int
}

// under tells whether the passage stands below the heading.
func (p passage) under(title string) bool { return slices.Contains(p.above, title) }

var heading = regexp.MustCompile("^(#{1,6}) (.+)$")

// reference gives the passages of all pages that explain keys of a project.
func reference(t *testing.T) []passage {
	t.Helper()
	return slices.Concat(passages(t, "project.md"), passages(t, "contracts.md"), passages(t, "connectors.md"), passages(t, "corrections.md"))
}

// passages cuts a Markdown file at its headings. A # in a block of code is none.
func passages(t *testing.T, name string) []passage {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(docs, name))
	if err != nil {
		t.Fatal(err)
	}
	var out []passage
	titles := make([]string, 7)
	code := false
	for i, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "```") {
			code = !code
		}
		m := heading.FindStringSubmatch(line)
		if code || m == nil {
			if len(out) > 0 {
				out[len(out)-1].text += line + "\n"
			}
			continue
		}
		level := len(m[1])
		titles[level] = strings.TrimSpace(m[2])
		clear(titles[level+1:])
		out = append(out, passage{level: level, title: titles[level], above: slices.Clone(titles[1:level]), file: name, line: i + 1})
	}
	if code {
		t.Errorf("%s: a block of code is never closed", name)
	}
	return out
}

// commands gives every command of the tree but the root, which is the program.
func commands(root *cobra.Command) []*cobra.Command {
	var out []*cobra.Command
	for _, c := range root.Commands() {
		out = append(append(out, c), commands(c)...)
	}
	return out
}

func tree() *cobra.Command { return (&app{out: io.Discard, diag: io.Discard}).command() }

func TestEveryCommandAndFlagHasAHeading(t *testing.T) {
	all := passages(t, "commands.md")
	has := func(level int, title string) bool {
		return slices.ContainsFunc(all, func(p passage) bool { return p.level == level && p.title == title })
	}
	below := func(command, title string) bool {
		return slices.ContainsFunc(all, func(p passage) bool { return p.level == 3 && p.title == title && p.above[1] == command })
	}
	check := func(path string, flags *pflag.FlagSet) {
		flags.VisitAll(func(f *pflag.Flag) {
			if f.Hidden || f.Name == "help" {
				return
			}
			if !below(path, "--"+f.Name) {
				t.Errorf("docs/commands.md has no heading %q below %s: %s", "### --"+f.Name, path, f.Usage)
			}
		})
	}
	root := tree()
	check("Flags of every command", root.PersistentFlags())
	for _, c := range commands(root) {
		if c.Hidden {
			continue
		}
		if !has(2, c.CommandPath()) {
			t.Errorf("docs/commands.md has no heading %q: %s", "## "+c.CommandPath(), c.Short)
		}
		check(c.CommandPath(), c.LocalNonPersistentFlags())
	}
}

// What is taken out of the program must leave its documentation too.
func TestEveryHeadingIsACommandOrAFlagOfIt(t *testing.T) {
	root := tree()
	flags := map[string]*cobra.Command{}
	for _, c := range commands(root) {
		flags[c.CommandPath()] = c
	}
	for _, p := range passages(t, "commands.md") {
		command, isCommand := strings.CutPrefix(p.title, "peil ")
		name, isFlag := strings.CutPrefix(p.title, "--")
		switch {
		case p.level == 2 && isCommand && flags[p.title] == nil:
			t.Errorf("docs/commands.md:%d: there is no command %q", p.line, command)
		case p.level == 3 && isFlag:
			c := flags[p.above[1]]
			if c == nil && root.PersistentFlags().Lookup(name) == nil {
				t.Errorf("docs/commands.md:%d: there is no flag %s for every command", p.line, p.title)
			}
			if c != nil && c.LocalFlags().Lookup(name) == nil {
				t.Errorf("docs/commands.md:%d: %s has no flag %s", p.line, p.above[1], p.title)
			}
		}
	}
}

// keyed ties a struct that people write in YAML to the section of the pages in
// docs in which each of its keys has a heading.
type keyed struct {
	section string
	of      any
}

func written() []keyed {
	return []keyed{
		{"Settings", models.Config{}},
		{"Disclosure", models.DisclosureConfig{}},
		{"Public", models.PublicSource{}},
		{"Dominance", models.Dominance{}},
		{"Freeze", models.FreezeConfig{}},
		{"Sensitive", models.Sensitive{}},
		{"Landing", models.LandingConfig{}},
		{"Release", models.ReleaseConfig{}},
		{"Jobs", models.JobConfig{}},
		{"Connectors", models.ConnectorConfig{}},
		{"OAuth2", models.OAuth2{}},
		{"Index", models.IndexConfig{}},
		{"Archives", models.ArchiveConfig{}},
		{"Source", models.Source{}},
		{"Freshness", models.Freshness{}},
		{"Entity", models.Entity{}},
		{"Knowledge date", models.KnownAt{}},
		{"Format", models.Format{}},
		{"Unpivot", models.Unpivot{}},
		{"Delivery", models.Delivery{}},
		{"Limits", models.Limits{}},
		{"Control totals", models.ControlTotals{}},
		{"Column", models.Column{}},
		{"Reference", models.Reference{}},
		{"Rule", models.RowRule{}},
		{"Median", models.Median{}},
		{"Ratio", models.Ratio{}},
		{"Correction", models.Correction{}},
		{"Cell of a correction", models.CorrectedCell{}},
		{"Model", models.Relation{}},
		{"Column of a model", models.RelationColumn{}},
		{"Check of a model", models.ColumnCheck{}},
		{"Accepted values", models.AcceptedCheck{}},
		{"References of a model", models.RefersTo{}},
		{"Range of values", models.RangeCheck{}},
		{"Number of rows", models.RowCountCheck{}},
		{"Metric", models.Metric{}},
		{"Balance", models.Balance{}},
		{"Slice", models.Slice{}},
		{"Contributions", models.Contributions{}},
		{"Check", models.Check{}},
		{"Dimension", models.Dimension{}},
		{"Label", models.Label{}},
		{"Lookup", models.Lookup{}},
		{"Geography", models.Geography{}},
		{"Geography column", models.GeographyColumn{}},
		{"Geography choice", models.GeographyChoice{}},
		{"Front matter", page.FrontMatter{}},
	}
}

// keysOf lists the YAML keys of a struct and the named structs below it. A
// struct without a name has its keys among those of the one that holds it.
func keysOf(s reflect.Type) (keys []string, below []reflect.Type) {
	for i := range s.NumField() {
		key, _, _ := strings.Cut(s.Field(i).Tag.Get("yaml"), ",")
		if key == "-" || key == "" {
			continue
		}
		keys = append(keys, key)
		of := s.Field(i).Type
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice || of.Kind() == reflect.Map {
			of = of.Elem()
		}
		switch {
		case of.Kind() == reflect.Struct && of.Name() == "":
			more, deeper := keysOf(of)
			keys, below = append(keys, more...), append(below, deeper...)
		case of.Kind() == reflect.Struct:
			below = append(below, of)
		}
	}
	return keys, below
}

// headed gives the passages of the keys below a section, by key.
func headed(all []passage, section string) map[string]passage {
	out := map[string]passage{}
	for _, p := range all {
		if p.level == 4 && p.above[2] == section {
			out[strings.Trim(p.title, "`")] = p
		}
	}
	return out
}

func TestEveryKeyOfAProjectHasAHeading(t *testing.T) {
	all := reference(t)
	known := map[reflect.Type]bool{}
	for _, k := range written() {
		known[reflect.TypeOf(k.of)] = true
	}
	for _, k := range written() {
		keys, below := keysOf(reflect.TypeOf(k.of))
		for _, b := range below {
			if !known[b] {
				t.Errorf("%T holds a %s, which has no section in docs: add it to written", k.of, b)
			}
		}
		there := headed(all, k.section)
		for _, key := range keys {
			if _, ok := there[key]; !ok {
				t.Errorf("docs has no heading %q below %q", "#### `"+key+"`", "### "+k.section)
			}
		}
		for key, p := range there {
			if !slices.Contains(keys, key) {
				t.Errorf("docs/%s:%d: %s has no key %q", p.file, p.line, k.section, key)
			}
		}
	}
}

// example is YAML in a passage about a key: a block of its own, or what stands
// between backquotes behind "Example:".
var (
	yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")
	example   = regexp.MustCompile("Example: `([^`]+)`")
)

// Each example is read by the reader that reads projects, into the struct that
// it is about: a misspelt or outdated one fails here.
func TestEveryKeyOfAProjectHasADefaultAndAnExampleThatIsRead(t *testing.T) {
	all := reference(t)
	for _, k := range written() {
		for key, p := range headed(all, k.section) {
			where := fmt.Sprintf("docs/%s:%d: %s, %s", p.file, p.line, k.section, key)
			if lower := strings.ToLower(p.text); !strings.Contains(lower, "default") && !strings.Contains(lower, "required") {
				t.Errorf("%s: says neither its default nor that it is required", where)
			}
			var texts []string
			for _, m := range append(yamlBlock.FindAllStringSubmatch(p.text, -1), example.FindAllStringSubmatch(p.text, -1)...) {
				texts = append(texts, m[1])
			}
			if len(texts) == 0 {
				t.Errorf("%s: has no example", where)
			}
			for _, text := range texts {
				into := reflect.New(reflect.TypeOf(k.of)).Interface()
				if err := models.ReadYAML(where, 0, []byte(text), into); err != nil {
					t.Errorf("example %q: %v", text, err)
				}
				if !strings.Contains(text, key+":") {
					t.Errorf("%s: the example %q does not have the key", where, text)
				}
			}
		}
	}
}

// shared is the section of the keys that mean the same in every directive.
const shared = "Keys of several directives"

func TestEveryDirectiveAndItsKeysHaveAHeading(t *testing.T) {
	all := reference(t)
	common := headed(all, shared)
	used := map[string]bool{}
	for name, keys := range page.Directives() {
		section := "`" + name + "`"
		at := slices.IndexFunc(all, func(p passage) bool { return p.level == 3 && p.title == section && p.under("Pages") })
		if at < 0 {
			t.Errorf("docs has no heading %q below %q", "### "+section, "## Pages")
			continue
		}
		own := headed(all, section)
		for _, key := range keys {
			_, isOwn := own[key]
			_, isShared := common[key]
			used[key] = true
			if !isOwn && !isShared {
				t.Errorf("docs has no heading %q below %q or %q", "#### `"+key+"`", "### "+section, "### "+shared)
			}
		}
		for key, p := range own {
			if !slices.Contains(keys, key) {
				t.Errorf("docs/%s:%d: %s has no key %q", p.file, p.line, name, key)
			}
		}
	}
	for key, p := range common {
		if !used[key] {
			t.Errorf("docs/%s:%d: no directive has a key %q", p.file, p.line, key)
		}
	}
}

var directiveBlock = regexp.MustCompile(`(?s)\{\{.*?\}\}`)

// The examples of directives are read as a page is.
func TestDirectivesInTheDocumentationAreRead(t *testing.T) {
	found := 0
	for _, p := range reference(t) {
		if !p.under("Pages") {
			continue
		}
		for _, text := range directiveBlock.FindAllString(p.text, -1) {
			found++
			front := "title: x\n"
			if strings.Contains(text, "member") || strings.Contains(text, "{for}") {
				front += "for: sector\n"
			}
			if _, err := page.Parse("docs", fmt.Sprintf("docs/project.md, below line %d", p.line), "en", "---\n"+front+"---\n"+text+"\n"); err != nil {
				t.Error(err)
			}
		}
	}
	if found < len(page.Directives()) {
		t.Errorf("%d examples of directives, want at least one for each of %d", found, len(page.Directives()))
	}
}
