package auth

import (
	"context"
	"slices"
	"sync"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// memory is a store of one device.
type memory struct {
	DeviceStore // what no test here calls

	mu        sync.Mutex
	device    ident.Device
	used      map[string]bool
	asked     int            // to use an assertion
	presented map[string]int // one-time ids
	keys      []SigningKey
	entries   []chain.Draft
	revoked   []Revocation
	reveal    *RevealKey
	boxes     []SealedIdentity
	secrets   map[string][]byte
	reads     int // of signing keys
	err       error
}

func (m *memory) SigningKeys(context.Context) ([]SigningKey, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads++
	return slices.Clone(m.keys), m.err
}

func (m *memory) BeginSigningKeys(_ context.Context, fresh []SigningKey) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !slices.ContainsFunc(m.keys, func(k SigningKey) bool { return k.Use == fresh[0].Use }) {
		m.keys = append(m.keys, fresh...)
	}
	return m.err
}

func (m *memory) RotateSigningKeys(_ context.Context, _ string, r Rotation, entry chain.Draft) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	to := slices.IndexFunc(m.keys, func(k SigningKey) bool { return k.ID == r.To && k.ActiveAt.IsZero() })
	if to < 0 {
		return fault.E(fault.Conflict)
	}
	m.keys[to].ActiveAt = r.At
	m.keys = append(m.keys, r.Fresh)
	m.entries = append(m.entries, entry)
	return nil
}

func (m *memory) DestroySigningKeys(_ context.Context, ids []string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.keys {
		if slices.Contains(ids, m.keys[i].ID) {
			m.keys[i].Sealed = ""
		}
	}
	return nil
}

func (m *memory) UseAssertion(_ context.Context, a UsedAssertion) error {
	m.asked++
	if m.used[a.Hash] {
		return fault.E(fault.AuthAssertionReused)
	}
	m.used[a.Hash] = true
	return nil
}

func (m *memory) Device(_ context.Context, id string) (ident.Device, error) {
	if m.err != nil {
		return ident.Device{}, m.err
	}
	if id != m.device.ID {
		return ident.Device{}, fault.E(fault.NotFound)
	}
	return m.device, nil
}

func (m *memory) AppendEntry(_ context.Context, _ string, entry chain.Draft) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err == nil {
		m.entries = append(m.entries, entry)
	}
	return m.err
}

func (m *memory) RevokedSince(context.Context, time.Time) ([]Revocation, error) {
	return m.revoked, m.err
}

func (m *memory) RevealKey(context.Context, string) (RevealKey, error) {
	if m.reveal == nil {
		return RevealKey{}, fault.E(fault.NotFound)
	}
	return *m.reveal, m.err
}

func (m *memory) AddRevealKey(_ context.Context, k RevealKey, _ string, _ chain.Draft) error {
	m.reveal = &k
	return nil
}

func (m *memory) HasIdentity(_ context.Context, _, quarter, subject, key string) (bool, error) {
	return slices.ContainsFunc(m.boxes, func(s SealedIdentity) bool { return s.Quarter == quarter && s.Subject == subject && s.KeyID == key }), m.err
}

func (m *memory) KeepIdentity(_ context.Context, s SealedIdentity) error {
	m.boxes = append(m.boxes, s)
	return m.err
}

func (m *memory) SealedIdentities(context.Context, string, string, string) ([]SealedIdentity, error) {
	return m.boxes, m.err
}

func (m *memory) PseudonymKey(_ context.Context, org, quarter string, fresh []byte) ([]byte, error) {
	if m.secrets == nil {
		m.secrets = map[string][]byte{}
	}
	if _, ok := m.secrets[org+quarter]; !ok {
		m.secrets[org+quarter] = fresh
	}
	return m.secrets[org+quarter], nil
}

// refusals lists the codes in the chain with their counts, in order.
func (m *memory) refusals() []string {
	var list []string
	for _, e := range m.entries {
		if e.Action == "auth.refused" {
			list = append(list, e.Object+" "+string(e.Payload))
		}
	}
	return list
}

// quiet is a bus that carries nothing.
type quiet struct{}

func (quiet) AnnounceRevocation(Revocation) {}
func (quiet) WatchRevocations(func(Revocation), func()) (stop func()) {
	return func() {}
}

// Seen implements OneTime.
func (m *memory) Seen(_ context.Context, org, id string, _ time.Duration) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.presented == nil {
		m.presented = map[string]int{}
	}
	m.presented[org+id]++
	return m.presented[org+id] - 1
}
