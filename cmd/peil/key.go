package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/models"
)

func (a *app) keyCommand() *cobra.Command {
	key := &cobra.Command{
		Use:   "key",
		Short: "Make, check and rotate the key of the pseudonyms; make one for landing",
	}
	key.AddCommand(&cobra.Command{
		Use:   "new FILE",
		Short: "Write a new random key to FILE, mode 0400",
		Long: `Writes a new random key to FILE with mode 0400. Keep it outside the data folder
and keep a copy: without it, new deliveries cannot be tied to earlier ones.
Name it in peil.yml: key: ${file:FILE}`,
		Args: exactArgs(1, "one file name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			k, err := protect.NewKey(rand.Reader)
			if err != nil {
				return err
			}
			if err := k.Write(args[0], a.data); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "%s  new key; name it in peil.yml: key: ${file:%s}\n", args[0], args[0])
			return nil
		},
	}, &cobra.Command{
		Use:   "check",
		Short: "Tell whether the key is there, safe, and the one of the data folder",
		Long: `Reads what key in peil.yml names: each must be there, readable by its owner alone
and outside the data folder. Holds it against the check value of the data folder
and the key version of the current snapshot. Nothing is written, and no key is
printed. Exit 2 when a run would refuse it.`,
		Args: exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.checkKey() },
	}, &cobra.Command{
		Use:   "rotate",
		Short: "Bring all stored pseudonyms to a newer key",
		Long: `Goes to the next version of the key. Make a key with peil key new, name it in
peil.yml as the last of a list, the earliest first, and run this:

  key: ["${file:/etc/peil/key}", "${file:/etc/peil/key-2}"]

Every lake file that holds pseudonyms is written again with those of the new key,
and a snapshot of them is published: figures stay the same, and no export is
needed. Intake needs all keys from then on. Files and snapshots of the earlier
version stay where they are. Cut off at any moment, it can be run again.`,
		Args: exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			result := &runResult{Sources: []sourceResult{}}
			err := a.recorded("key rotate", func(r *runRecord) error { return a.rotateKey(cmd.Context(), r, result) })
			if err != nil || !a.json {
				return err
			}
			return printJSON(a.out, map[string]any{"key_version": result.KeyVersion, "snapshot": result.Snapshot, "new": result.New})
		},
	}, a.keyLandingCommand())
	return key
}

// keyCheckResult is what peil key check prints with --json.
type keyCheckResult struct {
	Version    int      `json:"key_version"`
	References []string `json:"references"`
	CheckValue string   `json:"check_value"` // fits, or none yet
	Snapshot   int      `json:"snapshot"`    // 0: none
	Lake       int      `json:"lake_key_version"`
	Files      int      `json:"files_with_pseudonyms"`
}

func (a *app) checkKey() error {
	p, err := a.loadProject()
	if err != nil {
		return err
	}
	a.findData()
	key, err := protect.LoadKey(p.Config.Key, os.LookupEnv, a.data)
	if err != nil {
		return err
	}
	r := keyCheckResult{Version: key.Version(), References: p.Config.Key, CheckValue: "fits"}
	m, err := load.Current(a.layout())
	if err != nil {
		return err
	}
	if m != nil {
		r.Snapshot, r.Lake = m.Snapshot, m.KeyVersion
		for _, d := range m.Deliveries {
			if d.Lake != nil && d.KeyVersion > 0 {
				r.Files++
			}
		}
	}
	none, err := key.Fits(a.layout().KeyCheck(), r.Lake)
	if err != nil {
		return err
	}
	if none {
		r.CheckValue = "none yet"
	}
	if a.json {
		return printJSON(a.out, r)
	}
	for i, reference := range r.References {
		fmt.Fprintf(a.out, "key version %d  %s  there, readable by its owner alone, outside %s\n", i+1, reference, a.data)
	}
	if none {
		fmt.Fprintf(a.out, "check value    %s  is not there yet: the first run writes it\n", a.layout().KeyCheck())
		return nil
	}
	fmt.Fprintf(a.out, "check value    %s  fits key version %d\n", a.layout().KeyCheck(), r.Version)
	if r.Snapshot > 0 {
		fmt.Fprintf(a.out, "snapshot %d     made with key version %d · %s with pseudonyms\n", r.Snapshot, r.Lake, prose.Counted(r.Files, "file"))
	}
	return nil
}

// rotateKey publishes a snapshot with the pseudonyms of the newest key.
func (a *app) rotateKey(ctx context.Context, record *runRecord, result *runResult) error {
	p, err := a.loadProject()
	if err != nil {
		return err
	}
	if _, err := a.manifest(0); err != nil {
		return err
	}
	previous, release, err := a.begin(p, record)
	if err != nil {
		return err
	}
	defer release()
	key, err := protect.LoadKey(p.Config.Key, os.LookupEnv, a.data)
	if err != nil {
		return err
	}
	check := a.layout().KeyCheck()
	done, err := key.BeginRotation(check, previous.KeyVersion)
	if err != nil {
		return err
	}
	result.KeyVersion, result.Snapshot = key.Version(), previous.Snapshot
	if done {
		if !a.json {
			fmt.Fprintf(a.out, "snapshot %d · has the pseudonyms of key version %d already\n", previous.Snapshot, key.Version())
		}
		return nil
	}
	bar := a.progress("rotate")
	deliveries, err := etl.Rotate(ctx, etl.Config{Project: p, Layout: a.layout(), Key: key, Now: time.Now, Workers: runtime.NumCPU(), Progress: bar.event}, previous)
	bar.done()
	if err != nil {
		return err
	}
	draft := &models.Manifest{Format: models.FormatVersion, Project: p.Config.Name, Deliveries: deliveries, KeyVersion: key.Version()}
	m, err := a.publish(ctx, p, draft, previous, intakeOptions{record: record, result: result})
	if err != nil {
		return err
	}
	record.Snapshot = m.Snapshot
	if err := key.EndRotation(check); err != nil {
		return err
	}
	if !a.json {
		fmt.Fprintf(a.out, "key version %d: intake needs all %d keys from now on; earlier snapshots keep the pseudonyms of key version %d\n", key.Version(), key.Version(), previous.KeyVersion)
	}
	return nil
}
