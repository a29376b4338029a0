package warehouse

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/vlot-evaluatie/peil/models"
)

// largeRows is from how many rows in the lake on a table keeps all cores busy by
// itself; two at a time would then only share the memory.
const largeRows = 5_000_000

// oneThreadRows is up to how many rows in the lake a statement is run by one thread:
// handing its parts to others costs more than they take over, and small statements
// are run side by side.
const oneThreadRows = 1_000_000

// lakeRowsOf counts the rows that a manifest has in the lake.
func lakeRowsOf(m *models.Manifest) int64 {
	var rows int64
	if m != nil {
		for _, d := range m.Deliveries {
			rows += d.Kept
		}
	}
	return rows
}

// workers gives how many small statements are run at a time: most of their time
// goes into planning, which the engine does on one core.
func (w *Warehouse) workers() int {
	if lakeRowsOf(w.manifest) > largeRows {
		return 1
	}
	return max(w.threads, 1)
}

// together runs tasks, at most n at a time, and gives their errors in the order
// of the tasks. After a failure no other task is begun.
func together(n int, tasks []func() error) error {
	errs := make([]error, len(tasks))
	var mu sync.Mutex
	var next int
	failed := false
	var done sync.WaitGroup
	for range min(n, len(tasks)) {
		done.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				stop := failed || i >= len(tasks)
				mu.Unlock()
				if stop {
					return
				}
				if errs[i] = tasks[i](); errs[i] != nil {
					mu.Lock()
					failed = true
					mu.Unlock()
				}
			}
		})
	}
	done.Wait()
	return errors.Join(errs...)
}

// buildAll makes the nodes, which come each after what it reads, and tells of
// each when it is there. Tables that do not wait for each other are made at the
// same time; what they hold does not depend on it.
func (w *Warehouse) buildAll(ctx context.Context, nodes []*node, full bool, begun func(*node), done func(n *node, rebuilt bool) error) error {
	type result struct {
		n       *node
		rebuilt bool
		err     error
	}
	results := make(chan result)
	waiting := slices.Clone(nodes)
	pending := map[string]bool{} // not there yet
	for _, n := range nodes {
		pending[n.name] = true
	}
	var errs []error
	running, limit := 0, w.workers()
	for len(waiting) > 0 || running > 0 {
		for i := 0; i < len(waiting) && running < limit && len(errs) == 0; {
			n := waiting[i]
			if slices.ContainsFunc(n.inputs, func(in string) bool { return pending[in] }) {
				i++
				continue
			}
			waiting = slices.Delete(waiting, i, i+1)
			begun(n)
			running++
			go func() {
				rebuilt, err := w.provideAlone(ctx, n, full)
				results <- result{n, rebuilt, err}
			}()
		}
		if running == 0 {
			break // a failure left the rest waiting
		}
		r := <-results
		running--
		delete(pending, r.n.name)
		if r.err == nil {
			r.err = done(r.n, r.rebuilt)
		}
		if r.err != nil {
			errs = append(errs, r.err)
		}
	}
	return errors.Join(errs...)
}

// provideAlone is provide for a node whose inputs are known to the engine; the
// lock is not held while a table is computed.
func (w *Warehouse) provideAlone(ctx context.Context, n *node, again bool) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.provide(ctx, n, again, func(compute func() error) error {
		w.mu.Unlock()
		defer w.mu.Lock()
		return compute()
	})
}

// locked runs what a caller computes while it holds the lock.
func locked(compute func() error) error { return compute() }

// standing gives the results of earlier that were counted by the same SQL on the
// same rows, in their order; nil unless there is one for each of n. Names alone would
// not do: a header may have two checks of one name, one that warns and one that blocks.
func standing(earlier []models.CheckResult, on string, n int) []models.CheckResult {
	var out []models.CheckResult
	for _, c := range earlier {
		if c.On == on {
			out = append(out, c)
		}
	}
	if len(out) != n {
		return nil
	}
	return out
}
