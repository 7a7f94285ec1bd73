package casework

import (
	"context"
	"slices"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/lifecycle"
)

// Merge moves all events of an incident into another, before either is assessed;
// the one that is left empty closes. Both are about the same thing: the same
// organisation and kind. Returns fault.Conflict when they do not go together.
func (s *Service) Merge(ctx context.Context, p ident.Principal, id, into string) (register.Incident, error) {
	return s.do(ctx, p, act{what: "merged", id: id, perms: assess, change: func(tx Tx, i *register.Incident, c *register.Change) error {
		target, err := tx.Incident(into)
		if err != nil {
			return err
		}
		tree, err := s.tree(ctx, p.OrgID)
		if err != nil {
			return err
		}
		if !mayOn(p, target, tree, assess) {
			return fault.E(fault.NotFound)
		}
		if err := mergeable(*i, target); err != nil {
			return err
		}
		moving, err := tx.Attempts(id)
		if err != nil {
			return err
		}
		stay, err := tx.Attempts(into)
		if err != nil {
			return err
		}
		if len(moving) != i.Events || len(stay) != target.Events { // some are past their term
			return fault.E(fault.Conflict)
		}
		for _, a := range moving {
			if err := s.regroup(tx, p, a.Event.ID, into); err != nil {
				return err
			}
		}
		if !i.AwareAt.IsZero() && (target.AwareAt.IsZero() || i.AwareAt.Before(target.AwareAt)) {
			target.AwareAt, target.AwareBasis = i.AwareAt, i.AwareBasis
		}
		if target, err = s.resettled(tx, target); err != nil {
			return err
		}
		if _, err := s.save(tx, p, target.Linked(id), register.Change{Action: "absorbed", From: id, By: p.UserID}); err != nil {
			return err
		}
		i.State, i.Touched, i.Awaiting, i.Review, i.MergedInto, i.Events, i.AP, i.Told = lifecycle.Closed, true, false, false, into, 0, "", ""
		c.To = into
		return nil
	}})
}

// mergeable reports whether two incidents may become one: neither is assessed nor
// decided, and a confirmed leak is not lost in a case that is not one.
func mergeable(from, into register.Incident) error {
	switch {
	case from.ID == into.ID, !from.Case().Movable(), !into.Case().Movable(), from.Events+into.Events > register.MaxEvents,
		from.Source == register.SourceManual, into.Source == register.SourceManual,
		from.Destination != into.Destination,
		from.State == lifecycle.ConfirmedLeak && into.State != lifecycle.ConfirmedLeak:
		return fault.E(fault.Conflict)
	}
	return nil
}

// regroup moves an event, with its entry.
func (s *Service) regroup(tx Tx, p ident.Principal, event, incident string) error {
	g, err := tx.Regroup(event, incident)
	if err != nil {
		return err
	}
	return s.append(tx, p, "grouping.changed", event, g.Rev, g)
}

// resettled is the incident as its events make it now.
func (s *Service) resettled(tx Tx, i register.Incident) (register.Incident, error) {
	attempts, err := tx.Attempts(i.ID)
	if err != nil {
		return i, err
	}
	i = i.Regroup(attempts).Weigh(register.Weights(attempts), s.Now())
	if i.Touched {
		err = score(tx, &i)
	}
	return i, err
}

// Split moves some events of an incident, not all, into a new one that stands where
// the first stands, before it is assessed.
func (s *Service) Split(ctx context.Context, p ident.Principal, id string, events []string) (register.Incident, error) {
	var fresh register.Incident
	_, err := s.do(ctx, p, act{what: "split", id: id, perms: assess, change: func(tx Tx, i *register.Incident, c *register.Change) error {
		attempts, err := tx.Attempts(id)
		if err != nil {
			return err
		}
		if err := splittable(*i, attempts, events); err != nil {
			return err
		}
		fresh = *i
		now := s.Now()
		if fresh.ID, err = ident.NewID(ident.PrefixIncident, now, s.Random); err != nil {
			return err
		}
		year := now.UTC().Year()
		seq, err := tx.NextNumber(year)
		if err != nil {
			return err
		}
		fresh.Number, fresh.Rev, fresh.Judged = register.Number{Year: year, Seq: seq}, 0, nil
		for _, event := range events {
			if err := s.regroup(tx, p, event, fresh.ID); err != nil {
				return err
			}
		}
		if fresh, err = s.resettled(tx, fresh); err != nil {
			return err
		}
		fresh.Rev = 0
		if fresh, err = s.save(tx, p, fresh.Linked(id), register.Change{Action: "split_off", From: id, By: p.UserID}); err != nil {
			return err
		}
		if *i, err = s.resettled(tx, *i); err != nil {
			return err
		}
		*i = i.Linked(fresh.ID)
		c.To = fresh.ID
		return nil
	}})
	return fresh, err
}

func splittable(i register.Incident, attempts []register.Attempt, events []string) error {
	for _, event := range events {
		if !slices.ContainsFunc(attempts, func(a register.Attempt) bool { return a.Event.ID == event }) {
			return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/events", Code: "enum"})
		}
	}
	if !i.Case().Movable() || len(attempts) != i.Events || len(slices.Compact(slices.Sorted(slices.Values(events)))) != len(events) || len(events) >= len(attempts) || len(events) == 0 {
		return fault.E(fault.Conflict)
	}
	return nil
}
