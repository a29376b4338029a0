package main

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/models"
)

// chosen says which deliveries a command is about, and which rule.
type chosen struct{ source, entity, file, rule string }

// flags adds what rejects and retry share.
func (c *chosen) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&c.source, "source", "", "only this source")
	f.StringVar(&c.entity, "entity", "", "only this entity, as ENTITY or SOURCE/ENTITY")
	f.StringVar(&c.file, "file", "", "only files with this name, with or without its folder, or that this pattern names")
}

// resolve reads SOURCE/ENTITY, from the argument and from the flags, and refuses
// names that the project does not have.
func (c *chosen) resolve(p *models.Project, args []string) error {
	if len(args) == 1 {
		source, entity, _ := strings.Cut(args[0], "/")
		if c.source != "" || entity != "" && c.entity != "" {
			return usage(args[0], "is given beside --source or --entity", "give one of them")
		}
		c.source = source
		if entity != "" {
			c.entity = entity
		}
	}
	if source, entity, ok := strings.Cut(c.entity, "/"); ok {
		if c.source != "" && c.source != source {
			return usage("--entity "+c.entity, "is not of source "+c.source, "give one of them")
		}
		c.source, c.entity = source, entity
	}
	if c.source != "" {
		if _, err := p.Source(c.source); err != nil {
			return err
		}
	}
	var names []string
	for _, s := range p.Sources {
		for i := range s.Entities {
			if c.source == "" || s.Name == c.source {
				names = append(names, s.Entities[i].Name)
			}
		}
	}
	if c.entity != "" && !slices.Contains(names, c.entity) {
		return usage(fmt.Sprintf("entity %q", c.entity), "is not known here", models.DidYouMean(c.entity, names))
	}
	return nil
}

// of tells whether a delivery is among those that are meant.
func (c *chosen) of(d models.Loaded) bool {
	return (c.source == "" || d.Source == c.source) && (c.entity == "" || d.Entity == c.entity) && (c.file == "" || c.names(d.Name))
}

// names tells whether --file means a file: by its name below the exports folder, or where
// no folder is given by the name alone, as a page or a mail has it.
func (c *chosen) names(file string) bool {
	for _, name := range []string{file, path.Base(file)} {
		if name == c.file || len(pull.Match([]string{c.file}, []pull.Item{{Name: name}})) > 0 {
			return true
		}
	}
	return false
}

// named refuses a --file that means none of the deliveries of the source and entity: that
// nothing is said of a file that is not there must not look like a file without faults.
func (c *chosen) named(all []models.Loaded) error {
	if c.file == "" {
		return nil
	}
	var names []string
	for _, d := range all {
		if (c.source != "" && d.Source != c.source) || (c.entity != "" && d.Entity != c.entity) {
			continue
		}
		if c.names(d.Name) {
			return nil
		}
		names = append(names, d.Name)
	}
	if _, err := path.Match(c.file, ""); err != nil {
		return usage("--file "+c.file, "is no pattern: a [ is not closed, or nothing stands behind a \\", "write * for any text, ? for one letter, [0-9] for one of them")
	}
	slices.Sort(names)
	others := chosen{source: c.source, entity: c.entity}
	of := strings.Join(others.parts(), ", ")
	switch {
	case len(names) == 0 && of == "":
		return usage("--file "+c.file, "names no file: none came in", "see peil status")
	case len(names) == 0:
		return usage("--file "+c.file, "names no file: none of "+of+" came in", "see peil status")
	case of == "":
		of = "that came in"
	default:
		of = "of " + of
	}
	return usage("--file "+c.file, "names no file "+of, models.DidYouMean(c.file, slices.Compact(names)))
}

// words names what is meant, " in ..." for a sentence; "" for all.
func (c *chosen) words() string {
	if parts := c.parts(); len(parts) > 0 {
		return " in " + strings.Join(parts, ", ")
	}
	return ""
}

// parts names each part of what is meant.
func (c *chosen) parts() []string {
	var out []string
	for _, part := range [][2]string{{"source", c.source}, {"entity", c.entity}, {"file", c.file}, {"rule", c.rule}} {
		if part[1] != "" {
			out = append(out, part[0]+" "+part[1])
		}
	}
	return out
}
