package main

import (
	"fmt"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/vlot-evaluatie/peil/etl"
)

// progress shows how far a long step is: a bar on a terminal, nothing but the
// results elsewhere, so that logs stay readable.
type progress struct {
	mu   sync.Mutex
	name string
	pool *mpb.Progress
	bar  *mpb.Bar
	from time.Time
}

// patience is how long a step may take before it shows a bar.
const patience = time.Second

func (a *app) progress(name string) *progress {
	p := &progress{name: name, from: time.Now()}
	if !a.quiet && isTerminal(a.diag) {
		p.pool = mpb.New(mpb.WithOutput(a.diag), mpb.WithWidth(60))
	}
	return p
}

// step tells that done of total parts are finished.
func (p *progress) step(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pool == nil || total == 0 {
		return
	}
	if p.bar == nil {
		if time.Since(p.from) < patience {
			return
		}
		p.bar = p.pool.AddBar(int64(total),
			mpb.PrependDecorators(decor.Name(fmt.Sprintf("%-8s", p.name))),
			mpb.AppendDecorators(decor.CountersNoUnit("%d / %d"), decor.Name("  "), decor.AverageETA(decor.ET_STYLE_MMSS)),
			mpb.BarRemoveOnComplete())
	}
	p.bar.SetTotal(int64(total), false)
	p.bar.SetCurrent(int64(done))
}

// event follows an intake.
func (p *progress) event(e etl.Event) { p.step(e.Done, e.Total) }

// done takes the bar away.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Abort(true)
		p.bar.Wait()
	}
}
