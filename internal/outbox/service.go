package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Store keeps messages. Failures of the store are fault.StoreUnavailable.
type Store interface {
	// AddMessages adds those whose key is not there yet.
	AddMessages(ctx context.Context, org string, list []Message) error
	// DueMessages lists those that wait and are due at now, oldest first.
	DueMessages(ctx context.Context, org string, now time.Time, limit int) ([]Message, error)
	// SettleMessage writes how an attempt ended.
	SettleMessage(ctx context.Context, m Message) error
	// Message finds one by its id; fault.NotFound.
	Message(ctx context.Context, org, id string) (Message, error)
	// MessagesTo lists those to a target, "" for all, with ids below before, newest
	// first; "" is from the newest on.
	MessagesTo(ctx context.Context, org, target, before string, limit int) ([]Message, error)
	// ForgetMessages deletes those settled before the time.
	ForgetMessages(ctx context.Context, org string, before time.Time) error

	// Position is up to which entry the chain was followed; fault.NotFound when it
	// never was.
	Position(ctx context.Context, org string) (int64, error)
	// Follow adds messages and moves the position from one entry to another in one
	// commit; fault.Conflict when it is elsewhere.
	Follow(ctx context.Context, org string, from, to int64, list []Message) error
	// Notable lists entries of these actions after a number, in order.
	Notable(ctx context.Context, org string, after int64, actions []string, limit int) ([]chain.Record, error)
	Head(ctx context.Context, org string) (chain.Head, error)
}

// Sender delivers messages of one kind. Its error may be a *Failure.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Service adds and delivers messages. It is safe for concurrent use; Deliver is for
// one process at a time.
type Service struct {
	store   Store
	senders map[Kind]Sender
	now     func() time.Time
	random  io.Reader
}

// New is a service on the given store. A kind without sender waits for one, as for a
// server that is down.
func New(store Store, senders map[Kind]Sender, now func() time.Time, random io.Reader) *Service {
	return &Service{store: store, senders: senders, now: now, random: random}
}

// Make is a message that is due at once.
func (s *Service) Make(org, key string, kind Kind, target, about string, body any) (Message, error) {
	now := s.now()
	raw, err := json.Marshal(body)
	if err != nil {
		return Message{}, err
	}
	id, err := ident.NewID(PrefixMessage, now, s.random)
	return Message{OrgID: org, ID: id, Key: key, Kind: kind, Target: target, About: about, State: Waiting, CreatedAt: now, DueAt: now, Body: raw}, err
}

// Add keeps messages until they are delivered.
func (s *Service) Add(ctx context.Context, org string, list ...Message) error {
	if len(list) == 0 {
		return nil
	}
	return s.store.AddMessages(ctx, org, list)
}

// batch bounds what one run delivers, sendTime one attempt.
const (
	batch    = 100
	sendTime = 30 * time.Second
)

// Deliver tries what is due. A target that cannot be reached holds up no other, and a
// server that all of a kind go to is tried once.
func (s *Service) Deliver(ctx context.Context, org string) error {
	due, err := s.store.DueMessages(ctx, org, s.now(), batch)
	if err != nil {
		return err
	}
	down := unreached{}
	var failed error
	for _, m := range due {
		err, known := down.reason(m)
		if !known {
			err = s.send(ctx, m)
		}
		if ctx.Err() != nil {
			return ctx.Err() // it waits, and goes again
		}
		down.note(m, err)
		failed = errors.Join(failed, s.store.SettleMessage(ctx, m.after(err, s.now())))
	}
	return failed
}

// way is a target, or with Target "" the server of a kind.
type way struct {
	Kind   Kind
	Target string
}

// unreached are the ways on which nothing can be delivered now, and why.
type unreached map[way]error

func (u unreached) reason(m Message) (err error, known bool) {
	if err, known = u[way{Kind: m.Kind}]; !known {
		err, known = u[way{m.Kind, m.Target}]
	}
	return err, known
}

func (u unreached) note(m Message, err error) {
	f, ok := errors.AsType[*Failure](err)
	switch {
	case err == nil, ok && f.Permanent:
	case ok && f.Server:
		u[way{Kind: m.Kind}] = err
	default:
		u[way{m.Kind, m.Target}] = err
	}
}

func (s *Service) send(ctx context.Context, m Message) error {
	sender := s.senders[m.Kind]
	if sender == nil {
		return &Failure{Answer: "no server set up", Server: true}
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	return sender.Send(ctx, m)
}

// Redeliver sends a message again, with the same id: who received it before knows it
// by that. Returns fault.NotFound, and fault.Conflict for one that waits.
func (s *Service) Redeliver(ctx context.Context, org, id string) (Message, error) {
	m, err := s.store.Message(ctx, org, id)
	if err != nil {
		return m, err
	}
	if m.State == Waiting {
		return m, fault.E(fault.Conflict)
	}
	now := s.now()
	m.State, m.DueAt, m.CreatedAt, m.SettledAt, m.Attempts = Waiting, now, now, time.Time{}, 0
	return m, s.store.SettleMessage(ctx, m)
}

// Sent lists the messages to a target, "" for all, newest first.
func (s *Service) Sent(ctx context.Context, org, target, before string, limit int) ([]Message, error) {
	return s.store.MessagesTo(ctx, org, target, before, limit)
}

// Message finds one. Returns fault.NotFound.
func (s *Service) Message(ctx context.Context, org, id string) (Message, error) {
	return s.store.Message(ctx, org, id)
}

// keepSettled is how long delivered messages can be looked at.
const keepSettled = 90 * 24 * time.Hour

// Forget deletes what was settled long ago.
func (s *Service) Forget(ctx context.Context, org string) error {
	return s.store.ForgetMessages(ctx, org, s.now().Add(-keepSettled))
}
