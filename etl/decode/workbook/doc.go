// Package workbook reads an Office Open XML spreadsheet (.xlsx, .xlsm) as a
// stream of rows of text cells, one sheet at a time.
//
// Cells come out in one machine form whatever the style on screen: numbers as
// shortest exact decimal text without the noise of sums (59.970000000000006 is
// 59.97, as on screen), dates as 2006-01-02 or 2006-01-02T15:04:05,
// times as 15:04:05, booleans as TRUE and FALSE, formulas as the value that was
// stored with them. Texts are never trimmed or translated.
//
// It holds the shared strings and one row, never a sheet: the reader is its
// own because excelize's streaming rows cost a style look-up per cell and lose
// the century of two-digit dates. It knows no headers, no furniture and no
// contracts; etl/decode gives those a meaning.
//
// Everything in a workbook is written by a stranger: sizes are counted while
// they are unpacked and never taken from the archive's own directory, document
// types are refused, and nothing outside the archive is followed.
package workbook
