// Package outbox keeps messages for the world outside until they are delivered: at
// least once each, later and later when it fails, and by one process at a time. What
// happens in the register becomes messages by following the chain.
//
// It does not know how mail, webhooks or syslog work: senders do. A message holds
// ids, levels and counts of groups; it never holds text of a prompt or a pseudonym.
package outbox
