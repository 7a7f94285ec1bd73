package auth

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"sync"
	"time"

	"golang.org/x/crypto/nacl/box"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// RevealKey is the public half of an organisation's reveal key (X25519). The
// private half is a file that its keeper has; the service never opens it.
type RevealKey struct {
	OrgID     string
	ID        string
	Public    [32]byte
	CreatedAt time.Time
}

// SealedIdentity is who a pseudonym is, readable with the private reveal key only.
type SealedIdentity struct {
	OrgID, Quarter, Subject string
	// KeyID is the reveal key that it is sealed to.
	KeyID string
	// Source says where the user's id came from.
	Source string
	// Box is a NaCl sealed box (SealAnonymous) over the padded identity.
	Box    []byte
	KeptAt time.Time
}

// Identity is what a box holds. Organisation, quarter and pseudonym are in it, so
// that a box cannot be passed off as that of somebody else.
type Identity struct {
	Org     string `json:"org"`
	Quarter string `json:"quarter"`
	Subject string `json:"subject"`
	User    string `json:"user"`
}

// boxSize is the length that identities are padded to, so that the length of a box
// says nothing of the name. A longer one is padded to a multiple.
const boxSize = 512

// SealIdentity seals who a pseudonym is to a reveal key.
func SealIdentity(key *RevealKey, i Identity, random io.Reader) ([]byte, error) {
	plain, err := json.Marshal(i)
	if err != nil {
		return nil, fault.E(fault.Internal) // the text of err could hold the name
	}
	defer clear(plain)
	padded := make([]byte, (len(plain)/boxSize+1)*boxSize)
	defer clear(padded)
	copy(padded, plain)
	return box.SealAnonymous(nil, padded, &key.Public, random)
}

// errBox says that a box does not open. It tells nothing of what is in it.
var errBox = errors.New("the sealed identity does not open with this reveal key, or belongs to another pseudonym")

// OpenIdentity opens a box with the private reveal key and checks that it is the
// one of its row.
func OpenIdentity(s SealedIdentity, public, private *[32]byte) (Identity, error) {
	padded, ok := box.OpenAnonymous(nil, s.Box, public, private)
	if !ok {
		return Identity{}, errBox
	}
	var i Identity
	if json.Unmarshal(bytes.TrimRight(padded, "\x00"), &i) != nil || i.Org != s.OrgID || i.Quarter != s.Quarter || i.Subject != s.Subject {
		return Identity{}, errBox
	}
	return i, nil
}

// NewRevealKey draws a pair.
func NewRevealKey(org string, now time.Time, random io.Reader) (RevealKey, *[32]byte, error) {
	public, private, err := box.GenerateKey(random)
	if err != nil {
		return RevealKey{}, nil, err
	}
	return RevealKey{OrgID: org, ID: revealKeyID(public), Public: *public, CreatedAt: now}, private, nil
}

func revealKeyID(public *[32]byte) string {
	return "rvk_" + base64.RawURLEncoding.EncodeToString(public[:12])
}

// Identities computes pseudonyms, and keeps who they are for a reveal. The user's
// own id is in memory for the call only.
type Identities struct {
	IdentityDeps
	keys sync.Map // of pseudonym keys, by organisation and quarter
}

// IdentityDeps are what identities work with.
type IdentityDeps struct {
	Store  IdentityStore
	Sealer *Sealer
	Now    func() time.Time
}

// NewIdentities works with the given dependencies.
func NewIdentities(d IdentityDeps) *Identities { return &Identities{IdentityDeps: d} }

// Subject is the pseudonym of a device's user and where the hint came from; without
// a hint the device itself. When the organisation has a reveal key, a sealed box is
// kept, once a quarter.
func (s *Identities) Subject(ctx context.Context, d ident.Device, hint, source string) (subject, identity string, err error) {
	if hint == "" {
		return d.ID, "device", nil
	}
	if source == "" {
		source = "unstated"
	}
	quarter := ident.Quarter(s.Now())
	key, err := s.pseudonymKey(ctx, d.OrgID, quarter)
	if err != nil {
		return "", "", err
	}
	subject = ident.Pseudonym(key, hint)
	err = s.keep(ctx, Identity{Org: d.OrgID, Quarter: quarter, Subject: subject, User: hint}, source)
	return subject, source, err
}

func (s *Identities) keep(ctx context.Context, i Identity, source string) error {
	key, err := s.Store.RevealKey(ctx, i.Org)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return nil
	}
	if err != nil {
		return err
	}
	if kept, err := s.Store.HasIdentity(ctx, i.Org, i.Quarter, i.Subject, key.ID); kept || err != nil {
		return err
	}
	sealed, err := SealIdentity(&key, i, rand.Reader)
	if err != nil {
		return err
	}
	return s.Store.KeepIdentity(ctx, SealedIdentity{
		OrgID: i.Org, Quarter: i.Quarter, Subject: i.Subject, KeyID: key.ID, Source: source, Box: sealed, KeptAt: ident.Day(s.Now()),
	})
}

// RevealKey is the key that identities are sealed to, the zero key when there is
// none and no identity is kept. Returns fault.PermissionDenied.
func (s *Identities) RevealKey(ctx context.Context, by ident.Principal) (RevealKey, error) {
	if err := by.Require(ident.SettingsRead); err != nil {
		return RevealKey{}, err
	}
	key, err := s.Store.RevealKey(ctx, by.OrgID)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return RevealKey{}, nil
	}
	return key, err
}

// ConversationTag is the stored form of a client's conversation key.
func (s *Identities) ConversationTag(ctx context.Context, org, conversation string) (string, error) {
	if conversation == "" {
		return "", nil
	}
	key, err := s.pseudonymKey(ctx, org, ident.Quarter(s.Now()))
	if err != nil {
		return "", err
	}
	return ident.ConversationTag(key, conversation), nil
}

// pseudonymKey is the organisation's key of a quarter, made at its first use.
func (s *Identities) pseudonymKey(ctx context.Context, org, quarter string) ([]byte, error) {
	name := "pseudonym/" + org + "/" + quarter
	if key, ok := s.keys.Load(name); ok {
		return key.([]byte), nil
	}
	fresh := make([]byte, ident.PseudonymKeySize)
	if _, err := io.ReadFull(rand.Reader, fresh); err != nil {
		return nil, err
	}
	sealed, err := s.Sealer.Seal(fresh, name, rand.Reader)
	if err != nil {
		return nil, err
	}
	stored, err := s.Store.PseudonymKey(ctx, org, quarter, []byte(sealed))
	if err != nil {
		return nil, err
	}
	key, err := s.Sealer.Open(string(stored), name)
	if err != nil {
		return nil, fault.Wrap(fault.StoreUnavailable, err)
	}
	s.keys.Store(name, key)
	return key, nil
}
