package main

import (
	"fmt"
	"runtime"
)

// version is set by the build.
var version = "dev"

type versionCmd struct{}

// Run prints the version of the program and of the Go release that built it.
func (versionCmd) Run(p process) error {
	_, err := fmt.Fprintf(p.out, "dijkwacht %s (%s, %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
