package secret_test

import (
	"strings"
	"testing"

	"dijkwacht/internal/detect/detecttest"
	"dijkwacht/internal/rule"
)

// key puts a made-up key together, so that no scanner takes this file for a leak.
func key(parts ...string) string { return strings.Join(parts, "") }

func TestSecrets(t *testing.T) {
	p := detecttest.Pack(t)
	aws := key("AK", "IA7QWERT2Y5UIOPASD")
	for _, c := range []struct{ name, text, want string }{
		{"finds a password behind its label", "het wachtwoord is Lente2025!", "secret_password:Lente2025!"},
		{"finds a password far behind its label", "het wachtwoord van de wifi op de afdeling is Zorg4All!", "secret_password:Zorg4All!"},
		{"finds a password before its label", "she uses hunter2 as password", "secret_password:hunter2"},
		{"finds several passwords", "de wachtwoorden zijn Roos2024 en Tulp2025", "secret_password:Roos2024 | secret_password:Tulp2025"},
		{"finds a password in a connection string", "mysql://root:P@radijsv0gel@db01.intern:3306/hix", "secret_password:P@radijsv0gel"},
		{"finds a password between quotes", `const password = "Geh3im!2024";`, "secret_password:Geh3im!2024"},
		{"finds a password up to the next field", "User Id=sa;Password=Wint3r!;Encrypt=true", "secret_password:Wint3r!"},
		{"finds a password on a line of its own below a user", "Gebruikersnaam: pdeboer\nWachtwoord: Zonnetje\n", "secret_password:Zonnetje"},
		{"finds the code of a key safe", "sleutelkluis code 4821", "secret_password:4821"},
		{"finds a code written apart", "PIN of the safe: 4 8 2 1", "secret_password:4 8 2 1"},
		{"finds a key by its prefix", "id " + aws, "secret_api_key:" + aws},
		{"finds a key behind its label", "apiKey: e67ec91cdf1efe24b4879e670e99bada", "secret_api_key:e67ec91cdf1efe24b4879e670e99bada"},
		{"finds the value of a cookie", "Cookie: JSESSIONID=8F3A1C97D2B64E50A7C1F9", "secret_api_key:8F3A1C97D2B64E50A7C1F9"},
		{"leaves a documented key alone", "AKIAIOSFODNN7EXAMPLE", ""},
		{"leaves a placeholder alone", "password=<password>", ""},
		{"leaves a variable alone", "password: ${DB_PASSWORD}", ""},
		{"leaves changeme alone", "password = changeme", ""},
		{"leaves a masked value alone", "wachtwoord: ********", ""},
		{"leaves code that asks for a password alone", `wachtwoord = input("geef wachtwoord")`, ""},
		{"leaves code that reads a password alone", `password = os.environ["PW"]`, ""},
		{"leaves a type alone", "def check(password: str) -> bool:", ""},
		{"leaves a rule for passwords alone", "een wachtwoord moet minimaal 12 tekens hebben", ""},
		{"leaves a forgotten password alone", "ik ben mijn wachtwoord vergeten", ""},
		{"leaves an example alone", "voorbeeld: wachtwoord Welkom01", ""},
		{"leaves the number of digits of a code alone", "de pincode bestaat uit 4 cijfers", ""},
		{"leaves a user of an address alone", "https://zorg.example:8443/a@b", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := detecttest.Found(p, c.text, rule.GroupSecret); got != c.want {
				t.Errorf("in %q\n got %s\nwant %s", c.text, got, c.want)
			}
		})
	}
}

func TestPrivateKeyRunsToItsLastLine(t *testing.T) {
	p := detecttest.Pack(t)
	block := key("-----BEGIN RSA PRIV", "ATE KEY-----\nMIIEowIBAAKCAQEAq7Rt2LmX9zKc4VbN8wPy1sHj5Gf3Dk7Sa9Qw2Er4Ty6Ui8Op\nq7Rt2LmX9zKc4VbN8wPy1sHj5Gf3Dk7Sa9Qw2Er4Ty6U\n-----END RSA PRIV", "ATE KEY-----")
	if got, want := detecttest.Found(p, "Is dit veilig?\n"+block+"\ngraag antwoord", rule.GroupSecret), "secret_private_key:"+block; got != want {
		t.Errorf("got %q", got)
	}
}

func TestCertificateIsNoPrivateKey(t *testing.T) {
	p := detecttest.Pack(t)
	text := "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUq7Rt2LmX9zKc4VbN8wPy1sHj5Gf3Dk7Sa9Qw2Er4Ty6\n-----END CERTIFICATE-----"
	if got := detecttest.Found(p, text, rule.GroupSecret); got != "" {
		t.Errorf("got %q", got)
	}
}
