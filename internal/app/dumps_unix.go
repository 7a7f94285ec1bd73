//go:build unix

package app

import "syscall"

// NoCoreDumps keeps the memory of a crashed process, which may hold prompts, off
// the disk.
func NoCoreDumps() error {
	return syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
}
