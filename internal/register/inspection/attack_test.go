package inspection_test

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/register/inspection"
)

// lines of a file inside.
func lines(files map[string][]byte, name string) []string {
	return strings.Split(strings.TrimSuffix(string(files[name]), "\n"), "\n")
}

func joined(list []string) []byte { return []byte(strings.Join(list, "\n") + "\n") }

func swap(text, from, to string) string {
	if !strings.Contains(text, from) {
		panic("nothing to change")
	}
	return strings.Replace(text, from, to, 1)
}

// holding is the index of the first line with content that holds the words.
func holding(list []string, words string) int {
	for n, l := range list {
		if strings.Contains(l, words) {
			return n
		}
	}
	panic("no line holds " + words)
}

// Each attack is made with the pen of an outsider, and with the one of somebody who
// holds the signing key and makes the manifest fit.
func TestEveryAttackIsFoundAndNamed(t *testing.T) {
	w := newWorld(t)
	good := w.file(period())
	first := mustVerify(t, good).Chain.First
	entry := func(index int, problem string) string {
		return fmt.Sprintf("entry %d is bad (%s", first+int64(index), problem)
	}
	entries := func(change func([]string) []string) func(map[string][]byte) {
		return func(f map[string][]byte) { f["entries.jsonl"] = joined(change(lines(f, "entries.jsonl"))) }
	}
	list := lines(unpack(t, good), "entries.jsonl")
	last, withContent, event := len(list)-1, holding(list, `"content":"held"`), holding(list, "event.recorded")
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
	for name, tt := range map[string]struct {
		change func(map[string][]byte)
		// outsider and insider are what is found; "" for the insider is nothing.
		outsider, insider string
		manifest          func(*inspection.Manifest)
	}{
		"an actor is changed": {change: entries(func(l []string) []string { l[3] = swap(l[3], `actor\":\"`, `actor\":\"x`); return l }), outsider: entry(3, "the entry was changed"), insider: entry(3, "the entry was changed")},
		"a hash is changed":   {change: entries(func(l []string) []string { l[3] = swap(l[3], `"hash":"`, `"hash":"0`); return l }), outsider: entry(3, "the entry was changed"), insider: entry(3, "the entry was changed")},
		"a payload is changed": {change: entries(func(l []string) []string {
			l[withContent] = swap(l[withContent], "chatgpt", "copilot")
			return l
		}), outsider: entry(withContent, "the payload was changed"), insider: entry(withContent, "the payload was changed")},
		"an entry is dropped":       {change: entries(func(l []string) []string { return append(l[:4], l[5:]...) }), outsider: entry(4, "an entry is missing"), insider: entry(4, "an entry is missing")},
		"two entries are exchanged": {change: entries(func(l []string) []string { l[5], l[6] = l[6], l[5]; return l }), outsider: entry(5, "an entry is missing"), insider: entry(5, "an entry is missing")},
		"the end is cut off":        {change: entries(func(l []string) []string { return l[:last-1] }), outsider: entry(last-1, "entries are missing at the end"), insider: entry(last-1, "entries are missing at the end")},
		"half a line is cut off":    {change: func(f map[string][]byte) { f["entries.jsonl"] = f["entries.jsonl"][:len(f["entries.jsonl"])-40] }, outsider: entry(last, "its line is not of the form"), insider: entry(last, "its line is not of the form")},
		"an entry is there twice":   {change: entries(func(l []string) []string { return append(l, l[last]) }), outsider: "entries.jsonl is bad (it holds more entries", insider: "entries.jsonl is bad (it holds more entries"},
		"a space is added":          {change: entries(func(l []string) []string { l[2] += " "; return l }), outsider: "entries.jsonl is bad (it is not the file", insider: ""},
		"content is left out": {change: entries(func(l []string) []string {
			l[withContent] = without(l[withContent], "left_out")
			return l
		}), outsider: entry(withContent, "the content is not there"), insider: entry(withContent, "the content is not there")},
		"content is called deleted": {change: entries(func(l []string) []string {
			l[withContent] = without(l[withContent], "deleted")
			return l
		}), outsider: "manifest.json is bad (its counts", insider: "manifest.json is bad (its counts"},
		"content is said not to be there": {change: entries(func(l []string) []string {
			l[withContent] = swap(l[withContent], `"content":"held"`, `"content":"deleted"`)
			return l
		}), outsider: entry(withContent, "the line says that it has no content"), insider: entry(withContent, "the line says that it has no content")},
		"another member is added":          {change: entries(func(l []string) []string { l[1] = swap(l[1], `{"content"`, `{"x":1,"content"`); return l }), outsider: entry(1, "its line is not of the form"), insider: entry(1, "its line is not of the form")},
		"an entry of another organisation": {change: func(map[string][]byte) {}, manifest: func(m *inspection.Manifest) { m.Organisation.ID = "org_2" }, insider: "not of this chain"},
		"another period":                   {change: func(map[string][]byte) {}, manifest: func(m *inspection.Manifest) { m.Period.From = m.Period.To.Add(-time.Minute) }, insider: entry(0, "the entry was made before the period")},
		"a shorter period":                 {change: func(map[string][]byte) {}, manifest: func(m *inspection.Manifest) { m.Period.To = m.Period.From.Add(time.Minute) }, insider: entry(last, "the entry was made after the period")},
		"another beginning":                {change: func(map[string][]byte) {}, manifest: func(m *inspection.Manifest) { m.Chain.Before = strings.Repeat("0", 64) }, insider: entry(0, "the entry does not follow")},
		"another end":                      {change: func(map[string][]byte) {}, manifest: func(m *inspection.Manifest) { m.Chain.Head = strings.Repeat("0", 64) }, insider: entry(last, "entries are missing at the end")},
		"another count":                    {change: func(map[string][]byte) {}, manifest: func(m *inspection.Manifest) { m.Register["incident"]++ }, insider: "manifest.json is bad (its counts are not those of the register"},
		"a case is dropped from the register": {change: func(f map[string][]byte) {
			f["register.jsonl"] = joined(lines(f, "register.jsonl")[1:])
		}, outsider: "register.jsonl is bad (it is longer or shorter", insider: "it is missing from the register"},
		"a case is told otherwise in the register": {change: func(f map[string][]byte) {
			f["register.jsonl"] = []byte(swap(string(f["register.jsonl"]), "chatgpt", "copilot"))
		}, outsider: "the register says something else than the entry", insider: "the register says something else than the entry"},
		"a case is there twice": {change: func(f map[string][]byte) {
			l := lines(f, "register.jsonl")
			f["register.jsonl"] = joined(append(l, l[0]))
		}, outsider: "register.jsonl is bad (it is longer or shorter", insider: "not the newest state of anything"},
		"an older state stands in the register": {change: func(f map[string][]byte) {
			l := lines(f, "register.jsonl")
			l[0] = swap(l[0], `"seq":`, `"seq":1`)
			f["register.jsonl"] = joined(l)
		}, outsider: "register.jsonl is bad (it is longer or shorter", insider: "not the newest state of anything"},
		"a checkpoint says another hash": {change: func(f map[string][]byte) {
			f["checkpoints.jsonl"] = []byte(swap(string(f["checkpoints.jsonl"]), w.mark.Hash[:4], "0000"))
		}, outsider: "not signed by a key in this file", insider: "not signed by a key in this file"},
		"a checkpoint is no checkpoint": {change: func(f map[string][]byte) { f["checkpoints.jsonl"] = []byte("{}\n") }, outsider: "checkpoints.jsonl is bad", insider: "checkpoints.jsonl is bad"},
		"a key is exchanged":            {change: func(f map[string][]byte) { f["keys/"+report(w.key)+".pem"] = publicPEM(t, other) }, outsider: "it is another key than its name says", insider: "it is another key than its name says"},
		"a key is taken away":           {change: func(f map[string][]byte) { delete(f, "keys/"+report(w.key)+".pem") }, outsider: "the key that signed it is not in the file", insider: "the key that signed it is not in the file"},
		"a key is no key":               {change: func(f map[string][]byte) { f["keys/"+report(w.key)+".pem"] = []byte("-----BEGIN PUBLIC KEY-----\n") }, outsider: "it is not a public key", insider: "it is not a public key"},
		"the readme is changed":         {change: func(f map[string][]byte) { f["README.txt"][0] = 'X' }, outsider: "README.txt is bad", insider: ""},
		"a file is added":               {change: func(f map[string][]byte) { f["setup.exe"] = []byte("MZ") }, outsider: "a file that the manifest does not list", insider: "a file that the manifest does not list"},
		"the register is taken away":    {change: func(f map[string][]byte) { delete(f, "register.jsonl") }, outsider: "register.jsonl is bad (it is missing", insider: "it does not list register.jsonl"},
		"the signature is taken away":   {change: func(f map[string][]byte) { delete(f, "manifest.sig") }, outsider: "manifest.sig is bad (it is missing"},
		"the signature is cut off":      {change: func(f map[string][]byte) { f["manifest.sig"] = f["manifest.sig"][:63] }, outsider: "it was changed after it was signed"},
		"the manifest is changed": {change: func(f map[string][]byte) {
			f["manifest.json"] = []byte(swap(string(f["manifest.json"]), "Linde", "Eik"))
		}, outsider: "it was changed after it was signed"},
		"an event is called an incident's": {change: entries(func(l []string) []string { l[event] = swap(l[event], "event.recorded", "incident.moved"); return l }), outsider: entry(event, "the entry was changed"), insider: entry(event, "the entry was changed")},
	} {
		t.Run(name, func(t *testing.T) {
			files := unpack(t, good)
			tt.change(files)
			if tt.outsider != "" {
				_, err := verify(pack(t, files), inspection.Given{})
				wantBad(t, "an outsider", err, tt.outsider)
			}
			if strings.Contains(name, "signature") || name == "the manifest is changed" {
				return // whoever holds the key signs anew
			}
			resign(t, files, w.key, tt.manifest)
			_, err := verify(pack(t, files), inspection.Given{})
			if tt.insider == "" {
				if err != nil {
					t.Errorf("got %v", err)
				}
				return
			}
			wantBad(t, "an insider", err, tt.insider)
		})
	}
}

func mustVerify(t *testing.T, content []byte) inspection.Report {
	t.Helper()
	r, err := verify(content, inspection.Given{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func wantBad(t *testing.T, who string, err error, words string) {
	t.Helper()
	var bad *inspection.BadError
	if !errors.As(err, &bad) || !strings.Contains(err.Error(), words) {
		t.Errorf("%s: got %v, want %q", who, err, words)
	}
}

// without is a line with its content taken away.
func without(line, as string) string {
	var l map[string]any
	if json.Unmarshal([]byte(line), &l) != nil {
		panic("no line")
	}
	delete(l, "payload")
	delete(l, "salt")
	l["content"] = as
	b, err := json.Marshal(l)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// Whoever makes everything anew with a key of their own is found by what was kept
// elsewhere, and by nothing else.
func TestAFileOfAnotherKeyIsFoundByWhatWasKeptElsewhere(t *testing.T) {
	w := newWorld(t)
	good := w.file(period())
	forger := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, 32))
	files := unpack(t, good)
	delete(files, "keys/"+report(w.key)+".pem")
	files["keys/"+report(forger)+".pem"], files["checkpoints.jsonl"] = publicPEM(t, forger), nil
	resign(t, files, forger, func(m *inspection.Manifest) {
		m.Files = append(m.Files, inspection.File{Name: "keys/" + report(forger) + ".pem"})
	})
	resign(t, files, forger, nil)
	files["checkpoints.jsonl"] = []byte{}
	resign(t, files, forger, func(m *inspection.Manifest) {
		m.Files = append(m.Files, inspection.File{Name: "checkpoints.jsonl", SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"})
	})
	forged := pack(t, files)
	if _, err := verify(forged, inspection.Given{}); err != nil {
		t.Fatalf("alone it looks whole, but got %v", err)
	}
	_, err := verify(forged, inspection.Given{KeyID: report(w.key)})
	wantBad(t, "the key", err, "another key signed it")
	_, err = verify(forged, inspection.Given{Anchors: []chain.Anchor{{Seq: w.mark.Seq, Hash: w.mark.Hash, Signed: &w.mark}}})
	wantBad(t, "a checkpoint", err, "not signed by a key in this file")
	_, err = verify(good, inspection.Given{Anchors: []chain.Anchor{{Seq: w.mark.Seq, Hash: strings.Repeat("0", 16)}}})
	wantBad(t, "a short form", err, "the entry is not the one of the checkpoint")
	_, err = verify(good, inspection.Given{Anchors: []chain.Anchor{{Seq: 1, Hash: w.mark.Hash}}})
	wantBad(t, "another period", err, "outside this period")
}

func TestAFileThatIsCutOffOrFlippedAnywhereIsNeverTakenForAnother(t *testing.T) {
	w := newWorld(t)
	good := w.file(period())
	want := mustVerify(t, good)
	for n := 0; n < len(good); n += 1 + len(good)/200 {
		if _, err := verify(good[:n], inspection.Given{}); err == nil {
			t.Errorf("accepted %d of %d bytes", n, len(good))
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		flipped := bytes.Clone(good)
		at := random.IntN(len(flipped))
		flipped[at] ^= 1 << random.IntN(8)
		got, err := verify(flipped, inspection.Given{})
		// Dates and the like of the zip format itself do not matter.
		if err == nil && fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("byte %d: got %+v", at, got)
		}
	}
}

func TestSomethingElseIsNoInspectionFile(t *testing.T) {
	for name, content := range map[string][]byte{
		"nothing": nil, "a text": []byte("Geachte heer"), "another zip": pack(t, map[string][]byte{"a.txt": []byte("a")}),
		"another manifest": pack(t, map[string][]byte{"manifest.json": []byte(`{"format":"chrome","version":3}`)}),
	} {
		if _, err := verify(content, inspection.Given{}); !errors.Is(err, inspection.ErrNoInspection) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	newer := pack(t, map[string][]byte{"manifest.json": []byte(`{"format":"dijkwacht-inspection","version":2,"more":1}`)})
	if _, err := verify(newer, inspection.Given{}); !errors.Is(err, inspection.ErrVersion) {
		t.Errorf("a newer one: got %v", err)
	}
}

func TestABombIsNotUnpacked(t *testing.T) {
	w := newWorld(t)
	files := unpack(t, w.file(period()))
	files["entries.jsonl"] = append(files["entries.jsonl"], make([]byte, 64<<20)...)
	resign(t, files, w.key, nil)
	start := time.Now()
	_, err := verify(pack(t, files), inspection.Given{})
	wantBad(t, "a bomb", err, "a file that would grow too much")
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("it took %s", took)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for n := range 300 {
		if _, err := z.Create(fmt.Sprint(n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = verify(b.Bytes(), inspection.Given{})
	wantBad(t, "many files", err, "too many files")
}

func FuzzVerifyNeverAcceptsWhatWasNotSigned(f *testing.F) {
	for _, seed := range []string{"", "PK\x03\x04", "PK\x05\x06" + strings.Repeat("\x00", 18)} {
		f.Add([]byte(seed), uint16(0), byte(0))
	}
	f.Add(pack(&testing.T{}, map[string][]byte{"manifest.json": []byte(`{"format":"dijkwacht-inspection","version":1}`), "manifest.sig": make([]byte, 64)}), uint16(40), byte(1))
	f.Fuzz(func(t *testing.T, content []byte, at uint16, flip byte) {
		if len(content) > 0 {
			content = bytes.Clone(content)
			content[int(at)%len(content)] ^= flip
		}
		if _, err := verify(content, inspection.Given{KeyID: "none"}); err == nil {
			t.Error("accepted")
		}
	})
}
