package main

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/etl/pull/door"
	"github.com/vlot-evaluatie/peil/models"
)

// doors opens what a run takes exports from: the folder of --exports or of
// peil.yml, and the connectors of peil.yml.
func (a *app) doors(p *models.Project, intake intakeOptions) (pull.Doors, error) {
	config, exports := p.Config, intake.exports
	if intake.folderOnly {
		config.Connectors = nil
	}
	if exports == "" {
		exports = config.Exports
	}
	if exports == "" && len(config.Connectors) == 0 {
		return nil, usage("--exports", "is not given, and peil.yml has no exports", "say where the exports are: --exports DIR")
	}
	o := pull.Options{Means: machine(), Temporary: a.layout().Temporary()}
	for _, s := range p.Sources {
		for i := range s.Entities {
			o.Patterns = append(o.Patterns, s.Entities[i].Files...)
			if slices.Contains(intake.sources, s.Name) {
				o.Only = append(o.Only, s.Entities[i].Files...)
			}
		}
	}
	return pull.Open(exports, &config, o)
}

// machine are the real clock, patience, chance and environment.
func machine() door.Means {
	return door.Means{
		Now: time.Now,
		Sleep: func(ctx context.Context, d time.Duration) error {
			t := time.NewTimer(d)
			defer t.Stop()
			select {
			case <-t.C:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		},
		Random: rand.Float64,
		Env:    os.LookupEnv,
	}
}
