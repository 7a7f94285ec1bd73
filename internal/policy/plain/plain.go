package plain

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Limits of a text that people read in a hurry (20 section 1.3).
const (
	MaxSentences = 3
	MaxWords     = 15 // of a sentence
)

// Problem is what is wrong with a place in a text.
type Problem string

// The problems.
const (
	TooManySentences Problem = "too_many_sentences"
	LongSentence     Problem = "long_sentence"
	DifficultWord    Problem = "difficult_word"
)

// Hint is one thing to make plainer.
type Hint struct {
	Problem Problem `json:"problem"`
	// Sentence counts from 1; 0 is the text as a whole.
	Sentence int `json:"sentence,omitempty"`
	// Words of the long sentence, or sentences of the long text.
	Count int `json:"count,omitempty"`
	// Word is the difficult word as it is listed, Instead a plainer one.
	Word    string `json:"word,omitempty"`
	Instead string `json:"instead,omitempty"`
}

// Result is a check: Score is the percentage of sentences without a hint.
type Result struct {
	Score int    `json:"score"`
	Hints []Hint `json:"hints"`
}

// Check reads a text. Difficult maps words and phrases in lower case to plainer
// ones. An empty text scores 100.
func Check(text string, difficult map[string]string) Result {
	sentences := split(text)
	r := Result{Score: 100, Hints: []Hint{}}
	clean := len(sentences)
	for i, words := range sentences {
		before := len(r.Hints)
		if len(words) > MaxWords {
			r.Hints = append(r.Hints, Hint{Problem: LongSentence, Sentence: i + 1, Count: len(words)})
		}
		r.Hints = append(r.Hints, difficultIn(words, i+1, difficult)...)
		if len(r.Hints) > before {
			clean--
		}
	}
	if len(sentences) > 0 {
		r.Score = 100 * clean / len(sentences)
	}
	if len(sentences) > MaxSentences {
		r.Hints = append(r.Hints, Hint{Problem: TooManySentences, Count: len(sentences)})
	}
	return r
}

func difficultIn(words []string, sentence int, difficult map[string]string) []Hint {
	var hints []Hint
	text := " " + strings.Join(words, " ") + " "
	for _, w := range slices.Sorted(maps.Keys(difficult)) {
		if strings.Contains(text, " "+w+" ") {
			hints = append(hints, Hint{Problem: DifficultWord, Sentence: sentence, Word: w, Instead: difficult[w]})
		}
	}
	return hints
}

// split gives the words of each sentence in lower case. A sentence ends at a full
// stop, question mark, exclamation mark or colon before a space or the end. A
// placeholder such as {chatbot} is one word.
func split(text string) [][]string {
	var sentences [][]string
	var words []string
	for field := range strings.FieldsSeq(strings.ToLower(text)) {
		if word := strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }); word != "" {
			words = append(words, word)
		}
		if end := strings.TrimRight(field, `'"’”)`); len(words) > 0 && strings.TrimRight(end, ".!?:") != end {
			sentences = append(sentences, words)
			words = nil
		}
	}
	if len(words) > 0 {
		sentences = append(sentences, words)
	}
	return sentences
}
