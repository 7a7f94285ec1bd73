package webhook_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/webhook"
)

// shelf holds one webhook.
type shelf struct{ hook webhook.Webhook }

func (s shelf) Webhook(_ context.Context, _, id string) (webhook.Webhook, error) {
	if id != s.hook.ID {
		return webhook.Webhook{}, fault.E(fault.NotFound)
	}
	return s.hook, nil
}

func plain(sealed, _ string) (string, error) { return sealed, nil }

func transport() *http.Transport {
	return &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
}

// sender goes wherever it is told, for tests; it trusts any certificate.
func sender(hook webhook.Webhook) *webhook.Sender {
	return webhook.NewSender(shelf{hook}, plain, (&net.Dialer{}).DialContext, transport(), time.Now)
}

func message() outbox.Message {
	return outbox.Message{OrgID: "org", ID: "msg_1", Target: "whk_1", Body: []byte(`{"type":"incident.opened","data":{"incident_id":"inc_1"}}`)}
}

func TestTheReferenceImplementationAcceptsTheSignature(t *testing.T) {
	secret, err := webhook.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	reference, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	verified := false
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := reference.Verify(body, r.Header); err != nil {
			t.Error(err)
		}
		if err := reference.Verify(append(body, ' '), r.Header); err == nil {
			t.Error("a changed body passes")
		}
		if !bytes.Equal(body, message().Body) || r.Header.Get("webhook-id") != "msg_1" {
			t.Errorf("got %s", body)
		}
		verified = true
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	if err := sender(webhook.Webhook{ID: "whk_1", URL: server.URL, Enabled: true, Sealed: secret}).Send(t.Context(), message()); err != nil || !verified {
		t.Errorf("verified %t, %v", verified, err)
	}
}

func TestAnAnswerThatIsNotGoodIsAFailureInOurWords(t *testing.T) {
	secret, _ := webhook.NewSecret(rand.Reader)
	for status, want := range map[int]outbox.Failure{
		500: {Answer: "http 500"}, 301: {Answer: "http 301"}, 404: {Answer: "http 404"}, 410: {Answer: "http 410", Permanent: true},
	} {
		server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://169.254.169.254/")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "geheim")
		}))
		err := sender(webhook.Webhook{ID: "whk_1", URL: server.URL, Enabled: true, Sealed: secret}).Send(t.Context(), message())
		server.Close()
		if f, ok := errors.AsType[*outbox.Failure](err); !ok || *f != want {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestAWebhookThatIsGoneOrOffIsNotTriedAgain(t *testing.T) {
	for _, hook := range []webhook.Webhook{{ID: "whk_2", Enabled: true}, {ID: "whk_1"}} {
		err := sender(hook).Send(t.Context(), message())
		if f, ok := errors.AsType[*outbox.Failure](err); !ok || !f.Permanent {
			t.Errorf("%s: %v", hook.ID, err)
		}
	}
}

func TestOnlyThePublicInternetIsPublic(t *testing.T) {
	for _, text := range []string{
		"127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "0.1.2.3",
		"224.0.0.1", "239.1.1.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.0.8", "203.0.113.7",
		"::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
		"64:ff9b:1::a00:1", "2002:7f00:1::", "2001::1", "2001:db8::1", "fec0::1", "fe80::1%eth0",
	} {
		if webhook.Public(netip.MustParseAddr(text)) {
			t.Errorf("%s passes", text)
		}
	}
	for _, text := range []string{"1.1.1.1", "9.9.9.9", "93.184.216.34", "172.32.0.1", "2606:4700:4700::1111", "2a02:a45f::1"} {
		if !webhook.Public(netip.MustParseAddr(text)) {
			t.Errorf("%s does not pass", text)
		}
	}
	if webhook.Public(netip.Addr{}) {
		t.Error("no address passes")
	}
}

// TestTheDiallerJudgesTheAddressThatItConnectsTo is the case of a name that resolves
// to an inside address only when it is connected to: what counts is the connection.
func TestTheDiallerJudgesTheAddressThatItConnectsTo(t *testing.T) {
	reached := false
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer server.Close()
	secret, _ := webhook.NewSecret(rand.Reader)
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"} {
		hook := webhook.Webhook{ID: "whk_1", URL: "https://" + host + ":" + port, Enabled: true, Sealed: secret}
		err := webhook.NewSender(shelf{hook}, plain, webhook.PublicDialer(), transport(), time.Now).Send(t.Context(), message())
		if f, ok := errors.AsType[*outbox.Failure](err); !ok || f.Answer != "address not public" {
			t.Errorf("%s: %v", host, err)
		}
	}
	if reached {
		t.Error("the server was reached")
	}
}

func TestAddressesOfWebhooksAreJudgedWhenTheyAreSet(t *testing.T) {
	for text, ok := range map[string]bool{
		"https://example.nl/haak?x=1": true, "https://9.9.9.9/": true, "http://example.nl": false, "https://localhost/": false, "https://a.localhost": false,
		"https://127.0.0.1": false, "https://[::1]/": false, "https://10.1.2.3:8443": false, "https://u:p@example.nl": false, "ftp://example.nl": false, "": false, "https://": false,
	} {
		if err := webhook.CheckURL(text); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}
