package ident

import (
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The prefixes of ids of people and departments.
const (
	PrefixUser       = "usr_"
	PrefixBinding    = "rol_"
	PrefixDepartment = "dep_"
)

// Limits of texts that administrators type, in code points.
const (
	MaxName  = 120
	MaxEmail = 254 // RFC 5321 section 4.5.3.1.3, less the angle brackets
	MaxCode  = 40
)

// UserState is where an account is in its life.
type UserState string

// The states.
const (
	UserInvited  UserState = "invited" // has no password yet
	UserActive   UserState = "active"
	UserDisabled UserState = "disabled"
)

// User is a person who may sign in to the console. Users of the extension are not
// here: they are pseudonyms.
type User struct {
	OrgID, ID string
	// Email is the address to sign in with, in the form of FoldEmail; "" until the
	// owner of a first start has given it. No two users of the installation share
	// one.
	Email, Name string
	// Locale is the language of the person's screens: "nl" or "en".
	Locale       string
	State        UserState
	CreatedAt    time.Time
	LastSignInAt time.Time // zero: never
	// Federated says that the user is a person at the identity provider.
	Federated bool
	Rev       int64
}

// RoleBinding is a binding of one user.
type RoleBinding struct {
	OrgID, ID, UserID string
	Binding
	// Origin is where the role comes from: one of those below.
	Origin    string
	CreatedAt time.Time
	Rev       int64
}

// The origins of bindings.
const (
	OriginHand = ""    // an owner gave it
	OriginSSO  = "sso" // a group at the identity provider gives it, for as long as the person is in it
	// OriginDirectory is a group that the identity provider sends, for as long as the
	// person is in it.
	OriginDirectory = "directory"
)

// Department is a part of an organisation.
type Department struct {
	OrgID, ID string
	// ParentID is the department that this one is a part of, "" at the top.
	ParentID string
	// Code is the organisation's own short name, by which an import finds the
	// department; no two share one. It may be "".
	Code, Name string
	// ActivePeople is how many people work there, for the rule on small numbers;
	// those of departments below are not in it.
	ActivePeople int
	Rev          int64
}

// Languages are those of screens and reports.
var Languages = []string{"nl", "en"}

// FoldEmail is the form of an address that is stored and compared: NFKC, lower
// case, without white space around it. It returns "" for what is no address: the
// form is checked loosely, because only a mail that arrives proves an address.
func FoldEmail(s string) string {
	s = strings.ToLower(strings.TrimSpace(norm.NFKC.String(s)))
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || len(s) > MaxEmail || !strings.Contains(domain, ".") || strings.Contains(domain, "@") ||
		strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") {
		return ""
	}
	for _, r := range s {
		if r <= ' ' || r == 0x7f || strings.ContainsRune(`"(),:;<>[\]`, r) {
			return ""
		}
	}
	return s
}

// CleanName is a name that administrators typed, with single spaces and in NFC. It
// returns "" for an empty one, and for one that is too long or holds control
// characters.
func CleanName(s string, max int) string {
	s = norm.NFC.String(strings.Join(strings.Fields(s), " "))
	if utf8.RuneCountInString(s) > max {
		return ""
	}
	for _, r := range s {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff {
			return ""
		}
	}
	return s
}
