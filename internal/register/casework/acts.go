package casework

import (
	"context"
	"slices"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/register/severity"
)

// Edit changes the parts of an incident that have no state; nil leaves a part.
type Edit struct {
	Record     *register.Record
	Labels     *[]string
	Links      *[]string
	LateReason *string
	// AwareAt moves awareness earlier, for Reason.
	AwareAt *time.Time
	Reason  string
}

// Edit changes an incident; rev is the revision that the caller saw.
func (s *Service) Edit(ctx context.Context, p ident.Principal, id string, rev int64, e Edit) (register.Incident, error) {
	return s.do(ctx, p, act{what: "edited", id: id, rev: rev, perms: assess, change: func(tx Tx, i *register.Incident, c *register.Change) error {
		if err := s.texts(e.writing()); err != nil {
			return err
		}
		if e.AwareAt != nil {
			if err := s.amend(i, *e.AwareAt, e.Reason); err != nil {
				return err
			}
			c.Why = e.Reason
		}
		if e.Record != nil {
			i.Record = *e.Record
		}
		if e.Labels != nil {
			i.Labels = *e.Labels
		}
		if e.Links != nil {
			for _, link := range *e.Links {
				if _, err := tx.Incident(link); err != nil {
					return err
				}
			}
			i.Links = *e.Links
		}
		if e.LateReason != nil {
			i.LateReason = *e.LateReason
		}
		return nil
	}})
}

// writing lists the free texts of an edit.
func (e Edit) writing() map[string]string {
	list := map[string]string{"/reason": e.Reason}
	if e.LateReason != nil {
		list["/late_reason"] = *e.LateReason
	}
	if r := e.Record; r != nil {
		list["/record/summary"], list["/record/remarks"], list["/record/wording"], list["/record/informed_by"] = r.Summary, r.Remarks, r.Wording, r.Channel
		for _, a := range r.OtherAuthorities {
			list["/record/other_authorities"] += a + "\n"
		}
	}
	if e.Labels != nil {
		for _, l := range *e.Labels {
			list["/labels"] += l + "\n"
		}
	}
	return list
}

// Assign gives a case to a user of the organisation; "" takes it from whoever has
// it.
func (s *Service) Assign(ctx context.Context, p ident.Principal, id, user string) (register.Incident, error) {
	return s.do(ctx, p, act{what: "assigned", id: id, perms: sort, change: func(tx Tx, i *register.Incident, c *register.Change) error {
		if i.State == lifecycle.Closed {
			return faultOf(&lifecycle.IllegalError{Axis: lifecycle.AxisState, Allowed: i.Case().Allowed(lifecycle.AxisState)})
		}
		if user != "" {
			ok, err := tx.Assignable(user)
			if err != nil {
				return err
			}
			if !ok {
				return fault.E(fault.NotFound)
			}
		}
		c.From, c.To = i.Assignee, user
		i.Assignee = user
		return nil
	}})
}

// Assessment is the severity as a person fills it in.
type Assessment struct {
	severity.Factors
	Unintelligible bool
	Why            string
}

// Assess keeps a person's judgement of the severity beside the computed one; rev is
// the revision that the caller saw.
func (s *Service) Assess(ctx context.Context, p ident.Principal, id string, rev int64, a Assessment) (register.Incident, error) {
	return s.do(ctx, p, act{what: "judged", id: id, rev: rev, perms: assess, change: func(tx Tx, i *register.Incident, _ *register.Change) error {
		if !a.Valid() {
			return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/factors", Code: "range"})
		}
		if err := s.text("/why", a.Why, true); err != nil {
			return err
		}
		if !slices.Contains([]register.State{lifecycle.Triaged, lifecycle.ConfirmedLeak, lifecycle.Assessed}, i.State) {
			return faultOf(&lifecycle.IllegalError{Axis: lifecycle.AxisState, Allowed: i.Case().Allowed(lifecycle.AxisState)})
		}
		if err := score(tx, i); err != nil {
			return err
		}
		attempts, err := tx.Attempts(id)
		if err != nil {
			return err
		}
		facts, err := factsOf(attempts)
		if err != nil {
			return err
		}
		_, worst := severity.Worst(facts)
		i.Judged = &register.Judgement{Score: severity.Judge(a.Factors, worst, a.Unintelligible), Unintelligible: a.Unintelligible, Why: a.Why, By: p.UserID, At: s.Now()}
		i.Severity = i.Counts(i.Severity)
		return nil
	}})
}

// Told is what was decided about telling the people concerned.
type Told struct {
	State        lifecycle.Subjects
	Code, Reason string
	At           time.Time
	Count        int
	Channel      string
	Wording      string
}

// Tell moves the decision about telling the people concerned; rev is the revision
// that the caller saw.
func (s *Service) Tell(ctx context.Context, p ident.Principal, id string, rev int64, t Told) (register.Incident, error) {
	return s.do(ctx, p, act{what: "subjects_moved", id: id, rev: rev, perms: decide, change: func(_ Tx, i *register.Incident, c *register.Change) error {
		if err := s.texts(map[string]string{"/reason": t.Reason, "/channel": t.Channel, "/wording": t.Wording}); err != nil {
			return err
		}
		m := lifecycle.Move{Axis: lifecycle.AxisSubjects, To: string(t.State), Reason: t.Reason, Code: t.Code}
		m.Told = !t.At.IsZero() && !t.At.After(s.Now()) && t.Channel != "" && (t.Count > 0 || t.State == lifecycle.SubjectsPublicNotice)
		from := string(i.Case().Subjects)
		moved, err := i.Case().Apply(m, s.Now())
		if err != nil {
			return faultOf(err)
		}
		*i = i.Follow(moved)
		s.stamp(i, Transition{Move: m})
		if m.Told {
			i.Record.InformedAt, i.Record.InformedCount, i.Record.Channel = t.At, t.Count, t.Channel
		}
		if t.Wording != "" {
			i.Record.Wording = t.Wording
		}
		c.From, c.To, c.Why, c.Code = from, m.To, t.Reason, t.Code
		return nil
	}})
}

// AddMeasure plans what is done about it.
func (s *Service) AddMeasure(ctx context.Context, p ident.Principal, id string, m register.Measure) (register.Incident, error) {
	return s.do(ctx, p, act{what: "measure_added", id: id, perms: assess, change: func(tx Tx, i *register.Incident, c *register.Change) (err error) {
		if err := s.text("/text", m.Text, true); err != nil {
			return err
		}
		if i.State == lifecycle.Closed || len(i.Measures) >= 100 {
			return fault.E(fault.Conflict)
		}
		if err := assignable(tx, m.Owner); err != nil {
			return err
		}
		if m.ID, err = ident.NewID(PrefixMeasure, s.Now(), s.Random); err != nil {
			return err
		}
		i.Measures = append(slices.Clone(i.Measures), m)
		c.To = m.ID
		return nil
	}})
}

// MeasureEdit changes a measure; nil leaves a part.
type MeasureEdit struct {
	Text, Owner *string
	// Due and DoneAt are zero to take a time away.
	Due, DoneAt *time.Time
}

// EditMeasure changes a measure; rev is the revision of the incident that the caller
// saw. Of a closed case, only whether it is done.
func (s *Service) EditMeasure(ctx context.Context, p ident.Principal, id string, rev int64, measure string, e MeasureEdit) (register.Incident, error) {
	return s.do(ctx, p, act{what: "measure_changed", id: id, rev: rev, perms: assess, change: func(tx Tx, i *register.Incident, c *register.Change) error {
		at := slices.IndexFunc(i.Measures, func(m register.Measure) bool { return m.ID == measure })
		if at < 0 {
			return fault.E(fault.NotFound)
		}
		if i.State == lifecycle.Closed && (e.Text != nil || e.Owner != nil || e.Due != nil) {
			return fault.E(fault.Conflict)
		}
		m := i.Measures[at]
		if err := s.editMeasure(tx, &m, e); err != nil {
			return err
		}
		i.Measures = slices.Clone(i.Measures)
		i.Measures[at] = m
		c.To = measure
		return nil
	}})
}

func (s *Service) editMeasure(tx Tx, m *register.Measure, e MeasureEdit) error {
	if e.Text != nil {
		if err := s.text("/text", *e.Text, true); err != nil {
			return err
		}
		m.Text = *e.Text
	}
	if e.Owner != nil {
		if err := assignable(tx, *e.Owner); err != nil {
			return err
		}
		m.Owner = *e.Owner
	}
	if e.Due != nil {
		m.Due = *e.Due
	}
	if e.DoneAt != nil {
		if e.DoneAt.After(s.Now()) {
			return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/done_at", Code: "range"})
		}
		m.DoneAt = *e.DoneAt
	}
	return nil
}

// assignable is fault.NotFound for a user who may have no cases; "" is nobody.
func assignable(tx Tx, user string) error {
	if user == "" {
		return nil
	}
	ok, err := tx.Assignable(user)
	if err == nil && !ok {
		err = fault.E(fault.NotFound)
	}
	return err
}

// AddNote adds a remark.
func (s *Service) AddNote(ctx context.Context, p ident.Principal, id, text string) (Note, error) {
	held, secretsOnly := somewhere(p, sort)
	if !held {
		return Note{}, s.denied(ctx, p, "note.added", id)
	}
	i, err := s.Get(ctx, p, id)
	if err == nil {
		var tree *ident.Tree
		if tree, err = s.tree(ctx, p.OrgID); err == nil && !mayOn(p, i, tree, sort) {
			err = fault.E(fault.PermissionDenied)
		}
	}
	if err != nil {
		if code := fault.From(err).Code; code == fault.PermissionDenied || secretsOnly && code == fault.NotFound {
			return Note{}, s.denied(ctx, p, "note.added", id)
		}
		return Note{}, err
	}
	if err := s.text("/text", text, true); err != nil {
		return Note{}, err
	}
	n := Note{IncidentID: id, At: s.Now(), By: p.UserID, Text: text}
	if n.ID, err = ident.NewID(PrefixNote, n.At, s.Random); err != nil {
		return Note{}, err
	}
	return n, s.Store.ChangeCases(ctx, p.OrgID, func(tx Tx) error {
		if err := tx.InsertNote(n); err != nil {
			return err
		}
		return s.append(tx, p, "note.added", n.ID, 1, n)
	})
}

// append adds the entry of a row that is compared with it.
func (s *Service) append(tx Tx, p ident.Principal, action, object string, rev int64, row any) error {
	payload, err := chain.Canonical(row)
	if err != nil {
		return err
	}
	return tx.Append(chain.Draft{At: s.Now(), Actor: p.Actor(), Role: p.Role(), Action: action, Object: object, Rev: rev, Payload: payload})
}
