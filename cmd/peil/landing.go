package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/models"
)

// identity gives what opens sealed files of landing. It is read when one is opened: a
// machine that only takes in need not have it.
func (a *app) identity(p *models.Project) *landing.Identity {
	return landing.LoadIdentity(p.Config.Identity, os.LookupEnv, a.data)
}

// seal seals what landing need not have in plain any more. The caller holds the lock.
func (a *app) seal(ctx context.Context, p *models.Project, current *models.Manifest) error {
	to, err := landing.ReadRecipients(p.Config.Landing)
	if err != nil {
		return err
	}
	return etl.Seal(ctx, etl.Config{Project: p, Layout: a.layout()}, current, to)
}

// verifying gives the identity for reading back the sealed files of snapshots. Where it
// is not at hand it is nil, and unread is how many files can only be seen to be there.
func (a *app) verifying(all ...*models.Manifest) (id *landing.Identity, unread int, err error) {
	sealed := map[string]bool{}
	for _, m := range all {
		for _, d := range m.Deliveries {
			path, is, err := landing.Find(a.layout(), d.Source, d.SHA256)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, 0, err
			}
			if is {
				sealed[path] = true
			}
		}
	}
	if len(sealed) == 0 {
		return nil, 0, nil
	}
	p, err := a.loadProject()
	if err != nil {
		return nil, 0, err
	}
	if id = a.identity(p); id != nil {
		if err = id.Ready(); err == nil || !errors.Is(err, fs.ErrNotExist) {
			return id, 0, err
		}
	}
	return nil, len(sealed), nil
}

func (a *app) keyLandingCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "landing FILE",
		Short: "Write a new identity for sealed landing files to FILE, mode 0400",
		Long: `Writes a new age identity to FILE with mode 0400, and prints its recipient. Files
as received are sealed for the recipients in peil.yml, and only the identity opens
them. Keep it outside the data folder, best on another machine than the one that
takes in, and keep a copy: without it nobody reads what is sealed.`,
		Args: exactArgs(1, "one file name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			recipient, err := landing.NewIdentity(args[0], a.data)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "%s  new identity; name it in peil.yml:\n\nlanding: {encrypt_to: [%s]}\nlanding_identity: ${file:%s}\n", args[0], recipient, args[0])
			return nil
		},
	}
}
