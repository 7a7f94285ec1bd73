package config

import (
	"testing"
	"time"
)

func TestAQuotaIsANumberInATime(t *testing.T) {
	for text, want := range map[string]Quota{"240/1m": {240, time.Minute}, "1/24h": {1, 24 * time.Hour}, "off": {}} {
		q := Quota{N: 7, Window: time.Hour}
		if err := q.UnmarshalText([]byte(text)); err != nil || q != want {
			t.Errorf("%s: got %v, %v", text, q, err)
		}
	}
	for _, text := range []string{"", "240", "0/1m", "-1/1m", "x/1m", "1/x", "1/0s", "1/25h", "9999999/1m", "1/1ms"} {
		var q Quota
		if err := q.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%s: got %v, %v", text, q, err)
		}
	}
}
