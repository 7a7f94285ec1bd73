package secret

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/text"
)

// errorWords stand before the codes of errors, versions and levels.
var errorWords = pass.WordTable("fout", "foutcode", "foutmelding", "error", "melding", "versie", "version", "niveau", "level", "event", "status", "app", "poort", "port", "windows", "outlook", "of", "or")

// productStems are the letters with which the names of products, standards and methods start
// that end in a number; productNames are whole ones.
var (
	productStems = pass.WordTable("windows", "win", "office", "exchange", "server", "ios", "ipados", "macos", "android", "sha", "md", "aes", "rsa", "tls", "ssl", "oauth", "sql", "sharepoint", "outlook", "iphone", "ipad", "galaxy", "ubuntu", "debian", "hix",
		"java", "python", "php", "http", "utf", "ipv", "base", "wpa", "pbkdf", "argon", "nist", "sp", "iso", "nen", "kb", "microsoft", "m", "o", "edge", "chrome", "firefox", "word", "excel", "teams", "sap", "s", "cve", "rfc", "x", "fido", "webauthn", "ps", "hotp", "totp")
	productNames = pass.WordTable("keepass", "keepassxc", "bitwarden", "lastpass", "dashlane", "nordpass", "enpass", "roboform", "1password", "powershell", "bcrypt", "scrypt", "argon2id", "argon2i", "onenote", "sharepoint", "autofill", "keychain", "openid", "webauthn", "passkeys", "cyberark")
	// productLeads stand before where a password is set, kept or typed rather than before one.
	productLeads = pass.WordTable("in", "via", "through", "on", "op", "using", "vanuit", "from", "into", "within", "binnen", "voor", "for", "onder", "under")
)

// productWord tells whether a value at some distance from its label is the name of a
// product, "PowerShell", of a method, "private_key_jwt", or the code of an error, "DA500",
// rather than a password.
func (s *Finder) productWord(v []byte, k int) bool {
	kd := pass.KindsOf(v)
	led := k > 0 && secretLeads.Lookup(s.Doc.Tokens[k-1].Hash) != 0
	switch {
	case k > 0 && errorWords.Lookup(s.Doc.Tokens[k-1].Hash) != 0 && kd.Symbols == 0:
		return true
	case kd.Letters == len(v):
		return !s.saysValue(k)
	case productName(v), kd.Digits == 0 && kd.Capitals == 0 && snake(v):
		return true
	case k > 0 && productLeads.Lookup(s.Doc.Tokens[k-1].Hash) != 0 && kd.Symbols == 0:
		return true
	}
	return !led && kd.Letters == kd.Capitals && kd.Symbols == 0 && len(v) <= 6
}

// productName tells whether the value is a product, or the letters of one with its number:
// "Windows11", "SHA-256".
func productName(v []byte) bool {
	if productNames.Lookup(text.HashBytes(v)) != 0 {
		return true
	}
	n := 0
	for n < len(v) && pass.Letter(v[n]) {
		n++
	}
	if n == 0 || n == len(v) || productStems.Lookup(text.HashBytes(v[:n])) == 0 {
		return false
	}
	for _, c := range v[n:] {
		if !pass.Digit(c) && c != '-' && c != '.' {
			return false
		}
	}
	return true
}

// snake tells whether the value is words joined by underscores, as names in programs are.
func snake(v []byte) bool {
	for _, c := range v {
		if c != '_' && !pass.Letter(c) {
			return false
		}
	}
	return true
}

// chapterCode tells whether the value is a code of a classification: "F32.1", "E11.9".
func chapterCode(v []byte) bool {
	return len(v) >= 4 && len(v) <= 6 && v[0] >= 'A' && v[0] <= 'Z' && pass.Digit(v[1]) && pass.Digit(v[2]) && v[3] == '.'
}
