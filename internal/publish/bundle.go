package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
)

const (
	// bundleLife is how long an extension may work with a bundle.
	bundleLife = 7 * 24 * time.Hour
	// bundleFresh is how old a bundle may be when it is handed out.
	bundleFresh = 24 * time.Hour
	// Limits that the bundle tells extensions.
	maxChars = 1 << 20
	budgetMS = 2500
)

// Signed is a bundle as it goes to extensions.
type Signed struct {
	JWS  string
	ETag string
	at   time.Time
	// key, version and content are those that it was made with.
	key              string
	version, content int
}

// Bundles signs bundles and keeps them until they are a day old or another key signs. It is safe for
// concurrent use.
type Bundles struct {
	contact string
	sites   json.RawMessage
	ring    *auth.Keyring
	now     func() time.Time

	mu     sync.Mutex
	signed map[bundleKey]Signed
}

// bundleKey tells apart who gets another bundle: departments with rules of their
// own.
type bundleKey struct{ org, scope string }

// NewBundles makes bundles. Contact is how people reach the privacy officer, "" for
// none; sites is a table of ReadSites, nil for the one that the extension was built with.
func NewBundles(contact string, sites json.RawMessage, ring *auth.Keyring, now func() time.Time) *Bundles {
	return &Bundles{contact: contact, sites: sites, ring: ring, now: now, signed: map[bundleKey]Signed{}}
}

// For is the bundle of an organisation with what is in force.
func (b *Bundles) For(org string, active Active) (Signed, error) {
	now := b.now()
	b.mu.Lock()
	defer b.mu.Unlock()
	key := b.ring.BundleKey().KID
	who := bundleKey{org, active.scope}
	if s, ok := b.signed[who]; ok && now.Sub(s.at) < bundleFresh && s.key == key && s.version == active.Version && s.content == active.content {
		return s, nil
	}
	jws, err := b.ring.SignBundle(func(next auth.JWK) jwt.Claims { return b.payload(org, active, next, now) })
	if err != nil {
		return Signed{}, fmt.Errorf("sign bundle: %w", err)
	}
	sum := sha256.Sum256([]byte(jws))
	s := Signed{JWS: jws, ETag: `"` + hex.EncodeToString(sum[:12]) + `"`, at: now, key: key, version: active.Version, content: active.content}
	b.signed[who] = s
	return s, nil
}

type payload struct {
	jwt.RegisteredClaims
	Org          string                       `json:"org"`
	Version      int                          `json:"version"`
	IssuedOn     string                       `json:"issued_at"`
	ExpiresOn    string                       `json:"expires_at"`
	ModeSummary  modeSummary                  `json:"mode_summary"`
	Destinations []destination                `json:"destinations"`
	FailMode     policy.FailMode              `json:"fail_mode"`
	FirstCheck   policy.FirstCheck            `json:"first_check"`
	QuietMark    policy.QuietMark             `json:"quiet_mark"`
	LocalRules   []localRule                  `json:"local_rules"`
	Messages     map[string]map[string]string `json:"messages"`
	UI           ui                           `json:"ui"`
	Limits       limits                       `json:"limits"`
	NextKey      auth.JWK                     `json:"next_key"`
	Sites        json.RawMessage              `json:"sites,omitempty"`
}

type modeSummary struct {
	Enforce int `json:"enforce"`
	Shadow  int `json:"shadow"`
}

type destination struct {
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	Match       []string     `json:"match"`
	Class       policy.Class `json:"class"`
	Adapter     string       `json:"adapter"`
	RedirectURL string       `json:"redirect_url,omitempty"`
}

type localRule struct {
	Type rule.Type `json:"type"`
	Min  int       `json:"min"`
}

type ui struct {
	Theme   string `json:"theme"`
	Contact string `json:"contact,omitempty"`
}

type limits struct {
	MaxChars int `json:"max_chars"`
	BudgetMS int `json:"budget_ms"`
}

func (b *Bundles) payload(org string, active Active, next auth.JWK, now time.Time) payload {
	now = now.UTC().Truncate(time.Second)
	expires := now.Add(bundleLife)
	p := payload{
		RegisteredClaims: jwt.RegisteredClaims{IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(expires)},
		Org:              org, Version: active.Version,
		IssuedOn: now.Format(time.RFC3339), ExpiresOn: expires.Format(time.RFC3339),
		Destinations: []destination{}, FailMode: active.Policy.FailMode, FirstCheck: active.Policy.FirstCheck, QuietMark: active.Policy.QuietMark, LocalRules: localRules(active.Policy),
		Messages: map[string]map[string]string{"nl": active.Messages.ToShow(policy.Dutch), "en": active.Messages.ToShow(policy.English)},
		UI:       ui{Theme: "system", Contact: b.contact},
		Limits:   limits{MaxChars: maxChars, BudgetMS: budgetMS},
		NextKey:  next,
		Sites:    b.sites,
	}
	for _, r := range active.Policy.Rules {
		switch r.Mode {
		case policy.Enforce:
			p.ModeSummary.Enforce++
		case policy.Shadow:
			p.ModeSummary.Shadow++
		}
	}
	for _, d := range active.Catalogue.Destinations() {
		adapter := d.Adapter
		if adapter == "" {
			adapter = "generic"
		}
		p.Destinations = append(p.Destinations, destination{d.ID, d.Name, d.Hosts, d.Class, adapter, d.Redirect})
	}
	return p
}

// localRules are the types that block by themselves, read from the conditions of
// the rules that block: what a device without connection must hold.
func localRules(p *policy.Policy) []localRule {
	var set rule.TypeSet
	for _, r := range p.Rules {
		if r.Mode != policy.Enforce || r.Then.Action != policy.Block {
			continue
		}
		for _, c := range append(append(policy.List{}, r.When.Any...), alone(r.When.All)...) {
			set |= rule.SetOf(c.AnyType...) | rule.SetOf(c.Type) | rule.SetOfGroup(c.Group)
		}
	}
	list := []localRule{}
	for t := range (set &^ rule.SetOf(rule.TypeNone)).All() {
		list = append(list, localRule{Type: t, Min: 1})
	}
	return list
}

// alone is the list when its one condition is enough.
func alone(list policy.List) policy.List {
	if len(list) == 1 {
		return list
	}
	return nil
}
