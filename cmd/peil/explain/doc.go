// Package explain tells what a figure stands on: the chain from a printed number or a
// metric, through the relations of the model and the checks over them, down to the
// deliveries, with the hash and the rows of each, and to the reference lists.
//
// An Explainer gathers a Chain, which is written as JSON or as text. What an edition
// froze goes before what the project says today; what is gone from the data folder, or
// is no longer as it was, stands in the notes of the chain. Lineage ties a whole project
// together in the same way, without a figure at its end.
//
// It reads manifests, receipts and editions, and asks the warehouse that it is given;
// it writes no file, computes no figure that the warehouse does not, and knows no flag
// but those of the commands that it tells a reader to run.
package explain
