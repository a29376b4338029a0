// Package pull lists the exports that a supplier put down and fetches them into
// the landing folder, byte for byte, under the SHA-256 of their bytes.
//
// A connector knows one way to reach exports; the folder is the first. Match,
// Unknown and Unfinished decide by name alone which of them a contract asks
// for. Land makes bytes durable: what it returned survives a crash.
//
// It does not look inside a file, does not decide which files are new and keeps
// no list of what it fetched: etl/load does. It must not know contracts beyond
// their file patterns, nor the lake, the engine or the clock.
package pull
