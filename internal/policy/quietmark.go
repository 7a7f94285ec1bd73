package policy

// QuietMark is whether the extension marks, at the composer, what the device finds in a
// text that is still being written. It decides nothing: a message is judged alike.
type QuietMark uint8

// The answers.
const (
	MarkShow QuietMark = iota
	MarkHide
)

var quietMarkNames = []string{"show", "hide"}

// String is the canonical name, such as "hide".
func (m QuietMark) String() string { return quietMarkNames[m] }

// MarshalText writes the canonical name.
func (m QuietMark) MarshalText() ([]byte, error) { return []byte(quietMarkNames[m]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (m *QuietMark) UnmarshalText(b []byte) error { return parseName(m, quietMarkNames, b) }
