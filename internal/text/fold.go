package text

import "unicode/utf8"

// Fold appends the folded form of a word, the one that HashWord hashes, to buf as
// long as it fits within its capacity, and returns the result.
func Fold(buf, word []byte) []byte {
	var wide [16]byte
	for i := 0; i < len(word); {
		if c := word[i]; c < utf8.RuneSelf {
			if len(buf) == cap(buf) {
				break
			}
			buf = append(buf, lower[c])
			i++
			continue
		}
		r, n := utf8.DecodeRune(word[i:])
		folded := wide[:foldRune(wide[:], r)]
		if len(buf)+len(folded) > cap(buf) {
			break
		}
		buf = append(buf, folded...)
		i += n
	}
	return buf
}
