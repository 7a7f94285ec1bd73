// Package fault names what can go wrong, with a stable code, a safe message and
// an HTTP status each, and is the one mapping from errors to problem+json. It
// does not log, and it never holds text that came from a request.
package fault
