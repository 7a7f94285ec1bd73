// Command train learns the weights of the name model and writes them.
//
//	go run ./internal/detect/nametag/train -out rules/weights/names.bin
//
// It learns from texts that it makes of the frames in templates and the name
// lists in rules/lexicons/names, from the training half of the development corpus
// and of the second practice set (the records whose id has an even first byte of its
// SHA-256), and from the practice texts, each as often as a text of those halves. The seed is fixed and
// nothing depends on the clock or the order of maps, so that the same frames,
// lists and rules give the same bytes; -check compares instead of writing.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"

	"dijkwacht/internal/detect/nametag"
	"dijkwacht/internal/source"
)

// The settings of the training; a change changes the weights.
const (
	seed         = 20
	texts        = 120_000
	corpusCopies = 4
	passes       = 7
	unit         = 1.0 // of a quantised weight, in steps of the learner
)

func main() {
	out := flag.String("out", "rules/weights/names.bin", "file to write")
	root := flag.String("rules", "rules", "folder of the rules")
	corpus := flag.String("corpus", "internal/detect/testdata/corpus/dev.jsonl", "development corpus; empty for none")
	practice := flag.String("practice", "internal/detect/testdata/practice/dev.jsonl", "practice texts; empty for none")
	second := flag.String("practice2", "internal/detect/testdata/practice2/dev.jsonl", "second practice set; empty for none")
	check := flag.Bool("check", false, "compare with the file instead of writing it")
	show := flag.Int("show", 0, "print this many of the made texts and stop")
	flag.Parse()
	if err := train(*out, *root, []textFile{{*corpus, inTrainingHalf}, {*practice, all}, {*second, inTrainingHalf}}, *check, *show); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// textFile is a file of texts and which of its records may be learned from.
type textFile struct {
	path   string
	wanted func(id string) bool
}

func train(out, root string, files []textFile, check bool, show int) error {
	gen, err := newGenerator(os.DirFS(root), seed)
	if err != nil {
		return err
	}
	pack, err := source.LoadPack(os.DirFS(root))
	if err != nil {
		return err
	}
	gen.homonyms(pack.Common)
	if show > 0 {
		for range show {
			fmt.Println(gen.next().text)
			fmt.Println("---")
		}
		return nil
	}
	var real []example
	for _, f := range files {
		if f.path == "" {
			continue
		}
		more, err := readTexts(f.path, f.wanted)
		if err != nil {
			return err
		}
		real = append(real, more...)
	}
	r := reader{pack: pack, rng: rand.New(rand.NewPCG(seed, 1))}
	var runs []run
	missed := 0
	for range texts {
		e := gen.next()
		runs = r.read(&e, runs, &missed)
	}
	fmt.Printf("%d made texts, %d runs, %d names out of reach\n", texts, len(runs), missed)
	for range corpusCopies {
		for i := range real {
			for _, change := range []func(string) string{same, same, strings.ToLower, strings.ToUpper} {
				e := real[i]
				e.text = keepLength(e.text, change(e.text))
				runs = r.read(&e, runs, &missed)
			}
		}
	}
	var l learner
	rng := rand.New(rand.NewPCG(seed, 2))
	for pass := range passes {
		fmt.Printf("pass %d: %d of %d runs wrong\n", pass+1, l.pass(runs, rng), len(runs))
	}
	return store(out, l.model(unit).Bytes(), check)
}

func same(s string) string { return s }

func store(out string, data []byte, check bool) error {
	if _, err := nametag.Read(data); err != nil {
		return err
	}
	if check {
		old, err := os.ReadFile(out)
		if err != nil {
			return fmt.Errorf("read weights: %w", err)
		}
		if !bytes.Equal(old, data) {
			return fmt.Errorf("%s differs from what training gives: run make weights", out)
		}
		return nil
	}
	if err := os.WriteFile(out, data, 0o644); err != nil {
		return fmt.Errorf("write weights: %w", err)
	}
	return nil
}
