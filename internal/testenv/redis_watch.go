package testenv

import (
	"bytes"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Monitor records every command that the server gets until the test ends, and
// returns what it has so far.
func (r *Redis) Monitor(tb testing.TB) (seen func() []byte) {
	tb.Helper()
	conn, err := net.DialTimeout("tcp", r.Addr, time.Second)
	if err != nil {
		tb.Fatalf("monitor redis: %v", err)
	}
	if _, err := io.WriteString(conn, "MONITOR\r\n"); err != nil {
		tb.Fatalf("monitor redis: %v", err)
	}
	record := &recorder{}
	var copying sync.WaitGroup
	copying.Go(func() { _, _ = io.Copy(record, conn) })
	tb.Cleanup(func() {
		_ = conn.Close()
		copying.Wait()
	})
	until(tb, "redis monitors", func() bool { return bytes.HasPrefix(record.bytes(), []byte("+OK")) })
	return record.bytes
}

// Dump is everything that the server keeps, as it would be on disk, not compressed.
func (r *Redis) Dump(tb testing.TB) []byte {
	tb.Helper()
	r.Must(tb, "CONFIG", "SET", "rdbcompression", "no")
	r.Must(tb, "SAVE")
	dump, err := os.ReadFile(filepath.Join(r.server.dir, "dump.rdb"))
	if err != nil {
		tb.Fatalf("read dump of redis: %v", err)
	}
	return dump
}

type recorder struct {
	mu  sync.Mutex
	got bytes.Buffer
}

// Write implements io.Writer.
func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.got.Write(p)
}

func (r *recorder) bytes() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return bytes.Clone(r.got.Bytes())
}
