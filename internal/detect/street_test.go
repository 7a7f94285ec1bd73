package detect_test

import (
	"testing"

	"dijkwacht/internal/detect"
)

func TestAStreetBeforeANumberWordIsReadOnce(t *testing.T) {
	const in = "zij woont aan de Singel twaalf in Gouda"
	for _, f := range detect.Scan(pack(t), in).Findings {
		if in[f.Span.Start:f.Span.End] == "Singel twaalf" {
			return
		}
	}
	t.Errorf("no address in %q", in)
}
