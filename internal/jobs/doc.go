// Package jobs runs periodic work once for the whole fleet: each job of each
// organisation is a row with its next run, a lease and a fencing token, and what
// a run writes is committed together with the check that the lease is still its
// own. It does not know what the work is, keeps no history of runs, and does not
// promise that work outside the store, such as a mail, happens once.
package jobs
