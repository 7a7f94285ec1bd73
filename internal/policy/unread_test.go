package policy_test

import (
	"encoding/json"
	"testing"
	"time"

	"dijkwacht/internal/policy"
)

func TestAFileThatWasNotReadGetsThePolicysAnswer(t *testing.T) {
	for _, c := range []struct {
		name     string
		answer   policy.OnUnread
		class    policy.Class
		want     policy.Action
		override bool
	}{
		{"blocked by default", policy.UnreadBlock, policy.Unapproved, policy.Block, false},
		{"to an unknown service too", policy.UnreadBlock, policy.ClassUnknown, policy.Block, false},
		{"to a tolerated service too", policy.UnreadBlock, policy.Tolerated, policy.Block, false},
		{"an approved service may have it", policy.UnreadBlock, policy.Approved, policy.Allow, false},
		{"a warning can be overridden", policy.UnreadWarn, policy.Unapproved, policy.Warn, true},
		{"a reason is asked", policy.UnreadJustify, policy.Unapproved, policy.Justify, true},
		{"it is only counted", policy.UnreadLog, policy.Unapproved, policy.Log, false},
	} {
		p := &policy.Policy{UnreadFiles: c.answer}
		d := policy.Decide(p, policy.Features{Class: c.class, Channel: policy.File, Unread: policy.FileEncrypted}, time.Time{})
		if d.Action != c.want || d.Override.Allowed != c.override {
			t.Errorf("%s: %v, override %v; want %v, %v", c.name, d.Action, d.Override.Allowed, c.want, c.override)
		}
		if c.want == policy.Justify && len(d.Override.Reasons) == 0 {
			t.Errorf("%s: no reasons to choose from", c.name)
		}
		if c.want > policy.Allow && p.Rule(d.Rule) == nil {
			t.Errorf("%s: the policy does not know its rule %q", c.name, d.Rule)
		}
	}
}

func TestStoredFeaturesSayWhatWasNotRead(t *testing.T) {
	before := policy.Features{Channel: policy.File, Unread: policy.FileTooLarge}
	b, err := json.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	var after policy.Features
	if err := json.Unmarshal(b, &after); err != nil || after.Unread != policy.FileTooLarge {
		t.Errorf("%s reads as %v (%v)", b, after.Unread, err)
	}
}
