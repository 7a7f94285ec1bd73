package webhook

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/outbox"
)

// PrefixWebhook begins the id of a webhook.
const PrefixWebhook = "whk_"

// Webhook is where notices go.
type Webhook struct {
	OrgID string `json:"-"`
	ID    string `json:"id"`
	URL   string `json:"url"`
	Label string `json:"label"`
	// Events are the types of notices that it gets, of outbox.Types.
	Events  []string `json:"events"`
	Enabled bool     `json:"enabled"`
	// Sealed is the signing secret, perhaps with the one before it, sealed to the key of
	// the installation.
	Sealed    string    `json:"sealed"`
	CreatedAt time.Time `json:"created_at"`
	Rev       int64     `json:"rev"`
}

// maxURL bounds an address.
const maxURL = 2000

// CheckURL refuses addresses that a webhook may not have: they are https, name a
// host on the public internet, and hold no password. Names are judged again at each
// connection.
func CheckURL(text string) error {
	bad := fault.E(fault.RequestInvalid, fault.Field{Pointer: "/url", Code: "format"})
	u, err := url.Parse(text)
	if err != nil || len(text) > maxURL || u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" {
		return bad
	}
	host := u.Hostname()
	if ip, err := netip.ParseAddr(host); err == nil && !Public(ip) || strings.EqualFold(host, "localhost") || strings.HasSuffix(strings.ToLower(host), ".localhost") {
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/url", Code: "invalid"})
	}
	return nil
}

// Wants reports whether the webhook gets notices of the type.
func (w Webhook) Wants(kind string) bool { return w.Enabled && slices.Contains(w.Events, kind) }

// Store keeps webhooks.
type Store interface {
	// Webhook finds one by its id; fault.NotFound.
	Webhook(ctx context.Context, org, id string) (Webhook, error)
}

// Sender delivers messages to webhooks.
type Sender struct {
	store  Store
	open   func(sealed, id string) (string, error)
	client *http.Client
	now    func() time.Time
}

// NewSender is a sender over a dialler, PublicDialer but in tests; transport may hold
// settings of TLS. Open gives the secret of a webhook.
func NewSender(store Store, open func(sealed, id string) (string, error), dial func(ctx context.Context, network, address string) (net.Conn, error), transport *http.Transport, now func() time.Time) *Sender {
	return &Sender{store: store, open: open, client: client(dial, transport), now: now}
}

// Send implements outbox.Sender.
func (s *Sender) Send(ctx context.Context, m outbox.Message) error {
	hook, err := s.store.Webhook(ctx, m.OrgID, m.Target)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return &outbox.Failure{Answer: "webhook removed", Permanent: true}
	}
	if err != nil {
		return err
	}
	if !hook.Enabled {
		return &outbox.Failure{Answer: "webhook off", Permanent: true}
	}
	secret, err := s.open(hook.Sealed, hook.ID)
	if err != nil {
		return &outbox.Failure{Answer: "secret cannot be opened", Permanent: true}
	}
	request, err := s.request(ctx, hook, secret, m)
	if err != nil {
		return err
	}
	answer, err := s.client.Do(request)
	if err != nil {
		return failureOf(err)
	}
	_, _ = io.CopyN(io.Discard, answer.Body, 1<<10)
	_ = answer.Body.Close()
	switch {
	case answer.StatusCode/100 == 2:
		return nil
	case answer.StatusCode == http.StatusGone: // the scheme: do not come again
		return &outbox.Failure{Answer: "http 410", Permanent: true}
	}
	return &outbox.Failure{Answer: "http " + strconv.Itoa(answer.StatusCode)}
}

func (s *Sender) request(ctx context.Context, hook Webhook, secret string, m outbox.Message) (*http.Request, error) {
	now := s.now()
	signature, err := signatures(signing(secret, now), m.ID, now, m.Body)
	if err != nil {
		return nil, &outbox.Failure{Answer: "secret cannot be used", Permanent: true}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.URL, bytes.NewReader(m.Body))
	if err != nil {
		return nil, &outbox.Failure{Answer: "address cannot be used", Permanent: true}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Dijkwacht")
	r.Header.Set("webhook-id", m.ID)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(now.Unix(), 10))
	r.Header.Set("webhook-signature", signature)
	return r, nil
}

func failureOf(err error) error {
	var dns *net.DNSError
	switch {
	case errors.Is(err, ErrInside):
		return &outbox.Failure{Answer: "address not public"}
	case errors.As(err, &dns):
		return &outbox.Failure{Answer: "name not found"}
	case errors.Is(err, context.DeadlineExceeded):
		return &outbox.Failure{Answer: "no answer in time"}
	}
	return &outbox.Failure{Answer: "no connection"}
}
