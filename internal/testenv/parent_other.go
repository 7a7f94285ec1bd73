//go:build !linux

package testenv

import "syscall"

// dieWithParent needs Linux; elsewhere a server outlives a crashed test.
func dieWithParent(attr *syscall.SysProcAttr) *syscall.SysProcAttr { return attr }
