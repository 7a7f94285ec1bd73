package scim

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var unexported = cmp.AllowUnexported(path{}, comparison{})

func TestPathsNameAttributesAsTheStandardWritesThem(t *testing.T) {
	work := []comparison{{path{attr: "type"}, "work"}}
	for text, want := range map[string]path{
		"userName":                     {attr: "username"},
		"name.givenName":               {attr: "name", sub: "givenname"},
		"NAME.FamilyName":              {attr: "name", sub: "familyname"},
		`emails[type eq "work"].value`: {attr: "emails", filter: work, sub: "value"},
		`emails[type EQ "work"]`:       {attr: "emails", filter: work},
		`members[value eq "usr_1"]`:    {attr: "members", filter: []comparison{{path{attr: "value"}, "usr_1"}}},
		`emails[type eq "work" and primary eq true].value`:                          {attr: "emails", filter: []comparison{{path{attr: "type"}, "work"}, {path{attr: "primary"}, true}}, sub: "value"},
		"urn:ietf:params:scim:schemas:core:2.0:User:userName":                       {schema: strings.ToLower(userSchema), attr: "username"},
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber": {schema: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user", attr: "employeenumber"},
		`urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "a:b"].value`:    {schema: strings.ToLower(userSchema), attr: "emails", filter: []comparison{{path{attr: "type"}, "a:b"}}, sub: "value"},
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value":  {schema: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user", attr: "manager", sub: "value"},
		"$ref": {attr: "$ref"},
	} {
		got, err := parsePath(text)
		if diff := cmp.Diff(want, got, unexported); diff != "" || err != nil {
			t.Errorf("%s: %v %s", text, err, diff)
		}
	}
}

func TestWhatIsNoPathIsRefused(t *testing.T) {
	for _, text := range []string{
		"", " ", "1name", "name.", ".name", "name..x", "name.given.more", "emails[]", "emails[type]", `emails[type eq "work"`, `emails[type eq work].value`,
		`emails[a[b eq 1] eq 2]`, `emails[type eq "work"]value`, "urn:", "urn:a:", "userName ", "name givenName", `emails[type pr]`, "é", "a" + strings.Repeat("b", maxExpression),
		`emails[type eq {"a":1}]`, `emails[type eq [1]]`,
	} {
		if got, err := parsePath(text); err == nil {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}

func TestFiltersCompareByEqualityAlone(t *testing.T) {
	user := func(attr string) path { return path{attr: attr} }
	for text, want := range map[string][]comparison{
		`userName eq "anna@example.nl"`:                              {{user("username"), "anna@example.nl"}},
		`userName Eq "a \"b\" é \u00e9 ] and"`:                       {{user("username"), `a "b" é é ] and`}},
		`externalId eq "x" and userName eq "y"`:                      {{user("externalid"), "x"}, {user("username"), "y"}},
		`id eq "g" AND members eq "u"`:                               {{user("id"), "g"}, {user("members"), "u"}},
		`emails[type eq "work"].value eq "a@b.nl"`:                   {{path{attr: "emails", filter: []comparison{{user("type"), "work"}}, sub: "value"}, "a@b.nl"}},
		`active eq true`:                                             {{user("active"), true}},
		`urn:ietf:params:scim:schemas:core:2.0:User:userName eq "a"`: {{path{schema: strings.ToLower(userSchema), attr: "username"}, "a"}},
		`userName  eq  "two spaces"`:                                 {{user("username"), "two spaces"}},
	} {
		got, err := parseFilter(text)
		if diff := cmp.Diff(want, got, unexported); diff != "" || err != nil {
			t.Errorf("%s: %v %s", text, err, diff)
		}
	}
	for _, text := range []string{
		"userName", "userName eq", "userName eq ", `userName co "a"`, `userName sw "a"`, `userName pr`, `not (userName eq "a")`, `(userName eq "a")`, `userName eq "a" or userName eq "b"`,
		`userName eq "a`, `userName eq 'a'`, `userName eq a`, `userName eq "a" and`, `userName eq "a"and id eq "b"`, `userNameeq "a"`, `userName eq"a"`, `userName eq "a" extra`,
		strings.Repeat(`a eq 1 and `, maxTerms) + `a eq 1`, "userName eq \"" + strings.Repeat("a", maxExpression) + `"`, `userName eq "a\`, `userName eq "\ud800`,
	} {
		if got, err := parseFilter(text); err == nil {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}

// What is accepted holds no more than was sent, and is refused with anything after it.
func FuzzFilters(f *testing.F) {
	for _, seed := range []string{`userName eq "a"`, `emails[type eq "work"].value eq "b" and id eq "c"`, `a eq null and b eq 1e3`, `urn:x:y eq true`, "a eq \"\\u00e9\"", `a[b eq "]"] eq ""`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := parseFilter(text)
		if err != nil {
			return
		}
		if len(list) == 0 || len(list) > maxTerms || len(text) > maxExpression {
			t.Errorf("%d terms of %d bytes", len(list), len(text))
		}
		for _, c := range list {
			if c.path.attr == "" || !strings.Contains(strings.ToLower(text), c.path.attr) {
				t.Errorf("attribute %q is not in the filter", c.path.attr)
			}
		}
		if _, err := parseFilter(text + " x"); err == nil {
			t.Error("what follows was passed over")
		}
	})
}

func FuzzPaths(f *testing.F) {
	for _, seed := range []string{"userName", "name.givenName", `emails[type eq "work"].value`, "urn:ietf:params:scim:schemas:core:2.0:User:active", `members[value eq "u"]`, "a[b eq \"\\\"]\"]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := parsePath(text)
		if err != nil {
			return
		}
		if p.attr == "" || len(text) > maxExpression {
			t.Errorf("%q became %+v", text, p)
		}
		if again, err := parsePath(text + "."); err == nil {
			t.Errorf("with a dot more it is %+v", again)
		}
	})
}
