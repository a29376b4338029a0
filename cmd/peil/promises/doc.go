// Package promises has no code of its own: its tests hold the command, built as users have
// it, to what Peil promises beyond a right answer. A kill at any moment leaves the last good
// snapshot; nothing of a person reaches the lake, a log or what suppliers get; an erasure
// and a rotation of the key leave nothing behind; no reader of what was published works out
// a number that was hidden. They take minutes, and stand apart from package main so that
// the tests of neither reach the ten minutes that go test gives a package.
package promises
