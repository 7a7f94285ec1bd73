package policy_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/policy"
)

var tried = policy.Messages{
	policy.Dutch:   {"stop": "Een.", "stop~b": "Twee.", "los": "Los."},
	policy.English: {"stop": "One.", "stop~b": "Two."},
}

func TestTwoTextsAreShownByHalfOfTheDevicesEachAndEachDeviceKeepsItsOwn(t *testing.T) {
	second := 0
	for n := range 1000 {
		device := fmt.Sprint("dev_", n)
		id := tried.Shown("stop", device, 7)
		if id != tried.Shown("stop", device, 7) {
			t.Fatalf("%s changes its mind", device)
		}
		message, b, on := policy.MessageShown(id)
		if message != "stop" || !on {
			t.Fatalf("got %q of %q", message, id)
		}
		if b {
			second++
		}
	}
	if second < 430 || second > 570 {
		t.Errorf("%d of 1000 devices show the second text", second)
	}
}

func TestAnotherVersionDealsAgain(t *testing.T) {
	moved := 0
	for n := range 200 {
		device := fmt.Sprint("dev_", n)
		if tried.Shown("stop", device, 7) != tried.Shown("stop", device, 8) {
			moved++
		}
	}
	if moved < 60 || moved > 140 {
		t.Errorf("%d of 200 devices moved", moved)
	}
}

func TestATextThatIsAloneKeepsItsID(t *testing.T) {
	if got := tried.Shown("los", "dev_1", 7); got != "los" {
		t.Errorf("got %q", got)
	}
	if _, second, on := policy.MessageShown("los"); second || on {
		t.Error("a lone text counts as tried")
	}
}

func TestDevicesGetEveryTextByTheIDUnderWhichItIsShown(t *testing.T) {
	want := map[string]string{"stop": "One.", "stop~a": "One.", "stop~b": "Two.", "los": "Los."}
	if diff := cmp.Diff(want, tried.ToShow(policy.English)); diff != "" {
		t.Error(diff)
	}
}
