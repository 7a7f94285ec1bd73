package auth

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"dijkwacht/internal/fault"
)

// HashCost is what a hash of a password costs who makes it, and who guesses.
type HashCost struct {
	MemoryKiB, Passes uint32
	Lanes             uint8
}

// DefaultCost is above the least of the OWASP Password Storage Cheat Sheet (19 MiB
// and two passes, or 46 MiB and one).
var DefaultCost = HashCost{MemoryKiB: 24 << 10, Passes: 3, Lanes: 1}

// Passwords hashes and checks passwords with Argon2id (RFC 9106), one at a
// time, so that sign-ins cannot take the memory of the service.
type Passwords struct {
	cost   HashCost
	slots  chan struct{}
	random io.Reader
	// decoy is checked when there is no account, to take the same time.
	decoy string
}

const (
	saltSize = 16
	hashSize = 32
)

// NewPasswords hashes at the given cost.
func NewPasswords(cost HashCost, random io.Reader) (*Passwords, error) {
	noise := make([]byte, saltSize+hashSize)
	if _, err := io.ReadFull(random, noise); err != nil {
		return nil, err
	}
	return &Passwords{
		cost: cost, slots: make(chan struct{}, 1), random: random,
		decoy: formatPHC(cost, noise[:saltSize], noise[saltSize:]),
	}, nil
}

// prepare is the form in which a password is hashed (NIST SP 800-63B-4 section
// 3.1.1.2): however a keyboard writes a letter, it is the same letter.
func prepare(password string) []byte { return []byte(norm.NFKC.String(password)) }

var errHash = errors.New("a stored password hash is damaged")

// hashWait is how long a password may wait for its turn.
const hashWait = 5 * time.Second

// Hash is the password as a PHC string with a fresh salt. Returns
// fault.ServiceBusy when too many passwords wait.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(p.random, salt); err != nil {
		return "", err
	}
	sum, err := p.derive(ctx, password, salt, p.cost, hashSize)
	if err != nil {
		return "", err
	}
	return formatPHC(p.cost, salt, sum), nil
}

func formatPHC(cost HashCost, salt, sum []byte) string {
	enc := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, cost.MemoryKiB, cost.Passes, cost.Lanes, enc(salt), enc(sum))
}

// Verify reports whether the password is the one of the PHC string. An empty
// string is no password: it takes as long and is never right. Outdated is true for
// a right password that was hashed at another cost.
func (p *Passwords) Verify(ctx context.Context, password, phc string) (right, outdated bool, err error) {
	absent := phc == ""
	if absent {
		phc = p.decoy
	}
	cost, salt, want, ok := parsePHC(phc)
	if !ok {
		return false, false, errHash
	}
	got, err := p.derive(ctx, password, salt, cost, uint32(len(want)))
	if err != nil {
		return false, false, err
	}
	right = subtle.ConstantTimeCompare(got, want) == 1 && !absent
	return right, right && cost != p.cost, nil
}

func (p *Passwords) derive(ctx context.Context, password string, salt []byte, cost HashCost, size uint32) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, hashWait)
	defer cancel()
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fault.Wrap(fault.ServiceBusy, ctx.Err())
	}
	defer func() { <-p.slots }()
	return argon2.IDKey(prepare(password), salt, cost.Passes, cost.MemoryKiB, cost.Lanes, size), nil
}

// parsePHC reads a string of the form that Hash writes, with costs that this
// service could have set.
func parsePHC(phc string) (cost HashCost, salt, sum []byte, ok bool) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return cost, nil, nil, false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.MemoryKiB, &cost.Passes, &cost.Lanes); n != 3 || err != nil {
		return cost, nil, nil, false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	sum, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	ok = err1 == nil && err2 == nil && len(salt) >= 8 && len(sum) >= 16 && len(sum) <= 64 &&
		cost.Passes >= 1 && cost.Passes <= 16 && cost.Lanes >= 1 && cost.MemoryKiB >= 8*uint32(cost.Lanes) && cost.MemoryKiB <= 1<<20
	return cost, salt, sum, ok
}
