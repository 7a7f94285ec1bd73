// Package weekly makes the weekly report of each organisation when it is due, keeps
// every revision, makes a new one when late data changes it, and puts it in the
// outbox for whoever a schedule names. It counts nothing itself, and its letters
// hold no name, no pseudonym and no text that people wrote.
package weekly
