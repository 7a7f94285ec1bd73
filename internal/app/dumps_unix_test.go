//go:build unix

package app

import (
	"syscall"
	"testing"
)

func TestACrashLeavesNoMemoryOnTheDisk(t *testing.T) {
	if err := NoCoreDumps(); err != nil {
		t.Fatal(err)
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CORE, &limit); err != nil || limit.Cur != 0 || limit.Max != 0 {
		t.Errorf("got %+v, %v", limit, err)
	}
}
