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

// Text is a text in both languages.
type Text struct {
	Dutch, English string
	// Plain is what the check on plain Dutch says.
	Plain plain.Result
}

// Message is what people see at a decision.
type Message struct {
	ID string
	Text
	// Second is another text that half of the devices show, to see which helps more;
	// nil for none.
	Second *Text
	// Own says that the organisation wrote it.
	Own bool
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
		if _, second, _ := policy.MessageShown(id); second {
			continue
		}
		m := Message{ID: id, Text: d.text(whole, id), Rev: int64(v.Version) + 1}
		if whole.Tried(id) {
			second := d.text(whole, policy.SecondText(id))
			m.Second = &second
		}
		_, m.Own = own[policy.Dutch][id]
		list = append(list, m)
	}
	return list, nil
}

func (d *Desk) text(all policy.Messages, id string) Text {
	return d.checked(Text{Dutch: all.Text(policy.Dutch, id), English: all.Text(policy.English, id)})
}

func (d *Desk) checked(t Text) Text {
	t.Plain = plain.Check(t.Dutch, d.Difficult)
	return t
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
func (d *Desk) CheckMessage(ctx context.Context, p ident.Principal, id string, t Text) (Message, error) {
	if err := d.Gate.Check(ctx, p, "message.checked", id, p.Require(ident.PolicyEdit)); err != nil {
		return Message{}, err
	}
	return Message{ID: id, Text: d.checked(t)}, d.checkTexts("", t)
}

// checkTexts checks the members nl and en of the object at a place in the request.
func (d *Desk) checkTexts(at string, t Text) error {
	var fields []fault.Field
	var used [2][]string
	for i, text := range []string{t.Dutch, t.English} {
		pointer := at + []string{"/nl", "/en"}[i]
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
		fields = append(fields, fault.Field{Pointer: at + "/en", Code: "invalid", Detail: "both languages hold the same placeholders"})
	}
	if len(fields) > 0 {
		return fault.E(fault.RequestInvalid, fields...)
	}
	return nil
}

// PutMessage writes a text of the organisation's own, and a second one to try beside it
// or none, when rev is still the newest revision of them. It changes no decision and
// needs no second person. Returns fault.PermissionDenied, fault.NotFound for an id that
// no text has, fault.PreconditionFailed, fault.RequestInvalid and fault.TextRefused.
func (d *Desk) PutMessage(ctx context.Context, p ident.Principal, id string, rev int64, first Text, second *Text) (Message, error) {
	const action = "message.changed"
	if err := d.Gate.Check(ctx, p, action, id, p.Require(ident.PolicyEdit)); err != nil {
		return Message{}, err
	}
	if _, err := d.Message(ctx, p, id); err != nil {
		return Message{}, err
	}
	if err := d.checkBoth(first, second); err != nil {
		return Message{}, err
	}
	own, v, err := d.ownMessages(ctx, p.OrgID)
	if err != nil {
		return Message{}, err
	}
	if rev != int64(v.Version)+1 {
		return Message{}, fault.E(fault.PreconditionFailed)
	}
	source, err := json.Marshal(written(own, id, first, second))
	if err != nil {
		return Message{}, err
	}
	next := newVersion(p.OrgID, SubjectMessages, string(source), Note{Author: p.Actor(), Base: v.Version, Changes: []diff.Change{textChange(id, second != nil)}}, d.Now())
	if next, _, err = d.put(ctx, p, action, next, Terms{}); err != nil {
		return Message{}, err
	}
	m := Message{ID: id, Text: d.checked(first), Own: true, Rev: int64(next.Version) + 1}
	if second != nil {
		other := d.checked(*second)
		m.Second = &other
	}
	return m, nil
}

func (d *Desk) checkBoth(first Text, second *Text) error {
	if err := d.checkTexts("", first); err != nil || second == nil {
		return err
	}
	if second.Dutch == first.Dutch && second.English == first.English {
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/second", Code: "invalid", Detail: "two different texts are tried"})
	}
	return d.checkTexts("/second", *second)
}

// written are the organisation's own texts with a message changed.
func written(own policy.Messages, id string, first Text, second *Text) policy.Messages {
	all := overlay(own, policy.Messages{policy.Dutch: {id: first.Dutch}, policy.English: {id: first.English}})
	other := policy.SecondText(id)
	delete(all[policy.Dutch], other)
	delete(all[policy.English], other)
	if second != nil {
		all[policy.Dutch][other], all[policy.English][other] = second.Dutch, second.English
	}
	return all
}

// textPath is where a change of a message is said to be.
func textPath(id string) string { return "messages." + id }

func textChange(id string, two bool) diff.Change {
	c := diff.Change{Effect: diff.Neutral, Path: textPath(id), Dutch: "De tekst ‘" + id + "’ is anders.", English: "The text ‘" + id + "’ is different."}
	if two {
		c.Dutch, c.English = "Van de tekst ‘"+id+"’ worden er twee naast elkaar geprobeerd.", "Two texts of ‘"+id+"’ are tried beside each other."
	}
	return c
}

// Trials are the messages of which two texts are tried beside each other, each with the
// version from which on both are as they are now. Returns fault.PermissionDenied.
func (d *Desk) Trials(ctx context.Context, p ident.Principal) (map[string]int, error) {
	list, err := d.Messages(ctx, p)
	if err != nil {
		return nil, err
	}
	since := map[string]int{}
	for _, m := range list {
		if m.Second != nil {
			since[m.ID] = 0
		}
	}
	const page = 100
	for before, open := 0, len(since); open > 0; {
		versions, err := d.Store.Versions(ctx, p.OrgID, SubjectMessages, before, page)
		if err != nil {
			return nil, err
		}
		for _, v := range versions {
			before = v.Version
			for _, c := range v.Changes {
				for id, from := range since {
					if from == 0 && c.Path == textPath(id) {
						since[id], open = v.Version, open-1
					}
				}
			}
		}
		if len(versions) < page {
			break
		}
	}
	return since, nil
}
