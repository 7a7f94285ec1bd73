// Package reveal discloses the person behind a pseudonym to one who asked for a
// purpose that is allowed, after somebody in another role approved. The service
// never opens a sealed identity: the keeper of the reveal key does, and seals it to
// the browser of who asked.
package reveal
