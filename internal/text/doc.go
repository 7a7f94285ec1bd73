// Package text gives the normalised view of a prompt, its tokens, and the map
// from that view back to the original in bytes, code points and UTF-16 units.
//
// It does not know what a finding is, and it never keeps a text beyond the scan.
package text
