package chain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
)

// anyValue is a random value of strings, integers, lists and objects.
func anyValue(r *rand.Rand, depth int) any {
	switch kind := r.IntN(6); {
	case kind == 0:
		return r.IntN(1 << 40)
	case kind == 1:
		return []any{nil, true, false}[r.IntN(3)]
	case kind < 4 || depth == 0:
		return fmt.Sprintf("%c\"\\\n<é%d", 'a'+rune(r.IntN(26)), r.IntN(100))
	case kind == 4:
		list := make([]any, r.IntN(4))
		for i := range list {
			list[i] = anyValue(r, depth-1)
		}
		return list
	}
	object := map[string]any{}
	for range r.IntN(6) {
		object[fmt.Sprintf("%c<%d", 'a'+rune(r.IntN(26)), r.IntN(9))] = anyValue(r, depth-1)
	}
	return object
}

func TestCanonicalJSONOfAnyValueIsItsSortedCompactForm(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		v := anyValue(r, 4)
		var want bytes.Buffer
		e := json.NewEncoder(&want) // sorts the names of maps by bytes
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			t.Fatal(err)
		}
		spaced, err := json.MarshalIndent(v, " ", "\t")
		if err != nil {
			t.Fatal(err)
		}
		got, err := CanonicalJSON(spaced)
		if err != nil || !bytes.Equal(got, bytes.TrimSpace(want.Bytes())) {
			t.Fatalf("got %s, %v; want %s", got, err, want.Bytes())
		}
	}
}

func TestWhatHasNoCanonicalFormIsRefused(t *testing.T) {
	for _, in := range []string{``, `{`, `{"a":1}{`, `{"a":1,"b":2,"a":3}`, `{"a":1,"a":1}`, `{"a":1,"\u0061":2}`, `1e999`, `9007199254740993`, `nul`} {
		if got, err := CanonicalJSON([]byte(in)); err == nil {
			t.Errorf("%s: got %s", in, got)
		}
	}
}
