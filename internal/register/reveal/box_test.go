package reveal_test

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/register/reveal"
)

func pair(t *testing.T) *ecdh.PrivateKey {
	t.Helper()
	k, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestABoxOpensWithTheKeyThatItIsSealedToAlone(t *testing.T) {
	mine := pair(t)
	person := reveal.Person{IncidentID: "inc_1", Subject: "Reiger-7KQ2M", User: "jan@ziekenhuis.nl", Source: "oidc"}
	box, err := reveal.Seal(mine.PublicKey(), person, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	got, err := reveal.Open(mine, box)
	if diff := cmp.Diff(person, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if _, err := reveal.Open(pair(t), box); err == nil {
		t.Error("another key opens the box")
	}
	raw, err := base64.RawURLEncoding.DecodeString(box)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{0, 64, 65, 76, 77, len(raw) - 1} {
		changed := append([]byte(nil), raw...)
		changed[i] ^= 1
		if _, err := reveal.Open(mine, base64.RawURLEncoding.EncodeToString(changed)); err == nil {
			t.Errorf("a box with byte %d changed opens", i)
		}
	}
	for _, short := range []string{"", "AAAA", box[:88], box[:100], "?"} {
		if _, err := reveal.Open(mine, short); err == nil {
			t.Errorf("a box of %d characters opens", len(short))
		}
	}
}

func TestTheLengthOfABoxSaysNothingOfTheName(t *testing.T) {
	to := pair(t).PublicKey()
	var lengths []int
	for _, user := range []string{"", "a@b.nl", strings.Repeat("lang", 20) + "@ziekenhuis.nl"} {
		box, err := reveal.Seal(to, reveal.Person{User: user}, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		lengths = append(lengths, len(box))
	}
	if lengths[0] != lengths[1] || lengths[1] != lengths[2] {
		t.Errorf("got %v", lengths)
	}
}

func TestOnlyPointsOfTheCurveArePublicKeys(t *testing.T) {
	good := pair(t).PublicKey().Bytes()
	if _, err := reveal.ParseKey(base64.RawURLEncoding.EncodeToString(good)); err != nil {
		t.Error(err)
	}
	off := append([]byte(nil), good...)
	off[40] ^= 1
	for name, key := range map[string]string{"nothing": "", "no base64": "!", "not on the curve": base64.RawURLEncoding.EncodeToString(off), "the point at infinity": "AA"} {
		if _, err := reveal.ParseKey(key); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestStaffAreNeitherJudgedNorPunishedWithReveals(t *testing.T) {
	allowed := map[string]bool{}
	for _, p := range reveal.Purposes {
		allowed[p] = reveal.Purpose(p).Allowed()
	}
	want := map[string]bool{"inform_data_subjects": true, "facts_for_ap": true, "security_investigation": true, "appraisal": false, "discipline": false}
	if diff := cmp.Diff(want, allowed); diff != "" {
		t.Error(diff)
	}
}
