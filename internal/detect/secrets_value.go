package detect

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

// entropy is Shannon's, in bits a character, of the first 255 bytes of v.
func entropy(v []byte) float64 {
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

// placeholder tells whether a value stands for a secret without being one.
func placeholder(v []byte) bool {
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
	if len(low) > 0 && (low[0] == '$' && len(low) > 1 && letter(low[1]) || low[0] == '%' && low[len(low)-1] == '%') {
		return true
	}
	return variety(low) <= 2 && len(low) > 3
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

// variety counts the different characters of v, roughly: by 64 kinds.
func variety(v []byte) int {
	seen := uint64(0)
	for _, c := range v {
		seen |= 1 << (c & 63)
	}
	return bits.OnesCount64(seen)
}

// kinds counts what a value is made of.
type kinds struct {
	letters, capitals, digits, symbols int
}

// kindsOf counts the kinds of characters in v.
func kindsOf(v []byte) (k kinds) {
	for _, c := range v {
		switch {
		case digit(c):
			k.digits++
		case c >= 'A' && c <= 'Z':
			k.capitals++
			k.letters++
		case letter(c), c >= 0x80:
			k.letters++
		default:
			k.symbols++
		}
	}
	return k
}

// passwordLike tells whether v looks like a password by itself: letters with
// digits, with a sign inside, or with capitals inside.
func passwordLike(v []byte) bool {
	k := kindsOf(v)
	if len(v) < 5 || len(v) > 128 || k.letters < 2 {
		return false
	}
	inner := v[1 : len(v)-1]
	in := kindsOf(inner)
	switch {
	case k.digits > 0 && k.letters+k.symbols > 0:
		return !dateLike(v) && !measure(v)
	case in.symbols > 0 && !wordy(inner):
		return true
	case k.letters == len(v) && in.capitals > 0 && k.capitals < k.letters:
		return true
	}
	last := v[len(v)-1]
	return last == '!' && k.capitals > 0 || last == '#' || last == '$' || last == '*'
}

// wordy tells whether the only signs of v are those that join words.
func wordy(v []byte) bool {
	for _, c := range v {
		if !letter(c) && c < 0x80 && c != '-' && c != '\'' && c != '/' && c != '.' && c != ':' && c != '(' && c != ')' && c != ',' {
			return false
		}
	}
	return true
}

// dateLike tells whether v is digits with at most two letters, such as 3e, 12:30u
// or 24/7.
func dateLike(v []byte) bool {
	k := kindsOf(v)
	return k.letters <= 2 && k.digits+k.symbols <= 8 && k.capitals == 0
}

// measure tells whether v is a number with its unit, such as 2.4GHz.
func measure(v []byte) bool {
	n := 0
	for n < len(v) && (digit(v[n]) || v[n] == '.' || v[n] == ',') {
		n++
	}
	return n > 0 && n < len(v) && secretMeasures.Lookup(text.HashBytes(v[n:])) != 0
}

// secretMeasures: a number before them counts something.
var secretMeasures = wordTable("tekens", "cijfers", "karakters", "letters", "characters", "digits", "chars", "dagen", "weken", "maanden", "jaar", "days", "minuten", "uur", "minutes", "hours", "keer", "x", "pogingen", "attempts", "times", "mg", "ml", "euro", "procent", "graden", "ghz", "mhz", "mbps", "gb", "mb", "kb", "tb", "kg", "gram", "cm", "mm", "microgram", "volt", "watt", "kcal", "mcg", "kwh", "ppm", "mmol", "patiënten", "patients", "bedden", "stuks", "personen", "fte", "punten")
