// Package check holds the validators of numbers and codes as pure functions over
// their bare characters: no spaces, dots or dashes.
//
// It does not find anything in a text and reports no reasons.
package check
