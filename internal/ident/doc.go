// Package ident knows organisations, enrolment keys, devices and pseudonyms, and
// makes ids. It does not know who a pseudonym is: the user's own id is in memory
// while the pseudonym is computed, and nowhere else.
package ident
