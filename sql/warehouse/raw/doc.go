// Package raw makes relations of the lake: the rows of each export as they were known on
// a date, with the delivery that every row came with. It writes their SQL, and asks the
// engine only which columns files have and whether values still fit the contract.
//
// What of many deliveries counts is decided here, by the kind of the contract: the latest
// list, the newest row of a key, the latest delivery of a period. It knows manifests and
// contracts, and neither models nor metrics; it makes nothing that lasts.
package raw
