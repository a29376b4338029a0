package models

import (
	"fmt"
	"path/filepath"
)

// Layout gives the paths inside one data folder. It is the only place that
// knows them, since etl, sql and reports meet on these files alone.
type Layout struct{ Root string }

// Landing is the folder with the bytes of a source as received, named by SHA-256.
func (l Layout) Landing(source string) string { return filepath.Join(l.Root, "landing", source) }

// Landed are the bytes with a SHA-256 as they came, and Sealed the same ones encrypted.
func (l Layout) Landed(source, sha256 string) string { return filepath.Join(l.Landing(source), sha256) }

// Sealed names the encrypted form of landed bytes, by the SHA-256 of what was received.
func (l Layout) Sealed(source, sha256 string) string { return l.Landed(source, sha256) + ".age" }

// Receipts is the list of deliveries of an entity as they were first seen.
func (l Layout) Receipts(source, entity string) string {
	return filepath.Join(l.Root, "landing", source, entity+".receipts.jsonl")
}

// Seen tells by which versions the latest deliveries of an entity are named today, where
// that is another than their receipts have.
func (l Layout) Seen(source, entity string) string {
	return filepath.Join(l.Root, "landing", source, entity+".seen.json")
}

// Lake is the folder with the typed rows of an entity.
func (l Layout) Lake(source, entity string) string {
	return filepath.Join(l.Root, "lake", source, entity)
}

// Compacted is the folder with a copy of the rows of an entity's small lake files.
func (l Layout) Compacted(source, entity string) string {
	return filepath.Join(l.Root, "compacted", source, entity)
}

// Mart is the file of a built table with the fingerprint.
func (l Layout) Mart(table, fingerprint string) string {
	return filepath.Join(l.Root, "marts", table, fingerprint+".parquet")
}

// Definitions holds the contracts, reference lists and SQL with a sum: see Project.Definitions.
func (l Layout) Definitions(sum string) string {
	return filepath.Join(l.Root, "definitions", sum+".zip")
}

// Snapshot is the manifest of snapshot n.
func (l Layout) Snapshot(n int) string {
	return filepath.Join(l.Root, "snapshots", fmt.Sprintf("%06d.json", n))
}

// Snapshots is the folder with all manifests.
func (l Layout) Snapshots() string { return filepath.Join(l.Root, "snapshots") }

// Current is the pointer to the last good snapshot: a file that holds its
// manifest's path relative to Root. It moves last.
func (l Layout) Current() string { return filepath.Join(l.Root, "current") }

// Edition is the folder of one published edition of a report.
func (l Layout) Edition(report, edition string) string {
	return filepath.Join(l.Root, "editions", report, edition)
}

// Editions is the folder with all editions.
func (l Layout) Editions() string { return filepath.Join(l.Root, "editions") }

// Latest says which edition of a report in a language is published, and which were.
func (l Layout) Latest(report, lang string) string {
	return filepath.Join(l.Root, "editions", report, "latest-"+lang+".json")
}

// Audit is the history of who did what, one JSON object a line.
func (l Layout) Audit() string { return filepath.Join(l.Root, "audit.jsonl") }

// Runs is the history of runs, one JSON object a line.
func (l Layout) Runs() string { return filepath.Join(l.Root, "runs.jsonl") }

// Erasures is the proof of what was erased, one JSON object a line.
func (l Layout) Erasures() string { return filepath.Join(l.Root, "erasures.jsonl") }

// Jobs is the history of scheduled jobs.
func (l Layout) Jobs() string { return filepath.Join(l.Root, "jobs.jsonl") }

// Lock is the file that one writer holds.
func (l Layout) Lock() string { return filepath.Join(l.Root, "lock") }

// Scheduler is the file that the one scheduler of the data folder holds.
func (l Layout) Scheduler() string { return filepath.Join(l.Root, "scheduler.lock") }

// KeyCheck holds the check value of the key that made the pseudonyms.
func (l Layout) KeyCheck() string { return filepath.Join(l.Root, "key-check.json") }

// Scratch is the folder where readers work: reports in the making, what the
// engine spills. No lock guards it, so a run clears only what is old.
func (l Layout) Scratch() string { return filepath.Join(l.Root, "scratch") }

// Temporary is the folder for files that are not finished. What lies in it when
// no run is going is left by a crash and may be removed.
func (l Layout) Temporary() string { return filepath.Join(l.Root, "tmp") }
