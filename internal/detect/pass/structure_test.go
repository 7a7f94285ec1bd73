package pass_test

import (
	"testing"

	"dijkwacht/internal/detect/pass"
)

func TestTheSignBetweenTheFieldsOfALineIsFound(t *testing.T) {
	for _, c := range []struct {
		name, line string
		delim      byte
		fields     int
	}{
		{"bars", "| naam | bsn |", '|', 4},
		{"tabs", "naam\tbsn", '\t', 2},
		{"semicolons", "naam;bsn;plaats", ';', 3},
		{"commas, of which one says nothing", "Jansen, geboren in Ede", 0, 0},
		{"commas", "naam,bsn,plaats", ',', 3},
		{"semicolons within quotes are none", `"Jansen; P.";"Ede"`, ';', 2},
		{"bars count within quotes too", `"a|b"`, '|', 2},
		{"wide gaps", "naam     bsn        plaats\n", pass.Aligned, 3},
		{"a wide gap before the end is none", "naam     bsn    \n", 0, 0},
		{"single spaces are none", "de wond ziet er goed uit", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if delim, fields := pass.Delimiter([]byte(c.line)); delim != c.delim || fields != c.fields {
				t.Errorf("got %q and %d, want %q and %d", delim, fields, c.delim, c.fields)
			}
		})
	}
}

func TestAColumnIsKnownByWhatStandsBeforeIt(t *testing.T) {
	for before, want := range map[string]int{"": 0, "naam;": 1, `"Jansen; P.";`: 1, "naam;bsn;": 2} {
		if got := pass.ColumnIn([]byte(before), ';'); got != want {
			t.Errorf("%q: got %d, want %d", before, got, want)
		}
	}
	if got := pass.ColumnIn([]byte("naam     bsn    "), pass.Aligned); got != 2 {
		t.Errorf("aligned: got %d, want 2", got)
	}
}
