// Package models says what Peil's data means: source contracts, SQL headers,
// metrics, pages, manifests, and the one error type that users see.
//
// It holds plain types and their parsers. It does not know the engine, HTTP or
// the clock, opens no file by path (a Project is an fs.FS) and imports nothing
// but the standard library and a YAML parser, so that every other package may
// import it.
package models
