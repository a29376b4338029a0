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

// work is a chunk to write, a file that the next ones go to, or what to do once
// that is written.
type work struct {
	chunk []byte
	file  *os.File
	then  func()
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
				file = w.file
			case w.then != nil:
				err = errors.Join(err, file.Close())
				if file = nil; err == nil {
					w.then()
				}
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

// begin has the chunks that follow written to a file.
func (b *behind) begin(f *os.File) { b.to <- work{file: f} }

// end has the file closed, and then called when all of it is written.
func (b *behind) end(then func()) { b.to <- work{then: then} }

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
