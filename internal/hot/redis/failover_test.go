package redis

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/limit"
	"dijkwacht/internal/testenv"
)

// lost kills masters under load, and checks that requests are answered in time
// while one is missing and that Redis is used again once it has been replaced.
func lost(t *testing.T, s Servers, kill func()) {
	here, there := start(t, s, "here"), start(t, s, "there")
	until(t, "the replicas know of each other", func() bool { return here.Replicas() == 2 && there.Replicas() == 2 })
	revoked := make(chan auth.Revocation, 16)
	defer there.WatchRevocations(func(r auth.Revocation) { revoked <- r }, func() {})()
	kill()
	var longest time.Duration
	for end := time.Now().Add(2 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		for i := range 8 {
			began := time.Now()
			here.Take(t.Context(), fmt.Sprint("org_", i), hour(1_000_000))
			longest = max(longest, time.Since(began))
		}
	}
	if longest > 5*callTime {
		t.Errorf("a request waited %v", longest)
	}
	// Whole is a round in which every organisation that is asked for later, too, is served by
	// Redis: a node that is gone is noticed by the first use of what it held.
	until(t, "redis is whole again", func() bool {
		did := here.fallbacks.Load() + there.fallbacks.Load()
		for i := range 32 {
			here.Take(t.Context(), fmt.Sprint("org_", i), hour(1_000_000))
			there.Take(t.Context(), fmt.Sprint("org_", i), hour(1_000_000))
		}
		unmeasured := limit.Claim{Name: "b", Key: "k", Rate: limit.Rate{Quota: 1_000_000, Window: time.Hour}}
		here.Take(t.Context(), "org_new", unmeasured)
		there.Take(t.Context(), "org_new", unmeasured)
		return here.Up() && there.Up() && here.fallbacks.Load()+there.fallbacks.Load() == did
	})
	patiently(here, there)
	before := here.fallbacks.Load()
	if got := grantedOf(t, here, "org_new", hour(10), 15) + grantedOf(t, there, "org_new", hour(10), 15); got != 10 {
		t.Errorf("after the failover %d of 10 were granted", got)
	}
	if n := here.fallbacks.Load() - before; n != 0 {
		t.Errorf("after the failover %d uses did without Redis", n)
	}
	here.AnnounceRevocation(auth.Revocation{OrgID: "org_1", Kind: auth.RevocableDevice, ID: "dev_1"})
	if got := next(t, revoked); got.ID != "dev_1" {
		t.Errorf("got %+v", got)
	}
}

func TestALostMasterIsReplaced(t *testing.T) {
	t.Run("by sentinels", func(t *testing.T) {
		s := testenv.StartRedisSentinel(t)
		master := s.Master(t)
		lost(t, servers(s.URL()), master.Kill)
	})
	t.Run("by a cluster", func(t *testing.T) {
		c := testenv.StartRedisCluster(t)
		lost(t, servers(c.URL()), c.Servers[0].Kill)
	})
}

func TestAPausedNodeOfAClusterCostsTheOthersNothing(t *testing.T) {
	c := testenv.StartRedisCluster(t)
	s := start(t, servers(c.URL()), "here")
	until(t, "the replica is counted", func() bool { return s.Replicas() == 1 })
	c.Servers[1].Pause(t)
	defer c.Servers[1].Resume(t)
	slow, calls := 0, 0
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		for i := range 8 {
			began := time.Now()
			s.Take(t.Context(), fmt.Sprint("org_", i), hour(1_000_000))
			if calls++; time.Since(began) >= callTime {
				slow++
			}
		}
	}
	if slow > 8*tripAfter+calls/50 {
		t.Errorf("%d of %d calls were slow", slow, calls)
	}
}

func TestPasswordAndTLS(t *testing.T) {
	certificate, key := certificates(t)
	tlsPort := freePort(t)
	testenv.StartRedisWithPassword(t, "hunter2", "--tls-port", tlsPort, "--tls-cert-file", certificate, "--tls-key-file", key,
		"--tls-ca-cert-file", certificate, "--tls-auth-clients", "no")
	pool := x509.NewCertPool()
	text, err := os.ReadFile(certificate)
	if err != nil || !pool.AppendCertsFromPEM(text) {
		t.Fatalf("read certificate: %v", err)
	}
	right := Servers{Addrs: []string{"127.0.0.1:" + tlsPort}, Password: "hunter2", TLS: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	s := start(t, right, "here")
	patiently(s)
	if got := grantedOf(t, s, "org_1", hour(3), 5); got != 3 || s.fallbacks.Load() != 0 {
		t.Errorf("%d of 3, %d without Redis", got, s.fallbacks.Load())
	}
	for name, change := range map[string]func(*Servers){
		"a wrong password":         func(s *Servers) { s.Password = "wrong" },
		"no password":              func(s *Servers) { s.Password = "" },
		"an unknown authority":     func(s *Servers) { s.TLS = &tls.Config{MinVersion: tls.VersionTLS12} },
		"no TLS on a port for TLS": func(s *Servers) { s.TLS = nil },
	} {
		wrong := right
		change(&wrong)
		if s := open(t, wrong, name); next(t, s.changes) || s.Up() {
			t.Errorf("%s: Redis answers", name)
		}
	}
}

// The rights are those of docs/deploy/redis.md.
func TestTheDocumentedRightsAreEnough(t *testing.T) {
	server := testenv.StartRedis(t)
	server.Must(t, "ACL", "SETUSER", "dijkwacht", "on", ">pass", "resetchannels", "~dijkwacht:*", "&dijkwacht:*", "-@all", "+@connection",
		"+eval", "+evalsha", "+get", "+set", "+incr", "+pexpire", "+time", "+zadd", "+zcard", "+zrem", "+zremrangebyscore", "+publish", "+subscribe", "+unsubscribe")
	s := servers(server.URL())
	s.Username, s.Password = "dijkwacht", "pass"
	here, there := start(t, s, "here"), start(t, s, "there")
	patiently(here)
	got := make(chan int, 16)
	defer there.WatchVersions(func(_ string, version int) { got <- version }, func() {})()
	here.AnnounceVersion("org_1", 3)
	if v := next(t, got); v != 3 {
		t.Errorf("got %d", v)
	}
	if n := grantedOf(t, here, "org_1", hour(3), 5); n != 3 || here.Seen(t.Context(), "org_1", "jti", time.Minute) != 0 {
		t.Errorf("%d of 3 were granted", n)
	}
	if n := here.fallbacks.Load(); n != 0 {
		t.Errorf("%d uses did without Redis", n)
	}
	if err := here.Close(); err != nil {
		t.Error(err)
	}
	until(t, "who leaves is not counted", func() bool { return strings.Contains(server.Must(t, "ZCARD", presenceKey), "1") })
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// certificates writes an authority that is its own server, and the key.
func certificates(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "redis"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	certificate, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{certificate: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certificate, key
}
