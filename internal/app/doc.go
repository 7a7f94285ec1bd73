// Package app puts the service together: New wires, Run serves, Close lets go. The
// command and the end-to-end tests share it. It decides nothing itself.
package app
