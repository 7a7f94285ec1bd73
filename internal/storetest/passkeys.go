package storetest

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/auth/passkey"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

func (w *world) passkey(u ident.User) auth.Passkey {
	id := w.id(auth.PrefixPasskey)
	return auth.Passkey{
		OrgID: u.OrgID, ID: id, UserID: u.ID, Name: "Telefoon", CreatedAt: w.now, Rev: 1,
		Credential: passkey.Credential{ID: []byte("credential " + id), PublicKey: []byte{0xa5, 0, 1}, SignCount: 3, Eligible: true, Transports: []string{"internal", "hybrid"}},
	}
}

func (w *world) addPasskey(t testing.TB, u ident.User) auth.Passkey {
	t.Helper()
	k := w.passkey(u)
	must(t, w.store.AddPasskey(w.ctx, k, w.entry("passkey.added", k.ID)))
	return k
}

// answer is a use of the passkey with the count.
func (w *world) answer(k auth.Passkey, count uint32) auth.PasskeyUse {
	k.Credential.SignCount, k.Credential.BackedUp = count, true
	return auth.PasskeyUse{Passkey: k, Challenge: w.id("hash_"), Expires: w.now.Add(passkey.ChallengeLife)}
}

func (w *world) startBy(v auth.Session, use auth.PasskeyUse, replaces string) error {
	return w.store.StartPasskeySession(w.ctx, v, use, replaces, w.entry("auth.signed_in", v.UserID))
}

func (w *world) removePasskey(k auth.Passkey, except string) error {
	return w.store.RemovePasskey(w.ctx, k, except, w.entry("passkey.removed", k.ID))
}

func testPasskeys(t *testing.T, w *world) {
	u := w.addUser(t, w.org, "anna@example.nl", ident.Binding{Role: ident.FG})
	begun := w.activate(t, u)
	k := w.addPasskey(t, u)
	t.Run("a passkey is found by its id, its credential and its user", func(t *testing.T) {
		byID, err := w.store.Passkey(w.ctx, w.org, k.ID)
		must(t, err)
		byCredential, err := w.store.PasskeyByCredential(w.ctx, k.Credential.ID)
		must(t, err)
		list, err := w.store.Passkeys(w.ctx, w.org, u.ID)
		must(t, err)
		if diff := cmp.Diff([]auth.Passkey{k, k, k}, append(list, byID, byCredential)); diff != "" {
			t.Error(diff)
		}
		_, err = w.store.Passkey(w.ctx, w.org, "pky_nobody")
		wantFault(t, err, fault.NotFound)
		_, err = w.store.PasskeyByCredential(w.ctx, nil)
		wantFault(t, err, fault.NotFound)
	})
	t.Run("a credential is registered once, ten are enough, and an account must be able to use it", func(t *testing.T) {
		twice := w.passkey(w.addUser(t, w.org, "bea@example.nl"))
		wantFault(t, w.store.AddPasskey(w.ctx, twice, w.entry("x", "x")), fault.Conflict)
		nobody := w.passkey(ident.User{OrgID: w.org, ID: "usr_nobody"})
		wantFault(t, w.store.AddPasskey(w.ctx, nobody, w.entry("x", "x")), fault.NotFound)
		many := w.addUser(t, w.org, "cas@example.nl")
		w.activate(t, many)
		for range auth.MaxPasskeys {
			w.addPasskey(t, many)
		}
		wantFault(t, w.store.AddPasskey(w.ctx, w.passkey(many), w.entry("x", "x")), fault.PasskeyLimit)
		known := w.passkey(u)
		known.Credential.ID = k.Credential.ID
		wantFault(t, w.store.AddPasskey(w.ctx, known, w.entry("x", "x")), fault.PasskeyKnown)
	})
	t.Run("a session starts, the use is noted and the old session ends", func(t *testing.T) {
		v := w.session(u)
		v.SeenAt = w.now.Add(time.Second)
		must(t, w.startBy(v, w.answer(k, 4), begun.Hash))
		_, who, _, err := w.store.Session(w.ctx, v.Hash)
		must(t, err)
		_, _, _, err = w.store.Session(w.ctx, begun.Hash)
		wantFault(t, err, fault.NotFound)
		got, err := w.store.Passkey(w.ctx, w.org, k.ID)
		must(t, err)
		if got.Credential.SignCount != 4 || !got.Credential.BackedUp || !got.LastUsedAt.Equal(v.SeenAt) || !who.LastSignInAt.Equal(v.SeenAt) || got.Rev != 1 {
			t.Errorf("got %+v %+v", got, who)
		}
	})
	t.Run("a challenge is answered once, on whatever replica", func(t *testing.T) {
		use := w.answer(k, 6)
		must(t, w.startBy(w.session(u), use, ""))
		use.Passkey.Credential.SignCount = 7
		wantFault(t, w.startBy(w.session(u), use, ""), fault.SignInRefused)
		must(t, w.store.ForgetEnded(w.ctx, w.org, use.Expires))
	})
	t.Run("a count that does not go up starts nothing, and uses no challenge up", func(t *testing.T) {
		for _, count := range []uint32{6, 5, 0} {
			wantFault(t, w.startBy(w.session(u), w.answer(k, count), ""), fault.SignInRefused)
		}
		use := w.answer(k, 6)
		wantFault(t, w.startBy(w.session(u), use, ""), fault.SignInRefused)
		use.Passkey.Credential.SignCount = 1<<32 - 1
		must(t, w.startBy(w.session(u), use, ""))
	})
	t.Run("one that does not count works again, but not at once with one challenge", func(t *testing.T) { testUncounted(t, w, u) })
	t.Run("a name is changed in the revision that was seen", func(t *testing.T) {
		renamed := k
		renamed.Name, renamed.Rev = "Sleutel", 2
		must(t, w.store.RenamePasskey(w.ctx, renamed, w.entry("passkey.renamed", k.ID)))
		wantFault(t, w.store.RenamePasskey(w.ctx, renamed, w.entry("passkey.renamed", k.ID)), fault.PreconditionFailed)
		got, err := w.store.Passkey(w.ctx, w.org, k.ID)
		must(t, err)
		if k = got; got.Name != "Sleutel" || got.Rev != 2 {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("a suspect one starts nothing any more", func(t *testing.T) {
		s := w.addPasskey(t, u)
		must(t, w.store.SuspectPasskey(w.ctx, w.org, s.ID, w.now, w.entry("auth.signed_in", u.ID)))
		wantFault(t, w.startBy(w.session(u), w.answer(s, 9), ""), fault.SignInRefused)
		got, err := w.store.Passkey(w.ctx, w.org, s.ID)
		must(t, err)
		if !got.SuspectAt.Equal(w.now) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("removing one ends the other sessions", func(t *testing.T) {
		mine, other := w.session(u), w.session(u)
		must(t, w.start(mine, hashed, 100, "", ""))
		must(t, w.start(other, hashed, 101, "", ""))
		stale := k
		stale.Rev = 1
		wantFault(t, w.removePasskey(stale, mine.Hash), fault.PreconditionFailed)
		must(t, w.removePasskey(k, mine.Hash))
		wantFault(t, w.removePasskey(k, mine.Hash), fault.NotFound)
		_, _, _, err := w.store.Session(w.ctx, other.Hash)
		wantFault(t, err, fault.NotFound)
		_, _, _, err = w.store.Session(w.ctx, mine.Hash)
		must(t, err)
	})
	t.Run("a link is used with a passkey in the place of an app; it is the last factor then", func(t *testing.T) { testOnlyPasskey(t, w) })
	t.Run("recovery takes passkeys away, and a disabled account uses none", func(t *testing.T) {
		last := w.addPasskey(t, u)
		must(t, w.store.ChangeUser(w.ctx, w.org, u.ID, func(now ident.Standing) (ident.UserChange, error) {
			now.User.State = ident.UserDisabled
			return ident.UserChange{User: &now.User, EndSessions: true, Entry: w.entry("user.disabled", u.ID)}, nil
		}))
		wantFault(t, w.startBy(w.session(u), w.answer(last, 9), ""), fault.SignInRefused)
		wantFault(t, w.store.AddPasskey(w.ctx, w.passkey(u), w.entry("x", "x")), fault.Conflict)
		must(t, w.store.ChangeUser(w.ctx, w.org, u.ID, func(now ident.Standing) (ident.UserChange, error) {
			now.User.State = ident.UserActive
			return ident.UserChange{User: &now.User, Entry: w.entry("user.enabled", u.ID)}, nil
		}))
		must(t, w.store.AddLink(w.ctx, w.link(u, auth.LinkRecovery), w.entry("user.recovered", u.ID)))
		list, err := w.store.Passkeys(w.ctx, w.org, u.ID)
		must(t, err)
		if len(list) > 0 {
			t.Errorf("%d passkeys are left", len(list))
		}
	})
}

// testUncounted signs in with one challenge many times at once.
func testUncounted(t *testing.T, w *world, u ident.User) {
	k := w.passkey(u)
	k.Credential.SignCount = 0
	must(t, w.store.AddPasskey(w.ctx, k, w.entry("passkey.added", k.ID)))
	must(t, w.startBy(w.session(u), w.answer(k, 0), ""))
	use := w.answer(k, 0)
	var sessions []auth.Session
	for range 8 {
		sessions = append(sessions, w.session(u))
	}
	results := make([]error, len(sessions))
	var all sync.WaitGroup
	for i, v := range sessions {
		all.Go(func() { results[i] = w.startBy(v, use, "") })
	}
	all.Wait()
	refused := slices.DeleteFunc(slices.Clone(results), func(err error) bool { return err == nil })
	if len(refused) != len(results)-1 || slices.ContainsFunc(refused, func(err error) bool { return !errors.Is(err, fault.E(fault.SignInRefused)) }) {
		t.Errorf("got %v", results)
	}
}

// testOnlyPasskey has an account without an authenticator app.
func testOnlyPasskey(t *testing.T, w *world) {
	u := w.addUser(t, w.org, "dirk@example.nl")
	link, first, session := w.link(u, auth.LinkInvitation), w.passkey(u), w.session(u)
	must(t, w.store.AddLink(w.ctx, link, w.entry("user.invited", u.ID)))
	use := func(k auth.Passkey) error {
		return w.store.UseLinkByPasskey(w.ctx, link.Hash, auth.Account{User: u, Password: hashed}, k, session, w.entry("user.link_used", u.ID))
	}
	known := first
	other := w.addUser(t, w.org, "else@example.nl")
	w.activate(t, other)
	known.Credential.ID = w.addPasskey(t, other).Credential.ID
	wantFault(t, use(known), fault.PasskeyKnown)
	must(t, use(first))
	wantFault(t, use(w.passkey(u)), fault.LinkInvalid)
	must(t, w.startBy(w.session(u), w.answer(first, 4), ""))
	wantFault(t, w.removePasskey(first, session.Hash), fault.LastFactor)
	suspect := w.addPasskey(t, u)
	must(t, w.store.SuspectPasskey(w.ctx, w.org, suspect.ID, w.now, w.entry("auth.signed_in", u.ID)))
	wantFault(t, w.removePasskey(first, session.Hash), fault.LastFactor)
	second := w.addPasskey(t, u)
	must(t, w.removePasskey(first, session.Hash))
	change := func(was, secret string, step int64) error {
		return w.store.ChangeCode(w.ctx, auth.CodeChange{OrgID: w.org, UserID: u.ID, Was: was, Secret: secret, Step: step, Except: session.Hash}, w.entry("app.added", u.ID))
	}
	elsewhere := w.session(u)
	must(t, w.startBy(elsewhere, w.answer(second, 4), ""))
	must(t, change("", "app", 7))
	wantFault(t, change("", "twice", 8), fault.Conflict)
	_, _, _, err := w.store.Session(w.ctx, elsewhere.Hash)
	wantFault(t, err, fault.NotFound)
	if account, err := w.store.Account(w.ctx, w.org, u.ID); err != nil || account.CodeSecret != "app" || account.CodeStep != 7 {
		t.Errorf("got %+v, %v", account, err)
	}
	must(t, w.removePasskey(second, session.Hash)) // the app is left
	wantFault(t, change("app", "", 0), fault.LastFactor)
	must(t, change("app", "other", 9))
	w.addPasskey(t, u)
	must(t, change("other", "", 0))
	if account, err := w.store.Account(w.ctx, w.org, u.ID); err != nil || account.CodeSecret != "" || account.State != ident.UserActive {
		t.Errorf("got %+v, %v", account, err)
	}
}
