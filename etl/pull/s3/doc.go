// Package s3 reaches exports in a bucket of an S3-compatible store, below one
// prefix of its keys.
//
// What a store tells of the sum of an object is held against what came. The
// package never writes to a store.
package s3
