package main

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/reveal"
	"dijkwacht/internal/sqlstore"
)

type revealOpen struct {
	config.Data
	Approval string `required:"" placeholder:"ID" help:"The approval, as the console shows it."`
	KeyFile  string `name:"reveal-key-file" env:"DIJKWACHT_REVEAL_KEY_FILE" required:"" type:"path" placeholder:"FILE" help:"File with the private key."`
}

// Run carries an approved reveal out. The name is not printed: it is sealed to the
// browser of who asked, and the service hands it over there.
func (c *revealOpen) Run(ctx context.Context, p process) error {
	key, err := readRevealKey(c.KeyFile)
	if err != nil {
		return err
	}
	defer clear(key.Private[:])
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		now := func() time.Time { return p.now().UTC().Truncate(time.Millisecond) }
		keeper := reveal.Keeper{Store: s, Gate: ident.NewGate(s, now), Key: key, Now: now, Random: rand.Reader}
		done, err := keeper.Reveal(ctx, o.ID, c.Approval)
		if err != nil {
			return revealAdvice(err)
		}
		_, err = fmt.Fprintf(p.out, "Sealed for who asked, who can open it in the console until %s:\n%s\n", done.ExpiresAt.Format("2006-01-02 15:04 MST"), done.ID)
		return err
	})
}

// revealAdvice says what to do about a reveal that was refused.
func revealAdvice(err error) error {
	switch {
	case errors.Is(err, fault.E(fault.ApprovalClosed)):
		return errors.New("the approval is not given yet, was used, or has expired: ask for a new one in the console")
	case errors.Is(err, fault.E(fault.ApprovalChanged)):
		return errors.New("what was approved is not what is on record now: ask for a new approval in the console")
	}
	return err
}

// maxKeyFile is more than a key file takes.
const maxKeyFile = 4 << 10

// readRevealKey reads a file that reveal init made. What is in it is in no error.
func readRevealKey(path string) (reveal.Key, error) {
	f, err := os.Open(path)
	if err != nil {
		return reveal.Key{}, fmt.Errorf("open reveal key file: %w", err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	defer clear(content)
	if err != nil {
		return reveal.Key{}, fmt.Errorf("read reveal key file: %w", err)
	}
	broken := fmt.Errorf("%s is no file that reveal init made", path)
	fields := bytes.Fields(content)
	if len(fields) != 3 || string(fields[0]) != revealKeyForm || !strings.HasPrefix(string(fields[1]), "rvk_") {
		return reveal.Key{}, broken
	}
	key := reveal.Key{ID: string(fields[1]), Public: new([32]byte), Private: new([32]byte)}
	raw := make([]byte, base64.StdEncoding.DecodedLen(len(fields[2])))
	defer clear(raw)
	if n, err := base64.StdEncoding.Decode(raw, fields[2]); err != nil || n != len(key.Private) {
		return reveal.Key{}, broken
	}
	copy(key.Private[:], raw)
	private, err := ecdh.X25519().NewPrivateKey(key.Private[:])
	if err != nil {
		return reveal.Key{}, broken
	}
	copy(key.Public[:], private.PublicKey().Bytes())
	return key, nil
}
