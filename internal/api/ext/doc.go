// Package ext is the API of the browser extension. It decodes and answers; what it
// says comes from the core, and what it keeps goes to the register. It keeps no
// text itself.
package ext
