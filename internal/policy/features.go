package policy

import (
	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
)

// Channel is how the text came to be sent.
type Channel uint8

// The channels.
const (
	Typed Channel = iota
	Paste
	Drop
	Voice
	Autosave
	File
)

// Language is the main language of the text.
type Language uint8

// The languages. LanguageUnknown is any other and any text too short to tell.
const (
	LanguageUnknown Language = iota
	Dutch
	English
)

// Size is the bucket of the text's length in UTF-16 units.
type Size uint8

// The buckets: below 200, 2,000, 20,000, 200,000 units, and above.
const (
	SizeXS Size = iota
	SizeS
	SizeM
	SizeL
	SizeXL
)

var (
	channelNames  = []string{"typed", "paste", "drop", "voice", "autosave", "file"}
	languageNames = []string{"unknown", "nl", "en"}
	sizeNames     = []string{"xs", "s", "m", "l", "xl"}
)

// String is the canonical name, such as "paste".
func (c Channel) String() string { return channelNames[c] }

// MarshalText writes the canonical name.
func (c Channel) MarshalText() ([]byte, error) { return []byte(channelNames[c]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (c *Channel) UnmarshalText(b []byte) error { return parseName(c, channelNames, b) }

// String is the canonical name, such as "nl".
func (l Language) String() string { return languageNames[l] }

// MarshalText writes the canonical name.
func (l Language) MarshalText() ([]byte, error) { return []byte(languageNames[l]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (l *Language) UnmarshalText(b []byte) error { return parseName(l, languageNames, b) }

// String is the canonical name, such as "m".
func (s Size) String() string { return sizeNames[s] }

// MarshalText writes the canonical name.
func (s Size) MarshalText() ([]byte, error) { return []byte(sizeNames[s]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (s *Size) UnmarshalText(b []byte) error { return parseName(s, sizeNames, b) }

// SizeOf is the bucket of a length in UTF-16 units.
func SizeOf(units int) Size {
	switch {
	case units < 200:
		return SizeXS
	case units < 2_000:
		return SizeS
	case units < 20_000:
		return SizeM
	case units < 200_000:
		return SizeL
	}
	return SizeXL
}

// Context is what is known about a message besides its findings.
type Context struct {
	Destination Destination
	Channel     Channel
	// Groups are the user's groups, of the identity provider or managed settings.
	Groups   []string
	Language Language
	// Units is the length of the text in UTF-16 units.
	Units int
	// Unread is why a part of a file could not be looked into.
	Unread Unread
}

// levels is the number of confidence levels that are counted: low, medium, high.
const levels = int(detect.High)

// Measure counts findings of one type or group. Index 0 counts those of at least
// low confidence, 1 of at least medium, 2 of high.
type Measure struct {
	Count    [levels]int
	Distinct [levels]int
}

// Confidence is the highest level that any of the counted findings has.
func (m Measure) Confidence() detect.Confidence {
	for level := levels; level > 0; level-- {
		if m.Count[level-1] > 0 {
			return detect.Confidence(level)
		}
	}
	return detect.ConfidenceNone
}

// add sums up.
func (m *Measure) add(other *Measure) {
	for level := range levels {
		m.Count[level] += other.Count[level]
		m.Distinct[level] += other.Distinct[level]
	}
}

// PersonFeatures describes persons of whom the text holds the same kinds of facts.
type PersonFeatures struct {
	Role    detect.Role
	Private bool
	// Narrowing counts distinct facts that single the person out without a name.
	Narrowing int
	// Held are the types known of the person, at least at low, medium and high
	// confidence.
	Held [levels]rule.TypeSet
	// Number of persons with this description, at least 1.
	Number int
}

// Features is the feature vector of one inspected message: all that a policy sees
// and all that is stored of it. It holds no text and no values.
type Features struct {
	Destination string
	Class       Class
	Channel     Channel
	Groups      []string
	Language    Language
	Size        Size
	Unread      Unread
	Types       [rule.TypeCount]Measure
	TypeGroups  [rule.GroupCount]Measure
	Persons     []PersonFeatures
	Subjects    detect.Range
}

// FeaturesOf aggregates the findings of one message. It keeps findings of low
// confidence, so that a policy that looks at them can be replayed later.
func FeaturesOf(result *detect.Result, ctx Context) Features {
	f := Features{
		Destination: ctx.Destination.ID,
		Class:       ctx.Destination.Class,
		Channel:     ctx.Channel,
		Groups:      ctx.Groups,
		Language:    ctx.Language,
		Size:        SizeOf(ctx.Units),
		Unread:      ctx.Unread,
		Subjects:    result.Subjects,
	}
	f.countFindings(result.Findings)
	f.describePersons(result)
	return f
}
