package auth

import (
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

var operator = ident.Operator("org_1")

func (d *desk) token(ring *Keyring) string {
	d.t.Helper()
	raw, err := d.desk(ring).Issue(Caller{OrgID: "org_1", DeviceID: "dev_1"})
	if err != nil {
		d.t.Fatal(err)
	}
	return raw
}

func (d *desk) states(use Use) (list []KeyState) {
	for _, k := range d.ring.Keys() {
		if k.Use == use {
			list = append(list, k.State)
		}
	}
	return list
}

func (d *desk) rotate(use Use, early bool) {
	d.t.Helper()
	if err := d.ring.Rotate(d.t.Context(), operator, use, early); err != nil {
		d.t.Fatal(err)
	}
}

func TestAKeyGoesFromNextToActiveToVerifyOnlyToGone(t *testing.T) {
	d := newDesk(t)
	old := d.token(d.ring)
	if diff := cmp.Diff([]KeyState{KeyActive, KeyNext}, d.states(UseAccess)); diff != "" {
		t.Error(diff)
	}
	d.now = d.now.Add(time.Minute)
	d.rotate(UseAccess, false)
	if diff := cmp.Diff([]KeyState{KeyVerifyOnly, KeyActive, KeyNext}, d.states(UseAccess)); diff != "" {
		t.Error(diff)
	}
	fresh := d.desk(d.ring) // without the cache
	if _, err := fresh.Verify(t.Context(), old); err != nil {
		t.Errorf("a token of the key before: %v", err)
	}
	if _, err := fresh.Verify(t.Context(), d.token(d.ring)); err != nil {
		t.Errorf("a token of the new key: %v", err)
	}
	d.now = d.now.Add(terms[UseAccess].keep)
	if diff := cmp.Diff([]KeyState{KeyGone, KeyActive, KeyNext}, d.states(UseAccess)); diff != "" {
		t.Error(diff)
	}
}

func TestAVerifyOnlyKeyOutlivesTheLastTokenOfAReplicaThatLags(t *testing.T) {
	d := newDesk(t)
	lagging := d.replica()
	d.now = d.now.Add(time.Minute)
	d.rotate(UseAccess, false)
	d.now = d.now.Add(KeyRefresh)
	last := d.token(lagging)
	for _, after := range []time.Duration{0, TokenLife/2 + 1, TokenLife/2 - 2} {
		d.now = d.now.Add(after)
		if _, err := d.desk(d.ring).Verify(t.Context(), last); err != nil {
			t.Errorf("%v later: %v", after, err)
		}
	}
}

func TestAReplicaThatDoesNotKnowAKeyLooksOnceAndNotForEveryForgery(t *testing.T) {
	d := newDesk(t)
	behind := d.replica()
	for range 2 { // the second new key is made after behind has read
		d.now = d.now.Add(time.Minute)
		d.rotate(UseAccess, false)
	}
	desk, raw := d.desk(behind), d.token(d.ring)
	if _, err := desk.Verify(t.Context(), raw); err != nil {
		t.Errorf("it does not look for the key: %v", err)
	}
	strange, err := NewSigningKey(UseAccess, d.deps.Sealer, d.now, d.deps.Random)
	if err != nil {
		t.Fatal(err)
	}
	before := d.store.reads
	for range 100 {
		if _, ok := behind.verifying(t.Context(), UseAccess, strange.ID); ok {
			t.Fatal("it knows a stranger's key")
		}
	}
	if n := d.store.reads - before; n != 0 {
		t.Errorf("%d reads within a second", n)
	}
	d.now = d.now.Add(unknownKeyPause)
	for range 100 {
		behind.verifying(t.Context(), UseAccess, strange.ID)
	}
	if n := d.store.reads - before; n != 1 {
		t.Errorf("%d reads for 100 forgeries", n)
	}
}

func TestOfTwoReplicasThatRotateAtOnceOneDoes(t *testing.T) {
	d := newDesk(t)
	replicas := []*Keyring{d.replica(), d.replica()}
	d.now = d.now.Add(time.Minute)
	active, next := replicas[0].keys.Load().pair(UseAccess)
	for _, r := range replicas { // both have decided before either writes
		if err := r.advance(t.Context(), operator, active, next); err != nil {
			t.Fatal(err)
		}
	}
	for i, r := range replicas {
		if got, _ := r.keys.Load().pair(UseAccess); got.ID != next.ID {
			t.Errorf("replica %d signs with another key", i)
		}
	}
	if n := len(d.store.entries); n != 1 || len(replicas[0].keys.Load().byUse[UseAccess]) != 3 {
		t.Errorf("%d rotations in the chain", n)
	}
}

func TestAKeyThatIsNotKnownEverywhereDoesNotSign(t *testing.T) {
	d := newDesk(t)
	var soon *TooSoonError
	for use, wait := range map[Use]time.Duration{UseAccess: time.Minute, UseBundle: 30 * day} {
		err := d.ring.Rotate(t.Context(), operator, use, false)
		if !errors.As(err, &soon) || !soon.After.Equal(d.now.Add(wait)) {
			t.Errorf("%s: got %v", use, err)
		}
		if err := d.ring.Rotate(t.Context(), operator, use, true); !errors.As(err, &soon) {
			t.Errorf("%s: early overrules the replicas: %v", use, err)
		}
	}
	d.now = d.now.Add(time.Minute)
	d.rotate(UseBundle, true)
}

func TestWhoMayNotManageDevicesRotatesNothing(t *testing.T) {
	d := newDesk(t)
	d.now = d.now.Add(time.Hour)
	nurse := ident.Principal{OrgID: "org_1", UserID: "usr_1"}
	if err := d.ring.Rotate(t.Context(), nurse, UseAccess, false); code(err) != fault.PermissionDenied {
		t.Errorf("got %v", err)
	}
	if n := len(d.store.entries); n != 1 || d.store.entries[0].Action != "signing_key.rotated" {
		t.Errorf("the refusal is not in the chain: %+v", d.store.entries)
	}
}

func TestMaintenanceRotatesWhatIsDueAndDestroysWhatIsRetired(t *testing.T) {
	d := newDesk(t)
	maintain := func() {
		t.Helper()
		if err := d.ring.Maintain(t.Context(), "org_1"); err != nil {
			t.Fatal(err)
		}
	}
	maintain()
	if diff := cmp.Diff([]KeyState{KeyActive, KeyNext}, d.states(UseAccess)); diff != "" {
		t.Error(diff)
	}
	d.now = d.now.Add(terms[UseAccess].every)
	maintain()
	maintain()
	if diff := cmp.Diff([]KeyState{KeyVerifyOnly, KeyActive, KeyNext}, d.states(UseAccess)); diff != "" {
		t.Error(diff)
	}
	if d.store.keys[0].Sealed == "" {
		t.Error("the private half is destroyed at once: a replica that starts now could need it")
	}
	d.now = d.now.Add(destroyAfter)
	maintain()
	for _, k := range d.store.keys {
		retired := k.Use == UseAccess && k.Position == 0
		if (k.Sealed == "") != retired {
			t.Errorf("key %d of %s: destroyed %t", k.Position, k.Use, k.Sealed == "")
		}
	}
	if diff := cmp.Diff([]KeyState{KeyActive, KeyNext}, d.states(UseBundle)); diff != "" {
		t.Error(diff)
	}
}

func TestTheNextBundleKeyIsTheOneThatSignsAfterIt(t *testing.T) {
	d := newDesk(t)
	announced := d.ring.NextBundleKey()
	d.now = d.now.Add(30 * day)
	d.rotate(UseBundle, false)
	if got := d.ring.BundleKey(); got != announced {
		t.Errorf("got %+v", got)
	}
	if d.ring.NextBundleKey() == announced {
		t.Error("it announces itself")
	}
}

func TestACheckpointVerifiesLongAfterItsKeyRetired(t *testing.T) {
	d := newDesk(t)
	c := chain.Sign("org_1", chain.Head{Seq: 7, Hash: "aa"}, d.now, d.ring.CheckpointKey())
	for range 3 {
		d.now = d.now.Add(terms[UseCheckpoint].every)
		if err := d.ring.Maintain(t.Context(), "org_1"); err != nil {
			t.Fatal(err)
		}
	}
	var keys []ed25519.PublicKey
	for _, k := range d.ring.Keys() {
		if k.Use == UseCheckpoint && k.State != KeyGone {
			keys = append(keys, k.Public)
		}
	}
	if len(keys) != 5 || !c.SignedBy(keys) {
		t.Errorf("got %d keys", len(keys))
	}
}

func TestAnotherKeyFileOpensNothing(t *testing.T) {
	d := newDesk(t)
	other := d.deps
	key := make([]byte, SealerKeySize)
	key[0] = 1
	other.Sealer, _ = NewSealer(key)
	if _, err := LoadKeyring(t.Context(), other); !errors.Is(err, ErrSealed) {
		t.Errorf("got %v", err)
	}
}

func TestASealedSecretIsBoundToItsName(t *testing.T) {
	d := newDesk(t)
	sealed, err := d.deps.Sealer.Seal([]byte("secret"), "a", d.deps.Random)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := d.deps.Sealer.Open(sealed, "a"); err != nil || string(got) != "secret" {
		t.Errorf("got %q, %v", got, err)
	}
	for name, stored := range map[string]string{"another name": sealed, "a": sealed[:len(sealed)-2] + "AA", "without a mark": sealed[3:], "nothing": "", "short": "x1:AA"} {
		if _, err := d.deps.Sealer.Open(stored, name); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
