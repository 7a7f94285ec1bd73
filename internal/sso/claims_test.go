package sso

import (
	"encoding/json"
	"testing"
)

func read(t *testing.T, text string) claims {
	t.Helper()
	c := claims{}
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAnAddressIsVerifiedOnlyWhereItWasToldToBe(t *testing.T) {
	for name, tt := range map[string]struct{ signed, told, want string }{
		"told whole":                              {`{}`, `{"email":"a@zorg.example","email_verified":true}`, "a@zorg.example"},
		"signed whole":                            {`{"email":"a@zorg.example","email_verified":true}`, `{"email":"b@zorg.example"}`, "a@zorg.example"},
		"own word signed, another one verified":   {`{"email":"fg@zorg.example"}`, `{"email":"a@zorg.example","email_verified":true}`, "a@zorg.example"},
		"own word told, another one verified":     {`{"email_verified":true}`, `{"email":"fg@zorg.example"}`, ""},
		"own word signed, the mark of another":    {`{"email":"fg@zorg.example"}`, `{"email_verified":true}`, ""},
		"own word signed, the mark of Entra told": {`{"email":"fg@zorg.example"}`, `{"xms_edov":true}`, ""},
	} {
		c := read(t, tt.signed)
		c.complete(read(t, tt.told), Settings{AddressClaim: "email", GroupsClaim: "groups"})
		if got := c.address("email"); got != tt.want {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestHowAPersonSignedInIsSignedOrDoesNotCount(t *testing.T) {
	v := Settings{AddressClaim: "email", GroupsClaim: "realm_access.roles", Factor: FactorAMR}
	c := read(t, `{"sub":"1"}`)
	c.complete(read(t, `{"amr":["mfa"],"acr":"high","auth_time":1795413600,"sid":"x","name":"A","realm_access":{"roles":["fg"]}}`), v)
	if v.proves(c) || c.text("acr") != "" || !c.at("auth_time").IsZero() || c.text("sid") != "" {
		t.Errorf("what nobody signed counts: %v", c)
	}
	if groups, there := c.groups(v.GroupsClaim); !there || len(groups) != 1 || c.text("name") != "A" {
		t.Errorf("groups %v, name %q", groups, c.text("name"))
	}
}
