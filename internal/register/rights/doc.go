// Package rights lets employees see what the register holds of them on their device,
// ask for correction, object, and add their own word (GDPR articles 15, 16 and 21),
// and keeps the clock until they have an answer. It shows nothing of other people, and
// decides nothing.
package rights
