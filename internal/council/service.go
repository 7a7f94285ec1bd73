package council

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/register/retention"
	"dijkwacht/internal/setup"
)

// Deps are what the service works with.
type Deps struct {
	Store Store
	Gate  *ident.Gate
	// Recipients lists the ways by which something leaves for others.
	Recipients func(ctx context.Context, org string) ([]string, error)
	// Letters makes the mail about notices to the members of the works council, and
	// about remarks of theirs to the officer.
	Letters func(ctx context.Context, org string, list []Notice) ([]outbox.Message, error)
	// Smallest is of how many people a group is at least about which counts are shown.
	Smallest int
	// Waiting carries out what waited for consent, one after the other.
	Waiting []func(ctx context.Context, org string) error
	// Clean reports whether a text holds no personal data and no secret.
	Clean  func(text string) bool
	Now    func() time.Time
	Random io.Reader
}

// Service is the window of the works council. It is safe for concurrent use; Watch is
// for one process at a time.
type Service struct{ Deps }

// New is a service on the given dependencies.
func New(d Deps) *Service { return &Service{d} }

// facts are what holds, with what waits for consent.
func (s *Service) facts(ctx context.Context, org string) (Facts, error) {
	o, err := s.Store.Organisation(ctx, org)
	if err != nil {
		return Facts{}, err
	}
	terms, err := s.Store.Retention(ctx, org)
	if err != nil {
		return Facts{}, err
	}
	holders, err := s.Store.RoleHolders(ctx, org, s.Now())
	if err != nil {
		return Facts{}, err
	}
	recipients, err := s.Recipients(ctx, org)
	if err != nil {
		return Facts{}, err
	}
	return FactsOf(Settings{
		Terms: terms.Wanted(), Council: o.CouncilApproves != o.CouncilWaits, Holders: holders, Recipients: recipients, Smallest: s.Smallest,
	}), nil
}

var _ setup.Consent = (*Service)(nil)

// Snapshot implements setup.Consent.
func (s *Service) Snapshot(ctx context.Context, org string) (string, json.RawMessage, error) {
	f, err := s.facts(ctx, org)
	if err != nil {
		return "", nil, err
	}
	return f.Encode()
}

// Apply implements setup.Consent. What another one changed meanwhile is applied by
// the next Watch.
func (s *Service) Apply(ctx context.Context, org string) error {
	var failed error
	for _, apply := range s.Waiting {
		if err := apply(ctx, org); !errors.Is(err, fault.E(fault.PreconditionFailed)) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// agreed are the facts of the last agreement; false before there is one, and for one
// of which they were not kept.
func (s *Service) agreed(ctx context.Context, org string) (Facts, bool, error) {
	p, err := s.Store.SetupProgress(ctx, org)
	if err != nil {
		return Facts{}, false, err
	}
	return factsAgreed(p)
}

func factsAgreed(p setup.Progress) (f Facts, known bool, err error) {
	a := p.Agreed()
	if a == nil || !p.Gate.Passed() || a.Facts == nil {
		return f, false, nil
	}
	if err := json.Unmarshal(a.Facts, &f); err != nil {
		return f, false, fmt.Errorf("read what was agreed on: %w", err)
	}
	return f, true, nil
}

// AgreedTerms are the terms that were agreed on; nil before that.
func (s *Service) AgreedTerms(ctx context.Context, org string) (map[retention.Kind]int, error) {
	f, _, err := s.agreed(ctx, org)
	return f.Terms, err
}

// AgreedApproval reports whether it was agreed that the works council may, or may not,
// approve reveals. Before an agreement everything is.
func (s *Service) AgreedApproval(ctx context.Context, org string, approves bool) (bool, error) {
	f, known, err := s.agreed(ctx, org)
	if err != nil || !known {
		return err == nil, err
	}
	return len(added(RevealRule, f.Reveals, []string{fmt.Sprintf("council:%t", approves)})) == 0, nil
}

// State is where the consent of the works council stands.
type State string

// The states.
const (
	NotAsked State = "none"         // the legal gate was not passed
	InForce  State = "in_force"     // what is done is what was agreed on
	Again    State = "needed_again" // more is done, or waits, than was agreed on
)

// Consent is where it stands, and why.
type Consent struct {
	State State
	// Fingerprint names the settings as they are, with what waits.
	Fingerprint string
	// Changes are what is more than was agreed on.
	Changes []Standing
}

// Standing is a change that no consent covers, and since when it is there; zero when
// nobody was told of it yet.
type Standing struct {
	Change
	Since time.Time
}

// Consent says where the consent stands. Everybody who signed in may know.
func (s *Service) Consent(ctx context.Context, p ident.Principal) (Consent, error) {
	progress, err := s.Store.SetupProgress(ctx, p.OrgID)
	if err != nil {
		return Consent{}, err
	}
	now, err := s.facts(ctx, p.OrgID)
	if err != nil {
		return Consent{}, err
	}
	return s.consentOf(ctx, p.OrgID, progress, now)
}

func (s *Service) consentOf(ctx context.Context, org string, progress setup.Progress, now Facts) (c Consent, err error) {
	if c.Fingerprint, _, err = now.Encode(); err != nil {
		return c, err
	}
	before, known, err := factsAgreed(progress)
	switch {
	case err != nil:
		return c, err
	case !progress.Gate.Passed():
		c.State = NotAsked
	case !known:
		c.State, c.Changes = Again, []Standing{{Change: Change{What: UnknownBefore}}}
	default:
		c.State = InForce
		if more := Compare(before, now); len(more) > 0 {
			c.State = Again
			c.Changes, err = s.since(ctx, org, more, progress.Agreed().RecordedAt)
		}
	}
	return c, err
}

// noticePage is how many notices are read at once.
const noticePage = 100

// since says of each change when the works council was told of it, after the
// agreement.
func (s *Service) since(ctx context.Context, org string, changes []Change, agreed time.Time) ([]Standing, error) {
	list := make([]Standing, len(changes))
	for i, c := range changes {
		list[i].Change = c
	}
	for before := ""; ; {
		page, err := s.Store.CouncilNotices(ctx, org, "", before, noticePage)
		if err != nil {
			return nil, err
		}
		for _, n := range page {
			for i, one := range list {
				if one.Since.IsZero() && n.Kind == Changed && !n.At.Before(agreed) && n.Change.same(one.Change) {
					list[i].Since = n.At
				}
			}
		}
		if len(page) < noticePage || page[len(page)-1].At.Before(agreed) {
			return list, nil
		}
		before = page[len(page)-1].ID
	}
}

// MaxRemark is the greatest length of a remark and of an answer, in characters.
const MaxRemark = 1000

// Remark keeps what a member of the works council has to say, and mails it to the
// officer. Returns fault.PermissionDenied, fault.RequestInvalid and
// fault.TextRefused.
func (s *Service) Remark(ctx context.Context, p ident.Principal, text string) (Notice, error) {
	const action = "council.remarked"
	if err := s.Gate.Check(ctx, p, action, p.OrgID, p.Require(ident.RevealApproveCouncil)); err != nil {
		return Notice{}, err
	}
	text, err := s.words(text)
	if err != nil {
		return Notice{}, err
	}
	n, err := s.notice(p.OrgID, Remarked, "")
	if err != nil {
		return n, err
	}
	n.Text, n.Key = text, "remark:"+n.ID
	return n, s.say(ctx, p, action, n)
}

// Answer keeps what the officer answers to a remark, once, and mails it to the members
// of the works council. Returns fault.PermissionDenied, fault.NotFound,
// fault.RequestInvalid, fault.TextRefused, and fault.Conflict for a remark that was
// answered.
func (s *Service) Answer(ctx context.Context, p ident.Principal, remark, text string) (Notice, error) {
	const action = "council.answered"
	if err := s.Gate.Check(ctx, p, action, remark, p.Require(ident.NotificationDecide)); err != nil {
		return Notice{}, err
	}
	to, err := s.Store.CouncilNotice(ctx, p.OrgID, remark)
	if err == nil && to.Kind != Remarked {
		err = fault.E(fault.NotFound)
	}
	if err == nil {
		text, err = s.words(text)
	}
	if err != nil {
		return Notice{}, err
	}
	n, err := s.notice(p.OrgID, Answered, "answer:"+remark)
	if err != nil {
		return n, err
	}
	n.Text, n.Remark = text, remark
	to.Answer, to.AnsweredAt = text, n.At
	return to, s.say(ctx, p, action, n)
}

// words are what somebody has to say, if it may be kept.
func (s *Service) words(text string) (string, error) {
	text = strings.TrimSpace(text)
	switch n := len([]rune(text)); {
	case n == 0:
		return "", fault.E(fault.RequestInvalid, fault.Field{Pointer: "/text", Code: "required"})
	case n > MaxRemark:
		return "", fault.E(fault.RequestInvalid, fault.Field{Pointer: "/text", Code: "too_long"})
	case !s.Clean(text):
		return "", fault.E(fault.TextRefused, fault.Field{Pointer: "/text", Code: "invalid"})
	}
	return text, nil
}

// say adds a notice of a person, with the mail about it.
func (s *Service) say(ctx context.Context, p ident.Principal, action string, n Notice) error {
	letters, err := s.Letters(ctx, p.OrgID, []Notice{n})
	if err != nil {
		return err
	}
	entry, err := p.Draft(action, n.ID, 1, ident.OutcomeDone, n, n.At)
	if err != nil {
		return err
	}
	return s.Store.AddCouncilNotice(ctx, p.OrgID, Told{[]Notice{n}, letters}, entry)
}

func (s *Service) notice(org string, kind NoticeKind, key string) (Notice, error) {
	now := s.Now()
	id, err := ident.NewID(PrefixNotice, now, s.Random)
	return Notice{OrgID: org, ID: id, Key: key, At: now, Kind: kind}, err
}

// Notices lists them, newest first, with what p read. Returns fault.PermissionDenied.
func (s *Service) Notices(ctx context.Context, p ident.Principal, before string, limit int) ([]Notice, error) {
	if err := p.Require(ident.RevealsRead); err != nil {
		return nil, err
	}
	return s.Store.CouncilNotices(ctx, p.OrgID, p.UserID, before, limit)
}

// Read marks notices as read by p, and says how many are left; ids that are not there
// are left out. Returns fault.PermissionDenied.
func (s *Service) Read(ctx context.Context, p ident.Principal, ids []string) (left int, err error) {
	if err := s.Gate.Check(ctx, p, "council.read", p.OrgID, p.Require(ident.RevealsRead)); err != nil {
		return 0, err
	}
	if err := s.Store.ReadNotices(ctx, p.OrgID, p.UserID, ids, s.Now()); err != nil {
		return 0, err
	}
	return s.Store.UnreadNotices(ctx, p.OrgID, p.UserID)
}
