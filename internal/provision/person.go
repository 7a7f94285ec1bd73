package provision

import (
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// MaxText is the length of an attribute in bytes.
const MaxText = 256

// Person is a user as the identity provider knows them. Attributes are kept as they
// were sent.
type Person struct {
	OrgID, ID string
	// UserName is unique in the organisation, whatever the case of its letters.
	UserName string
	// ExternalID is the provider's own id.
	ExternalID                        string
	Display, Formatted, Given, Family string
	// Mail is the address at work, "" where UserName is it.
	Mail string
	// Locale is the language of screens, "" for that of the organisation.
	Locale               string
	Active               bool
	CreatedAt, ChangedAt time.Time
}

// Address is the mail address of the account, "" when there is none.
func (p Person) Address() string {
	if p.Mail != "" {
		return ident.FoldEmail(p.Mail)
	}
	return ident.FoldEmail(p.UserName)
}

// Name is that of the account: the first that is there of the names that were sent.
func (p Person) Name() string {
	for _, name := range []string{p.Display, p.Formatted, p.Given + " " + p.Family, p.UserName} {
		if clean := ident.CleanName(short(name), ident.MaxName); clean != "" {
			return clean
		}
	}
	return ""
}

// short cuts a name to what an account can hold.
func short(name string) string {
	runes := []rune(norm.NFC.String(name))
	return string(runes[:min(len(runes), ident.MaxName)])
}

// Fold is the form in which names of users and groups are compared.
func Fold(name string) string { return strings.ToLower(strings.TrimSpace(norm.NFKC.String(name))) }

// check reports what is wrong, by the name of the attribute.
func (p Person) check() error {
	var fields []fault.Field
	if Fold(p.UserName) == "" {
		fields = append(fields, fault.Field{Pointer: "/userName", Code: "required"})
	}
	if p.Address() == "" {
		fields = append(fields, fault.Field{Pointer: "/emails", Code: "format"})
	}
	for name, value := range map[string]string{
		"/userName": p.UserName, "/externalId": p.ExternalID, "/displayName": p.Display, "/emails": p.Mail,
		"/name/formatted": p.Formatted, "/name/givenName": p.Given, "/name/familyName": p.Family,
	} {
		if code := unfit(value); code != "" {
			fields = append(fields, fault.Field{Pointer: name, Code: code})
		}
	}
	if len(fields) > 0 {
		return fault.E(fault.RequestInvalid, fields...)
	}
	return nil
}

// unfit is what is wrong with a text, "" for nothing.
func unfit(value string) string {
	switch {
	case len(value) > MaxText:
		return "too_long"
	case strings.TrimSpace(value) != "" && ident.CleanName(value, MaxText) == "":
		return "format"
	}
	return ""
}

// Group is a group of the identity provider.
type Group struct {
	OrgID, ID string
	// Name is unique in the organisation, whatever the case of its letters.
	Name       string
	ExternalID string
	// Members are ids of users, in order.
	Members              []string
	CreatedAt, ChangedAt time.Time
}

func (g Group) check() error {
	var fields []fault.Field
	if Fold(g.Name) == "" {
		fields = append(fields, fault.Field{Pointer: "/displayName", Code: "required"})
	}
	for name, value := range map[string]string{"/displayName": g.Name, "/externalId": g.ExternalID} {
		if code := unfit(value); code != "" {
			fields = append(fields, fault.Field{Pointer: name, Code: code})
		}
	}
	if len(fields) > 0 {
		return fault.E(fault.RequestInvalid, fields...)
	}
	return nil
}

// names are those by which a mapping may know the group.
func (g Group) names() []string {
	if g.ExternalID == "" {
		return []string{g.Name}
	}
	return []string{g.Name, g.ExternalID}
}
