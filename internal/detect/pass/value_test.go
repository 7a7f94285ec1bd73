package pass_test

import (
	"testing"

	"dijkwacht/internal/detect/pass"
)

func TestPasswordsLookOtherThanWordsDatesAndMeasures(t *testing.T) {
	for _, v := range []string{"Welkom2024!", "tulp#roos", "sn3eeuw", "kLaproosVeld", "Zomer!"} {
		if !pass.PasswordLike([]byte(v)) {
			t.Errorf("%q does not look like a password", v)
		}
	}
	for _, v := range []string{"wachtwoord", "Jansen", "12-3-2024", "2.4GHz", "24/7", "huisarts/patiënt", "abc", "12345678"} {
		if pass.PasswordLike([]byte(v)) {
			t.Errorf("%q looks like a password", v)
		}
	}
}

func TestPlaceholdersStandForSecretsWithoutBeingOne(t *testing.T) {
	for _, v := range []string{"<password>", "changeme", "CHANGEME", "${DB_PASSWORD}", "xxxxxxxx", "geheim", "your_api_key", "****"} {
		if !pass.Placeholder([]byte(v)) {
			t.Errorf("%q is no placeholder", v)
		}
	}
	for _, v := range []string{"Tulp2025!", "q7Rt2LmX9zKc4VbN8wPy"} {
		if pass.Placeholder([]byte(v)) {
			t.Errorf("%q is a placeholder", v)
		}
	}
}

func TestEntropyGrowsWithTheVarietyOfCharacters(t *testing.T) {
	for _, c := range []struct {
		v    string
		want float64
	}{{"", 0}, {"aaaaaaaa", 0}, {"abababab", 1}, {"abcdabcd", 2}, {"abcdefgh", 3}} {
		if got := pass.Entropy([]byte(c.v)); got < c.want-0.01 || got > c.want+0.01 {
			t.Errorf("%q: got %.3f, want %.3f", c.v, got, c.want)
		}
	}
}

func TestNumbersAndWordsAreReadAsTheyStand(t *testing.T) {
	if got := pass.Value([]byte("0612")); got != 612 {
		t.Errorf("got %d", got)
	}
	if got := pass.Value([]byte("12345678901")); got != 123456789 {
		t.Errorf("more than nine digits: got %d", got)
	}
	if !pass.EqualFold([]byte("StRaat"), "straat") || pass.EqualFold([]byte("straat"), "straten") || !pass.EndsFold([]byte("KerkSTRAAT"), "straat") {
		t.Error("words are not compared in any case")
	}
}
