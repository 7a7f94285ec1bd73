package rule

import (
	"errors"
	"strings"
)

// Check tells what is wrong with the rule by itself.
func (r *Rule) Check() error {
	switch {
	case r.ID == "":
		return errors.New("no id")
	case r.Type == TypeNone:
		return errors.New("no type")
	case r.Label.NL == "" || r.Label.EN == "":
		return errors.New("label needs nl and en")
	case !isWord(r.Label.NL) || !isWord(r.Label.EN):
		return errors.New("a label is written in capitals, digits and _")
	case !r.Matcher.known():
		return errors.New("unknown matcher")
	case r.Matcher == MatchNumber && len(r.Params.Lengths) == 0:
		return errors.New("a number needs lengths")
	case (r.Matcher == MatchWords || r.Matcher == MatchFact) && (len(r.Params.Words) == 0 || len(r.Params.Words) > MaxWords):
		return errors.New("a word list needs 1 to 5000 words")
	case len(r.Positives) == 0:
		return errors.New("needs at least one positive")
	case len(r.Negatives) == 0:
		return errors.New("needs at least one negative")
	}
	for _, s := range []float64{r.Scores.Bare, r.Scores.Valid, r.Scores.Near, r.Scores.NearValid, r.Scores.Cue, r.Scores.CueValid} {
		if s < 0 || s > 1 {
			return errors.New("scores run from 0 to 1")
		}
	}
	if r.Matcher == MatchPattern {
		if _, err := CompilePattern(r.Params.Pattern); err != nil {
			return err
		}
	}
	return nil
}

// isWord tells whether a label can stand in a placeholder: extensions take no other.
func isWord(label string) bool {
	return strings.Trim(label, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

// The cost that rules of an organisation may have together.
const (
	// MaxWords in one word list.
	MaxWords = 5000
	// MaxPatterns in one pack.
	MaxPatterns = 50
)
