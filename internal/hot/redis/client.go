package redis

import (
	"context"
	"crypto/tls"
	"time"

	"github.com/redis/go-redis/v9"
)

// Servers say where Redis is.
type Servers struct {
	// Addrs are HOST:PORT: one is a single server, more are nodes of a cluster,
	// and with Master they are sentinels.
	Addrs []string
	// Master is the name by which the sentinels know the server, "" without.
	Master             string
	Username, Password string
	SentinelUsername   string
	SentinelPassword   string
	DB                 int
	TLS                *tls.Config // nil: no TLS
}

const (
	// callTime is what one call may cost the request that makes it. A call takes
	// some 0.1 ms when all is well.
	callTime = 30 * time.Millisecond
	// linkTime bounds what no request waits for.
	linkTime = 500 * time.Millisecond
	// connections per server, and how many may be dialled at once.
	connections = 32
	dials       = 8
)

// connect makes the client. It dials when it is used. Retrying is ours: the client
// tries once, so that a call costs its time at most once.
func connect(s Servers) redis.UniversalClient {
	redis.SetLogger(silent{})
	return redis.NewUniversalClient(&redis.UniversalOptions{
		Addrs: s.Addrs, MasterName: s.Master, DB: s.DB, TLSConfig: s.TLS,
		Username: s.Username, Password: s.Password,
		SentinelUsername: s.SentinelUsername, SentinelPassword: s.SentinelPassword,
		Protocol: 2, DisableIdentity: true,
		MaxRetries: -1, DialerRetries: 1,
		DialTimeout: linkTime, ReadTimeout: linkTime, WriteTimeout: linkTime, ContextTimeoutEnabled: true,
		PoolSize: connections, PoolTimeout: callTime, MaxConcurrentDials: dials, MaxActiveConns: 2 * connections,
		ConnMaxIdleTime: 5 * time.Minute,
	})
}

// silent drops the client's own log: it would write addresses to standard error.
type silent struct{}

// Printf implements the logger of the client.
func (silent) Printf(context.Context, string, ...any) {}
