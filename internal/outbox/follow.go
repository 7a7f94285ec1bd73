package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
)

// Notice is something that happened, as the world outside hears of it.
type Notice struct {
	// Type is one of Types.
	Type string    `json:"type"`
	At   time.Time `json:"timestamp"`
	Data Data      `json:"data"`
	// Seq is the entry of the chain that it comes from, 0 for none.
	Seq int64 `json:"-"`
}

// Data are ids and levels. There is no field for text, names or pseudonyms.
type Data struct {
	Organisation string `json:"organisation_id"`
	Incident     string `json:"incident_id,omitempty"`
	Number       string `json:"number,omitempty"`
	Kind         string `json:"incident_kind,omitempty"`
	Severity     string `json:"severity,omitempty"`
	State        string `json:"state,omitempty"`
	From         string `json:"from,omitempty"`
	Destination  string `json:"destination_id,omitempty"`
	Hours        int    `json:"hours,omitempty"`
	DeadlineAt   string `json:"deadline_at,omitempty"`
	Policy       string `json:"policy_id,omitempty"`
	Version      int    `json:"version,omitempty"`
	Week         string `json:"iso_week,omitempty"`
	Revision     int    `json:"revision,omitempty"`
	Seq          int64  `json:"seq,omitempty"`
	Hash         string `json:"hash,omitempty"`
	KeyID        string `json:"key_id,omitempty"`
	Gap          string `json:"gap_id,omitempty"`
	Reason       string `json:"reason,omitempty"`
}

// The types of notices.
const (
	IncidentOpened       = "incident.opened"
	IncidentClockWarning = "incident.clock.warning"
	IncidentTransitioned = "incident.transitioned"
	PolicyPublished      = "policy.published"
	CoverageGap          = "coverage.gap"
	ReportReady          = "report.ready"
	AuditCheckpoint      = "audit.checkpoint"
	Test                 = "webhook.test"
)

// Types lists what can be subscribed to.
var Types = []string{IncidentOpened, IncidentClockWarning, IncidentTransitioned, PolicyPublished, CoverageGap, ReportReady, AuditCheckpoint}

// notable are the actions in the chain that are notices, with their type.
var notable = map[string]string{
	"incident.opened": IncidentOpened, "incident.reported": IncidentOpened,
	"alert.raised": IncidentClockWarning, "alert.repeated": IncidentClockWarning,
	"incident.moved": IncidentTransitioned, "incident.closed": IncidentTransitioned,
	"policy.published": PolicyPublished, "policy.rolled_back": PolicyPublished,
	"coverage.gap_opened": CoverageGap,
	"report.made":         ReportReady,
}

// Actions lists the actions in the chain that become notices.
func Actions() []string {
	var list []string
	for action := range notable {
		list = append(list, action)
	}
	return list
}

const followBatch = 500

// Follow turns what happened since the last time into messages: tell makes them of a
// notice. It starts at the end of the chain, so that nobody hears of the past.
func (s *Service) Follow(ctx context.Context, org string, tell func(context.Context, Notice) ([]Message, error)) error {
	head, err := s.store.Head(ctx, org)
	if err != nil {
		return err
	}
	at, err := s.store.Position(ctx, org)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return s.store.Follow(ctx, org, -1, head.Seq, nil)
	}
	for err == nil && at < head.Seq {
		at, err = s.step(ctx, org, at, head.Seq, tell)
	}
	return err
}

// step follows one batch and returns where it came to.
func (s *Service) step(ctx context.Context, org string, at, end int64, tell func(context.Context, Notice) ([]Message, error)) (int64, error) {
	records, err := s.store.Notable(ctx, org, at, Actions(), followBatch)
	if err != nil {
		return at, err
	}
	to := end
	if len(records) == followBatch {
		to = records[len(records)-1].Entry.Seq
	}
	var list []Message
	for _, r := range records {
		if r.Entry.Seq > to {
			break
		}
		more, err := tell(ctx, NoticeOf(r))
		if err != nil {
			return at, err
		}
		list = append(list, more...)
	}
	if err := s.store.Follow(ctx, org, at, to, list); err != nil {
		return at, err
	}
	return to, nil
}

// NoticeOf is what an entry tells the world outside.
func NoticeOf(r chain.Record) Notice {
	n := Notice{Type: notable[r.Entry.Action], At: r.Entry.At.UTC(), Seq: r.Entry.Seq, Data: Data{Organisation: r.Entry.Org}}
	var said struct {
		ID          string `json:"id"`
		IncidentID  string `json:"incident_id"`
		Number      string `json:"number"`
		Kind        string `json:"incident_kind"`
		Severity    string `json:"severity"`
		State       string `json:"state"`
		Destination string `json:"destination_id"`
		Hours       int    `json:"hours"`
		DeadlineAt  string `json:"deadline_at"`
		Change      struct {
			From string `json:"from"`
		} `json:"change"`
		Detail struct {
			Week     string `json:"iso_week"`
			Revision int    `json:"revision"`

			Destination string `json:"destination_id"`
			Reason      string `json:"reason"`
		} `json:"detail"`
	}
	_ = json.Unmarshal(r.Payload, &said) // a deleted payload says nothing; the object is known
	switch n.Type {
	case IncidentOpened, IncidentTransitioned:
		n.Data.Incident, n.Data.Number, n.Data.Kind, n.Data.Severity = r.Entry.Object, said.Number, said.Kind, said.Severity
		n.Data.State, n.Data.From, n.Data.Destination = said.State, said.Change.From, said.Destination
	case IncidentClockWarning:
		n.Data.Incident, n.Data.Hours, n.Data.DeadlineAt = said.IncidentID, said.Hours, said.DeadlineAt
	case PolicyPublished:
		n.Data.Policy, n.Data.Version = r.Entry.Object, int(r.Entry.Rev)
	case ReportReady:
		n.Data.Week, n.Data.Revision = said.Detail.Week, said.Detail.Revision
	case CoverageGap:
		n.Data.Gap, n.Data.Destination, n.Data.Reason = r.Entry.Object, said.Detail.Destination, said.Detail.Reason
	}
	return n
}
