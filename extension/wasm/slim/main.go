// Command slim takes out of a WebAssembly module of Go what only stack traces need:
// the names of functions and files, and the tables of lines. Traces of what handles
// prompts are wanted nowhere. It knows one version of the format and refuses others.
//
//	go run ./extension/wasm/slim IN.wasm OUT.wasm
package main

import (
	"errors"
	"fmt"
	"os"
)

func main() {
	if err := slim(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "slim:", err)
		os.Exit(1)
	}
}

func slim(args []string) error {
	if len(args) != 2 {
		return errors.New("name the file to read and the file to write")
	}
	in, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	sections, err := readSections(in)
	if err != nil {
		return err
	}
	for i := range sections {
		if sections[i].id != dataSection {
			continue
		}
		base, image, err := readData(sections[i].body)
		if err != nil {
			return err
		}
		if err := stripTables(image); err != nil {
			return err
		}
		sections[i].body = writeData(base, image)
	}
	return os.WriteFile(args[1], writeSections(sections), 0o644)
}
