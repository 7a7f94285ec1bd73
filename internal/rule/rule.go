package rule

// Rule tells how one kind of item is found: a matcher that reads the shape, a
// validator, the words around it that count for or against it, and the scores
// that follow.
type Rule struct {
	// ID is unique over all packs, such as "nl.bsn".
	ID   string
	Type Type
	// LabelNL and LabelEN are the placeholder words, such as PERSOON and PERSON.
	LabelNL, LabelEN string
	Matcher          Matcher
	Params           Params
	// Validator names a check of internal/check, or is empty.
	Validator string
	Cues      Cues
	// AntiCues are words near the item that count against it.
	AntiCues []string
	Scores   Scores
	// Positives are texts in which the rule finds exactly what stands between
	// « and »; in Negatives it finds nothing. Both are tests.
	Positives, Negatives []string
}

// Cues are the words and phrases that count for an item, by where they stand.
type Cues struct {
	// Left: a label directly before the item, but for connecting words and signs.
	// Left cues also count as table headers and as keys.
	Left []string
	// Right: directly after it.
	Right []string
	// Near: on the same line, within a few words.
	Near []string
	// Column: the header of its column. Key: its JSON, FHIR, XML or form key.
	Column, Key []string
}

// Scores are calibrated probabilities, 0 to 1, by evidence; 0 means that the
// evidence does not suffice.
type Scores struct {
	// Bare: the shape alone. Valid: shape and validator.
	Bare, Valid float64
	// Near: with a cue near it. NearValid: and the validator.
	Near, NearValid float64
	// Cue: with a label, header or key of its own. CueValid: and the validator.
	Cue, CueValid float64
}

// Params are the settings of a matcher; each matcher documents which it reads.
type Params struct {
	// Min and Max bound the number of characters or digits.
	Min, Max int
	// Lengths lists the numbers of digits that count.
	Lengths []int
	// Prefixes of which the item must have one, when given.
	Prefixes []string
	// Suffixes of which the item must have one, when given.
	Suffixes []string
	// Words are the terms of a word list rule.
	Words []string
	// Pattern is a bounded pattern, see CheckPattern.
	Pattern string
	// Charset: digits, upper, alnum, hex, base64, base64url or graph.
	Charset string
	// Entropy is the least Shannon entropy in bits a character.
	Entropy float64
}

// CueKind is a set of the places where a cue counts.
type CueKind uint8

// The places.
const (
	CueLeft CueKind = 1 << iota
	CueRight
	CueNear
	CueColumn
	CueKey
	CueAnti
)

// CueUse says that a cue counts for the rule with this index.
type CueUse struct {
	Rule uint16
	Kind CueKind
}
