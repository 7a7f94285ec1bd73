package publish

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/policy/diff"
	"dijkwacht/internal/policy/plain"
)

// MaxMessage is the greatest length of a text in characters.
const MaxMessage = 600

// Message is one text in both languages.
type Message struct {
	ID             string
	Dutch, English string
	// Own says that the organisation wrote it.
	Own bool
	// Plain is what the check on plain Dutch says.
	Plain plain.Result
	// Rev is the revision of the organisation's own texts, from 1.
	Rev int64
}

// Messages lists all texts, by id. Returns fault.PermissionDenied.
func (d *Desk) Messages(ctx context.Context, p ident.Principal) ([]Message, error) {
	if err := p.Require(ident.PolicyRead); err != nil {
		return nil, err
	}
	own, v, err := d.ownMessages(ctx, p.OrgID)
	if err != nil {
		return nil, err
	}
	whole := overlay(d.InForce.Content().Messages, own)
	var list []Message
	for _, id := range slices.Sorted(maps.Keys(whole[policy.Dutch])) {
		m := d.message(id, whole.Text(policy.Dutch, id), whole.Text(policy.English, id))
		m.Rev = int64(v.Version) + 1
		_, m.Own = own[policy.Dutch][id]
		list = append(list, m)
	}
	return list, nil
}

func (d *Desk) message(id, dutch, english string) Message {
	return Message{ID: id, Dutch: dutch, English: english, Plain: plain.Check(dutch, d.Difficult)}
}

func (d *Desk) ownMessages(ctx context.Context, org string) (policy.Messages, Version, error) {
	v, err := d.newest(ctx, org, SubjectMessages)
	if err != nil {
		return nil, v, err
	}
	own, err := readMessages(v.Source)
	if err != nil {
		return nil, v, errUnreadable
	}
	return own, v, nil
}

// Message finds one by its id. Returns fault.PermissionDenied and fault.NotFound.
func (d *Desk) Message(ctx context.Context, p ident.Principal, id string) (Message, error) {
	list, err := d.Messages(ctx, p)
	if err != nil {
		return Message{}, err
	}
	for _, m := range list {
		if m.ID == id {
			return m, nil
		}
	}
	return Message{}, fault.E(fault.NotFound)
}

// CheckMessage says how plain a text is, and refuses one whose placeholders are not
// known or differ between the languages. Returns fault.PermissionDenied,
// fault.RequestInvalid and fault.TextRefused.
func (d *Desk) CheckMessage(ctx context.Context, p ident.Principal, id, dutch, english string) (Message, error) {
	if err := d.Gate.Check(ctx, p, "message.checked", id, p.Require(ident.PolicyEdit)); err != nil {
		return Message{}, err
	}
	return d.message(id, dutch, english), d.checkTexts(dutch, english)
}

func (d *Desk) checkTexts(dutch, english string) error {
	var fields []fault.Field
	var used [2][]string
	for i, text := range []string{dutch, english} {
		pointer := []string{"/nl", "/en"}[i]
		var known bool
		used[i], known = policy.PlaceholdersOf(text)
		switch n := len([]rune(text)); {
		case n == 0:
			fields = append(fields, fault.Field{Pointer: pointer, Code: "required"})
		case n > MaxMessage:
			fields = append(fields, fault.Field{Pointer: pointer, Code: "too_long"})
		case !known:
			fields = append(fields, fault.Field{Pointer: pointer, Code: "unknown", Detail: "the one placeholder is {chatbot}"})
		case !d.Clean(text):
			return fault.E(fault.TextRefused)
		}
	}
	if len(fields) == 0 && !slices.Equal(used[0], used[1]) {
		fields = append(fields, fault.Field{Pointer: "/en", Code: "invalid", Detail: "both languages hold the same placeholders"})
	}
	if len(fields) > 0 {
		return fault.E(fault.RequestInvalid, fields...)
	}
	return nil
}

// PutMessage writes a text of the organisation's own, when rev is still the newest
// revision of them. It changes no decision and needs no second person. Returns
// fault.PermissionDenied, fault.NotFound for an id that no text has,
// fault.PreconditionFailed, fault.RequestInvalid and fault.TextRefused.
func (d *Desk) PutMessage(ctx context.Context, p ident.Principal, id string, rev int64, dutch, english string) (Message, error) {
	const action = "message.changed"
	if err := d.Gate.Check(ctx, p, action, id, p.Require(ident.PolicyEdit)); err != nil {
		return Message{}, err
	}
	if _, err := d.Message(ctx, p, id); err != nil {
		return Message{}, err
	}
	if err := d.checkTexts(dutch, english); err != nil {
		return Message{}, err
	}
	own, v, err := d.ownMessages(ctx, p.OrgID)
	if err != nil {
		return Message{}, err
	}
	if rev != int64(v.Version)+1 {
		return Message{}, fault.E(fault.PreconditionFailed)
	}
	source, err := json.Marshal(overlay(own, policy.Messages{policy.Dutch: {id: dutch}, policy.English: {id: english}}))
	if err != nil {
		return Message{}, err
	}
	change := diff.Change{Effect: diff.Neutral, Path: "messages." + id, Dutch: "De tekst ‘" + id + "’ is anders.", English: "The text ‘" + id + "’ is different."}
	next := newVersion(p.OrgID, SubjectMessages, string(source), Note{Author: p.Actor(), Base: v.Version, Changes: []diff.Change{change}}, d.Now())
	if next, _, err = d.put(ctx, p, action, next, Terms{}); err != nil {
		return Message{}, err
	}
	m := d.message(id, dutch, english)
	m.Own, m.Rev = true, int64(next.Version)+1
	return m, nil
}
