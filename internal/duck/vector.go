package duck

/*
#include <stdlib.h>

void peil_vector_call(void *, void *, void *);
void peil_vector_drop(void *);
typedef void (*peil_vector_call_t)(void *, void *, void *);
typedef void (*peil_vector_drop_t)(void *);
*/
import "C"

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"reflect"
	"runtime/cgo"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2/mapping"
)

// The driver calls a Go function with boxed values, a row at a time, which costs
// as much as an HMAC. This file gives a function whole columns instead, where
// they lie in the engine's memory.

// Texts is a column of at most some thousand texts, as the engine holds them.
type Texts struct {
	data  unsafe.Pointer // of 16 bytes each: length, then the text or a pointer to it
	valid unsafe.Pointer // one bit a row; nil when no row is null
}

// inlined is the longest text that stands beside its length.
const inlined = 12

// At gives the text of row i. It is the engine's memory: copy what must outlive
// the call. The text of a null row is undefined.
func (t Texts) At(i int) string {
	at := unsafe.Add(t.data, 16*i)
	n := *(*uint32)(at)
	if n <= inlined {
		return unsafe.String((*byte)(unsafe.Add(at, 4)), n)
	}
	return unsafe.String(*(**byte)(unsafe.Add(at, 8)), n)
}

// Null tells whether row i is null.
func (t Texts) Null(i int) bool {
	return t.valid != nil && *(*uint64)(unsafe.Add(t.valid, 8*(i/64)))&(1<<(i%64)) == 0
}

// UUIDs is the column of results of a function.
type UUIDs struct{ data unsafe.Pointer }

// Set gives row i its value. The engine holds a UUID as a number of 128 bits,
// low half first, with the highest bit turned over so that it sorts as text does.
func (u UUIDs) Set(i int, value [16]byte) {
	at := (*[2]uint64)(unsafe.Add(u.data, 16*i))
	at[0] = binary.BigEndian.Uint64(value[8:])
	at[1] = binary.BigEndian.Uint64(value[:8]) ^ 1<<63
}

// vectorFunc makes the results of so many rows.
type vectorFunc func(rows int, in []Texts, out UUIDs)

// RegisterUUID makes run callable from SQL under name, with in texts as
// arguments and a UUID as result, for all connections. A row with a null argument
// gives null, whatever run makes of it. run must be safe to call from several
// threads and keep nothing of what it is given.
func (db *DB) RegisterUUID(ctx context.Context, name string, in int, run func(rows int, in []Texts, out UUIDs)) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("register %s: %w", name, err)
	}
	defer conn.Close()
	f := mapping.CreateScalarFunction()
	defer mapping.DestroyScalarFunction(&f)
	mapping.ScalarFunctionSetName(f, name)
	text, uuid := mapping.CreateLogicalType(mapping.TypeVarchar), mapping.CreateLogicalType(mapping.TypeUUID)
	defer mapping.DestroyLogicalType(&text)
	defer mapping.DestroyLogicalType(&uuid)
	for range in {
		mapping.ScalarFunctionAddParameter(f, text)
	}
	mapping.ScalarFunctionSetReturnType(f, uuid)
	// The engine keeps a pointer to a handle, in memory that Go does not move.
	handle := (*cgo.Handle)(C.malloc(C.size_t(unsafe.Sizeof(cgo.Handle(0)))))
	*handle = cgo.NewHandle(vectorFunc(run))
	mapping.ScalarFunctionSetExtraInfo(f, unsafe.Pointer(handle), unsafe.Pointer(C.peil_vector_drop_t(C.peil_vector_drop)))
	mapping.ScalarFunctionSetFunction(f, unsafe.Pointer(C.peil_vector_call_t(C.peil_vector_call)))
	err = conn.Raw(func(driverConn any) error {
		c, err := handleOf(driverConn)
		if err == nil && mapping.RegisterScalarFunction(c, f) == mapping.StateError {
			err = errors.New("the engine refuses it")
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("register %s: %w", name, err)
	}
	return nil
}

// handleOf gives the engine's own handle of a connection, which the driver holds
// and does not show.
func handleOf(driverConn any) (mapping.Connection, error) {
	v := reflect.ValueOf(driverConn)
	if v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct {
		if field := v.Elem().FieldByName("conn"); field.IsValid() && field.Type() == reflect.TypeFor[mapping.Connection]() {
			return *(*mapping.Connection)(field.Addr().UnsafePointer()), nil
		}
	}
	return mapping.Connection{}, fmt.Errorf("the driver's connection %T has no handle that is known", driverConn)
}

//export peil_vector_call
func peil_vector_call(info, input, output unsafe.Pointer) {
	function := mapping.FunctionInfo{Ptr: info}
	defer func() {
		// A panic must not cross into the engine.
		if p := recover(); p != nil {
			mapping.ScalarFunctionSetError(function, fmt.Sprint(p))
		}
	}()
	run := (*(*cgo.Handle)(mapping.ScalarFunctionGetExtraInfo(function))).Value().(vectorFunc)
	chunk, out := mapping.DataChunk{Ptr: input}, mapping.Vector{Ptr: output}
	rows := int(mapping.DataChunkGetSize(chunk))
	in := make([]Texts, mapping.DataChunkGetColumnCount(chunk))
	for i := range in {
		v := mapping.DataChunkGetVector(chunk, mapping.IdxT(i))
		in[i] = Texts{data: mapping.VectorGetData(v), valid: mapping.VectorGetValidity(v)}
	}
	run(rows, in, UUIDs{mapping.VectorGetData(out)})
	for _, t := range in {
		if t.valid == nil {
			continue
		}
		mapping.VectorEnsureValidityWritable(out)
		valid := mapping.VectorGetValidity(out)
		for word := 0; word*64 < rows; word++ {
			*(*uint64)(unsafe.Add(valid, 8*word)) &= *(*uint64)(unsafe.Add(t.valid, 8*word))
		}
	}
}

//export peil_vector_drop
func peil_vector_drop(handle unsafe.Pointer) {
	if c, ok := (*(*cgo.Handle)(handle)).Value().(io.Closer); ok {
		_ = c.Close() // it frees memory, which does not fail
	}
	(*(*cgo.Handle)(handle)).Delete()
	C.free(handle)
}
