package pass

import (
	"math"
	"math/bits"

	"dijkwacht/internal/text"
)

// log2Table holds c*log2(c) for counts of up to 255, in 1/1024.
var log2Table = func() (t [256]uint32) {
	for c := 2; c < len(t); c++ {
		t[c] = uint32(1024 * float64(c) * math.Log2(float64(c)))
	}
	return t
}()

// Entropy is Shannon's, in bits a character, of the first 255 bytes of v.
func Entropy(v []byte) float64 {
	v = v[:min(len(v), 255)]
	if len(v) == 0 {
		return 0
	}
	var counts [256]uint8
	for _, c := range v {
		counts[c]++
	}
	sum := uint32(0)
	for _, c := range v {
		if n := counts[c]; n > 0 {
			sum += log2Table[n]
			counts[c] = 0
		}
	}
	n := float64(len(v))
	return math.Log2(n) - float64(sum)/1024/n
}

// The words that make a value a placeholder wherever they stand in it.
var placeholderParts = [...]string{
	"example", "voorbeeld", "changeme", "change_me", "change-me", "placeholder", "xxxx", "your_", "your-", "yourpass", "jouw", "insert", "redacted", "dummy",
	"<", "{{", "${", "...", "****", "__", "%(", "todo", "replace", "invullen", "john doe", "oiixmjm0nty3odkwiiwibmftzsi6ikpvag4grg9l", "aaaaaaaa", "00000000", "12345678901234", "fixme", "my-secret", "mysecret", "my_secret",
}

// The values that are placeholders as a whole.
var placeholderWords = [...]string{
	"password", "passwd", "wachtwoord", "secret", "geheim", "token", "key", "string", "str", "text", "null", "none", "nil", "true", "false", "undefined", "required",
	"optional", "value", "xxx", "test", "pass", "pwd", "abc", "123", "1234567890", "empty", "leeg", "onbekend", "unknown", "vergeten", "verlopen", "hidden", "verborgen", "masked", "sterretjes",
	"user", "username", "login", "gebruikersnaam", "admin_password", "db_password", "process", "env", "config", "n/a", "n.v.t", "n.v.t.", "nvt", "ja", "nee", "yes", "no", "number", "int", "varchar", "bool", "boolean", "self", "this", "input", "type", "name",
	"asplaintext", "force", "convertto-securestring", "securestring",
}

// Placeholder tells whether a value stands for a secret without being one.
func Placeholder(v []byte) bool {
	var buf [96]byte
	low := buf[:0]
	for _, c := range v[:min(len(v), len(buf))] {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		low = append(low, c)
	}
	for _, p := range placeholderParts {
		if contained(low, p) {
			return true
		}
	}
	for _, w := range placeholderWords {
		if string(low) == w {
			return true
		}
	}
	if len(low) > 0 && (low[0] == '$' && len(low) > 1 && Letter(low[1]) || low[0] == '%' && low[len(low)-1] == '%') {
		return true
	}
	return Variety(low) <= 2 && len(low) > 3
}

// contained tells whether s stands in v.
func contained(v []byte, s string) bool {
	for i := 0; i+len(s) <= len(v); i++ {
		if v[i] == s[0] && string(v[i:i+len(s)]) == s {
			return true
		}
	}
	return false
}

// Variety counts the different characters of v, roughly: by 64 kinds.
func Variety(v []byte) int {
	seen := uint64(0)
	for _, c := range v {
		seen |= 1 << (c & 63)
	}
	return bits.OnesCount64(seen)
}

// Kinds counts what a value is made of.
type Kinds struct {
	Letters, Capitals, Digits, Symbols int
}

// KindsOf counts the kinds of characters in v.
func KindsOf(v []byte) (k Kinds) {
	for _, c := range v {
		switch {
		case Digit(c):
			k.Digits++
		case c >= 'A' && c <= 'Z':
			k.Capitals++
			k.Letters++
		case Letter(c), c >= 0x80:
			k.Letters++
		default:
			k.Symbols++
		}
	}
	return k
}

// PasswordLike tells whether v looks like a password by itself: letters with
// digits, with a sign inside, or with capitals inside.
func PasswordLike(v []byte) bool {
	k := KindsOf(v)
	if len(v) < 5 || len(v) > 128 || k.Letters < 2 {
		return false
	}
	inner := v[1 : len(v)-1]
	in := KindsOf(inner)
	switch {
	case k.Digits > 0 && k.Letters+k.Symbols > 0:
		return !dateLike(v) && !measure(v)
	case in.Symbols > 0 && !wordy(inner):
		return true
	case k.Letters == len(v) && in.Capitals > 0 && k.Capitals < k.Letters:
		return true
	}
	last := v[len(v)-1]
	return last == '!' && k.Capitals > 0 || last == '#' || last == '$' || last == '*'
}

// wordy tells whether the only signs of v are those that join words.
func wordy(v []byte) bool {
	for _, c := range v {
		if !Letter(c) && c < 0x80 && c != '-' && c != '\'' && c != '/' && c != '.' && c != ':' && c != '(' && c != ')' && c != ',' {
			return false
		}
	}
	return true
}

// dateLike tells whether v is digits with at most two letters, such as 3e, 12:30u
// or 24/7.
func dateLike(v []byte) bool {
	k := KindsOf(v)
	return k.Letters <= 2 && k.Digits+k.Symbols <= 8 && k.Capitals == 0
}

// measure tells whether v is a number with its unit, such as 2.4GHz.
func measure(v []byte) bool {
	n := 0
	for n < len(v) && (Digit(v[n]) || v[n] == '.' || v[n] == ',') {
		n++
	}
	return n > 0 && n < len(v) && Measures.Lookup(text.HashBytes(v[n:])) != 0
}

// Measures: a number before them counts something.
var Measures = WordTable("tekens", "cijfers", "karakters", "letters", "characters", "digits", "chars", "dagen", "weken", "maanden", "jaar", "days", "minuten", "uur", "minutes", "hours", "keer", "x", "pogingen", "attempts", "times", "mg", "ml", "euro", "procent", "graden", "ghz", "mhz", "mbps", "gb", "mb", "kb", "tb", "kg", "gram", "cm", "mm", "microgram", "volt", "watt", "kcal", "mcg", "kwh", "ppm", "mmol", "patiënten", "patients", "bedden", "stuks", "personen", "fte", "punten")
