package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"go.uber.org/zap"
)

const (
	// certificateCheck is how often the files are looked at.
	certificateCheck = 10 * time.Second
	// certificateWarning is how long before its end a certificate is warned about.
	certificateWarning = 14 * 24 * time.Hour
	// warnEvery is how often.
	warnEvery = 12 * time.Hour
)

// certificates serves TLS with a pair of files, and takes the new pair when they
// change. A new pair that is not good changes nothing.
type certificates struct {
	certFile, keyFile string
	log               *zap.Logger
	now               func() time.Time

	current atomic.Pointer[tls.Certificate]
	seen    [sha256.Size]byte // of the files as they were last looked at
	warned  time.Time
	failed  string // why the last look failed
}

// loadCertificates is nil when the service does not serve TLS.
func (a *App) loadCertificates() (*certificates, error) {
	if !a.cfg.TLS() {
		return nil, nil
	}
	c := &certificates{certFile: a.cfg.TLSCert, keyFile: a.cfg.TLSKey, log: a.log, now: a.opts.Now}
	if err := c.load(); err != nil {
		return nil, fmt.Errorf("load TLS certificate: %w", err)
	}
	return c, nil
}

// load takes the pair when it is another than before.
func (c *certificates) load() error {
	cert, err := os.ReadFile(c.certFile)
	if err != nil {
		return err
	}
	key, err := os.ReadFile(c.keyFile)
	if err != nil {
		return err
	}
	defer clear(key)
	seen := sha256.Sum256(bytes.Join([][]byte{cert, key}, []byte{0}))
	if seen == c.seen {
		return nil
	}
	c.seen = seen
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return err
	}
	c.current.Store(&pair)
	c.warned = time.Time{}
	return nil
}

// config is for a server; connections get the pair that is current.
func (c *certificates) config() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.current.Load(), nil },
	}
}

// watch looks at the files until ctx ends.
func (c *certificates) watch(ctx context.Context) {
	tick := time.NewTicker(certificateCheck)
	defer tick.Stop()
	for {
		c.warn()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			c.reload()
		}
	}
}

func (c *certificates) reload() {
	before := c.current.Load()
	err := c.load()
	if err == nil {
		c.failed = ""
	} else if err.Error() != c.failed {
		c.failed = err.Error()
		c.log.Error("the new TLS certificate is not good, the one before stays", zap.String("cause", err.Error()))
	}
	if c.current.Load() != before {
		c.log.Info("TLS certificate taken again")
	}
}

func (c *certificates) warn() {
	leaf, now := c.current.Load().Leaf, c.now()
	if leaf == nil || now.Add(certificateWarning).Before(leaf.NotAfter) || now.Sub(c.warned) < warnEvery {
		return
	}
	c.warned = now
	c.log.Warn("the TLS certificate ends soon or has ended", zap.String("until", leaf.NotAfter.UTC().Format(time.RFC3339)))
}
