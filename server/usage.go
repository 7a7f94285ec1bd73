package main

import (
	"errors"
	"strings"
)

// usageError says what is wrong with the arguments without repeating them: an
// argument may be a piece of the text that was to be checked.
func usageError(err error) error {
	message := err.Error()
	switch {
	case strings.HasPrefix(message, "unexpected argument"):
		message = "unexpected argument; a text belongs in a file, on standard input or in quotes"
	case strings.HasPrefix(message, "unknown flag"):
		message = unknownFlag(message)
	default:
		message, _, _ = strings.Cut(message, " but got ")
	}
	return errors.New(message + " (see dijkwacht --help)")
}

// unknownFlag keeps the name of the flag when it looks like one.
func unknownFlag(message string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(message, "unknown flag "), ",")
	if len(name) > 24 || strings.Trim(name, "-abcdefghijklmnopqrstuvwxyz") != "" {
		return "unknown flag"
	}
	return "unknown flag " + name
}
