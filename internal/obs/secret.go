package obs

import (
	"fmt"

	"go.uber.org/zap/zapcore"
)

// Secret is text that must never be printed: keys, tokens, prompts. However it is
// formatted, encoded or logged, only its length appears.
type Secret string

func (s Secret) mask() string { return fmt.Sprintf("[redacted %d B]", len(s)) }

// String is the mask.
func (s Secret) String() string { return s.mask() }

// GoString is the mask.
func (s Secret) GoString() string { return s.mask() }

// Format writes the mask for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.mask())) }

// MarshalJSON writes the mask.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + s.mask() + `"`), nil }

// MarshalText writes the mask.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.mask()), nil }

// MarshalLogObject writes the length alone.
func (s Secret) MarshalLogObject(e zapcore.ObjectEncoder) error {
	e.AddInt("bytes", len(s))
	return nil
}

// Reveal is the text itself, for the one place that needs it.
func (s Secret) Reveal() string { return string(s) }
