package scim

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/provision"
)

// Of the attributes of RFC 7643 section 4.1, those in keepUser are kept. The others
// are accepted, because providers send them unasked, and forgotten: an account needs no
// telephone number.
var forgotten = []string{
	"nickname", "profileurl", "title", "usertype", "timezone", "phonenumbers", "ims", "photos", "addresses", "entitlements", "roles", "x509certificates",
}

// serverOwn are attributes that the service sets itself.
var serverOwn = []string{"id", "meta", "groups", "schemas"}

// keepUser puts the value of an attribute into the person. Nil is none.
func keepUser(p *provision.Person, at path, v verb, value any) error {
	if foreign, err := at.foreign(userSchema); err != nil || foreign {
		return err
	}
	if v == remove {
		value = nil
	}
	switch at.attr {
	case "username":
		return required(&p.UserName, value, at)
	case "active":
		return keepActive(p, v, value)
	case "externalid":
		return keepText(&p.ExternalID, value, at)
	case "displayname":
		return keepText(&p.Display, value, at)
	case "preferredlanguage", "locale":
		return keepLanguage(p, value)
	case "name":
		return keepName(p, at, v, value)
	case "emails":
		return keepMail(p, at, v, value)
	case "password":
		return problem{http.StatusNotImplemented, "", "Passwords are not taken: people sign in at the identity provider. Switch the synchronisation of passwords off."}
	}
	switch {
	case slices.Contains(forgotten, at.attr):
		return nil
	case slices.Contains(serverOwn, at.attr):
		return immutable("id, meta, groups and schemas are set by the service.")
	}
	return badPath("Users have no such attribute.")
}

func required(into *string, value any, at path) error {
	text, err := asText(value, at.attr)
	if err == nil && text == "" {
		err = immutable("userName and displayName of groups are required.")
	}
	if err == nil {
		*into = text
	}
	return err
}

func keepText(into *string, value any, at path) error {
	text, err := asText(value, at.attr)
	if err == nil {
		*into = text
	}
	return err
}

func keepActive(p *provision.Person, v verb, value any) (err error) {
	if v == remove {
		return immutable("active is true or false. Replace it.")
	}
	active, err := asBool(value, "active")
	if err == nil {
		p.Active = active
	}
	return err
}

// keepLanguage takes Dutch or English from a language tag, and leaves the rest.
func keepLanguage(p *provision.Person, value any) error {
	text, err := asText(value, "A language")
	switch tag := strings.ToLower(text); {
	case strings.HasPrefix(tag, "nl"):
		p.Locale = "nl"
	case strings.HasPrefix(tag, "en"):
		p.Locale = "en"
	}
	return err
}

func keepName(p *provision.Person, at path, v verb, value any) error {
	parts := map[string]*string{"formatted": &p.Formatted, "givenname": &p.Given, "familyname": &p.Family}
	if at.sub != "" {
		into := parts[at.sub]
		if into == nil {
			return notKept(at.sub, "middlename", "honorificprefix", "honorificsuffix")
		}
		return keepText(into, value, path{attr: at.sub})
	}
	if value == nil {
		p.Formatted, p.Given, p.Family = "", "", ""
		return nil
	}
	o, err := asObject(value, "name")
	if err != nil {
		return err
	}
	if v == replace {
		p.Formatted, p.Given, p.Family = "", "", ""
	}
	for name, value := range o {
		if err := keepName(p, path{attr: "name", sub: name}, v, value); err != nil {
			return err
		}
	}
	return nil
}

// notKept accepts a part of an attribute that is known and not kept.
func notKept(sub string, known ...string) error {
	if slices.Contains(known, sub) {
		return nil
	}
	return badPath("The attribute has no such part.")
}

// keepMail keeps one address: that at work, else the primary one.
func keepMail(p *provision.Person, at path, v verb, value any) error {
	switch {
	case len(at.filter) > 0:
		work, err := atWork(at.filter)
		if err != nil || !work {
			return err
		}
		if o, ok := value.(map[string]any); ok && at.sub == "" {
			value = o["value"]
		}
		if at.sub != "" && at.sub != "value" {
			return notKept(at.sub, "type", "primary", "display")
		}
		return keepText(&p.Mail, value, at)
	case at.sub == "value":
		return keepText(&p.Mail, value, at)
	case at.sub != "":
		return notKept(at.sub, "type", "primary", "display")
	}
	mail, found, err := chosen(asList(value))
	if err == nil && (found || v != add) {
		p.Mail = mail
	}
	return err
}

// atWork reports whether a filter on addresses selects the one that is kept.
func atWork(filter []comparison) (bool, error) {
	for _, c := range filter {
		switch value, _ := c.value.(string); {
		case c.path.attr == "type" && !strings.EqualFold(value, "work"), c.path.attr == "primary" && c.value != true:
			return false, nil
		case c.path.attr != "type" && c.path.attr != "primary":
			return false, badPath("Addresses are selected by type or primary.")
		}
	}
	return true, nil
}

// chosen is the address of a list: that at work, else the primary one, else the first.
func chosen(list []any) (mail string, found bool, err error) {
	best := 0
	for _, v := range list {
		o, err := asObject(v, "An address")
		if err != nil {
			return "", false, err
		}
		value, err := asText(o["value"], "The value of an address")
		if err != nil {
			return "", false, err
		}
		kind, _ := o["type"].(string)
		rank := 1
		switch {
		case strings.EqualFold(kind, "work"):
			rank = 3
		case o["primary"] == true:
			rank = 2
		}
		if rank > best && value != "" {
			best, mail = rank, value
		}
	}
	return mail, best > 0, nil
}

// readUser reads a whole user, as POST and PUT bring one.
func readUser(body object, p provision.Person) (provision.Person, error) {
	if !body.hasSchema(userSchema) {
		return p, badSyntax("The schemas of the body do not name User.")
	}
	p.UserName, p.ExternalID, p.Display, p.Formatted, p.Given, p.Family, p.Mail, p.Active = "", "", "", "", "", "", "", true
	for name, value := range body {
		if slices.Contains(serverOwn, name) || strings.HasPrefix(name, "urn:") || value == nil {
			continue
		}
		if err := keepUser(&p, path{attr: name}, replace, value); err != nil {
			return p, err
		}
	}
	return p, nil
}

// viewUser is a user as the provider sees it: what it sent.
func (a *API) viewUser(p provision.Person) object {
	v := object{
		"schemas": []string{userSchema}, "id": p.ID, "userName": p.UserName, "active": p.Active, "preferredLanguage": p.Locale,
		"meta": a.meta("User", "Users", p.ID, p.CreatedAt, p.ChangedAt),
	}
	name := object{}
	for key, value := range map[string]string{"formatted": p.Formatted, "givenName": p.Given, "familyName": p.Family} {
		if value != "" {
			name[key] = value
		}
	}
	if len(name) > 0 {
		v["name"] = name
	}
	if p.ExternalID != "" {
		v["externalId"] = p.ExternalID
	}
	if p.Display != "" {
		v["displayName"] = p.Display
	}
	if p.Mail != "" {
		v["emails"] = []object{{"value": p.Mail, "type": "work", "primary": true}}
	}
	return v
}

func (a *API) meta(kind, plural, id string, created, changed time.Time) object {
	stamp := func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
	return object{"resourceType": kind, "created": stamp(created), "lastModified": stamp(changed), "location": a.locate(plural, id)}
}
