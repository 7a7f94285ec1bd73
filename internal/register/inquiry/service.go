package inquiry

import (
	"context"
	"io"
	"slices"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Sender is a device and who used it.
type Sender struct {
	DeviceID, Subject string
}

// Store keeps questions. "Not found" is fault.NotFound; failures of the store itself
// are fault.StoreUnavailable.
type Store interface {
	// Senders lists those of the events of an incident, each once; fault.NotFound
	// without such an incident.
	Senders(ctx context.Context, org, incident string) ([]Sender, error)
	// AddQuestion adds a question and its entry; fault.Conflict when the sender was
	// asked the same about the incident.
	AddQuestion(ctx context.Context, q Question, entry chain.Draft) error
	// Question finds one by its id.
	Question(ctx context.Context, org, id string) (Question, error)
	// AnswerQuestion replaces the revision before; fault.Conflict when another is on
	// record.
	AnswerQuestion(ctx context.Context, q Question, entry chain.Draft) error
	// QuestionsAbout lists those of an incident, oldest first.
	QuestionsAbout(ctx context.Context, org, incident string) ([]Question, error)
	// QuestionsTo lists those put to any of the subjects on the device since the given
	// time, oldest first.
	QuestionsTo(ctx context.Context, org, device string, subjects []string, since time.Time) ([]Question, error)
}

// Service asks and takes answers. It is safe for concurrent use.
type Service struct {
	store  Store
	gate   *ident.Gate
	now    func() time.Time
	random io.Reader
}

// New is a service on the given store.
func New(store Store, gate *ident.Gate, now func() time.Time, random io.Reader) *Service {
	return &Service{store: store, gate: gate, now: now, random: random}
}

// Ask puts a question to every sender of the incident. Returns
// fault.PermissionDenied, fault.NotFound, and fault.Conflict when it was asked
// before.
func (s *Service) Ask(ctx context.Context, p ident.Principal, incident string, n Name) ([]Question, error) {
	const action = "question.asked"
	if err := s.gate.Check(ctx, p, action, incident, p.Require(ident.IncidentsTriage)); err != nil {
		return nil, err
	}
	senders, err := s.store.Senders(ctx, p.OrgID, incident)
	if err != nil {
		return nil, err
	}
	var asked []Question
	for _, to := range senders {
		now := s.now()
		q := Question{OrgID: p.OrgID, IncidentID: incident, Name: n, DeviceID: to.DeviceID, Subject: to.Subject, AskedBy: p.Actor(), AskedAt: now, Rev: 1}
		if q.ID, err = ident.NewID(PrefixQuestion, now, s.random); err != nil {
			return nil, err
		}
		entry, err := p.Draft(action, q.ID, 1, ident.OutcomeDone, q, now)
		if err != nil {
			return nil, err
		}
		if err := s.store.AddQuestion(ctx, q, entry); err != nil {
			return nil, err
		}
		asked = append(asked, q)
	}
	if asked == nil {
		return nil, fault.E(fault.Conflict)
	}
	return asked, nil
}

// About lists the questions of an incident with their answers. Returns
// fault.PermissionDenied and fault.NotFound.
func (s *Service) About(ctx context.Context, p ident.Principal, incident string) ([]Question, error) {
	if err := p.Require(ident.IncidentsRead); err != nil {
		return nil, err
	}
	if _, err := s.store.Senders(ctx, p.OrgID, incident); err != nil {
		return nil, err
	}
	return s.store.QuestionsAbout(ctx, p.OrgID, incident)
}

// For lists the questions that wait for an answer of the subjects on the device.
func (s *Service) For(ctx context.Context, org, device string, subjects []string) ([]Question, error) {
	now := s.now()
	list, err := s.store.QuestionsTo(ctx, org, device, subjects, now.Add(-Life))
	return slices.DeleteFunc(list, func(q Question) bool { return !q.Open(now) }), err
}

// Answer takes the answer of one of the subjects on the device; the same answer
// again changes nothing. Returns fault.NotFound for a question that was put to
// somebody else, fault.RequestInvalid for an answer that it does not take, and
// fault.Conflict when it was answered otherwise or no longer waits.
func (s *Service) Answer(ctx context.Context, org, device string, subjects []string, id, answer string) error {
	q, err := s.store.Question(ctx, org, id)
	if err != nil {
		return err
	}
	now := s.now()
	switch {
	case q.DeviceID != device || !slices.Contains(subjects, q.Subject):
		return fault.E(fault.NotFound)
	case !slices.Contains(answers[q.Name], answer):
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/answer", Code: "enum"})
	case q.Answer == answer:
		return nil
	case !q.Open(now):
		return fault.E(fault.Conflict)
	}
	q.Answer, q.AnsweredAt, q.Rev = answer, now, q.Rev+1
	payload, err := chain.Canonical(q)
	if err != nil {
		return err
	}
	return s.store.AnswerQuestion(ctx, q, chain.Draft{At: now, Actor: device, Role: "device", Action: "question.answered", Object: q.ID, Rev: q.Rev, Payload: payload})
}
