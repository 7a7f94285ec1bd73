package pass

import (
	"errors"
	"strings"
)

var (
	confidenceNames = [...]string{"none", "low", "medium", "high"}
	roleNames       = [...]string{"unknown", "patient", "relative", "colleague", "professional"}
)

// String is the canonical name, such as "medium".
func (c Confidence) String() string { return confidenceNames[c] }

// MarshalText writes the canonical name.
func (c Confidence) MarshalText() ([]byte, error) { return []byte(confidenceNames[c]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (c *Confidence) UnmarshalText(b []byte) error {
	for i, name := range confidenceNames {
		if name == string(b) {
			*c = Confidence(i)
			return nil
		}
	}
	return errors.New("want one of " + strings.Join(confidenceNames[:], ", "))
}

// String is the canonical name, such as "patient".
func (r Role) String() string { return roleNames[r] }

// MarshalText writes the canonical name.
func (r Role) MarshalText() ([]byte, error) { return []byte(roleNames[r]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (r *Role) UnmarshalText(b []byte) error {
	for i, name := range roleNames {
		if name == string(b) {
			*r = Role(i)
			return nil
		}
	}
	return errors.New("want one of " + strings.Join(roleNames[:], ", "))
}
