package policy

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
