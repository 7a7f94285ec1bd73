// Package ident knows organisations, departments, people with their roles and
// permissions, enrolment keys, devices and pseudonyms, and makes ids. It does not
// know who a pseudonym is: the id of a user of the extension is in memory while
// the pseudonym is computed, and nowhere else. It does not sign anybody in.
package ident
