package testenv

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// RedisSentinel is a master, a replica and three sentinels that watch them.
type RedisSentinel struct {
	Servers   []*Redis
	sentinels []*Redis
}

// sentinelMaster is the name of the master.
const sentinelMaster = "dijkwacht"

// StartRedisSentinel starts them, ready for a failover.
func StartRedisSentinel(tb testing.TB) *RedisSentinel {
	tb.Helper()
	master := StartRedis(tb)
	_, port, _ := net.SplitHostPort(master.Addr)
	replica := StartRedis(tb, "--replicaof", "127.0.0.1", port, "--repl-diskless-sync-delay", "0")
	s := &RedisSentinel{Servers: []*Redis{master, replica}}
	for range 3 {
		s.sentinels = append(s.sentinels, startSentinel(tb, port))
	}
	until(tb, "the sentinels know the replica and each other", func() bool {
		for _, sentinel := range s.sentinels {
			info, err := sentinel.Do("INFO", "sentinel")
			if err != nil || !strings.Contains(info, "slaves=1,sentinels=3") {
				return false
			}
		}
		info, err := replica.Do("INFO", "replication")
		return err == nil && strings.Contains(info, "master_link_status:up")
	})
	return s
}

// startSentinel starts a sentinel, which keeps its settings in a file.
func startSentinel(tb testing.TB, masterPort string) *Redis {
	tb.Helper()
	file := filepath.Join(shortTempDir(tb, "dijkwacht-sentinel-"), "sentinel.conf")
	settings := fmt.Sprintf("sentinel monitor %[1]s 127.0.0.1 %[2]s 2\nsentinel down-after-milliseconds %[1]s 800\nsentinel failover-timeout %[1]s 3000\n", sentinelMaster, masterPort)
	if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
		tb.Fatalf("write settings of sentinel: %v", err)
	}
	port := freePort(tb)
	r := &Redis{Addr: loopback(port)}
	r.server = start(tb, process{
		path: find(tb, "redis-server"),
		args: []string{file, "--sentinel", "--bind", "127.0.0.1", "--port", strconv.Itoa(port), "--dir", filepath.Dir(file)},
		dir:  filepath.Dir(file), stop: syscall.SIGTERM, ready: r.answers,
	})
	return r
}

// URL names the sentinels and the master.
func (s *RedisSentinel) URL() string {
	return "redis://" + addresses(s.sentinels) + "?master=" + sentinelMaster
}

// Master is the server that is the master now.
func (s *RedisSentinel) Master(tb testing.TB) *Redis {
	tb.Helper()
	return masterOf(tb, s.Servers)
}

// RedisCluster is three masters with a replica each.
type RedisCluster struct {
	Servers []*Redis
}

// slots of a cluster.
const slots = 16384

// StartRedisCluster starts a cluster in which a lost master is replaced.
func StartRedisCluster(tb testing.TB) *RedisCluster {
	tb.Helper()
	const masters = 3
	c := &RedisCluster{}
	for range 2 * masters {
		c.Servers = append(c.Servers, startRedis(tb, clusterPort(tb), "", "--cluster-enabled", "yes", "--cluster-node-timeout", "1500",
			"--cluster-replica-validity-factor", "0", "--repl-diskless-sync-delay", "0"))
	}
	for i, r := range c.Servers {
		r.Must(tb, "CLUSTER", "SET-CONFIG-EPOCH", strconv.Itoa(i+1))
		host, port, _ := net.SplitHostPort(r.Addr)
		c.Servers[0].Must(tb, "CLUSTER", "MEET", host, port)
		if i < masters {
			r.Must(tb, "CLUSTER", "ADDSLOTSRANGE", strconv.Itoa(i*slots/masters), strconv.Itoa((i+1)*slots/masters-1))
		}
	}
	for i, r := range c.Servers[masters:] {
		master := c.Servers[i].Must(tb, "CLUSTER", "MYID")
		until(tb, "the replica knows its master", func() bool {
			answer, err := r.Do("CLUSTER", "REPLICATE", master)
			return err == nil && answer == "+OK"
		})
	}
	until(tb, "the cluster is whole", func() bool {
		for i, r := range c.Servers {
			info, err := r.Do("CLUSTER", "INFO")
			if err != nil || !strings.Contains(info, "cluster_state:ok") || !strings.Contains(info, "cluster_known_nodes:6") {
				return false
			}
			info, err = r.Do("INFO", "replication")
			if err != nil || i >= masters && !strings.Contains(info, "master_link_status:up") {
				return false
			}
		}
		return true
	})
	return c
}

// URL names all nodes.
func (c *RedisCluster) URL() string { return "redis://" + addresses(c.Servers) }

// clusterPort is a free port whose bus port, 10000 higher, exists and is free too.
func clusterPort(tb testing.TB) int {
	tb.Helper()
	for range 100 {
		port := freePort(tb)
		if port >= 55000 {
			port -= 20000
		}
		free := true
		for _, p := range []int{port, port + 10000} {
			l, err := net.Listen("tcp", loopback(p))
			if err != nil {
				free = false
				break
			}
			l.Close()
		}
		if free {
			return port
		}
	}
	tb.Fatal("find two free ports for a node of a cluster")
	return 0
}

func addresses(servers []*Redis) string {
	list := make([]string, len(servers))
	for i, r := range servers {
		list[i] = r.Addr
	}
	return strings.Join(list, ",")
}

func masterOf(tb testing.TB, servers []*Redis) *Redis {
	tb.Helper()
	var master *Redis
	until(tb, "there is a master", func() bool {
		for _, r := range servers {
			if answer, err := r.Do("INFO", "replication"); err == nil && strings.Contains(answer, "role:master") {
				master = r
				return true
			}
		}
		return false
	})
	return master
}

// until waits for what is expected to become true.
func until(tb testing.TB, what string, holds func() bool) {
	tb.Helper()
	for deadline := time.Now().Add(startLimit); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			tb.Fatalf("not after %v: %s", startLimit, what)
		}
	}
}
