// Package lifecycle is the state machine of an incident: its main state, beside it
// whether the supervisor is told (ap) and whether the people concerned are told
// (subjects), who may make which move, and what must be true before it. It stores
// nothing and knows no people: callers say which permissions are held.
package lifecycle
