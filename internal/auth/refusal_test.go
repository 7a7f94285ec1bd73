package auth

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
)

func TestARevokedDeviceIsRefusedAlsoFromTheCache(t *testing.T) {
	d := newDesk(t)
	raw := d.token(d.ring)
	if _, err := d.tokens.Verify(t.Context(), raw); err != nil {
		t.Fatal(err)
	}
	d.store.revoked = []Revocation{{OrgID: "org_1", Kind: RevocableDevice, ID: "dev_1", At: d.now}}
	if err := d.revoked.Poll(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := d.tokens.Verify(t.Context(), raw); code(err) != fault.AuthTokenInvalid {
			t.Errorf("got %v", err)
		}
	}
	if diff := cmp.Diff([]string{`auth.token_invalid {"count":1}`}, d.store.refusals()); diff != "" {
		t.Error(diff)
	}
}

func TestForgeriesDoNotFillTheChain(t *testing.T) {
	d := newDesk(t)
	for range 1000 {
		_, _ = d.tokens.Verify(t.Context(), "a.b.c")
	}
	if diff := cmp.Diff([]string{`auth.token_invalid {"count":1}`}, d.store.refusals()); diff != "" {
		t.Error(diff)
	}
	d.now = d.now.Add(refusalPause)
	d.refused.Flush(t.Context(), false)
	if diff := cmp.Diff([]string{`auth.token_invalid {"count":1}`, `auth.token_invalid {"count":999}`}, d.store.refusals()); diff != "" {
		t.Error(diff)
	}
	d.now = d.now.Add(refusalPause)
	d.refused.Flush(t.Context(), false)
	if n := len(d.store.refusals()); n != 2 || len(d.refused.seen) != 0 {
		t.Errorf("%d entries, %d remembered", n, len(d.refused.seen))
	}
}

func TestARefusalThatCannotBeEnteredIsCounted(t *testing.T) {
	d := newDesk(t)
	d.store.err = fault.Wrap(fault.StoreUnavailable, errors.New("disk"))
	_, _ = d.tokens.Verify(t.Context(), "a.b.c")
	d.store.err = nil
	_, _ = d.tokens.Verify(t.Context(), "a.b.c")
	if diff := cmp.Diff([]string{`auth.token_invalid {"count":2}`}, d.store.refusals()); diff != "" {
		t.Error(diff)
	}
	for i, c := range []fault.Code{fault.AuthTokenExpired, fault.StoreUnavailable, fault.Internal} {
		d.refused.Note(t.Context(), fmt.Sprint("org", i), fault.E(c))
	}
	if n := len(d.store.refusals()); n != 1 {
		t.Errorf("%d entries", n)
	}
}
