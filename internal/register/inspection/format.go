package inspection

import (
	"strings"
	"time"

	"dijkwacht/internal/chain"
)

// Format and Version name the form of the files that this package writes and reads.
const (
	Format  = "dijkwacht-inspection"
	Version = 1
)

// The files inside, apart from one public key each in keyFolder.
const (
	readmeFile      = "README.txt"
	entriesFile     = "entries.jsonl"
	registerFile    = "register.jsonl"
	checkpointsFile = "checkpoints.jsonl"
	manifestFile    = "manifest.json"
	signatureFile   = "manifest.sig"
	keyFolder       = "keys/"
	keySuffix       = ".pem"
)

// Manifest says what the file holds. It is what is signed: Ed25519 (RFC 8032) over
// its bytes.
type Manifest struct {
	Format       string       `json:"format"`
	Version      int          `json:"version"`
	Organisation Organisation `json:"organisation"`
	Period       Period       `json:"period"`
	MadeAt       time.Time    `json:"made_at"`
	Program      string       `json:"program"`
	Chain        Span         `json:"chain"`
	// Register counts the lines of the register by kind.
	Register map[string]int64 `json:"register"`
	// KeyID names the key of the signature.
	KeyID string `json:"key_id"`
	Files []File `json:"files"`
}

// Organisation is whose register it is.
type Organisation struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Period is [From, To).
type Period struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Span is the part of the chain: from the entry after the last one that was made
// before the period, up to the last one that was made before its end.
type Span struct {
	First   int64 `json:"first"`
	Last    int64 `json:"last"` // First-1 when the period has no entries
	Entries int64 `json:"entries"`
	// Before is the hash of the entry before First, Head that of Last.
	Before string `json:"before"`
	Head   string `json:"head"`
	// Deleted counts the entries whose content retention deleted, LeftOut those that
	// are not about the register.
	Deleted int64 `json:"deleted"`
	LeftOut int64 `json:"left_out"`
}

// File is one of the files inside.
type File struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// content says what became of the payload of an entry.
type content string

const (
	held    content = "held"
	deleted content = "deleted"  // by retention; its commitment stays
	leftOut content = "left_out" // not about the register
)

// entryLine is a line of entriesFile. Entry and Payload are texts, so that their
// bytes are exactly those that were hashed.
type entryLine struct {
	Content content `json:"content"`
	Entry   string  `json:"entry"`
	Hash    string  `json:"hash"`
	Payload *string `json:"payload,omitempty"`
	Salt    *string `json:"salt,omitempty"`
}

// registerLine is a line of registerFile: something as the period left it, from the
// payload of the entry Seq.
type registerLine struct {
	Kind   string `json:"kind"`
	Seq    int64  `json:"seq"`
	Object raw    `json:"object"`
}

// checkpointLine is a line of checkpointsFile. Statement is what is signed.
type checkpointLine struct {
	KeyID     string `json:"key_id"`
	Signature []byte `json:"signature"` // base64
	Statement string `json:"statement"`
}

// statement is what a checkpoint says.
type statement struct {
	At   string `json:"at"`
	Hash string `json:"hash"`
	Org  string `json:"org"`
	Seq  int64  `json:"seq"`
}

// canonicalEntry is an entry as it is hashed.
type canonicalEntry struct {
	Action        string `json:"action"`
	Actor         string `json:"actor"`
	At            string `json:"at"`
	Object        string `json:"object"`
	Org           string `json:"org"`
	PayloadCommit string `json:"payload_commit"`
	Prev          string `json:"prev"`
	Rev           int64  `json:"rev"`
	Role          string `json:"role"`
	Seq           int64  `json:"seq"`
	V             int    `json:"v"`
}

// timeForm is that of times in entries and checkpoints.
const timeForm = "2006-01-02T15:04:05.000Z"

// kinds are the parts of the register by the beginning of their actions.
var kinds = []struct{ prefix, kind string }{
	{"incident.", "incident"}, {"notification.", "notification"}, {"note.", "note"}, {"alert.", "alert"},
}

const decisionKind = "decision"

// kindOf says of which part of the register an entry speaks; "" for none. Rev is 0
// for acts that changed nothing, such as a refused attempt or an export.
func kindOf(e chain.Entry) string {
	for _, k := range kinds {
		if strings.HasPrefix(e.Action, k.prefix) {
			return k.kind
		}
	}
	return ""
}
