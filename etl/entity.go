package etl

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/correct"
	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/models"
)

// entity takes in one entity and gives all its deliveries. Errors are about
// single files, which are then not taken in, or faults.
func (r *run) entity(ctx context.Context, e *models.Entity) ([]models.Loaded, []error) {
	receipts, err := r.receipts(e)
	if err != nil {
		return r.previous[e.Key()], []error{err}
	}
	receipts, fresh, errs := r.receive(ctx, e, receipts)
	if slices.ContainsFunc(errs, isFault) {
		return r.previous[e.Key()], errs
	}
	if len(receipts) == 0 && !e.Optional && len(errs) == 0 {
		r.warn(fmt.Sprintf("%s: nothing was ever delivered (%s)", e.Key(), strings.Join(e.Files, ", ")))
	}
	plan, err := r.plan(e, receipts, fresh)
	if err != nil {
		return r.previous[e.Key()], append(errs, err)
	}
	if err := r.openable(e, plan); err != nil {
		return r.previous[e.Key()], append(errs, err)
	}
	if err := r.load(ctx, e, plan); err != nil {
		return r.previous[e.Key()], append(errs, err)
	}
	out := make([]models.Loaded, len(plan))
	for i, p := range plan {
		out[i] = p.out
		if p.out.Quarantine == "" {
			if p.load {
				for _, difference := range p.out.Control {
					r.warn(p.out.Name + ": " + difference)
				}
				if slices.Contains(p.out.Notes, load.NoTotals) {
					r.warn(p.out.Name + ": " + load.NoTotals + "; see whether it is whole")
				}
			}
			continue
		}
		if p.load {
			errs = append(errs, quarantined(p.out)...)
		} else if p.lastOfName {
			r.warn(p.out.Name + ": is still in quarantine; mend the contract and run peil retry, or deliver it again: " + strings.TrimPrefix(firstLine(p.out.Quarantine), p.out.Name+": "))
		}
	}
	uncounted, still := tellUncounted(plan)
	errs = append(errs, uncounted...)
	for _, said := range slices.Concat([]string{cellErrors(e, plan), mergedCells(e, plan)}, noted(e, plan), []string{openEnds(e, plan)}, cameAgain(plan), copies(plan), empties(e, plan), still) {
		if said != "" {
			r.warn(said)
		}
	}
	return out, append(errs, idle(e, plan)...)
}

// receipts gives what arrived earlier. A delivery that only the manifest knows,
// since its receipt was lost, counts too: its rows must not come in twice.
func (r *run) receipts(e *models.Entity) ([]load.Receipt, error) {
	out, err := load.ReadReceipts(r.Layout, e.Source, e.Name)
	if err != nil {
		return nil, err
	}
	for _, d := range r.previous[e.Key()] {
		if !slices.ContainsFunc(out, func(have load.Receipt) bool { return have.Sequence == d.Sequence }) {
			out = append(out, load.Receipt{Sequence: d.Sequence, Name: d.Name, SHA256: d.SHA256, Bytes: d.Bytes, ListedOn: d.KnownAt, ReceivedOn: d.KnownAt})
		}
	}
	slices.SortFunc(out, func(a, b load.Receipt) int { return a.Sequence - b.Sequence })
	return out, nil
}

// landers is how many files are landed at a time for each worker: landing waits
// for a disk or a supplier's server, not for a processor.
const landers = 4

// receive lands the entity's exports and writes a receipt for each that is new:
// whose bytes are not those of the latest delivery of that name. fresh are the
// SHA-256 sums of bytes that were written just now.
func (r *run) receive(ctx context.Context, e *models.Entity, receipts []load.Receipt) (all []load.Receipt, fresh map[string]bool, errs []error) {
	items := pull.Match(e.Files, pull.Without(e.Ignore, r.items))
	landed := make([]pull.Landed, len(items))
	failed := make([]error, len(items))
	folder := r.Layout.Landing(e.Source)
	sequence := 0
	for _, have := range receipts {
		sequence = max(sequence, have.Sequence)
	}
	before, err := r.seen(e, receipts)
	if err != nil {
		return receipts, nil, []error{err}
	}
	latest := before.latest
	removed, err := load.ReadRemoved(r.Layout, e.Source)
	if err != nil {
		return receipts, nil, []error{err}
	}
	r.landing.parallel(len(items), func(i int) {
		have := latest[items[i].Name]
		here, err := r.here(e, before, items[i], removed)
		switch {
		case err != nil:
			failed[i] = err
			return
		case here:
			landed[i] = pull.Landed{Item: items[i], SHA256: have.SHA256, Bytes: have.Bytes}
			return
		}
		landed[i], failed[i] = pull.Land(ctx, r.Connector, items[i], folder, r.Layout.Temporary(), r.kept(e, have), r.Full)
	})
	type arrival struct {
		load.Receipt
		knownAt models.Date
	}
	var arrivals []arrival
	fresh = map[string]bool{}
	for i, item := range items {
		if failed[i] != nil {
			errs = append(errs, failed[i])
			continue
		}
		if removed[landed[i].SHA256].Erased {
			errs = append(errs, r.erasedAgain(folder, item.Name, landed[i].SHA256, latest[item.Name].SHA256)...)
			r.progress(e, item.Name)
			continue
		}
		if _, passed := removed[landed[i].SHA256]; passed && !r.Full && latest[item.Name].SHA256 == landed[i].SHA256 {
			// Its retention has passed, and the export still lies where it lay.
			if err := os.Remove(filepath.Join(folder, landed[i].SHA256)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				errs = append(errs, fmt.Errorf("remove landed bytes: %w", err))
			}
			r.progress(e, item.Name)
			continue
		}
		fresh[landed[i].SHA256] = fresh[landed[i].SHA256] || landed[i].Fresh
		if latest[item.Name].SHA256 == landed[i].SHA256 {
			before.note(item, r.now)
			r.progress(e, item.Name)
			continue
		}
		a := arrival{Receipt: load.Receipt{Name: item.Name, SHA256: landed[i].SHA256, Bytes: landed[i].Bytes, ReceivedOn: models.DateOf(r.now), Version: item.Named(r.now)}}
		if !item.ModTime.IsZero() {
			a.ListedOn = models.DateOf(item.ModTime.In(r.now.Location()))
		}
		var err error
		if a.knownAt, err = arrived(e, a.Receipt, a.ReceivedOn); err != nil {
			errs = append(errs, err)
			continue
		}
		arrivals = append(arrivals, a)
	}
	if err := r.keep(e, before); err != nil {
		errs = append(errs, err)
	}
	if slices.ContainsFunc(errs, isFault) || len(arrivals) == 0 {
		return receipts, fresh, errs
	}
	// What arrives together is put in the order in which it could be known, so
	// that a first run over two years of files is like two years of runs.
	slices.SortStableFunc(arrivals, func(a, b arrival) int {
		return cmp.Or(strings.Compare(string(a.knownAt), string(b.knownAt)), models.CompareNames(a.Name, b.Name))
	})
	added := make([]load.Receipt, len(arrivals))
	for i, a := range arrivals {
		sequence++
		a.Sequence = sequence
		added[i] = a.Receipt
	}
	r.reached("landed")
	err = pull.SyncFolder(folder)
	if err == nil {
		err = load.AppendReceipts(r.Layout, e.Source, e.Name, added)
	}
	if err != nil {
		return receipts, fresh, append(errs, err)
	}
	r.reached("received")
	return append(receipts, added...), fresh, errs
}

// erasedAgain takes bytes that hold someone who was erased out of landing again. Those
// that lie where they lay are told; those that come under a new name are refused.
func (r *run) erasedAgain(folder, name, sum, latest string) []error {
	if err := os.Remove(filepath.Join(folder, sum)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return []error{fmt.Errorf("remove erased bytes: %w", err)}
	}
	const what = "holds someone who was erased, so it is not taken in again"
	if sum == latest {
		r.warn(name + ": " + what + "; take it away, or have the supplier send one without")
		return nil
	}
	return []error{&models.Error{Code: models.Blocked, Where: name, What: what, Fix: "ask the supplier for an export without that row"}}
}

// planned is one delivery and what the run does with it.
type planned struct {
	load.Delivery
	out        models.Loaded
	load       bool
	lastOfName bool
	// What the run before told of it.
	wasShort, wasReplaced bool
	wasCopyOf             string
}

// plan decides for each receipt, in order of arrival, whether it stands in the
// lake as it should, has to be loaded, or adds nothing.
func (r *run) plan(e *models.Entity, receipts []load.Receipt, fresh map[string]bool) ([]planned, error) {
	contract, err := contractHash(r.Project.FS, e)
	if err != nil {
		return nil, err
	}
	before := map[int]models.Loaded{}
	for _, d := range r.previous[e.Key()] {
		before[d.Sequence] = d
	}
	turns := map[string]int{}
	out := make([]planned, 0, len(receipts))
	for _, receipt := range receipts {
		turns[receipt.Name]++
		p := planned{Delivery: load.Delivery{Entity: e, Receipt: receipt, Turn: turns[receipt.Name], Contract: contract, Hashed: fresh[receipt.SHA256]}}
		if r.Key != nil {
			p.KeyVersion = keyVersion(e, r.Key.Version())
		}
		if p.KnownAt, err = knownAt(e, receipt); err != nil {
			return nil, err
		}
		p.Corrections = correct.Of(e.Corrections, receipt.Name, receipt.SHA256, p.KnownAt)
		p.out = p.Entry()
		out = append(out, p)
	}
	first := holders(e, out)
	for i := range out {
		p := &out[i]
		old, had := before[p.Receipt.Sequence]
		p.wasShort, p.wasReplaced, p.wasCopyOf = old.Short() != "", old.Replaced(), old.CopyOf
		switch holder := first[p.Receipt.SHA256]; {
		case holder != nil && holder != p:
			p.out.Skipped = sameBytes + holder.Receipt.Name
		case had && old.Erasures > 0:
			// Only the files of today are without who was erased; the export still has them.
			p.out = old
			if old.Contract != contract {
				r.warn(p.Receipt.Name + ": stays as it was loaded: it is without somebody who was erased, so a changed contract cannot reach it; have the supplier send one without that row")
			}
		case had && old.LoadID == p.out.LoadID && !(strings.HasPrefix(old.Skipped, sameBytes) && old.Lake == nil) && !r.Full:
			p.out = old
		case r.removed(e, p.Receipt):
			if !had {
				return nil, &models.Error{Code: models.Invalid, Where: p.Receipt.Name, What: "arrived but was never loaded, and its landed bytes are gone",
					Fix: "have it in the exports folder and run peil run --full"}
			}
			p.out = old
			r.warn(p.Receipt.Name + ": stays as it was loaded: its landed bytes are gone, so a changed contract or key cannot reach it")
		default:
			p.load = true
		}
	}
	for i := range out {
		out[i].lastOfName = out[i].Turn == turns[out[i].Receipt.Name]
	}
	return out, nil
}

// removed tells whether the bytes of a receipt are no longer in landing.
func (r *run) removed(e *models.Entity, receipt load.Receipt) bool {
	_, _, err := landing.Find(r.Layout, e.Source, receipt.SHA256)
	return errors.Is(err, fs.ErrNotExist)
}

// mostTogether is how many deliveries are handed to the engine at once. Fewer than
// fewBytes of them are not shared among workers, nor half as many again where that is
// all there is: planning the statements for a file takes the engine longer than typing
// so many bytes.
const (
	mostTogether = 32
	fewBytes     = 512 << 10
)

// chunked divides deliveries into those that are handed to the engine together: small
// files are cheaper so, but there are enough chunks that no worker waits long for the
// others at the end.
func chunked(todo []*planned, workers int) [][]*planned {
	size := min(max(1, len(todo)/(2*workers)), mostTogether)
	var out [][]*planned
	var bytes, left int64
	for _, p := range todo {
		left += p.Receipt.Bytes
	}
	for _, p := range todo {
		last := len(out) - 1
		full := last >= 0 && len(out[last]) >= size && bytes+p.Receipt.Bytes > fewBytes && bytes+left > fewBytes*3/2
		if last < 0 || len(out[last]) >= mostTogether || full {
			out, bytes = append(out, nil), 0
			last++
		}
		out[last] = append(out[last], p)
		bytes, left = bytes+p.Receipt.Bytes, left-p.Receipt.Bytes
	}
	return out
}

// load loads what is planned, several files at a time, and names all files
// together: waiting for the disk once is as safe as waiting for each.
func (r *run) load(ctx context.Context, e *models.Entity, plan []planned) error {
	var todo []*planned
	for i := range plan {
		if plan[i].load {
			todo = append(todo, &plan[i])
		}
	}
	chunks := chunked(todo, max(1, r.Workers))
	files := make([][]load.Unnamed, len(chunks))
	errs := make([]error, len(chunks))
	r.loading.parallel(len(chunks), func(i int) {
		deliveries := make([]load.Delivery, len(chunks[i]))
		for j, p := range chunks[i] {
			deliveries[j] = p.Delivery
		}
		var out []models.Loaded
		if errs[i] = ctx.Err(); errs[i] == nil {
			out, files[i], errs[i] = r.loader.Load(ctx, deliveries)
		}
		for j, p := range chunks[i] {
			if errs[i] == nil {
				p.out = out[j]
			}
			r.progress(e, p.Receipt.Name)
		}
	})
	all := slices.Concat(files...)
	if err := errors.Join(errs...); err != nil {
		for _, f := range all {
			err = errors.Join(err, os.Remove(f.Temporary))
		}
		return err
	}
	markShort(e, plan)
	markAgain(e, plan)
	markSameBytes(e, plan)
	markSame(e, plan)
	markCopies(e, plan)
	if len(all) == 0 {
		return nil
	}
	if err := load.Name(all); err != nil {
		return err
	}
	r.reached("named")
	return nil
}

// progress counts a file as done. Files that are loaded again without having
// arrived come on top, so the count stops at what is listed.
func (r *run) progress(e *models.Entity, name string) {
	done := int(r.done.Add(1))
	if r.Progress != nil {
		r.Progress(Event{Source: e.Source, Entity: e.Name, Name: name, Done: min(done, len(r.items)), Total: len(r.items)})
	}
}

// quarantined gives the error that a held-back delivery is reported with: the
// run is done, but this file is not in it.
func quarantined(d models.Loaded) []error {
	var out []error
	for line := range strings.SplitSeq(d.Quarantine, "\n") {
		where, what := d.Name, strings.TrimPrefix(line, d.Name+": ")
		if strings.HasPrefix(what, d.Name) {
			where = "" // the line says more than the name
		}
		out = append(out, &models.Error{Code: models.Blocked, Where: where, What: what,
			Fix: "the delivery is in quarantine and earlier ones stay; see peil rejects"})
	}
	return out
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
