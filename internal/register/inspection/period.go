package inspection

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dijkwacht/internal/chain"
)

// ErrPeriod says that a period does not end after it begins, or ends in the future.
var ErrPeriod = errors.New("the period must end after it begins, and be over")

// NewPeriod is a period in whole milliseconds. Returns ErrPeriod.
func NewPeriod(from, to, now time.Time) (Period, error) {
	p := Period{from.UTC().Truncate(time.Millisecond), to.UTC().Truncate(time.Millisecond)}
	if !p.From.Before(p.To) || p.To.After(now) {
		return Period{}, ErrPeriod
	}
	return p, nil
}

// Object names the period, for approvals and entries.
func (p Period) Object() string { return p.From.Format(timeForm) + "/" + p.To.Format(timeForm) }

// digest is the SHA-256 of what exactly is asked for, in hex, with that itself.
func (p Period) digest() (string, json.RawMessage, error) {
	detail, err := chain.Canonical(map[string]string{"from": p.From.Format(timeForm), "to": p.To.Format(timeForm)})
	if err != nil {
		return "", nil, fmt.Errorf("encode period: %w", err)
	}
	sum := sha256.Sum256(detail)
	return hex.EncodeToString(sum[:]), detail, nil
}
