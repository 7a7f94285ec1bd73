package app

import (
	"context"
	"fmt"
	"os"
	"sync"

	"dijkwacht/internal/extract"
)

// fileReader reads files in child processes of this program, and pictures where the
// machine can.
func fileReader() (*extract.Reader, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find the program itself: %w", err)
	}
	return &extract.Reader{Program: program, Pictures: sync.OnceValue(func() *extract.Pictures { return extract.FindPictures(context.Background()) })}, nil
}
