package main

import (
	"crypto/rand"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/etl/protect"
)

func (a *app) keyCommand() *cobra.Command {
	key := &cobra.Command{
		Use:   "key",
		Short: "Make a key for pseudonyms",
		RunE:  func(cmd *cobra.Command, args []string) error { return cmd.Help() },
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
			fmt.Fprintf(a.out, "%s  key version %d; name it in peil.yml: key: ${file:%s}\n", args[0], k.Version(), args[0])
			return nil
		},
	})
	return key
}
