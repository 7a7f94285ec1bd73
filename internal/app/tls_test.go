package app

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/obs"
)

// pair writes a certificate for a name and its key, and returns the files.
func pair(t *testing.T, dir, name string, until time.Time) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Unix(0, 0), NotAfter: until}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")
	write := func(file, kind string, bytes []byte) {
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(certFile, "CERTIFICATE", cert)
	write(keyFile, "PRIVATE KEY", der)
	return certFile, keyFile
}

func TestANewPairIsTakenAndABadOneIsNot(t *testing.T) {
	dir, log, now := t.TempDir(), &bytes.Buffer{}, time.Now()
	far := now.AddDate(1, 0, 0)
	certFile, keyFile := pair(t, dir, "first", far)
	c := &certificates{certFile: certFile, keyFile: keyFile, log: obs.NewLogger(log), now: func() time.Time { return now }}
	if err := c.load(); err != nil {
		t.Fatal(err)
	}
	served := func(want string) {
		t.Helper()
		c.reload()
		got, err := c.config().GetCertificate(nil)
		if err != nil || got.Leaf.Subject.CommonName != want {
			t.Errorf("got %v, %v, want %s", got.Leaf.Subject, err, want)
		}
	}
	served("first")
	pair(t, dir, "second", far)
	served("second")
	for name, spoil := range map[string]func() error{
		"rubbish": func() error { return os.WriteFile(certFile, []byte("-----BEGIN RUBBISH"), 0o600) },
		"another key": func() error {
			other := t.TempDir()
			pair(t, other, "x", far)
			return os.Rename(filepath.Join(other, "tls.key"), keyFile)
		},
		"no key": func() error { return os.Remove(keyFile) },
	} {
		pair(t, dir, "second", far)
		c.reload()
		log.Reset()
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			served("second")
		}
		if n := strings.Count(log.String(), "not good"); n != 1 || strings.Contains(log.String(), "RUBBISH") {
			t.Errorf("%s: got the log %s", name, log)
		}
	}
	pair(t, dir, "third", now.Add(time.Hour))
	served("third")
	log.Reset()
	c.warn()
	c.warn()
	if n := strings.Count(log.String(), "ends soon"); n != 1 {
		t.Errorf("got the log %s", log)
	}
}

func TestTheServiceSpeaksTLSFromVersion12On(t *testing.T) {
	certFile, keyFile := pair(t, t.TempDir(), "dijkwacht", time.Now().AddDate(1, 0, 0))
	a, err := New(t.Context(), normalised(t, config.Serve{
		Data: config.Data{Dir: t.TempDir()}, Listen: "127.0.0.1:0", Organisation: "Test", Transport: config.Transport{TLSCert: certFile, TLSKey: keyFile},
	}), Options{Log: io.Discard, Version: "test", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	address := run(t, a)
	get := func(version uint16) (*http.Response, error) {
		client := http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, DisableKeepAlives: true,
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, MaxVersion: version}}}
		return client.Get("https://" + address + "/healthz")
	}
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		answer, err := get(version)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK || answer.ProtoMajor != 2 || answer.Header.Get("Strict-Transport-Security") == "" {
			t.Errorf("got %s %d", answer.Proto, answer.StatusCode)
		}
	}
	if _, err := get(tls.VersionTLS11); err == nil {
		t.Error("it speaks TLS 1.1")
	}
	if answer, err := http.Get("http://" + address + "/healthz"); err == nil {
		answer.Body.Close()
		if answer.StatusCode != http.StatusBadRequest {
			t.Errorf("in clear text: %d", answer.StatusCode)
		}
	}
}

func TestWithoutAGoodPairTheServiceDoesNotStart(t *testing.T) {
	certFile, _ := pair(t, t.TempDir(), "one", time.Now().AddDate(1, 0, 0))
	_, keyFile := pair(t, t.TempDir(), "other", time.Now().AddDate(1, 0, 0))
	a, err := New(t.Context(), normalised(t, config.Serve{
		Data: config.Data{Dir: t.TempDir()}, Listen: "127.0.0.1:0", Organisation: "Test", Transport: config.Transport{TLSCert: certFile, TLSKey: keyFile},
	}), Options{Log: io.Discard, Version: "test", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Run(t.Context(), func(string) {}); err == nil || !strings.Contains(err.Error(), "load TLS certificate") {
		t.Errorf("got %v", err)
	}
}

func normalised(t *testing.T, cfg config.Serve) config.Serve {
	t.Helper()
	if err := cfg.Normalise(); err != nil {
		t.Fatal(err)
	}
	return cfg
}

// run runs the service until the test ends and returns its address.
func run(t *testing.T, a *App) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- a.Run(ctx, func(at string) { address <- at }) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, a.Close()); err != nil {
			t.Error(err)
		}
	})
	select {
	case at := <-address:
		return at
	case err := <-ended:
		ended <- err
		t.Fatalf("it does not start: %v", err)
		return ""
	}
}
