// Package erase takes one person, household or host out of the data folder for good.
//
// Look finds what holds the subject: rows and cells of lake files by pseudonym, also
// under the other numbers that the contracts call its aliases, and landed files by what
// stands in them. Erase writes the lake files anew without it, and Finish removes, once
// a snapshot of the new files is current, all that held it before:
//
//	identifier -> pseudonyms -> lake files anew -> snapshot (the caller) ->
//	old snapshots, lake files, marts and landed bytes removed -> proof record
//
// A row goes when the subject is what the row is about: its key, a column that may not
// be empty, or an alias. Elsewhere the cell is emptied, so that a place stays when its
// host is erased. The record (load.Erasure) is written before anything is published and
// completed last, so that an erasure that was cut off is finished by the next holder of
// the lock.
//
// The identifier is in no file, message or SQL text: it is hashed and compared here, in
// memory. Published editions are not touched: they hold no persons.
package erase
