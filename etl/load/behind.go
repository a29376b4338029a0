package load

import (
	"errors"
	"fmt"
	"os"
)

// behind writes chunks while the next ones are made: half of the time of a spool
// goes into handing it to the system.
type behind struct {
	to   chan work
	back chan []byte // chunks to use again
	done chan struct{}
	err  error // of the writer; read after done
}

// work is a chunk to write, or a file that the next ones go to.
type work struct {
	chunk []byte
	file  *os.File
}

// chunks is how many there are: one being made, one being written, one waiting.
const chunks = 3

func writeBehind() *behind {
	b := &behind{to: make(chan work, chunks), back: make(chan []byte, chunks), done: make(chan struct{})}
	for range chunks {
		b.back <- make([]byte, 0, spoolChunk+spoolChunk/4)
	}
	go func() {
		defer close(b.done)
		var file *os.File
		var err error
		for w := range b.to {
			switch {
			case w.file != nil:
				if file != nil {
					err = errors.Join(err, file.Close())
				}
				file = w.file
			case err == nil:
				_, err = file.Write(w.chunk)
				fallthrough
			default:
				b.back <- w.chunk[:0]
			}
		}
		if file != nil {
			err = errors.Join(err, file.Close())
		}
		if err != nil {
			b.err = fmt.Errorf("write spool: %w", err)
		}
	}()
	return b
}

// begin has the chunks that follow written to a file, which it closes.
func (b *behind) begin(f *os.File) { b.to <- work{file: f} }

// buffer gives an empty chunk, when there is one.
func (b *behind) buffer() []byte { return <-b.back }

// write hands a chunk over and gives another one. An error is told by close.
func (b *behind) write(chunk []byte) []byte {
	b.to <- work{chunk: chunk}
	return <-b.back
}

// close waits until all is written.
func (b *behind) close() error {
	close(b.to)
	<-b.done
	return b.err
}
