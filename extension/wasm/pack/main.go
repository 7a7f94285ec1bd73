// Command pack writes the rules, word lists and weights in the stored form that the
// extension loads: go run ./extension/wasm/pack FILE
package main

import (
	"fmt"
	"os"
	"slices"

	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

func main() {
	if err := write(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func write(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("name the file to write")
	}
	src, err := source.ReadPack(rules.FS)
	if err != nil {
		return err
	}
	for i := range src.Lists {
		// The order of a list means nothing; sorted it is short.
		slices.Sort(src.Lists[i].Entries)
	}
	return os.WriteFile(args[0], src.Store(), 0o644)
}
