package config

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestNetworksOfProvidersAreReadStrictly(t *testing.T) {
	list, roots, err := SingleSignOn{SSONetworks: []string{"10.20.0.7", " 192.168.0.0/16"}}.Providers()
	if err != nil || roots != nil || len(list) != 2 || list[0].String() != "10.20.0.7/32" || list[1].String() != "192.168.0.0/16" {
		t.Errorf("got %v, %v, %v", list, roots, err)
	}
	for _, bad := range []string{"", "localhost", "0.0.0.0/0", "10.0.0.0/33"} {
		if _, _, err := (SingleSignOn{SSONetworks: []string{bad}}).Providers(); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := (SingleSignOn{SSOCA: file}).Providers(); err == nil {
		t.Error("a file without certificates was accepted")
	}
}

func TestEmployeesStaySignedInForAReasonableTime(t *testing.T) {
	for text, want := range map[string]bool{"5m": true, "12h": true, "4m59s": false, "12h1s": false, "0s": false, "-1h": false} {
		idle, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := (SingleSignOn{SignInIdle: &idle}).Idle(time.Hour); (err == nil) != want || want && got != idle {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
	if got, err := (SingleSignOn{}).Idle(time.Hour); err != nil || got != time.Hour {
		t.Errorf("got %v, %v", got, err)
	}
}
