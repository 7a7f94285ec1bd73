// Package webhook tells other systems of notices by HTTPS, signed by the Standard
// Webhooks scheme (standardwebhooks.com, version 1), and only systems on the public
// internet: the address is judged when it is connected to, after its name was
// resolved, so that no answer of a name server leads inside.
//
// It keeps nothing: the outbox does. It follows no redirects, reads nothing of the
// answer but its status, and never sends text of a prompt.
package webhook
