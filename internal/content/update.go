package content

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"path"
	"slices"
	"strings"
	"time"
)

// Update is a set of files that replace those of the same name.
type Update struct {
	// Version counts up: an older one is never installed over a newer one.
	Version  int               `json:"version"`
	IssuedAt time.Time         `json:"issued_at"`
	Files    map[string]string `json:"files"`
}

// envelope is an update as it travels. The signature is over exactly the bytes of
// the update, behind the prefix.
type envelope struct {
	Update    string `json:"update"` // base64
	Signature string `json:"signature"`
}

// prefix keeps a signature on an update from being one on anything else.
const prefix = "dijkwacht content update v1\n"

// MaxSize is the greatest size of an update in bytes.
const MaxSize = 16 << 20

// The failures of Open. None holds a part of the file.
var (
	ErrForm      = errors.New("this is not a content update")
	ErrSignature = errors.New("the signature is not that of the content key")
)

// Sign writes an update. Returns ErrForm for one without version, or with a file
// that no update may hold.
func Sign(u Update, key ed25519.PrivateKey) ([]byte, error) {
	if !u.sound() {
		return nil, ErrForm
	}
	b, err := json.Marshal(u)
	if err != nil {
		return nil, ErrForm
	}
	signature := ed25519.Sign(key, append([]byte(prefix), b...))
	return json.Marshal(envelope{base64.StdEncoding.EncodeToString(b), base64.StdEncoding.EncodeToString(signature)})
}

// Open reads an update that was signed with the key. Returns ErrForm and
// ErrSignature.
func Open(file []byte, key ed25519.PublicKey) (Update, error) {
	var e envelope
	if len(file) > MaxSize || json.Unmarshal(file, &e) != nil {
		return Update{}, ErrForm
	}
	b, err := base64.StdEncoding.DecodeString(e.Update)
	if err != nil {
		return Update{}, ErrForm
	}
	signature, err := base64.StdEncoding.DecodeString(e.Signature)
	if err != nil || len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, append([]byte(prefix), b...), signature) {
		return Update{}, ErrSignature
	}
	var u Update
	if json.Unmarshal(b, &u) != nil || !u.sound() {
		return Update{}, ErrForm
	}
	return u, nil
}

func (u Update) sound() bool {
	for name := range u.Files {
		if !Holds(name) {
			return false
		}
	}
	return u.Version > 0 && len(u.Files) > 0
}

// Holds reports whether an update may have a file of this name: the catalogue, the
// texts, and packs of detection rules. Policies are the organisation's own.
func Holds(name string) bool {
	if name == "destinations.yaml" || name == "messages/nl.yaml" || name == "messages/en.yaml" {
		return true
	}
	dir, file := path.Split(name)
	return slices.Contains([]string{"nl/", "en/", "secrets/"}, dir) && path.Ext(file) == ".yaml" && !strings.HasPrefix(file, ".")
}

// Store keeps the updates that were installed. Failures of the store itself are
// fault.StoreUnavailable.
type Store interface {
	// ActiveContent is the update in force; the zero Update is none.
	ActiveContent(ctx context.Context) (Update, error)
	// InstallContent puts the update in force. Returns fault.Conflict when one with
	// this version or a newer one was ever installed.
	InstallContent(ctx context.Context, u Update, now time.Time) error
	// RollbackContent takes the update in force back, and puts the one before it in
	// force, or none. It returns what is in force. Returns fault.NotFound when none was.
	RollbackContent(ctx context.Context) (Update, error)
}
