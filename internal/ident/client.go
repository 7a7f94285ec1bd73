package ident

import (
	"slices"
	"strings"
)

// NormaliseClient keeps what is in the closed lists and what is a version number,
// so that no free text of a client is ever stored.
func NormaliseClient(c Client) Client {
	return Client{
		Browser:          oneOf(c.Browser, browsers),
		BrowserVersion:   versionOnly(c.BrowserVersion),
		OS:               oneOf(c.OS, systems),
		ExtensionVersion: versionOnly(c.ExtensionVersion),
	}
}

func oneOf(word string, list []string) string {
	word = strings.ToLower(word)
	if word == "" || slices.Contains(list, word) {
		return word
	}
	return other
}

// versionOnly keeps up to four numbers of at most five digits. Longer ones could
// be a number of a person.
func versionOnly(s string) string {
	parts := strings.Split(s, ".")
	if len(parts) > 4 {
		return ""
	}
	for _, p := range parts {
		if p == "" || len(p) > 5 || strings.Trim(p, "0123456789") != "" {
			return ""
		}
	}
	return s
}
