package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/models"
)

// onlyKnown makes every command that has others below it refuse a name that is none of
// them: help and exit code 0 would let a script with a misspelt name pass.
func onlyKnown(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	var below func(c *cobra.Command)
	below = func(c *cobra.Command) {
		if c.HasSubCommands() {
			c.Args, c.RunE = cobra.ArbitraryArgs, helpOrRefuse
		}
		for _, sub := range c.Commands() {
			below(sub)
		}
	}
	below(root)
	for _, c := range root.Commands() {
		if c.Name() == "help" {
			c.RunE = helpOf
		}
	}
}

// helpOrRefuse is what a command does that has others below it.
func helpOrRefuse(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	return notBelow(cmd, args[0])
}

// helpOf is peil help COMMAND.
func helpOf(cmd *cobra.Command, args []string) error {
	at := cmd.Root()
	for _, arg := range args {
		below := at.Commands()
		i := slices.IndexFunc(below, func(c *cobra.Command) bool { return c.Name() == arg || c.HasAlias(arg) })
		switch {
		case i >= 0:
			at = below[i]
		case at.HasSubCommands():
			return notBelow(at, arg)
		default:
			return usage(at.CommandPath(), "has no commands below it, and "+arg+" was asked", "see peil help "+at.Name())
		}
	}
	at.InitDefaultHelpFlag() // so that help shows it
	return at.Help()
}

// notBelow refuses a name that no command below this one has.
func notBelow(cmd *cobra.Command, name string) error {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			names = append(names, c.Name())
		}
	}
	near := models.Nearest(name, names, 1)[0]
	asked := cmd.CommandPath() + " " + name
	if !cmd.HasParent() || models.Alike(name, near) {
		return usage(asked, "is not a command", "did you mean "+cmd.CommandPath()+" "+near+"? "+cmd.CommandPath()+" -h lists them all")
	}
	return usage(asked, "is not a command", "want one of "+strings.Join(names, ", "))
}
