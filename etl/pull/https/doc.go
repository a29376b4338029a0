// Package https reaches exports behind a web address: those that an index in
// JSON lists, page by page, or the one file that the address is.
//
// Credentials go to the host of the address and to the token server that the
// project names, and nowhere else: an item or a redirect that leads to another
// host is refused. Addresses are never printed, since some hold secrets.
package https
