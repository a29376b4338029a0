// Package audit plays the attacker: from what an edition prints, and nothing else, it
// computes how closely a reader can know each number that was withheld.
//
// It has no part in choosing what is withheld, shares no code with what does, and never
// sees a true value. It reads the tables of an edition and the description beside them
// (structure.json), works out by itself which numbers add up to which, and asks for each
// hidden cell the least and the largest value that all printed numbers allow.
//
// The reader knows the rules: which counts are withheld, and that zeros are printed, so
// that a hidden count is at least 1. One pair of tables that both agree with all that is
// printed vouches for every cell in which they differ by enough; only cells that no pair
// vouches for are solved one by one. Tables of whole numbers are checked in whole
// numbers. In a part with vertices that are not whole the bounds are those of a linear
// programme, which contain the true ones: small parts are then searched in whole numbers.
package audit
