// Package door has what every way to reach exports shares: an export as it is
// listed, the words for what went wrong with it, trying again, going on with a
// transfer that broke, and waiting until a file is no longer written.
//
// It speaks no protocol: folder, SFTP, S3 and HTTPS do, each in a package of its
// own. It must not know contracts, the lake or the machine's clock: what tells
// the time, waits and rolls dice is handed in as Means.
package door
