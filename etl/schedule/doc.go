// Package schedule decides when jobs run: cron text, time zone, catching up,
// one at a time.
//
// A job runs once per slot. A slot is a point on the local calendar, such as
// 2026-03-29T02:30 in Europe/Brussels, and not an instant:
//
//   - a slot that does not exist (the hour lost in spring) runs at the first
//     instant after the gap;
//   - a slot that occurs twice (the hour gained in autumn) runs once, at the first;
//   - slots missed while nothing ran, or while another job was running, are caught
//     up once, as the latest of them; the record counts the others;
//   - a run that was cut short by a shutdown or a kill does not use up its slot;
//   - a job that is new is registered and waits for its first slot from then on.
//
// Cron text is read by robfig/cron; the loop is ours, because that library skips
// lost hours, runs gained ones twice, forgets what ran, and gives jobs no context.
//
// What ran is kept in a history file of JSON lines, one when a run begins and one when it
// ends, each on disk before anything else happens. Jobs run one after another, as they share one lake.
//
// The package knows a job only as a function and does not know what it does. It
// reads no clock and takes no lock itself: Clock and Leader are given.
package schedule
