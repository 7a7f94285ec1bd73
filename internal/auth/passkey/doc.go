// Package passkey makes the options of WebAuthn ceremonies (W3C Web Authentication
// Level 3) and verifies what browsers answer. It keeps nothing, starts no session,
// and does not know whether a challenge was used before.
package passkey
