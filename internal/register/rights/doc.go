// Package rights lets employees see what the register holds of them on their device,
// and ask for correction or object (GDPR articles 15, 16 and 21). It shows nothing
// of other people, and decides nothing.
package rights
