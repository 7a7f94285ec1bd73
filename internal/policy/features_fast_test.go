package policy

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
)

// storedSamples are features as they are stored.
func storedSamples(tb testing.TB) [][]byte {
	full := Features{Destination: "chatgpt", Class: Unapproved, Channel: Paste, Groups: []string{"seh", "ic"}, Language: Dutch, Size: SizeM, Subjects: detect.Range{Min: 1, Max: 30}}
	full.Types[rule.BSN] = Measure{Count: [levels]int{2, 1, 1}, Distinct: [levels]int{1, 1, 1}}
	full.Types[rule.PersonName] = Measure{Count: [levels]int{123456789}, Distinct: [levels]int{1}}
	for t, m := range full.Types {
		full.TypeGroups[rule.Type(t).Group()].add(&m)
	}
	full.Persons = []PersonFeatures{
		{Private: true, Narrowing: 3, Held: [levels]rule.TypeSet{rule.SetOf(rule.BSN, rule.PersonName), rule.SetOf(rule.BSN)}, Number: 7},
		{Number: 1},
	}
	var list [][]byte
	for _, f := range []Features{{}, full, {Destination: "a\"b", Groups: []string{"é"}}} {
		b, err := f.MarshalJSON()
		if err != nil {
			tb.Fatal(err)
		}
		list = append(list, b)
	}
	return list
}

func TestStoredFeaturesAreReadTheShortWay(t *testing.T) {
	for i, b := range storedSamples(t) {
		var fast, slow Features
		if short := fast.readStored(b); short != (i < 2) {
			t.Errorf("%d: the short way is %v", i, short)
		}
		if err := slow.readAny(b); err != nil {
			t.Fatal(err)
		}
		if err := fast.UnmarshalJSON(b); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(slow, fast); diff != "" {
			t.Error(diff)
		}
	}
}

// FuzzStoredFeatures holds the short way against encoding/json.
func FuzzStoredFeatures(f *testing.F) {
	for _, b := range storedSamples(f) {
		f.Add(b)
	}
	f.Add([]byte(`{"class":"unapproved","channel":"typed","language":"nl","size":"xs","types":{"bsn":[01,1,1,1,1,1]},"subjects_est":{"min":0,"max":0}}`))
	f.Add([]byte(`{"class":"unapproved","channel":"typed","language":"nl","size":"xs","types":{"bsn":[1,1,1,1,1,1],"bsn":[2,1,1,1,1,1]},"subjects_est":{"min":0,"max":0}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var fast, slow Features
		if !fast.readStored(b) {
			return
		}
		if err := slow.readAny(b); err != nil {
			t.Fatalf("the short way reads what encoding/json refuses: %q", b)
		}
		if diff := cmp.Diff(slow, fast); diff != "" {
			t.Fatal(diff)
		}
	})
}
