// Package archive opens what suppliers pack: a ZIP file is shown as a folder of
// its entries, a gzip file as the file that is in it.
//
// Nothing is believed of what a packed file says of itself: entries, sizes and
// ratio have limits, which are counted while unpacking; an archive with a hostile
// name, a link, a password, another archive or a name twice is refused whole.
// Only names decide what is opened, so a workbook, which is a ZIP file too, stays
// what it is. The package does not know where the bytes come from.
package archive
