package scim

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/provision"
)

var anna = provision.Person{
	ID: "usr_1", UserName: "anna@example.nl", ExternalID: "x1", Display: "Anna", Formatted: "Anna de Vries", Given: "Anna", Family: "de Vries", Mail: "anna@mail.nl", Locale: "nl", Active: true,
}

// patched applies operations, as they stand in the body of a PATCH, to Anna.
func patched(t *testing.T, list string) (provision.Person, error) {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal([]byte(`{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":`+list+`}`), &body); err != nil {
		t.Fatal(err)
	}
	o, err := lower(body)
	if err != nil {
		return anna, err
	}
	ops, err := operations(o)
	p := anna
	for _, op := range ops {
		if err == nil {
			err = keepUser(&p, op.path, op.verb, op.value)
		}
	}
	return p, err
}

func TestPatchesOfUsersComeInTheFormsThatProvidersSend(t *testing.T) {
	for name, tt := range map[string]struct {
		list   string
		change func(*provision.Person)
	}{
		"Entra ID ends access with a string":    {`[{"op":"Replace","path":"active","value":"False"}]`, func(p *provision.Person) { p.Active = false }},
		"Entra ID ends access with a boolean":   {`[{"op":"replace","path":"active","value":false}]`, func(p *provision.Person) { p.Active = false }},
		"Okta ends access without a path":       {`[{"op":"replace","value":{"active":false}}]`, func(p *provision.Person) { p.Active = false }},
		"access comes back":                     {`[{"op":"Add","path":"active","value":"True"}]`, func(*provision.Person) {}},
		"Entra ID changes the address and name": {`[{"op":"Replace","path":"emails[type eq \"work\"].value","value":"new@mail.nl"},{"op":"Replace","path":"name.familyName","value":"Jansen"}]`, func(p *provision.Person) { p.Mail, p.Family = "new@mail.nl", "Jansen" }},
		"Entra ID changes the user name":        {`[{"op":"Replace","path":"userName","value":"ANNA2@example.nl"}]`, func(p *provision.Person) { p.UserName = "ANNA2@example.nl" }},
		"names with dots without a path": {`[{"op":"replace","value":{"displayName":"A","name.givenName":"B","name.familyName":"C","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"7"}}]`,
			func(p *provision.Person) { p.Display, p.Given, p.Family = "A", "B", "C" }},
		"a name as a whole replaces its parts":   {`[{"op":"replace","path":"name","value":{"givenName":"B"}}]`, func(p *provision.Person) { p.Given, p.Family, p.Formatted = "B", "", "" }},
		"a name that is added keeps its parts":   {`[{"op":"add","path":"name","value":{"givenName":"B"}}]`, func(p *provision.Person) { p.Given = "B" }},
		"addresses as a list":                    {`[{"op":"replace","path":"emails","value":[{"type":"home","value":"h@x.nl","primary":true},{"type":"Work","value":"w@x.nl"}]}]`, func(p *provision.Person) { p.Mail = "w@x.nl" }},
		"the primary address where none is work": {`[{"op":"replace","value":{"emails":[{"value":"o@x.nl"},{"value":"p@x.nl","primary":true}]}}]`, func(p *provision.Person) { p.Mail = "p@x.nl" }},
		"an address at home is not kept":         {`[{"op":"add","path":"emails[type eq \"home\"].value","value":"h@x.nl"}]`, func(*provision.Person) {}},
		"addresses that go":                      {`[{"op":"remove","path":"emails[type eq \"work\"]"}]`, func(p *provision.Person) { p.Mail = "" }},
		"attributes that go":                     {`[{"op":"Remove","path":"displayName"},{"op":"remove","path":"externalId"},{"op":"replace","path":"name.formatted","value":null}]`, func(p *provision.Person) { p.Display, p.ExternalID, p.Formatted = "", "", "" }},
		"what is not kept is passed over": {`[{"op":"Add","path":"title","value":"Arts"},{"op":"Add","path":"phoneNumbers[type eq \"work\"].value","value":"1"},{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"SEH"},{"op":"replace","path":"addresses","value":[{}]},{"op":"add","path":"name.middleName","value":"x"},{"op":"replace","path":"emails[type eq \"work\"].primary","value":true}]`,
			func(*provision.Person) {}},
		"a language tag":                      {`[{"op":"replace","path":"preferredLanguage","value":"en-GB"}]`, func(p *provision.Person) { p.Locale = "en" }},
		"a language that screens do not have": {`[{"op":"replace","path":"preferredLanguage","value":"fy-NL"}]`, func(*provision.Person) {}},
		"attributes with their schema":        {`[{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:displayName","value":"B"}]`, func(p *provision.Person) { p.Display = "B" }},
	} {
		want := anna
		tt.change(&want)
		got, err := patched(t, tt.list)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

func TestPatchesThatCannotBeCarriedOutSayWhy(t *testing.T) {
	for name, tt := range map[string]struct{ list, want string }{
		"no operation":                     {`[]`, "invalidSyntax"},
		"an operation of another standard": {`[{"op":"move","path":"active","value":true}]`, "invalidSyntax"},
		"no value":                         {`[{"op":"replace","path":"active"}]`, "invalidValue"},
		"a removal of nothing":             {`[{"op":"remove"}]`, "noTarget"},
		"a value that is no object":        {`[{"op":"replace","value":"x"}]`, "invalidValue"},
		"a boolean that is none":           {`[{"op":"replace","path":"active","value":"maybe"}]`, "invalidValue"},
		"a name that is a number":          {`[{"op":"replace","path":"userName","value":7}]`, "invalidValue"},
		"no user name":                     {`[{"op":"remove","path":"userName"}]`, "mutability"},
		"no access at all":                 {`[{"op":"remove","path":"active"}]`, "mutability"},
		"the id":                           {`[{"op":"replace","path":"id","value":"usr_2"}]`, "mutability"},
		"groups by way of the user":        {`[{"op":"add","path":"groups","value":[{"value":"grp_1"}]}]`, "mutability"},
		"an attribute that is not there":   {`[{"op":"replace","path":"shoeSize","value":42}]`, "invalidPath"},
		"an attribute of a group":          {`[{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:Group:displayName","value":"x"}]`, "invalidPath"},
		"a part that is not there":         {`[{"op":"replace","path":"name.shoe","value":"x"}]`, "invalidPath"},
		"a path that is none":              {`[{"op":"replace","path":"name[","value":"x"}]`, "invalidPath"},
		"addresses by something else":      {`[{"op":"replace","path":"emails[value eq \"x\"].value","value":"y@z.nl"}]`, "invalidPath"},
		"addresses that are no objects":    {`[{"op":"replace","path":"emails","value":["x"]}]`, "invalidValue"},
	} {
		_, err := patched(t, tt.list)
		var p problem
		if !errors.As(err, &p) || p.scimType != tt.want || p.status != 400 {
			t.Errorf("%s: got %+v, want %s", name, err, tt.want)
		}
	}
	var p problem
	if _, err := patched(t, `[{"op":"replace","path":"password","value":"x"}]`); !errors.As(err, &p) || p.status != 501 {
		t.Errorf("a password: %v", err)
	}
}

func TestMembersComeAndGoInTheFormsThatProvidersSend(t *testing.T) {
	const a, b, c = "usr_01M83T4CM00000000000000001", "usr_01M83T4CM00000000000000002", "usr_01M83T4CM00000000000000003"
	for name, tt := range map[string]struct {
		verb verb
		path string
		json string
		want []string
	}{
		"Entra ID adds with $ref":            {add, "members", `[{"$ref":null,"value":"` + c + `"}]`, []string{a, b, c}},
		"Okta adds with a name":              {add, "members", `[{"value":"` + c + `","display":"x"}]`, []string{a, b, c}},
		"one that is added alone":            {add, "members", `{"value":"` + c + `"}`, []string{a, b, c}},
		"Entra ID removes with a list":       {remove, "members", `[{"$ref":null,"value":"` + a + `"}]`, []string{b}},
		"Entra ID and Okta remove by filter": {remove, `members[value eq "` + a + `"]`, `null`, []string{b}},
		"somebody else leaves":               {remove, `members[value eq "` + c + `"]`, `null`, []string{a, b}},
		"all leave":                          {remove, "members", `null`, nil},
		"others come instead":                {replace, "members", `[{"value":"` + c + `"}]`, []string{c}},
		"nobody comes instead":               {replace, "members", `[]`, nil},
	} {
		at, err := parsePath(tt.path)
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal([]byte(tt.json), &value); err != nil {
			t.Fatal(err)
		}
		g := provision.Group{Members: []string{a, b}}
		if err := keepGroup(&g, at, tt.verb, value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(g.Members) != len(tt.want) || !cmp.Equal(append([]string{}, g.Members...), append([]string{}, tt.want...)) {
			t.Errorf("%s: got %v", name, g.Members)
		}
	}
}
