// Package landing opens the files as received, plain or sealed, and seals them.
//
// A sealed file is the plain one encrypted with age (age-encryption.org/v1) to the
// recipients of peil.yml. It keeps the name of the plain one, the SHA-256 of what was
// received, with .age behind it. Sealing needs no secret; opening needs the identity of
// one of the recipients of the day it was sealed, which is read when the first sealed
// file is opened. Nothing is ever unsealed on disk.
//
// It does not know which files may be sealed (etl says so), nor what is in them.
package landing
