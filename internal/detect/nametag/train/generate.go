package main

import (
	"bufio"
	"embed"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"

	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

//go:embed templates
var templates embed.FS

// example is one text with its names in bytes.
type example struct {
	text  string
	names []span
}

// generator makes texts from frames.
type generator struct {
	f               filler
	named, nameless []string
}

func newGenerator(files fs.FS, seed uint64) (*generator, error) {
	g := &generator{f: filler{rng: rand.New(rand.NewPCG(seed, seed)), values: map[string][]string{}}}
	for _, name := range []string{"nl", "en", "ward", "none", "quiet", "plain", "words", "values"} {
		lines, err := frames(name)
		if err != nil {
			return nil, err
		}
		switch name {
		case "none", "quiet", "plain":
			g.nameless = append(g.nameless, lines...)
		case "words":
			g.f.words = lines
		case "values":
			for _, l := range lines {
				slot, values, _ := strings.Cut(l, ": ")
				g.f.values[slot] = strings.Split(values, "|")
			}
		default:
			g.named = append(g.named, lines...)
		}
	}
	lists := map[string]string{
		"term": "lexicons/health/*.txt", "place": "lexicons/places/*.txt", "proper": "lexicons/names/proper.txt",
	}
	for slot, pattern := range lists {
		values, err := readAll(files, pattern)
		if err != nil {
			return nil, err
		}
		g.f.values[slot] = values
	}
	var err error
	g.f.stocks, err = readStocks(files)
	return g, err
}

// readAll joins the entries of the word lists.
func readAll(files fs.FS, pattern string) ([]string, error) {
	paths, err := fs.Glob(files, pattern)
	if err != nil {
		return nil, fmt.Errorf("find word lists: %w", err)
	}
	var all []string
	for _, path := range paths {
		entries, err := readNames(files, path)
		if err != nil {
			return nil, err
		}
		all = append(all, entries...)
	}
	return all, nil
}

// frames reads a file of frames, one a line.
func frames(name string) ([]string, error) {
	data, err := templates.ReadFile("templates/" + name + ".txt")
	if err != nil {
		return nil, fmt.Errorf("read frames: %w", err)
	}
	var out []string
	for s := bufio.NewScanner(strings.NewReader(string(data))); s.Scan(); {
		if l := s.Text(); l != "" && !strings.HasPrefix(l, "# ") || strings.HasPrefix(l, "# {") {
			out = append(out, l)
		}
	}
	return out, nil
}

// readStocks pairs the lists of given names and surnames by origin.
func readStocks(files fs.FS) ([]stock, error) {
	paths, err := fs.Glob(files, "lexicons/names/given-*.txt")
	if err != nil {
		return nil, fmt.Errorf("find name lists: %w", err)
	}
	var stocks []stock
	for _, path := range paths {
		origin := strings.TrimSuffix(strings.TrimPrefix(path, "lexicons/names/given-"), ".txt")
		given, err := readNames(files, path)
		if err != nil {
			return nil, err
		}
		surnames, err := readNames(files, "lexicons/names/surname-"+origin+".txt")
		if err != nil {
			return nil, err
		}
		stocks = append(stocks, stock{origin, given, surnames})
	}
	return stocks, nil
}

func readNames(files fs.FS, path string) ([]string, error) {
	data, err := fs.ReadFile(files, path)
	if err != nil {
		return nil, fmt.Errorf("read name list: %w", err)
	}
	list, err := lexicon.ParseList(string(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return list.Entries, nil
}

// next makes one text of one to four frames.
func (g *generator) next() example {
	f := &g.f
	f.text.Reset()
	f.names = nil
	for n := f.one([]string{"", "x", "x", "xx", "xxx"}); ; n = n[1:] {
		if f.chance(55) {
			f.fill(f.one(g.named))
		} else {
			f.fill(f.one(g.nameless))
		}
		if n == "" {
			break
		}
		f.text.WriteString(f.one([]string{"\n", "\n", ". ", " ", "\n\n", ", "}))
	}
	e := example{text: f.text.String(), names: f.names}
	f.recase(&e)
	return e
}

// recase puts part of the texts in lower or upper case, whole or in the names.
func (f *filler) recase(e *example) {
	switch p := f.rng.IntN(100); {
	case p < 40:
	case p < 75:
		e.text = keepLength(e.text, strings.ToLower(e.text))
	case p < 88:
		e.text = keepLength(e.text, strings.ToUpper(e.text))
	default:
		for _, s := range e.names {
			name := e.text[s.start:s.end]
			e.text = e.text[:s.start] + keepLength(name, strings.ToLower(name)) + e.text[s.end:]
		}
	}
}

// keepLength is changed when it is as long as s, so that offsets hold.
func keepLength(s, changed string) string {
	if len(changed) == len(s) {
		return changed
	}
	return s
}

// homonyms gathers the names that are ordinary words too.
func (g *generator) homonyms(common *lexicon.Filter) {
	for _, st := range g.f.stocks {
		for _, list := range [][]string{st.given, st.surnames} {
			for _, name := range list {
				if common.Has(text.HashWord(name)) {
					g.f.homonyms = append(g.f.homonyms, strings.ToLower(name))
				}
			}
		}
	}
}
