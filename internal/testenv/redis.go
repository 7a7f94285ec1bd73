package testenv

import (
	"bufio"
	"fmt"
	"net"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// Redis is a running Redis server on a loopback port. It keeps nothing on disk:
// Dijkwacht's hot state may vanish at any moment.
type Redis struct {
	Addr string // host:port
}

// StartRedis starts an empty server and stops it when the test ends.
func StartRedis(tb testing.TB) *Redis {
	tb.Helper()
	port := freePort(tb)
	r := &Redis{Addr: net.JoinHostPort("127.0.0.1", strconv.Itoa(port))}
	dir := shortTempDir(tb, "dijkwacht-redis-")
	start(tb, process{
		path:  find(tb, "redis-server"),
		args:  []string{"--bind", "127.0.0.1", "--port", strconv.Itoa(port), "--dir", dir, "--save", "", "--appendonly", "no"},
		dir:   dir,
		stop:  syscall.SIGTERM,
		ready: r.answers,
	})
	return r
}

// URL is the address in the form of DIJKWACHT_REDIS_URL.
func (r *Redis) URL() string { return "redis://" + r.Addr + "/0" }

func (r *Redis) answers() bool {
	conn, err := net.DialTimeout("tcp", r.Addr, time.Second)
	if err != nil {
		return false
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return false
	}
	if _, err := fmt.Fprint(conn, "PING\r\n"); err != nil {
		return false
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	return err == nil && line == "+PONG\r\n"
}

func freePort(tb testing.TB) int {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("find free port: %v", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
