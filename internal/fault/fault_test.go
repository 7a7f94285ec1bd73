package fault

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestEveryCodeHasAMeaning(t *testing.T) {
	for _, code := range Codes() {
		p := ProblemOf(E(code), "/route", "trace")
		if p.Status < 400 || p.Title == "" || p.Detail == "" || p.Code != code {
			t.Errorf("%s: incomplete problem %+v", code, p)
		}
	}
}

func TestAnErrorWithoutACodeIsInternalAndLosesItsText(t *testing.T) {
	e := From(errors.New("parsing \"111222333\""))
	if e.Code != Internal || strings.Contains(e.Error(), "111222333") {
		t.Errorf("got %q", e.Error())
	}
}

func TestACodeSurvivesWrapping(t *testing.T) {
	err := fmt.Errorf("record event: %w", Wrap(RegisterUnavailable, errors.New("disk full")))
	if got := From(err).Code; got != RegisterUnavailable {
		t.Errorf("got code %q", got)
	}
	if !errors.Is(err, E(RegisterUnavailable)) {
		t.Error("errors.Is does not see the code")
	}
	if errors.Is(err, E(Internal)) {
		t.Error("errors.Is sees another code")
	}
	if From(err).Cause() != "disk full" {
		t.Errorf("got cause %q", From(err).Cause())
	}
}

func TestOnlyTheUnavailableRegisterTellsToBlock(t *testing.T) {
	for _, code := range Codes() {
		p := ProblemOf(E(code), "", "")
		if (p.Action == "block") != (code == RegisterUnavailable) {
			t.Errorf("%s: action %q", code, p.Action)
		}
	}
	if RegisterUnavailable.Status() != http.StatusServiceUnavailable {
		t.Error("an unavailable register is not a 503")
	}
}
