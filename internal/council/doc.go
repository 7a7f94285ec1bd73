// Package council is the works council's side of the guard: what is stored of whom and
// why, who may see it, what was agreed on, and what changed since. It tells of changes
// and of reveals without being asked.
//
// It does not show who is behind a pseudonym, holds nothing of what happened in a
// case, and gives no consent: people record that.
package council
