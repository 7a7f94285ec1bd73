//go:build unix

package extract

import (
	"errors"
	"os/exec"
	"syscall"
)

// limit takes from this process what a reader of files does not need: memory, time,
// files on disk, and the image of its memory when it crashes.
func limit(l childLimits) error {
	set := func(what int, to uint64) error {
		return syscall.Setrlimit(what, &syscall.Rlimit{Cur: to, Max: to})
	}
	return errors.Join(
		set(syscall.RLIMIT_DATA, l.memory),
		set(syscall.RLIMIT_CPU, uint64(l.seconds)+1),
		set(syscall.RLIMIT_FSIZE, 0),
		set(syscall.RLIMIT_CORE, 0),
	)
}

// become replaces this process by another program, under the same limits. It returns
// only when that fails.
func become(path string, args, env []string) int {
	_ = syscall.Exec(path, args, env)
	return 1
}

// why tells from how a child ended what it died of.
func why(err error) Reason {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return Broken
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	switch {
	case ok && status.Signaled() && status.Signal() == syscall.SIGXCPU:
		return TooSlow
	case ok && status.Signaled(), exit.ExitCode() == exitOutOfMemory:
		return TooLarge
	}
	return Broken
}

// exitOutOfMemory is how a Go program ends that gets no more memory.
const exitOutOfMemory = 2
