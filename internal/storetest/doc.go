// Package storetest is the suite that every store passes. Each test is one sentence
// of the contract that the store's interfaces state. It knows no engine: a back end
// is three lines (see Backend).
package storetest
