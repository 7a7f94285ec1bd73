// Package idempotency says what is remembered of requests that may be sent twice.
// It does not know what the requests do.
package idempotency
