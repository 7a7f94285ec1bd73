package pass

import "iter"

// Mark tells in bits what a token may begin. All marks are set in one walk, so that
// each recogniser passes over the tokens that are nothing to it. They may say too much
// but never too little: a recogniser that starts to read other tokens than before
// needs its mark widened in lookOver.
type Mark uint32

const (
	MarkNumber   Mark = 1 << iota // digits only
	MarkMixed                     // digits and letters
	MarkCapital                   // a word with a capital
	MarkPair                      // a word of one or two letters, as a country code
	MarkCode                      // a short word in upper case or one letter, as a code starts with
	MarkAnchor                    // @ and :, www, the words for @, parts of network addresses
	MarkPlate                     // a short word close to digits or hyphens
	MarkDay                       // month, weekday, number word, ordinal
	MarkSingle                    // a word that a recogniser looks for by itself
	MarkStreet                    // a capital, the end of a street's name, a digit behind it
	MarkPlace                     // a listed place or the first word of one
	MarkBody                      // a kind of organisation
	MarkFact                      // the first word of a fact
	MarkHealth                    // of the health lists, long, or before a number or sign
	MarkDecade                    // "vijftig", "fifties"
	MarkEncoded                   // base64, hexadecimal digits or a word written backwards
	MarkDisguise                  // one letter, a quote, a bracket, a sign within
	MarkStrange                   // a word in no list
	MarkOrdinary                  // a word in the filter of ordinary words
	MarkRun                       // the first of a run of characters as long as a key
	MarkFlag                      // hyphen, slash, or a program that takes passwords
	MarkSays                      // in PersonWords
	MarkBeside                    // in Context
)

// MarkDigits: the token holds digits.
const MarkDigits = MarkNumber | MarkMixed

// rareMarks are those of the tokens in Rare.
const rareMarks = MarkDigits | MarkPair | MarkCode | MarkAnchor | MarkPlate | MarkDay | MarkSingle | MarkBody | MarkFact | MarkDecade | MarkEncoded | MarkDisguise | MarkRun | MarkFlag

// IsRare tells whether the token belongs in Rare.
func (m Mark) IsRare() bool { return m&rareMarks != 0 }

// Marked gives the tokens of Rare that have one of the marks, in order.
func (s *Pass) Marked(m Mark) iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, at := range s.Rare {
			if s.Marks[at]&m != 0 && !yield(int(at)) {
				return
			}
		}
	}
}
