package place_test

import (
	"testing"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/detect/detecttest"
)

// A word for a kind of street asks what stands behind it, and a number what stands
// before it: neither may ask the other without end.
func TestAKindOfStreetBeforeAHouseNumberIsReadOnce(t *testing.T) {
	p := detecttest.Pack(t)
	for in, want := range map[string]string{
		"zij woont aan de Singel twaalf in Gouda":    "Singel twaalf",
		"zij woont aan de Singel 12/3 in Gouda":      "Singel 12",
		"zij woont aan de Singel 12/3hoog in Gouda":  "Singel 12",
		"zij woont aan de Kerkstraat 12/3 in Gouda":  "Kerkstraat 12",
		"zij woont aan de Oude Gracht 7/ in Utrecht": "Oude Gracht 7",
	} {
		found := ""
		for _, f := range detect.Scan(p, in).Findings {
			if found == "" {
				found = in[f.Span.Start:f.Span.End]
			}
		}
		if found != want {
			t.Errorf("%q: got %q, want %q", in, found, want)
		}
	}
}
