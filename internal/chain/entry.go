package chain

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

// Version is the form of entries that this package writes.
const Version = 1

// Genesis is the Prev of the first entry of each chain.
const Genesis = "0000000000000000000000000000000000000000000000000000000000000000"

// Entry is one link. All hashes are SHA-256 in lower-case hex.
type Entry struct {
	Org  string
	Seq  int64 // from 1, without gaps
	At   time.Time
	Role string // role in which Actor acted, such as "device" or "system"
	// Actor, Action and Object say who did what to which thing; ids and names of
	// the program only, never free text.
	Actor, Action, Object string
	// Rev is the revision of the object after the action.
	Rev int64
	// PayloadCommit is Commit of the payload and its salt.
	PayloadCommit string
	// Prev is the Hash of the entry before.
	Prev string
}

// Canonical is the entry as canonical JSON (RFC 8785); the hash is taken over it.
func (e Entry) Canonical() []byte { return e.appendTo(make([]byte, 0, entryRoom)) }

// entryRoom is enough for most entries.
const entryRoom = 768

func (e Entry) appendTo(b []byte) []byte {
	field := func(name, value string) {
		b = append(appendString(append(b, ','), name), ':')
		b = appendString(b, value)
	}
	b = appendString(append(b, `{"action":`...), e.Action)
	field("actor", e.Actor)
	b = append(e.At.UTC().AppendFormat(append(b, `,"at":"`...), timeForm), '"')
	field("object", e.Object)
	field("org", e.Org)
	field("payload_commit", e.PayloadCommit)
	field("prev", e.Prev)
	b = strconv.AppendInt(append(b, `,"rev":`...), e.Rev, 10)
	field("role", e.Role)
	b = strconv.AppendInt(append(b, `,"seq":`...), e.Seq, 10)
	b = strconv.AppendInt(append(b, `,"v":`...), Version, 10)
	return append(b, '}')
}

// timeForm keeps milliseconds, the precision of the store.
const timeForm = "2006-01-02T15:04:05.000Z"

// Hash of the canonical form.
func (e Entry) Hash() string {
	var room [entryRoom]byte
	return digest(sha256.Sum256(e.appendTo(room[:0])))
}

// Draft is an entry that has no place in a chain yet.
type Draft struct {
	At                          time.Time
	Actor, Role, Action, Object string
	Rev                         int64
	// Payload is canonical JSON, or nil for none.
	Payload []byte
	// Row says that the payload is the row of the object itself, which is written
	// next: it need not be encoded again.
	Row bool
}

// Head is the end of a chain; the zero Head is that of an empty chain.
type Head struct {
	Seq  int64
	Hash string
}

// Append makes the entry that follows head. The salt is SaltSize random bytes,
// fresh for each entry.
func (h Head) Append(org string, d Draft, salt []byte) (Entry, Head) {
	prev := h.Hash
	if h.Seq == 0 {
		prev = Genesis
	}
	e := Entry{
		Org: org, Seq: h.Seq + 1, At: d.At, Role: d.Role,
		Actor: d.Actor, Action: d.Action, Object: d.Object, Rev: d.Rev,
		PayloadCommit: Commit(salt, d.Payload),
		Prev:          prev,
	}
	return e, Head{Seq: e.Seq, Hash: e.Hash()}
}

// SaltSize is the length of a salt in bytes: enough that a payload of few
// possible values cannot be guessed from its commitment once the salt is gone.
const SaltSize = 16

// Commit binds an entry to its payload.
func Commit(salt, payload []byte) string {
	h := sha256.New()
	h.Write(salt)
	h.Write(payload)
	var sum [sha256.Size]byte
	h.Sum(sum[:0])
	return digest(sum)
}

func digest(sum [sha256.Size]byte) string { return hex.EncodeToString(sum[:]) }
