// Package etl takes exports into the lake: pull, decode, check, protect and load
// for every entity of every source, and tells which deliveries the next snapshot
// consists of.
//
// A run reads the exports, lands and receives what is new, and loads each
// delivery that the previous manifest does not have as it should be: new bytes,
// another contract or another key. So the deliveries of a run follow from the
// receipts, the contracts and the landed bytes alone, and a run that was cut
// short is made good by the next one.
//
// One source that is late, damaged or quarantined does not stop the others: its
// earlier rows stay, and Result.Errors says what is the matter.
//
// It publishes nothing (cmd/peil does, after the models are built and checked),
// holds no lock and has no clock of its own. It does not import sql or reports.
package etl
