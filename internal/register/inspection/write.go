package inspection

import (
	"archive/zip"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"dijkwacht/internal/audit"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

// Store is what the file is made from.
type Store interface {
	chain.Source
	Entries(ctx context.Context, org string, f audit.Filter) ([]chain.Record, error)
}

// Maker is who makes files.
type Maker struct {
	Store Store
	// Key signs; it is the one that signs checkpoints now.
	Key ed25519.PrivateKey
	// Program is the name and version of the program, At the time of making.
	Program string
	At      time.Time
	// Begin, when it is set, runs once that part of the chain has proved whole, before
	// the first byte; its error ends the work.
	Begin func() error
}

// Write writes the register of the period to w, after it has verified that part of
// the chain: what is not whole is not signed, and the error is a
// *chain.BrokenError.
func (m Maker) Write(ctx context.Context, w io.Writer, o ident.Organisation, p Period) (Manifest, error) {
	span, err := m.span(ctx, o.ID, p)
	if err != nil {
		return Manifest{}, err
	}
	if span.First <= span.Last {
		if _, err := chain.Verify(ctx, m.Store, o.ID, chain.Scope{From: span.First, To: span.Last}); err != nil {
			return Manifest{}, err
		}
	}
	if m.Begin != nil {
		if err := m.Begin(); err != nil {
			return Manifest{}, err
		}
	}
	b := &builder{
		Maker: m, ctx: ctx, zip: zip.NewWriter(w), latest: map[string]int64{},
		manifest: Manifest{
			Format: Format, Version: Version, Organisation: Organisation{o.ID, o.Name}, Period: p, MadeAt: m.At.UTC().Truncate(time.Millisecond), Program: m.Program, Chain: span,
			Register: map[string]int64{}, KeyID: chain.KeyID(m.Key.Public().(ed25519.PublicKey)),
		},
	}
	for _, write := range []func() error{b.readme, b.entries, b.register, b.checkpoints, b.keys, b.sign, b.zip.Close} {
		if err := write(); err != nil {
			return Manifest{}, err
		}
	}
	return b.manifest, nil
}

// span finds the part of the chain.
func (m Maker) span(ctx context.Context, org string, p Period) (Span, error) {
	before, err := m.newest(ctx, org, p.From)
	if err != nil {
		return Span{}, err
	}
	last, err := m.newest(ctx, org, p.To)
	return Span{First: before.Seq + 1, Last: last.Seq, Before: before.Hash, Head: before.Hash}, err
}

// newest is the last entry that was made before a time.
func (m Maker) newest(ctx context.Context, org string, before time.Time) (chain.Head, error) {
	found, err := m.Store.Entries(ctx, org, audit.Filter{All: true, To: before, Limit: 1})
	if err != nil || len(found) == 0 {
		return chain.Head{Hash: chain.Genesis}, err
	}
	return chain.Head{Seq: found[0].Entry.Seq, Hash: found[0].Hash}, nil
}

// builder writes one file.
type builder struct {
	Maker
	ctx      context.Context
	zip      *zip.Writer
	manifest Manifest
	// latest is the newest entry of each thing of the register.
	latest map[string]int64
}

// part is one of the files inside, while it is written.
type part struct {
	w   io.Writer
	sum hash.Hash
	n   int64
}

// Write implements io.Writer.
func (p *part) Write(b []byte) (int, error) {
	p.sum.Write(b)
	p.n += int64(len(b))
	return p.w.Write(b)
}

func (b *builder) create(name string) (*part, error) {
	w, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: b.manifest.MadeAt})
	if err != nil {
		return nil, fmt.Errorf("write inspection file: %w", err)
	}
	return &part{w: w, sum: sha256.New()}, nil
}

// add writes a file and lists it.
func (b *builder) add(name string, fill func(io.Writer) error) error {
	p, err := b.create(name)
	if err == nil {
		err = fill(p)
	}
	b.manifest.Files = append(b.manifest.Files, File{name, p.n, hex.EncodeToString(p.sum.Sum(nil))})
	return err
}

func (b *builder) readme() error {
	return b.add(readmeFile, func(w io.Writer) error { _, err := io.WriteString(w, readme); return err })
}

func (b *builder) records(each func(chain.Record) error) error {
	for r, err := range b.Store.Records(b.ctx, b.manifest.Organisation.ID, b.manifest.Chain.First-1, b.manifest.Chain.Last) {
		if err == nil {
			err = each(r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) entries() error {
	return b.add(entriesFile, func(w io.Writer) error {
		enc := lines(w)
		return b.records(func(r chain.Record) error {
			s := &b.manifest.Chain
			s.Entries++
			s.Head = r.Hash
			line := entryLine{Content: leftOut, Entry: string(r.Entry.Canonical()), Hash: r.Hash}
			part := partOf(r.Entry, r.Payload)
			if part != "" {
				b.latest[part+" "+r.Entry.Object] = r.Entry.Seq
			}
			switch {
			case r.Salt == nil:
				line.Content = deleted
				s.Deleted++
				delete(b.latest, part+" "+r.Entry.Object)
			case part != "" || kindOf(r.Entry) != "":
				payload, salt := string(r.Payload), hex.EncodeToString(r.Salt)
				line.Content, line.Payload, line.Salt = held, &payload, &salt
			default:
				s.LeftOut++
			}
			return enc.Encode(line)
		})
	})
}

// lines encodes one value a line, without changing what it holds.
func lines(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

var errPurged = errors.New("retention deleted something while the file was written: make it again")

// register writes each thing as its newest entry has it.
func (b *builder) register() error {
	return b.add(registerFile, func(w io.Writer) error {
		return b.records(func(r chain.Record) error {
			kind := partOf(r.Entry, r.Payload)
			if kind == "" || b.latest[kind+" "+r.Entry.Object] != r.Entry.Seq {
				return nil
			}
			if r.Salt == nil {
				return errPurged
			}
			b.manifest.Register[kind]++
			// By hand: an encoder would rewrite the payload.
			_, err := fmt.Fprintf(w, "{\"kind\":%q,\"seq\":%d,\"object\":%s}\n", kind, r.Entry.Seq, r.Payload)
			return err
		})
	})
}

func (b *builder) checkpoints() error {
	list, err := b.Store.Checkpoints(b.ctx, b.manifest.Organisation.ID)
	if err != nil {
		return err
	}
	return b.add(checkpointsFile, func(w io.Writer) error {
		enc := lines(w)
		for _, c := range list {
			if c.Seq < b.manifest.Chain.First || c.Seq > b.manifest.Chain.Last {
				continue
			}
			if err := enc.Encode(checkpointLine{c.KeyID, c.Signature, string(c.Statement())}); err != nil {
				return err
			}
		}
		return nil
	})
}

// keys writes the public keys that ever signed checkpoints.
func (b *builder) keys() error {
	list, err := b.Store.CheckpointKeys(b.ctx)
	if err != nil {
		return err
	}
	known := false
	for _, k := range list {
		id := chain.KeyID(k)
		known = known || id == b.manifest.KeyID
		der, err := x509.MarshalPKIXPublicKey(k)
		if err != nil {
			return fmt.Errorf("encode public key: %w", err)
		}
		err = b.add(keyFolder+id+keySuffix, func(w io.Writer) error { return pem.Encode(w, &pem.Block{Type: "PUBLIC KEY", Bytes: der}) })
		if err != nil {
			return err
		}
	}
	if !known {
		return errors.New("the key that signs is not among the public keys on record")
	}
	return nil
}

func (b *builder) sign() error {
	text, err := json.MarshalIndent(b.manifest, "", "  ")
	if err != nil {
		return fmt.Errorf("encode manifest: %w", err)
	}
	text = append(text, '\n')
	for _, f := range []struct {
		name    string
		content []byte
	}{{manifestFile, text}, {signatureFile, ed25519.Sign(b.Key, text)}} {
		p, err := b.create(f.name)
		if err == nil {
			_, err = p.Write(f.content)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
