package detect_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/detect/detecttest"
)

func TestMarksHideNoTokenFromTheRecogniserThatReadsIt(t *testing.T) {
	p := detecttest.Pack(t)
	for _, s := range texts(t) {
		for _, turned := range [...]string{s, strings.ToLower(s), strings.ToUpper(s), reversedWords(s)} {
			if diff := cmp.Diff(detect.ScanAll(p, turned), detect.Scan(p, turned)); diff != "" {
				t.Fatalf("a scan of all tokens differs in %q:\n%s", turned, diff)
			}
		}
	}
	for name, piece := range adversaries {
		if diff := cmp.Diff(detect.ScanAll(p, fill(piece, 3000)), detect.Scan(p, fill(piece, 3000))); diff != "" {
			t.Errorf("a scan of all tokens differs in %s:\n%s", name, diff)
		}
	}
}
