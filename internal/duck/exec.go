package duck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"
	"time"

	"github.com/duckdb/duckdb-go/v2/mapping"
)

// ExecContext runs statements that give no rows. Without arguments it hands the text to
// the engine as it is. The driver prepares every statement first, and one over files is
// then planned twice: at a tenth of a run over one new month that was its planning.
func (db *DB) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if len(args) > 0 {
		return db.DB.ExecContext(ctx, query, args...)
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var changed int64
	err = conn.Raw(func(driverConn any) error {
		c, err := handleOf(driverConn)
		if err == nil {
			changed, err = execute(ctx, c, query)
		}
		return err
	})
	if err := errors.Join(err, conn.Close()); err != nil {
		return nil, err
	}
	return driver.RowsAffected(changed), nil
}

// execute runs a text and gives how many rows it changed.
func execute(ctx context.Context, c mapping.Connection, query string) (changed int64, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	defer interruptible(ctx, c)()
	var result mapping.Result
	defer mapping.DestroyResult(&result)
	if mapping.Query(c, query, &result) == mapping.StateError {
		return 0, errors.Join(ctx.Err(), errors.New(mapping.ResultError(&result)))
	}
	return int64(mapping.RowsChanged(&result)), nil
}

// again is how often a cancelled statement is told to stop: the engine forgets it when the
// statement goes on to its next part.
const again = 100 * time.Millisecond

// interruptible stops what runs on a connection when the context ends, until done is
// called. Then nothing is told any more: another statement may run.
func interruptible(ctx context.Context, c mapping.Connection) (done func()) {
	var mu sync.Mutex
	over := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		for {
			mu.Lock()
			select {
			case <-over:
				mu.Unlock()
				return
			default:
				mapping.Interrupt(c)
			}
			mu.Unlock()
			select {
			case <-over:
			case <-time.After(again):
			}
		}
	})
	return func() {
		stop()
		mu.Lock()
		defer mu.Unlock()
		close(over)
	}
}
