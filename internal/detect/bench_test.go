package detect_test

import (
	"strings"
	"testing"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/detect/detecttest"
)

const careNote = `Vanmorgen bij de familie langs geweest. De wond aan het rechterbeen ziet er rustig uit, geen tekenen van infectie; verband verschoond volgens protocol.
Mevrouw vertelde dat zij slecht slaapt en zich zorgen maakt over de operatie van volgende maand. Haar dochter komt in het weekend helpen met de boodschappen.
Medicatie is op tijd ingenomen: metoprolol 50 mg en furosemide 40 mg. Bloeddruk 135/80, pols 72 regelmatig. Afgesproken dat de huisarts belt over de uitslag.
Graag bij het volgende bezoek letten op vocht vasthouden en het gewicht noteren. Er is nog voldoende materiaal aanwezig voor de komende twee weken.
`

func prose(n int) string { return strings.Repeat(careNote, n/len(careNote)+1)[:n] }

func BenchmarkScan(b *testing.B) {
	p := detecttest.Pack(b)
	for _, c := range []struct {
		name string
		size int
	}{{"200B", 200}, {"2KB", 2000}, {"20KB", 20_000}, {"1MB", 1_000_000}} {
		text := prose(c.size)
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				detect.Scan(p, text)
			}
		})
	}
}

// BenchmarkByteLoop is the floor that speeds are compared with: one table look-up
// a byte.
func BenchmarkByteLoop(b *testing.B) {
	text := prose(1_000_000)
	var table [256]uint8
	for i := range table {
		table[i] = uint8(i)
	}
	sum := 0
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for i := range len(text) {
			sum += int(table[text[i]])
		}
	}
	if sum == 0 {
		b.Fatal("the loop did nothing")
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		detecttest.Pack(b)
	}
}
