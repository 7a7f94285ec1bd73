// Package casefile lays the whole file of an incident out as a document, in Dutch
// and English: what happened, what was found by kind, how it was judged and
// decided, whom it was told, and where each act stands in the chain. It decides
// nothing, and shows people under pseudonyms and ids alone.
package casefile
