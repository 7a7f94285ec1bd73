package text

import "unicode/utf8"

// Fold appends the folded form of word (lower case, without diacritics) to dst:
// what HashWord hashes.
func Fold(dst, word []byte) []byte {
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			dst = append(dst, lower[c])
			i++
			continue
		}
		r, n := utf8.DecodeRune(word[i:])
		var buf [16]byte
		dst = append(dst, buf[:foldRune(buf[:], r)]...)
		i += n
	}
	return dst
}
