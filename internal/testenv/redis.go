package testenv

import (
	"bufio"
	"fmt"
	"net"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Redis is a running Redis server on a loopback port. It keeps nothing on disk:
// Dijkwacht's hot state may vanish at any moment.
type Redis struct {
	Addr string // host:port
	// Password is that of the server, "" for none.
	Password string
	server   *server
}

// StartRedis starts an empty server and stops it when the test ends. More arguments
// are as on the command line of redis-server.
func StartRedis(tb testing.TB, args ...string) *Redis {
	tb.Helper()
	return startRedis(tb, freePort(tb), "", args...)
}

// StartRedisWithPassword starts a server that answers who knows the password.
func StartRedisWithPassword(tb testing.TB, password string, args ...string) *Redis {
	tb.Helper()
	return startRedis(tb, freePort(tb), password, args...)
}

func startRedis(tb testing.TB, port int, password string, args ...string) *Redis {
	tb.Helper()
	r := &Redis{Addr: loopback(port), Password: password}
	dir := shortTempDir(tb, "dijkwacht-redis-")
	all := []string{"--bind", "127.0.0.1", "--port", strconv.Itoa(port), "--dir", dir, "--save", "", "--appendonly", "no"}
	if password != "" {
		all = append(all, "--requirepass", password, "--masterauth", password)
	}
	r.server = start(tb, process{
		path:  find(tb, "redis-server"),
		args:  append(all, args...),
		dir:   dir,
		stop:  syscall.SIGTERM,
		ready: r.answers,
	})
	return r
}

// URL is the address in the form of DIJKWACHT_REDIS_URL.
func (r *Redis) URL() string {
	if r.Password != "" {
		return "redis://:" + r.Password + "@" + r.Addr + "/0"
	}
	return "redis://" + r.Addr + "/0"
}

// Kill ends the server without a word.
func (r *Redis) Kill() { r.server.kill() }

// Restart starts the server again after Kill, empty, on the same port.
func (r *Redis) Restart(tb testing.TB) {
	tb.Helper()
	r.server.launch(tb)
}

// Pause stops the server from answering; its connections stay open.
func (r *Redis) Pause(tb testing.TB) {
	tb.Helper()
	r.server.signal(tb, syscall.SIGSTOP)
}

// Resume lets a paused server go on.
func (r *Redis) Resume(tb testing.TB) {
	tb.Helper()
	r.server.signal(tb, syscall.SIGCONT)
}

// Do sends one command, words without spaces, and returns the answer as the server
// writes it (RESP2).
func (r *Redis) Do(words ...string) (string, error) {
	conn, err := net.DialTimeout("tcp", r.Addr, time.Second)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return "", err
	}
	answers := bufio.NewReader(conn)
	if r.Password != "" {
		if _, err := ask(conn, answers, "AUTH", r.Password); err != nil {
			return "", err
		}
	}
	return ask(conn, answers, words...)
}

// Must is Do that fails the test, also when the server answers with an error.
func (r *Redis) Must(tb testing.TB, words ...string) string {
	tb.Helper()
	answer, err := r.Do(words...)
	if err != nil || strings.HasPrefix(answer, "-") {
		tb.Fatalf("redis %s: %q, %v", words[0], answer, err)
	}
	return answer
}

// ask writes one command and reads a simple answer or one bulk string.
func ask(conn net.Conn, answers *bufio.Reader, words ...string) (string, error) {
	if _, err := fmt.Fprint(conn, strings.Join(words, " ")+"\r\n"); err != nil {
		return "", err
	}
	line, err := answers.ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "$") {
		return strings.TrimSuffix(line, "\r\n"), err
	}
	size, err := strconv.Atoi(strings.TrimSuffix(line[1:], "\r\n"))
	if err != nil || size < 0 {
		return "", err
	}
	body := make([]byte, size)
	for n := 0; n < size; {
		m, err := answers.Read(body[n:])
		if err != nil {
			return "", err
		}
		n += m
	}
	return string(body), nil
}

func (r *Redis) answers() bool {
	answer, err := r.Do("PING")
	return err == nil && answer == "+PONG"
}

func loopback(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

func freePort(tb testing.TB) int {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("find free port: %v", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
