package auth

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dijkwacht/internal/fault"
)

// The length of passwords in code points. NIST SP 800-63B-4 asks for at least 8
// beside a second factor, and that 64 are accepted; it asks for no mix of kinds of
// characters and no change by date, so neither do we.
const (
	MinPassword = 12
	MaxPassword = 128
)

// CheckPassword reports whether the password may be chosen. About are words of the
// account and the organisation that it may not be made of. Returns
// fault.PasswordUnfit with the reason.
func CheckPassword(password string, about ...string) error {
	unfit := func(code string) error {
		return fault.E(fault.PasswordUnfit, fault.Field{Pointer: "/password", Code: code})
	}
	switch n := utf8.RuneCountInString(norm.NFKC.String(password)); {
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return unfit("format")
	case n < MinPassword:
		return unfit("too_short")
	case n > MaxPassword:
		return unfit("too_long")
	case common(password):
		return unfit("too_common")
	case madeOf(password, about):
		return unfit("too_similar")
	}
	return nil
}

// common reports whether the password is one that guessers try first: a common
// word with digits and signs around it, a piece repeated, or a run along the
// alphabet or the keyboard.
func common(password string) bool {
	plain := plain(password)
	return repeats(plain) || runs(plain) || digitsOnly(plain) || onlyWords(plain, commonWords)
}

// leet undoes the usual signs for letters, a byte for a byte.
var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

func plain(s string) string { return strings.ToLower(norm.NFKC.String(s)) }

// digitsOnly is true for dates, phone numbers and other numbers of up to 16 digits.
func digitsOnly(s string) bool {
	return len(s) <= 16 && strings.Trim(s, "0123456789-/. +") == ""
}

// repeats reports whether s is one piece of at most a third of it, over and over.
func repeats(s string) bool {
	runes := []rune(s)
	for size := 1; size <= len(runes)/3; size++ {
		same := true
		for i := size; i < len(runes) && same; i++ {
			same = runes[i] == runes[i-size]
		}
		if same {
			return true
		}
	}
	return false
}

// rows are what fingers and alphabets run along.
var rows = []string{"abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "azertyuiop", "qwertzuiop", "!@#$%^&*()_+", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/"}

// runs reports whether s is made of at most three pieces of rows, forwards or
// backwards, each of at least four characters.
func runs(s string) bool {
	pieces := 0
	for len(s) > 0 {
		longest := 0
		for _, row := range rows {
			longest = max(longest, along(s, row), along(s, backwards(row)))
		}
		if pieces++; longest < 4 || pieces > 3 {
			return false
		}
		s = s[longest:]
	}
	return true
}

// along is the length of the start of s that is in the row.
func along(s, row string) int {
	n := 0
	for n < len(s) && strings.Contains(row, s[:n+1]) {
		n++
	}
	return n
}

func backwards(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// onlyWords reports whether fewer than four letters are left of s when one or two
// of the words are gone, also where signs stand for their letters. A passphrase of
// three common words is rare enough.
func onlyWords(s string, words []string) bool {
	for _, form := range []string{s, leet.Replace(s)} {
		left := s
		for range 2 {
			at, size := longest(form, words)
			if size == 0 {
				break
			}
			form, left = form[:at]+" "+form[at+size:], left[:at]+" "+left[at+size:]
			if letters(left) < 4 {
				return true
			}
		}
	}
	return false
}

// longest finds the longest of the words in s.
func longest(s string, words []string) (at, size int) {
	for _, w := range words {
		if i := strings.Index(s, w); i >= 0 && len(w) > size {
			at, size = i, len(w)
		}
	}
	return at, size
}

func letters(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// madeOf reports whether the password is little more than words of the account.
func madeOf(password string, about []string) bool {
	var words []string
	for _, text := range about {
		for _, w := range strings.FieldsFunc(plain(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if utf8.RuneCountInString(w) >= 3 {
				words = append(words, w)
			}
		}
	}
	return onlyWords(plain(password), words)
}

// commonWords are those that lists of leaked Dutch and English passwords are made
// of, from four letters up.
var commonWords = strings.Fields(`
	password passw0rd passwort passe wachtwoord wachtwrd geheim geheimpje toegang inloggen welkom welcome welkom01 hallo hello letmein iloveyou
	ikhouvanjou admin administrator beheerder beheer root user gebruiker test tester demo login changeme changeit verander veranderen default secret
	master dragon monkey football voetbal baseball sunshine princess prinses shadow superman batman pokemon starwars qwerty qwertyuiop azerty
	qwertz asdf asdfgh asdfghjkl zxcvbn zxcvbnm abcd abcdef abc123 trustno1 whatever freedom computer internet server wifi google chatgpt
	microsoft windows office outlook teams ziekenhuis hospital zorg patient dokter doctor verpleegkundige nurse arts kliniek clinic huisarts
	apotheek medisch medical zorginstelling verpleeghuis dijkwacht dijk wacht privacy security beveiliging veilig
	amsterdam rotterdam utrecht eindhoven groningen denhaag haarlem tilburg breda nijmegen enschede arnhem maastricht nederland holland netherlands
	ajax feyenoord psveindhoven oranje koning koningin
	januari februari maart april juni juli augustus september oktober november december january february march june july august october
	maandag dinsdag woensdag donderdag vrijdag zaterdag zondag monday tuesday wednesday thursday friday saturday sunday
	lente zomer herfst winter spring summer autumn fall
	love liefde schat schatje lieverd mama papa mamma pappa kind kinderen baby angel engel vlinder butterfly bloem flower muziek music vakantie holiday
	michael jordan jennifer thomas daniel robert andrew charlie jessica ashley michelle peter johan sander jeroen martijn mark dennis marieke
	sanne lisa emma anna sophie julia hond poes tijger tiger panda vogel appel kaas fiets
`)
