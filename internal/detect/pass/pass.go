package pass

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Pass is the working memory of one pass over one text, reused by the next one. All
// recognisers share it; what only one needs is in that one's Finder. It is not safe
// for concurrent use.
type Pass struct {
	Pack   *rule.Pack
	Source string
	Doc    text.Doc
	// Classes of each token of Doc, by index.
	Classes []lexicon.Class
	// Marks of each token, and Seen all of them together.
	Marks []Mark
	Seen  Mark
	// Rare are the tokens that most recognisers pick theirs from, in order: all but those
	// that are plain words to all but a few.
	Rare []int32
	// Taken is the type of the last candidate that covers each token.
	Taken []rule.Type
	// Cues in order of their position.
	Cues []CueHit
	// ended counts for each token the cues that end at or before it.
	ended []int32
	// Cands are the candidates; once resolved those kept, in order, one for each
	// finding.
	Cands []Candidate
	Table Tables
	// Supports, DigitRun and SpelledRun are memory that is used from item to item.
	Supports   []Support
	DigitRun   DigitRun
	SpelledRun SpelledRun
	word       [40]byte
	// Functions counts the functions that single somebody out.
	Functions int
	// Steps counts work, so that tests can see that it grows linearly.
	Steps int
	// Left collects what looked like an item and is none; nil unless somebody asked.
	Left *[]LeftAlone
}
