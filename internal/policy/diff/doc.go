// Package diff compares two versions of a policy, as sentences for people, and
// tells what tightens and what loosens. It proves tightening; what it cannot prove
// it calls loosening, so that a second person looks at it. It does not decide who
// may publish.
package diff
