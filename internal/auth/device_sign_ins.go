package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
	"sync"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

const (
	// SignInTicketLife is how long a ticket is good.
	SignInTicketLife = 5 * time.Minute
	// MaxSignIn is how long a person stays signed in at a device at most: a long
	// shift. Who is there next is never taken for who was there yesterday.
	MaxSignIn = 12 * time.Hour
	// DefaultSignInIdle is how long a person stays signed in without a prompt.
	DefaultSignInIdle = 8 * time.Hour
)

// SourceOIDC is the identity source of who signed in at the provider of the
// organisation.
const SourceOIDC = "oidc"

// SignInPage is the page at which a ticket is good, behind a # in its address.
const SignInPage = "/aanmelden"

const ticketUse = "device/sign_in"

// DeviceSignIns knows who works at a device.
type DeviceSignIns struct {
	DeviceSignInDeps

	mu   sync.Mutex
	used map[deviceRev]time.Time // since the last Flush
}

type deviceRev struct {
	org, device string
	rev         int64
}

// DeviceSignInDeps are what sign-ins at devices work with.
type DeviceSignInDeps struct {
	Store       DeviceSignInStore
	Identities  *Identities
	Revocations *Revocations
	Sealer      *Sealer
	// Idle is how long a person stays signed in without a prompt.
	Idle   time.Duration
	Now    func() time.Time
	Random io.Reader
}

// NewDeviceSignIns works with the given dependencies.
func NewDeviceSignIns(d DeviceSignInDeps) *DeviceSignIns {
	return &DeviceSignIns{DeviceSignInDeps: d, used: map[deviceRev]time.Time{}}
}

// SignInTicket lets one person sign in at one device, once.
type SignInTicket struct {
	// Code is shown at the device and on the page to sign in, so that nobody signs in
	// at somebody else's.
	Code, Ticket string
	Ends         time.Time
}

// sealedTicket is what is in a ticket.
type sealedTicket struct {
	Org    string `json:"o"`
	Device string `json:"d"`
	Code   string `json:"c"`
}

// Ticket makes the ticket of a device; one before it no longer counts. Returns
// fault.Conflict when the browser tells who works there.
func (s *DeviceSignIns) Ticket(ctx context.Context, c Caller) (SignInTicket, error) {
	if !c.signsIn() {
		return SignInTicket{}, fault.E(fault.Conflict)
	}
	n, err := randomBelow(s.Random, 1_000_000)
	if err != nil {
		return SignInTicket{}, err
	}
	t := SignInTicket{Code: fmt.Sprintf("%06d", n), Ends: s.Now().Add(SignInTicketLife)}
	plain, err := json.Marshal(sealedTicket{c.OrgID, c.DeviceID, t.Code})
	if err != nil {
		return SignInTicket{}, err
	}
	sealed, err := s.Sealer.Seal(plain, ticketUse, s.Random)
	if err != nil {
		return SignInTicket{}, err
	}
	t.Ticket = t.Code + "." + sealed
	return t, s.Store.KeepSignInTicket(ctx, c.OrgID, c.DeviceID, ticketHash(t.Ticket), t.Ends)
}

func randomBelow(random io.Reader, limit int64) (int64, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return 0, err
	}
	n := new(big.Int).SetBytes(b[:])
	return n.Mod(n, big.NewInt(limit)).Int64(), nil
}

func ticketHash(ticket string) string {
	sum := sha256.Sum256([]byte(ticket))
	return hex.EncodeToString(sum[:])
}

// Redeem spends a ticket and returns where it is for. Returns fault.LinkInvalid for one
// that is not ours, was spent, is too old or was followed by another.
func (s *DeviceSignIns) Redeem(ctx context.Context, ticket string) (org, device string, err error) {
	code, sealed, _ := strings.Cut(ticket, ".")
	var t sealedTicket
	plain, err := s.Sealer.Open(sealed, ticketUse)
	if err != nil || json.Unmarshal(plain, &t) != nil || t.Code != code {
		return "", "", fault.E(fault.LinkInvalid)
	}
	err = s.Store.UseSignInTicket(ctx, t.Org, t.Device, ticketHash(ticket), s.Now())
	if errors.Is(err, fault.E(fault.NotFound)) {
		err = fault.E(fault.LinkInvalid)
	}
	return t.Org, t.Device, err
}

// Begin puts a person at the device: a hint by which the provider knows the person, of
// which the pseudonym is kept. Who was there before is there no longer.
func (s *DeviceSignIns) Begin(ctx context.Context, org, device, hint string) error {
	subject, _, err := s.Identities.Subject(ctx, ident.Device{OrgID: org, ID: device}, hint, SourceOIDC)
	if err != nil {
		return err
	}
	now := s.Now()
	return s.change(ctx, SignInChange{
		OrgID: org, DeviceID: device, Subject: subject, Quarter: ident.Quarter(now), At: now, Entry: signInEntry(device, "device.person_signed_in", now),
	})
}

// End leaves nobody at the device of the caller. Nobody there is no fault.
func (s *DeviceSignIns) End(ctx context.Context, c Caller) error {
	v, err := s.Store.DeviceSignIn(ctx, c.OrgID, c.DeviceID)
	if errors.Is(err, fault.E(fault.NotFound)) || err == nil && v.Subject == "" {
		return nil
	}
	if err != nil {
		return err
	}
	now := s.Now()
	return s.change(ctx, SignInChange{OrgID: c.OrgID, DeviceID: c.DeviceID, At: now, Entry: signInEntry(c.DeviceID, "device.person_signed_out", now)})
}

// signInEntry names the device alone: the chain is kept longer than a pseudonym counts.
func signInEntry(device, action string, at time.Time) chain.Draft {
	return chain.Draft{At: at, Actor: device, Role: "device", Action: action, Object: device}
}

// change writes, and lets nobody go on with a token of who was there before.
func (s *DeviceSignIns) change(ctx context.Context, c SignInChange) error {
	rev, err := s.Store.ChangeDeviceSignIn(ctx, c)
	if err != nil {
		return err
	}
	s.Revocations.Announce(Revocation{OrgID: c.OrgID, Kind: RevocableSignIn, ID: SignInID(c.DeviceID, rev-1), At: c.At})
	return nil
}

// SignInID is by what the tokens of one revision are revoked.
func SignInID(device string, rev int64) string { return device + "/" + strconv.FormatInt(rev, 10) }

// Current says who works at the device: the sign-in, and until when it counts as things
// are. The zero time says nobody.
func (s *DeviceSignIns) Current(ctx context.Context, org, device string) (DeviceSignIn, time.Time, error) {
	v, err := s.Store.DeviceSignIn(ctx, org, device)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return DeviceSignIn{}, time.Time{}, nil
	}
	if err != nil {
		return DeviceSignIn{}, time.Time{}, err
	}
	s.mu.Lock()
	if at, here := s.used[deviceRev{org, device, v.Rev}]; here && at.After(v.UsedAt) {
		v.UsedAt = at
	}
	s.mu.Unlock()
	now, until := s.Now(), v.UsedAt.Add(s.Idle)
	if last := v.At.Add(MaxSignIn); last.Before(until) {
		until = last
	}
	// With the quarter the pseudonyms change, and nobody can tell the new one.
	if v.Subject == "" || v.Quarter != ident.Quarter(now) || until.Sub(now) < time.Second {
		return v, time.Time{}, nil
	}
	return v, until, nil
}

// Identify completes a caller whose browser does not tell who works there.
func (s *DeviceSignIns) Identify(ctx context.Context, c Caller) (Caller, error) {
	v, until, err := s.Current(ctx, c.OrgID, c.DeviceID)
	c.Subject, c.IdentitySource, c.SignIn = c.DeviceID, "device", v.Rev
	if !until.IsZero() {
		c.Subject, c.IdentitySource, c.Until = v.Subject, SourceOIDC, until
	}
	return c, err
}

// Used notes that a prompt of the caller was looked at. It costs no wait.
func (s *DeviceSignIns) Used(c Caller) {
	if c.IdentitySource != SourceOIDC {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used[deviceRev{c.OrgID, c.DeviceID, c.SignIn}] = s.Now()
}

// Flush writes which devices were used. What cannot be written is gone: then a person
// has to sign in sooner.
func (s *DeviceSignIns) Flush(ctx context.Context) error {
	s.mu.Lock()
	used := s.used
	s.used = map[deviceRev]time.Time{}
	s.mu.Unlock()
	var failed error
	for d, at := range used {
		failed = errors.Join(failed, s.Store.TouchDeviceSignIn(ctx, d.org, d.device, d.rev, at))
	}
	return failed
}

// Forget removes the pseudonyms of sign-ins that no longer count.
func (s *DeviceSignIns) Forget(ctx context.Context, org string) error {
	now := s.Now()
	return s.Store.ForgetDeviceSignIns(ctx, org, now.Add(-MaxSignIn), now.Add(-s.Idle))
}
