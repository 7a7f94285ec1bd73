// Command corpusscore prints how well predictions fit a labelled corpus:
//
//	dijkwacht scan --jsonl corpus.jsonl | corpusscore --gold corpus.jsonl --floor floor.json
//
// It exits with 1 when a headline figure is below its floor, with 2 on an error.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"dijkwacht/internal/detect/score"
)

func main() {
	gold := flag.String("gold", "", "the corpus, one labelled text a line")
	floor := flag.String("floor", "", "headline figures below which to fail")
	setFloor := flag.Bool("set-floor", false, "write the headline figures to the floor file")
	list := flag.String("list", "train", "list the mistakes of: all, train, unseen; rules are tuned on train alone")
	misses := flag.Int("misses", 20, "how many of the worst mistakes to list")
	flag.Parse()
	fallen, err := run(os.Stdin, os.Stdout, *gold, *floor, *setFloor, *list, *misses)
	if err != nil {
		fmt.Fprintln(os.Stderr, "corpusscore:", err)
		os.Exit(2)
	}
	if len(fallen) > 0 {
		fmt.Fprintln(os.Stderr, "corpusscore: below the floor:", strings.Join(fallen, ", "))
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, gold, floor string, setFloor bool, list string, misses int) ([]string, error) {
	cases, err := readCases(gold)
	if err != nil {
		return nil, err
	}
	predictions, err := score.ReadPredictions(in)
	if err != nil {
		return nil, fmt.Errorf("read predictions: %w", err)
	}
	if err := print(out, cases, predictions, list, misses); err != nil {
		return nil, err
	}
	report := score.Measure(cases, predictions)
	if n := report.Strict.Unanswered; n > 0 {
		return nil, fmt.Errorf("%d of %d texts have no prediction", n, len(cases))
	}
	headline := report.Headline()
	if floor == "" {
		return nil, nil
	}
	if setFloor {
		return nil, writeFloor(floor, headline)
	}
	least, err := readFloor(floor)
	return headline.Fallen(least), err
}

func readCases(name string) ([]score.Case, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open corpus: %w", err)
	}
	defer file.Close()
	return score.ReadCases(file)
}

func readFloor(name string) (score.Headline, error) {
	var h score.Headline
	raw, err := os.ReadFile(name)
	if err != nil {
		return h, fmt.Errorf("read floor: %w", err)
	}
	if err := json.Unmarshal(raw, &h); err != nil {
		return h, fmt.Errorf("read floor: %w", err)
	}
	return h, nil
}

func writeFloor(name string, h score.Headline) error {
	raw, err := json.MarshalIndent(h, "", "  ")
	if err != nil {
		return fmt.Errorf("write floor: %w", err)
	}
	if err := os.WriteFile(name, append(raw, '\n'), 0o644); err != nil {
		return fmt.Errorf("write floor: %w", err)
	}
	return nil
}
