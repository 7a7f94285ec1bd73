package main

import (
	"os"

	"dijkwacht/internal/extract"
)

// extractCmd is not for people: the service starts it for each file that it reads.
type extractCmd struct {
	Words []string `arg:"" optional:"" passthrough:""`
}

// Run reads one file from standard input. The process ends here, whatever happened: an
// error message could repeat the file.
func (c *extractCmd) Run(p process) error {
	os.Exit(extract.Child(c.Words, p.in, p.out))
	return nil
}
