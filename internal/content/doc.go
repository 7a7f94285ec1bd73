// Package content reads and signs updates of what comes with the program: the
// catalogue of AI services, the texts and the detection rules, for servers that
// cannot fetch anything. It does not read rules or compile them (see
// internal/source), and does not say which update is in force.
package content
