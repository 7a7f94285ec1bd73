package auth

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/ident"
)

const person = "m.jansen@ziekenhuis.nl"

func (d *desk) identities() *Identities {
	return NewIdentities(IdentityDeps{Store: d.store, Sealer: d.deps.Sealer, Now: func() time.Time { return d.now }})
}

func (d *desk) subject(hint, source string) (string, string) {
	d.t.Helper()
	subject, identity, err := d.identities().Subject(d.t.Context(), d.store.device, hint, source)
	if err != nil {
		d.t.Fatal(err)
	}
	return subject, identity
}

// revealKey gives the organisation a reveal key and returns the private half.
func (d *desk) revealKey() *[32]byte {
	d.t.Helper()
	key, private, err := NewRevealKey("org_1", d.now, rand.Reader)
	if err != nil {
		d.t.Fatal(err)
	}
	d.store.reveal = &key
	return private
}

func TestWithoutAHintTheSubjectIsTheDevice(t *testing.T) {
	d := newDesk(t)
	d.revealKey()
	if subject, source := d.subject("", "managed"); subject != d.store.device.ID || source != "device" || len(d.store.boxes) != 0 {
		t.Errorf("got %s, %s, %d boxes", subject, source, len(d.store.boxes))
	}
}

func TestBeforeThereIsARevealKeyNoBoxIsKept(t *testing.T) {
	d := newDesk(t)
	if subject, source := d.subject(person, ""); !strings.Contains(subject, "-") || source != "unstated" || len(d.store.boxes) != 0 {
		t.Errorf("got %s, %s, %d boxes", subject, source, len(d.store.boxes))
	}
}

func TestTheBoxOpensWithThePrivateKeyAlone(t *testing.T) {
	d := newDesk(t)
	private := d.revealKey()
	subject, source := d.subject(person, "managed")
	if again, _ := d.subject(strings.ToUpper(person), "managed"); again != subject || len(d.store.boxes) != 1 {
		t.Fatalf("got %s and %s, %d boxes", subject, again, len(d.store.boxes))
	}
	kept := d.store.boxes[0]
	i, err := OpenIdentity(kept, &d.store.reveal.Public, private)
	if err != nil || i.User != person || i.Subject != subject || kept.Source != source || !kept.KeptAt.Equal(ident.Day(d.now)) {
		t.Errorf("got %+v, %v", i, err)
	}
	if bytes.Contains(kept.Box, []byte("jansen")) {
		t.Error("the name shows in the box")
	}
	other, wrong, _ := NewRevealKey("org_1", d.now, rand.Reader)
	if _, err := OpenIdentity(kept, &other.Public, wrong); err == nil {
		t.Error("another key opens it")
	}
	kept.Subject = "Merel-AAAAA"
	if _, err := OpenIdentity(kept, &d.store.reveal.Public, private); err == nil {
		t.Error("it passes for the box of somebody else")
	}
}

func TestBoxesOfShortAndLongNamesAreAsLong(t *testing.T) {
	d := newDesk(t)
	d.revealKey()
	for _, name := range []string{"a", strings.Repeat("b", 300)} {
		d.subject(name, "oidc")
	}
	if a, b := len(d.store.boxes[0].Box), len(d.store.boxes[1].Box); a != b {
		t.Errorf("%d and %d bytes", a, b)
	}
}

func TestAnotherQuarterOrKeyKeepsAnotherBox(t *testing.T) {
	d := newDesk(t)
	d.revealKey()
	first, _ := d.subject(person, "managed")
	d.now = d.now.AddDate(0, 3, 0)
	second, _ := d.subject(person, "managed")
	d.revealKey()
	d.subject(person, "managed")
	if first == second || len(d.store.boxes) != 3 {
		t.Errorf("%s and %s, %d boxes", first, second, len(d.store.boxes))
	}
}

func TestPseudonymKeysLieSealedInTheStore(t *testing.T) {
	d := newDesk(t)
	first, _ := d.subject(person, "managed")
	for name, stored := range d.store.secrets {
		if !bytes.HasPrefix(stored, []byte(sealedPrefix)) {
			t.Errorf("%s is open", name)
		}
	}
	if again, _ := d.subject(person, "managed"); again != first {
		t.Error("another process gives another pseudonym")
	}
	tag, err := d.identities().ConversationTag(t.Context(), "org_1", "chat")
	if err != nil || tag == "" || strings.Contains(tag, "chat") {
		t.Errorf("got %q, %v", tag, err)
	}
}
