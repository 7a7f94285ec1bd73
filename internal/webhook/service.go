package webhook

import (
	"context"
	"io"
	"slices"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/outbox"
)

// HookStore keeps webhooks. "Not found" is fault.NotFound; failures of the store
// itself are fault.StoreUnavailable.
type HookStore interface {
	Store
	// Webhooks lists all, by id.
	Webhooks(ctx context.Context, org string) ([]Webhook, error)
	// SaveWebhook adds revision 1 or replaces the revision before;
	// fault.PreconditionFailed when another is on record.
	SaveWebhook(ctx context.Context, w Webhook, entry chain.Draft) error
	// RemoveWebhook removes that revision; fault.PreconditionFailed.
	RemoveWebhook(ctx context.Context, org, id string, rev int64, entry chain.Draft) error
}

// maxWebhooks is how many an organisation may have.
const maxWebhooks = 100

// Service looks after webhooks and what was sent to them.
type Service struct {
	store  HookStore
	gate   *ident.Gate
	outbox *outbox.Service
	safe   Safe
	now    func() time.Time
	random io.Reader
}

// Safe closes a secret under the id of its webhook, and opens it again.
type Safe struct {
	Seal func(secret, id string) (string, error)
	Open func(sealed, id string) (string, error)
}

// New is a service.
func New(store HookStore, gate *ident.Gate, box *outbox.Service, safe Safe, now func() time.Time, random io.Reader) *Service {
	return &Service{store, gate, box, safe, now, random}
}

// List lists all. Returns fault.PermissionDenied.
func (s *Service) List(ctx context.Context, p ident.Principal) ([]Webhook, error) {
	if err := p.Require(ident.SettingsRead); err != nil {
		return nil, err
	}
	return s.store.Webhooks(ctx, p.OrgID)
}

// Webhook finds one. Returns fault.PermissionDenied and fault.NotFound.
func (s *Service) Webhook(ctx context.Context, p ident.Principal, id string) (Webhook, error) {
	if err := p.Require(ident.SettingsRead); err != nil {
		return Webhook{}, err
	}
	return s.store.Webhook(ctx, p.OrgID, id)
}

// check refuses what a webhook may not be.
func (w *Webhook) check() error {
	if err := CheckURL(w.URL); err != nil {
		return err
	}
	var faults []fault.Field
	if w.Label != "" {
		if w.Label = ident.CleanName(w.Label, ident.MaxName); w.Label == "" {
			faults = append(faults, fault.Field{Pointer: "/label", Code: "format"})
		}
	}
	slices.Sort(w.Events)
	w.Events = slices.Compact(w.Events)
	if len(w.Events) == 0 {
		faults = append(faults, fault.Field{Pointer: "/events", Code: "required"})
	}
	for _, e := range w.Events {
		if !slices.Contains(outbox.Types, e) {
			faults = append(faults, fault.Field{Pointer: "/events", Code: "enum"})
			break
		}
	}
	if faults != nil {
		return fault.E(fault.RequestInvalid, faults...)
	}
	return nil
}

// Add adds one and returns its signing secret, which is shown once. Returns
// fault.PermissionDenied, fault.RequestInvalid, and fault.Conflict when there are too
// many.
func (s *Service) Add(ctx context.Context, p ident.Principal, w Webhook) (Webhook, string, error) {
	const action = "webhook.created"
	if err := s.gate.Check(ctx, p, action, "", p.Require(ident.SettingsManage)); err != nil {
		return w, "", err
	}
	if err := w.check(); err != nil {
		return w, "", err
	}
	all, err := s.store.Webhooks(ctx, p.OrgID)
	if err == nil && len(all) >= maxWebhooks {
		err = fault.E(fault.Conflict)
	}
	if err != nil {
		return w, "", err
	}
	now := s.now()
	if w.ID, err = ident.NewID(PrefixWebhook, now, s.random); err != nil {
		return w, "", err
	}
	secret, err := NewSecret(s.random)
	if err == nil {
		w.Sealed, err = s.safe.Seal(secret, w.ID)
	}
	if err != nil {
		return w, "", err
	}
	w.OrgID, w.CreatedAt, w.Rev = p.OrgID, now, 1
	return w, secret, s.save(ctx, p, action, w)
}

func (s *Service) save(ctx context.Context, p ident.Principal, action string, w Webhook) error {
	told := w
	told.Sealed = "" // the chain holds no secret, not even a sealed one
	entry, err := p.Draft(action, w.ID, w.Rev, ident.OutcomeDone, told, s.now())
	if err != nil {
		return err
	}
	return s.store.SaveWebhook(ctx, w, entry)
}

// Change changes revision rev. Returns fault.PermissionDenied, fault.NotFound,
// fault.PreconditionFailed and fault.RequestInvalid.
func (s *Service) Change(ctx context.Context, p ident.Principal, id string, rev int64, change func(*Webhook)) (Webhook, error) {
	const action = "webhook.updated"
	if err := s.gate.Check(ctx, p, action, id, p.Require(ident.SettingsManage)); err != nil {
		return Webhook{}, err
	}
	w, err := s.store.Webhook(ctx, p.OrgID, id)
	if err != nil {
		return w, err
	}
	if w.Rev != rev {
		return w, fault.E(fault.PreconditionFailed)
	}
	sealed := w.Sealed
	change(&w)
	if err := w.check(); err != nil {
		return w, err
	}
	w.OrgID, w.ID, w.Sealed, w.Rev = p.OrgID, id, sealed, rev+1
	return w, s.save(ctx, p, action, w)
}

// Renew gives revision rev a new secret and returns it, which is shown once; the one
// before signs too for a day. Returns the faults of Change.
func (s *Service) Renew(ctx context.Context, p ident.Principal, id string, rev int64) (Webhook, string, error) {
	const action = "webhook.secret_renewed"
	if err := s.gate.Check(ctx, p, action, id, p.Require(ident.SettingsManage)); err != nil {
		return Webhook{}, "", err
	}
	w, err := s.store.Webhook(ctx, p.OrgID, id)
	if err == nil && w.Rev != rev {
		err = fault.E(fault.PreconditionFailed)
	}
	if err != nil {
		return w, "", err
	}
	before, err := s.safe.Open(w.Sealed, id)
	if err != nil {
		return w, "", err
	}
	secret, err := NewSecret(s.random)
	if err == nil {
		w.Sealed, err = s.safe.Seal(renewed(secret, before, s.now()), id)
	}
	if err != nil {
		return w, "", err
	}
	w.OrgID, w.ID, w.Rev = p.OrgID, id, rev+1
	return w, secret, s.save(ctx, p, action, w)
}

// Remove removes revision rev. Returns the faults of Change.
func (s *Service) Remove(ctx context.Context, p ident.Principal, id string, rev int64) error {
	const action = "webhook.removed"
	if err := s.gate.Check(ctx, p, action, id, p.Require(ident.SettingsManage)); err != nil {
		return err
	}
	if _, err := s.store.Webhook(ctx, p.OrgID, id); err != nil {
		return err
	}
	entry, err := p.Draft(action, id, rev, ident.OutcomeDone, nil, s.now())
	if err != nil {
		return err
	}
	return s.store.RemoveWebhook(ctx, p.OrgID, id, rev, entry)
}

// Test sends a notice that says nothing but that it is a test. Returns
// fault.PermissionDenied and fault.NotFound.
func (s *Service) Test(ctx context.Context, p ident.Principal, id string) (outbox.Message, error) {
	if err := s.gate.Check(ctx, p, "webhook.tested", id, p.Require(ident.SettingsManage)); err != nil {
		return outbox.Message{}, err
	}
	if _, err := s.store.Webhook(ctx, p.OrgID, id); err != nil {
		return outbox.Message{}, err
	}
	now := s.now()
	notice := outbox.Notice{Type: outbox.Test, At: now.UTC(), Data: outbox.Data{Organisation: p.OrgID}}
	m, err := s.outbox.Make(p.OrgID, "", outbox.Webhook, id, outbox.Test, notice)
	if err != nil {
		return m, err
	}
	m.Key = "test:" + m.ID
	return m, s.outbox.Add(ctx, p.OrgID, m)
}

// Deliveries lists what was sent to a webhook, newest first. Returns
// fault.PermissionDenied and fault.NotFound.
func (s *Service) Deliveries(ctx context.Context, p ident.Principal, id, before string, limit int) ([]outbox.Message, error) {
	if _, err := s.Webhook(ctx, p, id); err != nil {
		return nil, err
	}
	return s.outbox.Sent(ctx, p.OrgID, id, before, limit)
}

// All lists everything that went out or waits to, newest first, with what became of
// it. Returns fault.PermissionDenied.
func (s *Service) All(ctx context.Context, p ident.Principal, before string, limit int) ([]outbox.Message, error) {
	if err := p.Require(ident.SettingsRead); err != nil {
		return nil, err
	}
	return s.outbox.Sent(ctx, p.OrgID, "", before, limit)
}

// Redeliver sends a delivery to a webhook again. Returns fault.PermissionDenied,
// fault.NotFound, and fault.Conflict for one that still waits.
func (s *Service) Redeliver(ctx context.Context, p ident.Principal, id string) (outbox.Message, error) {
	if err := s.gate.Check(ctx, p, "delivery.repeated", id, p.Require(ident.SettingsManage)); err != nil {
		return outbox.Message{}, err
	}
	m, err := s.outbox.Message(ctx, p.OrgID, id)
	if err == nil && m.Kind != outbox.Webhook {
		err = fault.E(fault.NotFound)
	}
	if err != nil {
		return m, err
	}
	return s.outbox.Redeliver(ctx, p.OrgID, id)
}
