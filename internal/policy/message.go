package policy

import (
	"slices"
	"strings"
)

// Messages are the texts that users see, by language and message id. A text may
// hold the placeholder {chatbot}, the name of the organisation's own service.
type Messages map[Language]map[string]string

// Text is the message in the language, in Dutch if the language has none, or "".
func (m Messages) Text(language Language, id string) string {
	if text, ok := m[language][id]; ok {
		return text
	}
	return m[Dutch][id]
}

// Placeholders are what a text may hold, each in braces. The set is closed: one that
// nothing fills in would be shown as it is.
var Placeholders = []string{"chatbot"}

// PlaceholdersOf lists the names in braces in a text, each once and sorted, and
// reports whether all braces pair and all names are known.
func PlaceholdersOf(text string) (names []string, known bool) {
	for text != "" {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			break
		}
		name, rest, closed := strings.Cut(text[i+1:], "}")
		if text[i] == '}' || !closed || !slices.Contains(Placeholders, name) {
			return names, false
		}
		names, text = append(names, name), rest
	}
	slices.Sort(names)
	return slices.Compact(names), true
}
