package etl

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// keyVersion gives the key version that the load ids of an entity depend on. Without
// pseudonyms a later key changes nothing, so that none of its files is loaded again.
func keyVersion(e *models.Entity, version int) int { return max(1, e.KeyVersion(version)) }

// Rotate brings the pseudonyms of every delivery from the version before to that of
// cfg.Key, and gives the deliveries with their new files, which have their names: what
// taking everything in again with all keys would give, without the exports. The files
// of earlier snapshots stay. A run that follows loads nothing again.
func Rotate(ctx context.Context, cfg Config, previous *models.Manifest) ([]models.Loaded, error) {
	db, err := duck.Open(ctx, duck.Options{Memory: withDefault(cfg.Memory, DefaultMemory), Temp: filepath.Join(cfg.Layout.Temporary(), "rotation")})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := cfg.Key.RegisterRotation(ctx, db); err != nil {
		return nil, err
	}
	now := &run{Config: cfg, now: cfg.Now(), previous: map[string][]models.Loaded{}}
	for _, d := range previous.Deliveries {
		now.previous[d.Source+"/"+d.Entity] = append(now.previous[d.Source+"/"+d.Entity], d)
	}
	ids, err := now.rotatedIDs()
	if err != nil {
		return nil, err
	}
	var files []load.Unnamed
	fail := func(err error) ([]models.Loaded, error) {
		for _, f := range files {
			err = errors.Join(err, os.RemoveAll(f.Temporary))
		}
		return nil, err
	}
	out := make([]models.Loaded, len(previous.Deliveries))
	for i, d := range previous.Deliveries {
		if err := ctx.Err(); err != nil {
			return fail(err)
		}
		id, ok := ids[d.LoadID]
		if !ok { // it has no pseudonyms
			out[i] = d
			continue
		}
		var made []load.Unnamed
		out[i], made, err = load.Rewrite(ctx, load.Rewriting{Layout: cfg.Layout, DB: db, LoadID: id.to, Cell: rotated}, id.entity, d)
		if err != nil {
			return fail(fmt.Errorf("rotate %s: %w", d.Name, err))
		}
		out[i].KeyVersion = cfg.Key.Version()
		files = append(files, made...)
		if cfg.Progress != nil {
			cfg.Progress(Event{Source: d.Source, Entity: d.Entity, Name: d.Name, Done: i + 1, Total: len(out)})
		}
	}
	now.reached("rewritten")
	if err := load.Name(files); err != nil {
		return nil, err
	}
	now.reached("named")
	return out, nil
}

// rotated gives the SQL of a cell under the next key version. Only pseudonyms are UUIDs
// in the lake, also in files of earlier versions of a contract.
func rotated(f models.SchemaField) string {
	if f.Type != "UUID" {
		return ""
	}
	return fmt.Sprintf("%s(cast(%s as varchar))", protect.RotateFunction, duck.Ident(f.Name))
}

// rotation is what a delivery with pseudonyms is called under the next key version.
type rotation struct {
	entity *models.Entity
	to     string
}

// rotatedIDs gives the new load ids by the ones that are there. Who loads the delivery
// again with all keys gives it the same one; what an earlier contract made, which nobody
// can load again, gets one that follows from its own.
func (r *run) rotatedIDs() (map[string]rotation, error) {
	out := map[string]rotation{}
	for _, s := range r.Project.Sources {
		for i := range s.Entities {
			e := &s.Entities[i]
			if e.KeyVersion(1) == 0 {
				continue
			}
			receipts, err := r.receipts(e)
			if err != nil {
				return nil, err
			}
			plan, err := r.plan(e, receipts, nil)
			if err != nil {
				return nil, err
			}
			again := map[string]string{}
			for _, p := range plan {
				to := p.LoadID()
				p.KeyVersion = r.Key.Version() - 1
				again[p.LoadID()] = to
			}
			for _, d := range r.previous[e.Key()] {
				to, ok := again[d.LoadID]
				if !ok {
					sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", d.LoadID, r.Key.Version()))
					to = hex.EncodeToString(sum[:8])
				}
				out[d.LoadID] = rotation{e, to}
			}
		}
	}
	return out, nil
}
