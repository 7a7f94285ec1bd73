package sqlstore

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/rule"
)

func TestEveryTypeOfFindingHasABit(t *testing.T) {
	all := rule.Types()
	if len(all) != len(typeBits) {
		t.Errorf("there are %d types and %d bits; a new type comes at the end of typeBits", len(all), len(typeBits))
	}
	for _, one := range all {
		got := map[string]int64{}
		setOfTypes([]string{one.String()}).add(got, 2)
		if diff := cmp.Diff(map[string]int64{one.String(): 2}, got); diff != "" {
			t.Errorf("%s: %s", one, diff)
		}
	}
}
