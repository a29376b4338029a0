// Package correct puts the right values of models/corrections in the place of the
// wrong ones of a file, between decoding and typing: in text, row by row, as the
// file is read.
//
// A correction is a promise about what the supplier sent. It is never applied to
// a row that says something else: the file is then refused with every correction
// that does not hold, since nobody knows any more which row was meant. What was
// corrected is counted.
//
// It does not check the corrections themselves (models does, when the project is
// loaded), knows no types and no paths, and tells no text of a protected column.
package correct
