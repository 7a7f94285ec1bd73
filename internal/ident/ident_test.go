package ident

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestAPseudonymIsABirdAndFiveCharacters(t *testing.T) {
	key := bytes.Repeat([]byte{1}, PseudonymKeySize)
	form := regexp.MustCompile(`^[A-Z][A-Za-z]+-[A-Z2-7]{5}$`)
	seen := map[string]bool{}
	for i := range 5000 {
		p := Pseudonym(key, fmt.Sprintf("user%d@example.nl", i))
		if !form.MatchString(p) {
			t.Fatalf("got %q", p)
		}
		if seen[p] {
			t.Errorf("two of 5,000 users are %s", p)
		}
		seen[p] = true
	}
}

func TestAPseudonymIsTheSameForOneUserAndQuarter(t *testing.T) {
	one, two := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	if Pseudonym(one, "Jan@Ziekenhuis.nl ") != Pseudonym(one, "jan@ziekenhuis.nl") {
		t.Error("letter case and spaces make another person")
	}
	if Pseudonym(one, "jos\u00e9@x.nl") != Pseudonym(one, "jose\u0301@x.nl") {
		t.Error("the Unicode form makes another person")
	}
	if Pseudonym(one, "jan@ziekenhuis.nl") == Pseudonym(two, "jan@ziekenhuis.nl") {
		t.Error("another key gives the same pseudonym")
	}
	if ConversationTag(one, "") != "" || strings.Contains(ConversationTag(one, "abcdef"), "abcdef") {
		t.Error("the conversation key shows")
	}
}

func TestBirdsAreOneWordAndDifferent(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range birds {
		if seen[b] || strings.ContainsAny(b, "- ") {
			t.Errorf("%s", b)
		}
		seen[b] = true
	}
}

func TestQuarters(t *testing.T) {
	for at, want := range map[string]string{
		"2026-01-01T00:00:00Z": "2026Q1", "2026-03-31T23:59:59Z": "2026Q1", "2026-04-01T00:00:00Z": "2026Q2",
		"2026-12-31T23:59:59Z": "2026Q4", "2027-01-01T00:30:00+01:00": "2026Q4",
	} {
		parsed, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := Quarter(parsed); got != want {
			t.Errorf("%s: got %s, want %s", at, got, want)
		}
	}
}

func TestADecisionFollowsFromDeviceAndRequest(t *testing.T) {
	const request = "01M7ZTZ495AHSVCTSX8NBYX12B"
	id := DecisionID("dev_1", request)
	if !IsID(PrefixDecision, id) || id != DecisionID("dev_1", request) {
		t.Errorf("got %s", id)
	}
	if id == DecisionID("dev_2", request) || id == DecisionID("dev_1", "01M7ZTZ495AHSVCTSX8NBYX12C") {
		t.Error("another device or request has the same decision")
	}
	if id[4:14] != request[:10] {
		t.Errorf("%s has lost the time of %s", id, request)
	}
}

func TestULIDsHaveOneForm(t *testing.T) {
	for s, want := range map[string]bool{
		"01M7ZTZ495AHSVCTSX8NBYX12B": true, "01m7ztz495ahsvctsx8nbyx12b": false, "01M7ZTZ495AHSVCTSX8NBYX12": false,
		"81M7ZTZ495AHSVCTSX8NBYX12B": false, "01M7ZTZ495AHSVCTSX8NBYX12U": false, "": false, "01M7ZTZ495AHSVCTSX8NBYX12L": false,
	} {
		if IsULID(s) != want {
			t.Errorf("%q: got %t", s, !want)
		}
	}
}

func TestAClientKeepsWordsOfTheListsAndVersionsOnly(t *testing.T) {
	got := NormaliseClient(Client{Browser: "Mevr. Jansen", BrowserVersion: "111222333", OS: "Linux", ExtensionVersion: "1.2.3"})
	if want := (Client{Browser: "other", OS: "linux", ExtensionVersion: "1.2.3"}); got != want {
		t.Errorf("got %+v", got)
	}
}
