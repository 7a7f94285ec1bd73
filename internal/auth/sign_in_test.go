package auth

import (
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"dijkwacht/internal/ident"
)

// The weekly report says that nobody signed in without a second factor; this is why.
func TestNoAccountSignsInWithoutASecondFactor(t *testing.T) {
	now := time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)
	const secret = "JBSWY3DPEHPK3PXP"
	right, err := totp.GenerateCode(secret, now)
	if err != nil {
		t.Fatal(err)
	}
	empty, err := totp.GenerateCode("", now)
	if err != nil {
		t.Fatal(err)
	}
	active := Account{User: ident.User{State: ident.UserActive, ID: "usr_1"}}
	for name, c := range map[string]struct {
		secret, code string
		want         string
	}{
		"both factors":                   {secret, right, ""},
		"no code":                        {secret, "", "code"},
		"a code of nothing, with an app": {secret, empty, "code"},
		"no app and no code":             {"", "", "code"},
		"no app and the code that an empty one has": {"", empty, "code"},
		"no app and a code of another":              {"", right, "code"},
	} {
		t.Run(name, func(t *testing.T) {
			_, codeRight := CheckCode(c.secret, c.code, now, 0)
			if got := refusal(active, true, codeRight); got != c.want {
				t.Errorf("refused for %q, want %q", got, c.want)
			}
		})
	}
}
