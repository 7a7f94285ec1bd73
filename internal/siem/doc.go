// Package siem tells the organisation's log collector of notices: syslog by RFC 5424
// over TLS (RFC 5425), as plain structured data or as CEF. It sends ids and levels,
// never text, and keeps nothing: the outbox does.
package siem
