package rights

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
)

// PrefixRequest begins the id of a request.
const PrefixRequest = "rgt_"

// Kind is the right that is used.
type Kind string

// The rights that take a decision of the organisation. Access (article 15) is
// answered at once.
const (
	Rectification Kind = "rectification" // GDPR article 16
	Objection     Kind = "objection"     // GDPR article 21
	// Statement adds the employee's own word to what is kept (GDPR article 16, second
	// sentence).
	Statement Kind = "statement"
)

// MaxText is the greatest length of an own word, in characters.
const MaxText = 1000

// Term is how long an answer may take: four weeks, within the month that GDPR article
// 12(3) gives.
const Term = 28 * 24 * time.Hour

// Grounds are why, as the API accepts them: what is kept is wrong, it was not the
// employee, the person was invented, it weighs too heavily on the employee, other.
var Grounds = []string{"klopt_niet", "was_ik_niet", "fictief", "te_ingrijpend", "anders"}

// Kinds lists the rights, as the API accepts them.
var Kinds = []string{string(Rectification), string(Objection), string(Statement)}

// State of a request.
type State string

// The states.
const (
	Open    State = "open"
	Granted State = "granted"
	Refused State = "refused"
)

// Request is one of an employee, from their own device.
type Request struct {
	OrgID    string `json:"-"`
	ID       string `json:"id"`
	DeviceID string `json:"device_id"`
	Subject  string `json:"subject"`
	Kind     Kind   `json:"kind"`
	Ground   string `json:"ground"`
	// Text is what the employee says, "" when the ground says enough.
	Text string `json:"text,omitempty"`
	// EventID is what it is about; "" is everything.
	EventID string    `json:"event_id,omitempty"`
	At      time.Time `json:"at"`
	// DueAt is Term after At.
	DueAt      time.Time `json:"due_at"`
	State      State     `json:"state"`
	Answer     string    `json:"answer,omitempty"`
	AnsweredBy string    `json:"answered_by,omitempty"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
	Rev        int64     `json:"rev"`
}

// Sender is a device and the pseudonyms of who uses it now.
type Sender struct {
	OrgID, DeviceID string
	Subjects        []string
}

// Store keeps requests and finds what is kept of a sender. "Not found" is
// fault.NotFound; failures of the store itself are fault.StoreUnavailable.
type Store interface {
	// Organisation finds one by its id.
	Organisation(ctx context.Context, org string) (ident.Organisation, error)
	// OwnAttempts lists the newest events of the sender since the given time, newest
	// first, at most limit.
	OwnAttempts(ctx context.Context, s Sender, since time.Time, limit int) ([]register.Attempt, error)
	// AddRequest adds a request and its entry.
	AddRequest(ctx context.Context, r Request, entry chain.Draft) error
	// Request finds one by its id.
	Request(ctx context.Context, org, id string) (Request, error)
	// SaveRequest replaces the revision before; fault.Conflict when another is on
	// record.
	SaveRequest(ctx context.Context, r Request, entry chain.Draft) error
	// Requests lists those in a state, first due first, at most limit.
	Requests(ctx context.Context, org string, state State, limit int) ([]Request, error)
	// OwnRequests lists those of the sender, oldest first.
	OwnRequests(ctx context.Context, s Sender) ([]Request, error)
}

// Service is the desk for the rights of employees. It is safe for concurrent use.
type Service struct {
	store  Store
	gate   *ident.Gate
	clean  func(text string) bool
	now    func() time.Time
	random io.Reader
}

// New is a desk on the given store. Texts that are not clean are refused.
func New(store Store, gate *ident.Gate, clean func(text string) bool, now func() time.Time, random io.Reader) *Service {
	return &Service{store: store, gate: gate, clean: clean, now: now, random: random}
}

// Weeks is how long events are kept, and shown to whom they are of.
const Weeks = 13

// maxOwn bounds the events of one answer, maxOpen the open requests of a sender.
const (
	maxOwn  = 2000
	maxOpen = 10
)

// Attempts lists what the register holds of the sender, newest first, and since
// when.
func (s *Service) Attempts(ctx context.Context, from Sender) ([]register.Attempt, time.Time, error) {
	since := s.now().Add(-Weeks * 7 * 24 * time.Hour)
	list, err := s.store.OwnAttempts(ctx, from, since, maxOwn)
	return list, since, err
}

// Contact is the name of the organisation, whose officer answers requests.
func (s *Service) Contact(ctx context.Context, org string) (string, error) {
	o, err := s.store.Organisation(ctx, org)
	return o.Name, err
}

// Own lists the requests of the sender, oldest first.
func (s *Service) Own(ctx context.Context, from Sender) ([]Request, error) {
	return s.store.OwnRequests(ctx, from)
}

// Ask is what the user of a device asks.
type Ask struct {
	Kind   Kind
	Ground string
	// Event is what it is about, "" for everything.
	Event string
	// Text are the employee's own words; a Statement has some.
	Text string
}

// Ask takes a request of the sender, who is now from.Subjects[0]. Returns
// fault.NotFound for an event that is not theirs, fault.Conflict when the same is
// asked already or too much is open, fault.RequestInvalid, and fault.TextRefused for
// words that hold data about people.
func (s *Service) Ask(ctx context.Context, from Sender, ask Ask) (Request, error) {
	text := strings.TrimSpace(ask.Text)
	switch n := len([]rune(text)); {
	case n == 0 && ask.Kind == Statement:
		return Request{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/text", Code: "required"})
	case n > MaxText:
		return Request{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/text", Code: "too_long"})
	case n > 0 && !s.clean(text):
		return Request{}, fault.E(fault.TextRefused, fault.Field{Pointer: "/text", Code: "invalid"})
	}
	now, event := s.now(), ask.Event
	r := Request{OrgID: from.OrgID, DeviceID: from.DeviceID, Subject: from.Subjects[0], Kind: ask.Kind, Ground: ask.Ground, Text: text, EventID: event,
		At: now, DueAt: now.Add(Term), State: Open, Rev: 1}
	if event != "" {
		list, _, err := s.Attempts(ctx, from)
		if err != nil {
			return Request{}, err
		}
		if !slices.ContainsFunc(list, func(a register.Attempt) bool { return a.Event.ID == event }) {
			return Request{}, fault.E(fault.NotFound)
		}
	}
	earlier, err := s.store.OwnRequests(ctx, from)
	if err != nil {
		return Request{}, err
	}
	open := 0
	for _, e := range earlier {
		if e.State == Open {
			open++
		}
		if e.State == Open && e.Kind == r.Kind && e.EventID == event || open >= maxOpen {
			return Request{}, fault.E(fault.Conflict)
		}
	}
	if r.ID, err = ident.NewID(PrefixRequest, now, s.random); err != nil {
		return Request{}, err
	}
	payload, err := chain.Canonical(r)
	if err != nil {
		return Request{}, err
	}
	return r, s.store.AddRequest(ctx, r, chain.Draft{At: now, Actor: r.DeviceID, Role: "device", Action: "rights.asked", Object: r.ID, Rev: 1, Payload: payload})
}

// List lists the requests in a state, first due first. Returns
// fault.PermissionDenied.
func (s *Service) List(ctx context.Context, p ident.Principal, state State) ([]Request, error) {
	if err := p.Require(ident.NotificationDecide); err != nil {
		return nil, err
	}
	return s.store.Requests(ctx, p.OrgID, state, 200)
}

// Get finds a request, with the decision that it is about; "" when it is about
// everything, or when that is erased. Returns fault.PermissionDenied and
// fault.NotFound.
func (s *Service) Get(ctx context.Context, p ident.Principal, id string) (r Request, decision string, err error) {
	if err := p.Require(ident.NotificationDecide); err != nil {
		return r, "", err
	}
	if r, err = s.store.Request(ctx, p.OrgID, id); err != nil || r.EventID == "" {
		return r, "", err
	}
	list, _, err := s.Attempts(ctx, Sender{OrgID: p.OrgID, DeviceID: r.DeviceID, Subjects: []string{r.Subject}})
	for _, a := range list {
		if a.Event.ID == r.EventID {
			decision = a.Event.DecisionID
		}
	}
	return r, decision, err
}

// Answer decides on a request; only the officer can. Returns
// fault.PermissionDenied, fault.NotFound, fault.RequestInvalid, fault.TextRefused,
// and fault.Conflict when it was answered before.
func (s *Service) Answer(ctx context.Context, p ident.Principal, id string, state State, text string) (Request, error) {
	const action = "rights.answered"
	if err := s.gate.Check(ctx, p, action, id, p.Require(ident.NotificationDecide)); err != nil {
		return Request{}, err
	}
	r, err := s.store.Request(ctx, p.OrgID, id)
	if err != nil {
		return Request{}, err
	}
	switch n := len([]rune(text)); {
	case n < 10:
		return Request{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/reason", Code: "too_short"})
	case n > approval.MaxReason:
		return Request{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/reason", Code: "too_long"})
	case !s.clean(text):
		return Request{}, fault.E(fault.TextRefused)
	case r.State != Open:
		return Request{}, fault.E(fault.Conflict)
	}
	r.State, r.Answer, r.AnsweredBy, r.AnsweredAt, r.Rev = state, text, p.UserID, s.now(), r.Rev+1
	entry, err := p.Draft(action, id, r.Rev, ident.OutcomeDone, r, r.AnsweredAt)
	if err != nil {
		return Request{}, err
	}
	return r, s.store.SaveRequest(ctx, r, entry)
}
