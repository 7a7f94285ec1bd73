// Package phrase says the parts of a policy in words, in Dutch (language level B1)
// and in English. It decides nothing and compares nothing.
package phrase
