// Package coverage knows whether the guard is there and looks at what is sent: what
// devices report of themselves, which workstations never did, and which sites are
// not watched. It holds no prompts, no page addresses and nothing about people, and
// it keeps no history of a single device.
package coverage
