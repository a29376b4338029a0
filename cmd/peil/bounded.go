package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// bounded watches over the memory of a question that somebody wrote. The engine keeps
// to `memory` in what it sorts, joins and groups, but not in one long list or text, nor
// does it hear a request to stop while it makes one: one of a thousand million numbers took
// all memory of the machine, and with it what else ran there.
//
// Above half more than memory the context ends with the reason as its cause, and a second
// later, where the engine did not hear it, the process. It only reads, so nothing is left
// half done. Systems without /proc are not watched.
func (a *app) bounded(ctx context.Context, memory string) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	most := bytesOf(memory) / 2 * 3
	over := make(chan struct{})
	go func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for resident() <= most {
			select {
			case <-over:
				return
			case <-tick.C:
			}
		}
		err := &models.Error{Code: models.Invalid, Where: "query", What: fmt.Sprintf("takes over %d MB of memory, half more than memory: %s of peil.yml", most>>20, memory),
			Fix: "ask for fewer rows or shorter lists and texts, take many rows elsewhere with --format parquet, or raise memory in peil.yml"}
		cancel(err)
		select {
		case <-over:
		case <-time.After(time.Second):
			if a.ends {
				os.Exit(a.report(err))
			}
		}
	}()
	return ctx, func() {
		close(over)
		cancel(nil)
	}
}

// why gives the reason for which a bounded question ended, in place of that it ended.
func why(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return cause
	}
	return err
}

// bytesOf reads a whole number of MB or GB, as the project has it.
func bytesOf(memory string) int64 {
	unit := int64(1 << 20)
	number, giga := strings.CutSuffix(memory, "GB")
	if giga {
		unit = 1 << 30
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(number, "MB"), 10, 64)
	if err != nil {
		return 1 << 62 / 3 * 2 // the form of memory was checked
	}
	return n * unit
}

// resident gives how many bytes of memory the process holds, 0 where that cannot be known.
func resident() int64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(text)
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
