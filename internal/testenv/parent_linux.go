package testenv

import "syscall"

// dieWithParent makes the kernel end the program when the test process dies
// without its cleanup: a panic, a timeout, kill -9.
func dieWithParent(attr *syscall.SysProcAttr) *syscall.SysProcAttr {
	attr.Pdeathsig = syscall.SIGKILL
	return attr
}
