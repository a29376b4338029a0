// Package load turns landed exports into Parquet in the lake, and the state of
// the lake into numbered snapshots.
//
// Load takes deliveries: their rows of text are spooled to files that the engine
// reads, one statement writes the rows that pass, a second one, only when needed,
// the rejects. Small files are typed together; a big one in parts, by several
// workers, that are joined. Every row is accounted for:
//
//	rows = kept + rejected + furniture
//
// and, of rows that were kept once, erased (Rewrite).
//
// A file is written under Layout.Temporary, made durable, and only then given
// its name, so that a crash at any moment leaves the last snapshot whole and at
// most some files that nobody names. Publish moves the pointer to a new manifest
// last of all. Verify reads everything back without the engine that wrote it.
//
// Receipts are the memory of what arrived, in order of arrival; which of them a
// run has to load follows from them and the last manifest.
//
// It does not decide what a contract's rules mean (the Compiler that it is given
// does) and knows neither CSV nor XLSX, the clock, or who calls it.
package load
