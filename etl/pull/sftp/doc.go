// Package sftp reaches exports on an SFTP server, below one folder of it.
//
// The server must show the host key that the project names; there is no way
// around that. One connection carries all transfers and is made anew when it
// broke. The package resolves no reference to a secret and reads no setting: it
// is handed both.
package sftp
