// Package mail hands messages to the organisation's mail server by SMTP: over TLS, or
// with STARTTLS that is required, one recipient at a time, so that each has a result
// of its own. It does not sign (the relay does), receives nothing, and repeats
// nothing by itself: the outbox does.
package mail
