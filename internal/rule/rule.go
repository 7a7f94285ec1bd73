package rule

// Rule tells how one kind of item is found: a matcher that reads the shape, a
// validator, the words around it that count for or against it, and the scores
// that follow.
type Rule struct {
	// ID is unique over all packs, such as "nl.bsn".
	ID      string  `json:"id"`
	Type    Type    `json:"type"`
	Label   Label   `json:"label"`
	Matcher Matcher `json:"matcher"`
	Params  Params  `json:"params"`
	// Validator names a check of internal/check, or is empty.
	Validator string `json:"validator"`
	Cues      Cues   `json:"cues"`
	// AntiCues are words near the item that count against it.
	AntiCues []string `json:"anti_cues"`
	Scores   Scores   `json:"scores"`
	// Positives are texts in which the rule finds exactly what stands between
	// « and »; in Negatives it finds nothing. Both are tests.
	Positives []string `json:"positives"`
	Negatives []string `json:"negatives"`
}

// Label is the placeholder word of a rule, such as PERSOON and PERSON.
type Label struct {
	NL string `json:"nl"`
	EN string `json:"en"`
}

// Cues are the words and phrases that count for an item, by where they stand.
type Cues struct {
	// Left: a label directly before the item, but for connecting words and signs.
	// Left cues also count as table headers and as keys.
	Left []string `json:"left"`
	// Right: directly after it.
	Right []string `json:"right"`
	// Near: on the same line, within a few words.
	Near []string `json:"near"`
	// Column: the header of its column. Key: its JSON, FHIR, XML or form key.
	Column []string `json:"column"`
	Key    []string `json:"key"`
}

// Scores are calibrated probabilities, 0 to 1, by evidence; 0 means that the
// evidence does not suffice.
type Scores struct {
	// Bare: the shape alone. Valid: shape and validator.
	Bare  float64 `json:"bare"`
	Valid float64 `json:"valid"`
	// Near: with a cue near it. NearValid: and the validator.
	Near      float64 `json:"near"`
	NearValid float64 `json:"near_valid"`
	// Cue: with a label, header or key of its own. CueValid: and the validator.
	Cue      float64 `json:"cue"`
	CueValid float64 `json:"cue_valid"`
}

// Params are the settings of a matcher; each matcher documents which it reads.
type Params struct {
	// Min and Max bound the number of characters or digits.
	Min int `json:"min"`
	Max int `json:"max"`
	// Lengths lists the numbers of digits that count.
	Lengths []int `json:"lengths"`
	// Prefixes of which the item must have one, when given.
	Prefixes []string `json:"prefixes"`
	// Suffixes of which the item must have one, when given.
	Suffixes []string `json:"suffixes"`
	// Words are the terms of a word list rule.
	Words []string `json:"words"`
	// Pattern is a bounded pattern, see CheckPattern.
	Pattern string `json:"pattern"`
	// Charset: digits, upper, alnum, hex, base64, base64url or graph.
	Charset string `json:"charset"`
	// Entropy is the least Shannon entropy in bits a character.
	Entropy float64 `json:"entropy"`
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
