package auth

import (
	"encoding/base32"
	"math/rand"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
)

// rfcSecret is the one of RFC 6238 appendix B.
var rfcSecret = base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))

func TestCodesAreThoseOfRFC6238(t *testing.T) {
	for at, code := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if step, ok := CheckCode(rfcSecret, code, time.Unix(at, 0), 0); !ok || step != at/30 {
			t.Errorf("%d: got step %d, %t", at, step, ok)
		}
	}
}

func TestACodeCountsAroundItsTimeAndOnce(t *testing.T) {
	at := time.Unix(1111111109, 0)
	step := at.Unix() / 30
	for name, tt := range map[string]struct {
		code string
		now  time.Time
		last int64
		want bool
	}{
		"now":                          {"081804", at, 0, true},
		"with a space":                 {"081 804", at, 0, true},
		"half a minute late":           {"081804", at.Add(30 * time.Second), 0, true},
		"half a minute early":          {"081804", at.Add(-30 * time.Second), 0, true},
		"over a minute late":           {"081804", at.Add(61 * time.Second), 0, false},
		"over a minute early":          {"081804", at.Add(-61 * time.Second), 0, false},
		"used before":                  {"081804", at, step, false},
		"older than one that was used": {"081804", at, step + 1, false},
		"the step after the last":      {"081804", at, step - 1, true},
		"another code":                 {"081805", at, 0, false},
		"five digits":                  {"08180", at, 0, false},
		"nothing":                      {"", at, 0, false},
	} {
		if _, ok := CheckCode(rfcSecret, tt.code, tt.now, tt.last); ok != tt.want {
			t.Errorf("%s: got %t", name, ok)
		}
	}
	if _, ok := CheckCode("", "", at, 0); ok {
		t.Error("no secret has a code")
	}
}

func TestAppsCanReadTheSecret(t *testing.T) {
	secret, err := NewCodeSecret(rand.New(rand.NewSource(1)))
	if err != nil || len(secret) != 32 {
		t.Fatalf("got %q, %v", secret, err)
	}
	uri := CodeURI(secret, "Huis & Hof: Zorg", "anna@example.nl")
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Dijkwacht Huis & Hof: Zorg:anna@example.nl" ||
		u.Query().Get("secret") != secret || u.Query().Get("issuer") != "Dijkwacht Huis & Hof: Zorg" || strings.Contains(uri, "+") {
		t.Errorf("got %s, %v", uri, err)
	}
	rows, err := QRCode(uri)
	if err != nil || len(rows) < 21 {
		t.Fatalf("got %d rows, %v", len(rows), err)
	}
	// The finder patterns in three corners.
	n := len(rows)
	for _, corner := range []string{rows[0][:7], rows[0][n-7:], rows[n-1][:7]} {
		if corner != "1111111" {
			t.Errorf("no finder pattern: %s", corner)
		}
	}
	for _, row := range rows {
		if len(row) != n || strings.Trim(row, "01") != "" {
			t.Errorf("row %q", row)
		}
	}
}

func TestClientsAreToldApartByTheirNetwork(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"192.0.2.1", "192.0.2.2", false}, {"192.0.2.1", "::ffff:192.0.2.1", true},
		{"2001:db8::1", "2001:db8::ffff:1", true}, {"2001:db8::1", "2001:db8:0:1::1", false}, {"fe80::1%eth0", "fe80::1%eth1", true},
	} {
		if got := networkOf(netip.MustParseAddr(tt.a)) == networkOf(netip.MustParseAddr(tt.b)); got != tt.same {
			t.Errorf("%s and %s: got %t", tt.a, tt.b, got)
		}
	}
}
