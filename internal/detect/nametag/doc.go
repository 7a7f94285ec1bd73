// Package nametag labels the tokens of a text that are part of a person's name,
// with a linear-chain model of quantised weights.
//
// It does not set the bounds of findings, know titles from names or judge whether
// a person is private (see internal/detect), and it does not train (see
// nametag/train).
package nametag
