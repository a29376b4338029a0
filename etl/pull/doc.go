// Package pull lists the exports that a supplier put down and fetches them into
// the landing folder, byte for byte, under the SHA-256 of their bytes.
//
// A connector knows one way to reach exports. The folder is here; sftp, s3 and
// https have a package each, archive shows what is in packed files, and door has
// what all of them share. Open makes the doors of a project and lays them side by
// side. Match, Unknown and Unfinished decide by name alone which exports a
// contract asks for. Land makes bytes durable: what it returned survives a crash.
//
// It opens archives and looks no further into a file, does not decide which files are new and keeps
// no list of what it fetched: etl/load does. It must not know contracts beyond
// their file patterns, nor the lake, the engine or the clock.
package pull
