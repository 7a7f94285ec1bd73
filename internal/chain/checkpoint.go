package chain

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Checkpoint is the signed statement that at a time the entry Seq of a chain had
// this hash. A copy that is kept elsewhere, in a mailbox or on paper, shows
// afterwards whether the chain was rewritten or cut.
type Checkpoint struct {
	Org  string
	Seq  int64
	Hash string
	At   time.Time
	// KeyID names the key, Signature is its Ed25519 signature (RFC 8032) over
	// Statement.
	KeyID     string
	Signature []byte
}

// Statement is what is signed: {at, hash, org, seq} as canonical JSON (RFC 8785).
func (c Checkpoint) Statement() []byte {
	b := appendString([]byte(`{"at":`), c.At.UTC().Format(timeForm))
	b = appendString(append(b, `,"hash":`...), c.Hash)
	b = appendString(append(b, `,"org":`...), c.Org)
	b = strconv.AppendInt(append(b, `,"seq":`...), c.Seq, 10)
	return append(b, '}')
}

// KeyID is the id of a public key: 96 bits of its SHA-256, so that an id stands
// for one key.
func KeyID(public ed25519.PublicKey) string {
	sum := sha256.Sum256(public)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// Sign makes the checkpoint of the end of a chain.
func Sign(org string, head Head, at time.Time, key ed25519.PrivateKey) Checkpoint {
	c := Checkpoint{Org: org, Seq: head.Seq, Hash: head.Hash, At: at.UTC().Truncate(time.Millisecond), KeyID: KeyID(key.Public().(ed25519.PublicKey))}
	c.Signature = ed25519.Sign(key, c.Statement())
	return c
}

// SignedBy reports whether one of the keys signed the checkpoint.
func (c Checkpoint) SignedBy(keys []ed25519.PublicKey) bool {
	for _, k := range keys {
		if KeyID(k) == c.KeyID {
			return ed25519.Verify(k, c.Statement(), c.Signature)
		}
	}
	return false
}

// textMark begins a checkpoint in print.
const textMark = "dwc1"

// Text is the checkpoint in print: words with spaces between them, so that lines
// may be broken anywhere but in a word.
func (c Checkpoint) Text() string {
	signature := base64.RawURLEncoding.EncodeToString(c.Signature)
	half := len(signature) / 2
	return strings.Join([]string{
		textMark, c.Org, strconv.FormatInt(c.Seq, 10), c.At.UTC().Format(timeForm), c.Hash, c.KeyID, signature[:half], signature[half:],
	}, " ")
}

// Short is what fits in a line of a report: the number of the entry and the first
// 16 digits of its hash.
func (c Checkpoint) Short() string { return fmt.Sprintf("#%d %.16s", c.Seq, c.Hash) }

// Anchor is a checkpoint as somebody kept it: signed, or only its short form.
type Anchor struct {
	Seq int64
	// Hash is the hash of the entry, or its first digits, at least 16.
	Hash string
	// Signed is the whole checkpoint; nil for a short form.
	Signed *Checkpoint
}

var errAnchor = errors.New("there is no checkpoint in the text: it begins with dwc1, or it is a number and at least 16 digits of a hash")

// ParseAnchors finds the checkpoints in a text, such as a mail or an export: all in
// the form of Text, or else the one in the form of Short. It fails when there is
// none, or when one is cut off; the error does not repeat the text.
func ParseAnchors(text string) ([]Anchor, error) {
	text = softBreaks.Replace(text)
	words := strings.FieldsFunc(text, func(r rune) bool { return !strings.ContainsRune(wordRunes, r) })
	var found []Anchor
	for i, w := range words {
		if w != textMark {
			continue
		}
		c, err := parseCheckpoint(words[i+1:])
		if err != nil {
			return nil, err
		}
		found = append(found, Anchor{Seq: c.Seq, Hash: c.Hash, Signed: &c})
	}
	if len(found) > 0 {
		return found, nil
	}
	if len(words) == 2 {
		seq, err := strconv.ParseInt(words[0], 10, 64)
		if hash := strings.ToLower(words[1]); err == nil && seq > 0 && len(hash) >= 16 && len(hash) <= 64 && isHex(hash) {
			return []Anchor{{Seq: seq, Hash: hash}}, nil
		}
	}
	return nil, errAnchor
}

// softBreaks are the line ends inside words of a mail as it was sent (RFC 2045
// section 6.7).
var softBreaks = strings.NewReplacer("=\r\n", "", "=\n", "")

// wordRunes occur in the words of a checkpoint; all others stand between words.
const wordRunes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-:."

func isHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }

var errCheckpoint = errors.New("a checkpoint in the text is not whole")

// parseCheckpoint reads the words after the mark.
func parseCheckpoint(words []string) (Checkpoint, error) {
	if len(words) < 7 {
		return Checkpoint{}, errCheckpoint
	}
	seq, errSeq := strconv.ParseInt(words[1], 10, 64)
	at, errAt := time.Parse(timeForm, words[2])
	signature, errSignature := base64.RawURLEncoding.Strict().DecodeString(words[5] + words[6])
	if errSeq != nil || errAt != nil || errSignature != nil || seq < 1 || len(words[3]) != 64 || !isHex(words[3]) || len(signature) != ed25519.SignatureSize {
		return Checkpoint{}, errCheckpoint
	}
	return Checkpoint{Org: words[0], Seq: seq, At: at, Hash: words[3], KeyID: words[4], Signature: signature}, nil
}
