// Package limit says what a rate limit is and what a limiter promises. It keeps no
// counts: those are hot state, shared by replicas where there is Redis.
package limit
