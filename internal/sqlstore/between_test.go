package sqlstore

import (
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"testing"
)

// between stands between a store and PostgreSQL, and meddles.
type between struct {
	// request may change a message to the server, but not its length.
	request func(kind byte, body []byte)
	// answer reports whether what the server sent may pass; otherwise the connection
	// breaks.
	answer func([]byte) bool
}

// before listens before the database and returns its URL by that way.
func (p between) before(t testing.TB, database string) string {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	server := filepath.Join(query.Get("host"), ".s.PGSQL.5432")
	dir := t.TempDir()
	listener, err := net.Listen("unix", filepath.Join(dir, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go p.join(client, server)
		}
	}()
	query.Set("host", dir)
	u.RawQuery = query.Encode()
	return u.String()
}

func (p between) join(client net.Conn, server string) {
	defer client.Close()
	database, err := net.Dial("unix", server)
	if err != nil {
		return
	}
	defer database.Close()
	go func() {
		defer database.Close()
		p.ask(database, client)
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := database.Read(buffer)
		if err != nil || p.answer != nil && !p.answer(buffer[:n]) {
			return
		}
		if _, err := client.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// ask passes messages on. The first has no kind; each has its length, which counts
// itself.
func (p between) ask(database io.Writer, client io.Reader) {
	head := make([]byte, 5)
	for first := true; ; first = false {
		kind, size := head[:1], head[1:]
		if first {
			kind = nil
		}
		if _, err := io.ReadFull(client, head[1-len(kind):]); err != nil {
			return
		}
		body := make([]byte, binary.BigEndian.Uint32(size)-4)
		if _, err := io.ReadFull(client, body); err != nil {
			return
		}
		if !first && p.request != nil {
			p.request(kind[0], body)
		}
		message := append(append(append([]byte{}, kind...), size...), body...)
		if _, err := database.Write(message); err != nil {
			return
		}
	}
}
