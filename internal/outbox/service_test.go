package outbox

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"
	"time"
)

// shelf keeps messages in memory.
type shelf struct {
	Store
	list []Message
}

func (s *shelf) DueMessages(_ context.Context, _ string, now time.Time, limit int) ([]Message, error) {
	var due []Message
	for _, m := range s.list {
		if m.State == Waiting && !m.DueAt.After(now) && len(due) < limit {
			due = append(due, m)
		}
	}
	return due, nil
}

func (s *shelf) SettleMessage(_ context.Context, m Message) error {
	for i := range s.list {
		if s.list[i].ID == m.ID {
			s.list[i] = m
		}
	}
	return nil
}

// delivers takes everything.
type delivers struct{}

func (delivers) Send(context.Context, Message) error { return nil }

func TestMessagesThatNobodyCanSendHoldUpNoOthers(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	store := &shelf{}
	box := New(store, map[Kind]Sender{Webhook: delivers{}}, func() time.Time { return now }, rand.Reader)
	add := func(kind Kind, target string) {
		m, err := box.Make("org_1", "", kind, target, Test, nil)
		if err != nil {
			t.Fatal(err)
		}
		store.list = append(store.list, m)
	}
	for i := range batch {
		add(Mail, fmt.Sprint("usr_", i)) // and there is no mail server
	}
	add(Webhook, "whk_1")
	deliver := func() {
		t.Helper()
		if err := box.Deliver(t.Context(), "org_1"); err != nil {
			t.Fatal(err)
		}
	}
	deliver()
	deliver()
	if hook := store.list[batch]; hook.State != Delivered {
		t.Errorf("the message to the webhook is %s after %d attempts", hook.State, hook.Attempts)
	}
	if mail := store.list[0]; mail.State != Waiting || mail.Answer != "no server set up" {
		t.Errorf("the mail is %s: %s", mail.State, mail.Answer)
	}
	for range 40 {
		now = now.Add(4 * time.Hour)
		deliver()
	}
	if mail := store.list[0]; mail.State != Failed {
		t.Errorf("after %v the mail is %s", now.Sub(mail.CreatedAt), mail.State)
	}
}

// gone is a server that never answers, and counts who asked.
type gone struct{ asked *int }

func (g gone) Send(context.Context, Message) error {
	*g.asked++
	return &Failure{Answer: "no answer in time", Server: true}
}

// Each attempt may take half a minute: a mail server that is away for a hundred people
// would keep the webhooks waiting for the better part of an hour.
func TestAServerThatDoesNotAnswerIsAskedOnceARun(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	store, asked := &shelf{}, 0
	box := New(store, map[Kind]Sender{Mail: gone{&asked}, Webhook: delivers{}}, func() time.Time { return now }, rand.Reader)
	for i, kind := range []Kind{Mail, Mail, Mail, Webhook} {
		m, err := box.Make("org_1", "", kind, fmt.Sprint("target_", i), Test, nil)
		if err != nil {
			t.Fatal(err)
		}
		store.list = append(store.list, m)
	}
	if err := box.Deliver(t.Context(), "org_1"); err != nil {
		t.Fatal(err)
	}
	if asked != 1 || store.list[2].Attempts != 1 || store.list[2].Answer != "no answer in time" || store.list[3].State != Delivered {
		t.Errorf("asked %d times, %+v", asked, store.list)
	}
}
