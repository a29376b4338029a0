// Package protect is the door that no identifier passes: it holds the key,
// turns identifiers into pseudonyms inside the engine, and gives the SQL for
// what a contract's action does to a column.
//
// A pseudonym is the first 128 bits of HMAC-SHA256(key, domain || 0x00 ||
// normalised value), as a UUID. The domain keeps files of different purposes
// from being joined by accident; the key keeps anyone without it from trying
// all national numbers, of which there are few enough to hash in seconds. The
// function runs in Go, so the key stands in no SQL text, plan, log or file.
//
// It does not decide which columns are protected (the contract does), checks no
// values, and writes nothing but a new key and the key's check value. It must
// not know file formats, deliveries or the lake.
package protect
