package rule

import (
	"errors"
	"slices"
)

// Matcher names a hand-written recogniser of internal/detect.
type Matcher string

// The matchers.
const (
	// MatchNumber reads a row of Lengths digits, however separated, after Prefixes.
	MatchNumber Matcher = "number"
	// MatchCode reads letters and digits of Min to Max characters behind a cue.
	MatchCode Matcher = "code"
	// MatchIBAN to MatchMRZ read one fixed format each.
	MatchIBAN     Matcher = "iban"
	MatchCard     Matcher = "card"
	MatchVAT      Matcher = "vat"
	MatchEmail    Matcher = "email"
	MatchURL      Matcher = "url"
	MatchIP       Matcher = "ip"
	MatchPhone    Matcher = "phone"
	MatchAddress  Matcher = "address"
	MatchPostcode Matcher = "postcode"
	MatchCity     Matcher = "city"
	MatchPlate    Matcher = "plate"
	MatchPassport Matcher = "passport"
	MatchMRZ      Matcher = "mrz"
	MatchMAC      Matcher = "mac"
	MatchDate     Matcher = "date"
	MatchAge      Matcher = "age"
	// MatchBody reads names of organisations and hospitals.
	MatchBody Matcher = "body"
	// MatchNames is the name recogniser, MatchHealth the health terms.
	MatchNames  Matcher = "names"
	MatchHealth Matcher = "health"
	// MatchEnding reads words of at least Min letters that end in one of Suffixes;
	// MatchHealthCode reads ICD-10, ICPC, ATC and DSM codes; MatchLab results with
	// their value; MatchDose medicines by strength or schedule.
	MatchEnding     Matcher = "ending"
	MatchHealthCode Matcher = "health_code"
	MatchLab        Matcher = "lab"
	MatchDose       Matcher = "dose"
	// MatchSecret reads keys of known form, MatchPassword what stands behind a
	// cue, MatchPEM private key blocks.
	MatchSecret   Matcher = "secret"
	MatchPassword Matcher = "password"
	MatchPEM      Matcher = "pem"
	// MatchWords reads the terms of Words, MatchPattern the Pattern.
	MatchWords   Matcher = "words"
	MatchPattern Matcher = "pattern"
	// MatchFact reads facts of type other, such as religion, by Words.
	MatchFact Matcher = "fact"
)

var matchers = []Matcher{
	MatchNumber, MatchCode, MatchIBAN, MatchCard, MatchVAT, MatchEmail, MatchURL, MatchIP, MatchPhone, MatchAddress,
	MatchPostcode, MatchCity, MatchPlate, MatchPassport, MatchMRZ, MatchMAC, MatchDate, MatchAge, MatchBody, MatchNames, MatchHealth,
	MatchEnding, MatchHealthCode, MatchLab, MatchDose,
	MatchSecret, MatchPassword, MatchPEM, MatchWords, MatchPattern, MatchFact,
}

// UnmarshalText accepts the name of a matcher and nothing else.
func (m *Matcher) UnmarshalText(b []byte) error {
	if !Matcher(b).known() {
		return errors.New("unknown matcher")
	}
	*m = Matcher(b)
	return nil
}

func (m Matcher) known() bool { return slices.Contains(matchers, m) }
