package text

import "testing"

func TestFoldGivesWhatHashWordHashes(t *testing.T) {
	for in, want := range map[string]string{"Yıldırım": "yildirim", "O’Dowd": "o'dowd", "ÉMILE": "emile", "Straße": "strasse", "Łukasz": "lukasz"} {
		got := Fold(make([]byte, 0, 24), []byte(in))
		if string(got) != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
		if HashBytes(got) != HashWord(in) {
			t.Errorf("the hash of the folded form of %q differs from that of the word", in)
		}
	}
	if got := Fold(make([]byte, 0, 3), []byte("Jansen")); string(got) != "jan" {
		t.Errorf("Fold into three bytes = %q", got)
	}
}
