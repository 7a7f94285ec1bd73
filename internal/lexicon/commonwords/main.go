// Command commonwords builds the filter of ordinary Dutch and English words from
// two word lists, one word a line, as in the Debian packages wdutch (OpenTaal,
// revised BSD or CC BY 3.0) and wamerican (SCOWL, public domain and MIT-like).
//
//	go run ./internal/lexicon/commonwords -out rules/lexicons/common/common.fuse /usr/share/dict/dutch /usr/share/dict/american-english
//
// It takes the words in lower case of two to nine letters and leaves out those
// that are another one with one or two letters of an inflection behind it, which
// readers of the filter take off (see nametag.MarkCommon). The same lists give
// the same bytes.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"

	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

const longest = 9

func main() {
	out := flag.String("out", "rules/lexicons/common/common.fuse", "file to write")
	flag.Parse()
	if err := run(*out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "commonwords:", err)
		os.Exit(1)
	}
}

func run(out string, lists []string) error {
	var words []string
	for _, list := range lists {
		data, err := os.ReadFile(list)
		if err != nil {
			return fmt.Errorf("read word list: %w", err)
		}
		for line := range strings.Lines(string(data)) {
			if w := strings.TrimSpace(line); ordinary(w) {
				words = append(words, string(text.Fold(make([]byte, 0, 64), []byte(w))))
			}
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	kept := map[string]bool{}
	var hashes []uint64
	for _, w := range words {
		if len(w) > longest || kept[w] || inflected(w, kept) {
			continue
		}
		kept[w] = true
		hashes = append(hashes, text.HashWord(w))
	}
	filter, err := lexicon.BuildFilter(hashes)
	if err != nil {
		return fmt.Errorf("build filter: %w", err)
	}
	if err := os.WriteFile(out, filter.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write filter: %w", err)
	}
	fmt.Printf("%d words, %d bytes\n", len(hashes), len(filter.Bytes()))
	return nil
}

// ordinary tells whether w is two letters or more, none of them upper case.
func ordinary(w string) bool {
	if len(w) < 2 {
		return false
	}
	for _, r := range w {
		if !unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// inflected tells whether w is a kept word of at least four letters with one or
// two of e, n, s, t and d behind it.
func inflected(w string, kept map[string]bool) bool {
	for k := 1; k <= 2 && len(w)-k >= 4 && strings.IndexByte("enstd", w[len(w)-k]) >= 0; k++ {
		if kept[w[:len(w)-k]] {
			return true
		}
	}
	return false
}
