package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// noneEmpty refuses flags and arguments that are given and hold nothing. They come of a
// script in which a variable is not set, and would ask for all, for today or for this
// folder where something else was meant.
func noneEmpty(cmd *cobra.Command, args []string) error {
	if strings.HasPrefix(cmd.Name(), "__") {
		return nil // a shell asks for completions of what is not written yet
	}
	var errs []error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		empty, parts := f.Value.Type() == "string" && f.Value.String() == "", ""
		if list, ok := f.Value.(pflag.SliceValue); ok {
			all := list.GetSlice()
			empty = len(all) == 0 || slices.ContainsFunc(all, func(v string) bool { return strings.TrimSpace(v) == "" })
			if f.Value.Type() == "stringSlice" && len(all) > 1 { // written with commas
				parts = strings.Join(all, ",")
			}
		}
		switch {
		case empty && strings.HasSuffix(parts, ","):
			errs = append(errs, usage("--"+f.Name+" "+parts, "ends with a comma", "leave the comma out, or name what comes behind it"))
		case empty && parts != "":
			errs = append(errs, usage("--"+f.Name+" "+parts, "has nothing before or between its commas", "leave the comma that is too many out"))
		case empty:
			errs = append(errs, usage("--"+f.Name, "is empty", "give it a value, or leave it out"))
		case f.Name == "snapshot" && f.Value.String() == "0":
			errs = append(errs, usage("--snapshot 0", "is no snapshot: they are numbered from 1", "leave it out for the current one"))
		}
	})
	for i, arg := range args {
		if arg == "" {
			errs = append(errs, usage(cmd.CommandPath(), fmt.Sprintf("argument %d is empty", i+1), "give it a value, or leave it out; see "+cmd.CommandPath()+" -h"))
		}
	}
	return errors.Join(errs...)
}
