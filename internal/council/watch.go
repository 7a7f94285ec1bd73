package council

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/setup"
)

// overlap is how far back reveals are looked for again: the keeper's clock and commit
// are not those of the service. A notice is made once all the same.
const overlap = 48 * time.Hour

// Watch looks what changed since it looked last, tells the works council, and carries
// out what waited and was agreed to. The first time there is nothing to compare with,
// so that only reveals and agreements are told.
func (s *Service) Watch(ctx context.Context, org string) error {
	if err := s.Apply(ctx, org); err != nil {
		return err
	}
	last, err := s.Store.CouncilWatch(ctx, org)
	if err != nil {
		return err
	}
	now, err := s.facts(ctx, org)
	if err != nil {
		return err
	}
	progress, err := s.Store.SetupProgress(ctx, org)
	if err != nil {
		return err
	}
	list, err := s.changes(org, last, now, progress)
	if err != nil {
		return err
	}
	events, err := s.happened(ctx, org, last, progress)
	if err != nil {
		return err
	}
	return s.tell(ctx, org, Watch{Rev: last.Rev + 1, At: s.Now(), Facts: now}, append(list, events...), last)
}

// changes are the notices of what is more than last time.
func (s *Service) changes(org string, last Watch, now Facts, progress setup.Progress) ([]Notice, error) {
	if last.Rev == 0 {
		return nil, nil
	}
	_, agreed, err := factsAgreed(progress)
	if err != nil {
		return nil, err
	}
	var list []Notice
	for i, c := range Compare(last.Facts, now) {
		n, err := s.notice(org, Changed, "change:"+strconv.FormatInt(last.Rev, 10)+":"+strconv.Itoa(i))
		if err != nil {
			return nil, err
		}
		n.Change, n.Waits = &c, agreed && c.Held()
		list = append(list, n)
	}
	return list, nil
}

// happened are the notices of reveals and agreements that have none yet.
func (s *Service) happened(ctx context.Context, org string, last Watch, progress setup.Progress) ([]Notice, error) {
	var list []Notice
	add := func(kind NoticeKind, key string, at time.Time, fill func(*Notice)) error {
		n, err := s.notice(org, kind, key)
		n.At = at
		fill(&n)
		list = append(list, n)
		return err
	}
	since := last.At
	if last.Rev == 0 {
		since = s.Now()
	}
	reveals, err := s.Store.RevealsBetween(ctx, org, since.Add(-overlap), s.Now().Add(time.Hour))
	if err != nil {
		return nil, err
	}
	for _, r := range reveals {
		if err := add(Revealed, "reveal:"+r.ID, r.At, func(n *Notice) { n.Purpose, n.Approvers = r.Purpose, r.Roles }); err != nil {
			return nil, err
		}
	}
	for _, a := range progress.Agreements {
		if a.RecordedAt.Before(since.Add(-overlap)) {
			continue
		}
		if err := add(Agreed, "consent:"+strconv.FormatInt(a.RecordedAt.UnixMilli(), 10), a.RecordedAt, func(n *Notice) { n.Reference = a.Reference }); err != nil {
			return nil, err
		}
	}
	return s.fresh(ctx, org, list)
}

// fresh are those that were not told yet.
func (s *Service) fresh(ctx context.Context, org string, list []Notice) ([]Notice, error) {
	if len(list) == 0 {
		return nil, nil
	}
	keys := make([]string, len(list))
	for i, n := range list {
		keys[i] = n.Key
	}
	known, err := s.Store.KnownNotices(ctx, org, keys)
	if err != nil {
		return nil, err
	}
	var left []Notice
	for _, n := range list {
		if !known[n.Key] {
			left = append(left, n)
		}
	}
	return left, nil
}

// seenEvery is how often it is written down that nothing changed.
const seenEvery = 6 * time.Hour

// tell keeps notices with their letters, and what was seen.
func (s *Service) tell(ctx context.Context, org string, w Watch, list []Notice, last Watch) error {
	if len(list) == 0 && last.Rev > 0 && w.At.Sub(last.At) < seenEvery && len(Compare(w.Facts, last.Facts)) == 0 {
		return nil
	}
	letters, err := s.Letters(ctx, org, list)
	if err != nil {
		return err
	}
	var entry chain.Draft
	if len(list) > 0 {
		ids := make([]string, len(list))
		for i, n := range list {
			ids[i] = n.ID
		}
		if entry, err = ident.Service(org, "council").Draft("council.told", cmp.Or(ids[0], org), w.Rev, ident.OutcomeDone, map[string]any{"notices": ids}, w.At); err != nil {
			return err
		}
	}
	return s.Store.SaveCouncilWatch(ctx, org, w, Told{list, letters}, entry)
}

// Forget deletes notices that are past the term of the log.
func (s *Service) Forget(ctx context.Context, org string) error {
	terms, err := s.Store.Retention(ctx, org)
	if err != nil {
		return err
	}
	return s.Store.ForgetNotices(ctx, org, terms.Limits(s.Now()).Audit)
}
