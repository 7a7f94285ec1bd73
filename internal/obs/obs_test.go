package obs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/zap"
)

const canary = "Mevr. Jansen 111222333"

func TestALogLineHoldsListedFieldsOnly(t *testing.T) {
	var out bytes.Buffer
	log := NewLogger(&out).With(zap.String("text", canary))
	log.Info("request",
		zap.String("route", "/api/v1/ext/inspect/text"), zap.Int("status", 200),
		zap.String("prompt", canary), zap.Any("code", []string{canary}), zap.Error(errors.New(canary)),
		zap.Reflect("cause", map[string]string{"x": canary}), zap.Stringer("method", Secret(canary)))
	line := out.String()
	if strings.Contains(line, "Jansen") || strings.Contains(line, "111222333") {
		t.Errorf("the log leaks: %s", line)
	}
	var fields map[string]any
	if err := json.Unmarshal(out.Bytes(), &fields); err != nil {
		t.Fatal(err)
	}
	if fields["route"] != "/api/v1/ext/inspect/text" || fields["status"] != 200.0 {
		t.Errorf("listed fields are missing: %s", line)
	}
}

func TestASecretNeverPrints(t *testing.T) {
	s := Secret(canary)
	encoded, err := json.Marshal(map[string]any{"s": s, "list": []Secret{s}})
	if err != nil {
		t.Fatal(err)
	}
	type holder struct{ S Secret }
	for _, got := range []string{
		string(encoded), s.String(), s.GoString(), fmt.Sprint(s),
		fmt.Sprintf("%s %q %x %X %v %+v %#v %d", s, s, s, s, s, s, s, s),
		fmt.Sprintf("%v %+v %#v", holder{s}, holder{s}, &holder{s}), fmt.Errorf("x: %v", s).Error(),
	} {
		if strings.Contains(got, "Jansen") || strings.Contains(got, "4a616e73656e") || strings.Contains(strings.ToLower(got), "4a616e") {
			t.Errorf("leaks: %s", got)
		}
	}
	if s.Reveal() != canary {
		t.Error("Reveal does not give the text")
	}
}

func TestALogLineIsOneLine(t *testing.T) {
	var out bytes.Buffer
	NewLogger(&out).Info("request", zap.String("route", "a\r\nb\x1b[31m\u2028"))
	if n := strings.Count(out.String(), "\n"); n != 1 || strings.ContainsAny(out.String(), "\r\x1b") {
		t.Errorf("got %q", out.String())
	}
}
