package text

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The hash is FNV-1a over the bytes of the folded form, with a final mix so that
// any of its bits may index a table.
const (
	hashSeed  = 0xcbf29ce484222325
	hashPrime = 0x100000001b3
)

func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 29
	return h
}

// HashWord folds s (lower case, diacritics stripped, apostrophes unified) and
// hashes the result. Tokens of a Doc carry the same hash.
func HashWord(s string) uint64 {
	h := uint64(hashSeed)
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			h = (h ^ uint64(lower[c])) * hashPrime
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		h = hashRune(h, r)
		i += n
	}
	return mix(h)
}

// HashBytes is HashWord for bytes.
func HashBytes(b []byte) uint64 {
	h := uint64(hashSeed)
	for i := 0; i < len(b); {
		c := b[i]
		if c < utf8.RuneSelf {
			h = (h ^ uint64(lower[c])) * hashPrime
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		h = hashRune(h, r)
		i += n
	}
	return mix(h)
}

// hashRune adds the folded form of a rune outside ASCII to the hash.
func hashRune(h uint64, r rune) uint64 {
	var buf [16]byte
	for _, c := range buf[:foldRune(buf[:], r)] {
		h = (h ^ uint64(c)) * hashPrime
	}
	return h
}

// latin holds the folded forms of U+00C0 to U+017F, two bytes each; a blank
// stands for nothing, and '?' for "as it is".
const latin = "a a a a a a aec e e e e i i i i d n o o o o o ? o u u u u y thss" +
	"a a a a a a aec e e e e i i i i d n o o o o o ? o u u u u y thy " +
	"a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g " +
	"g g g g h h h h i i i i i i i i i i ijijj j k k k l l l l l l l " +
	"l l l n n n n n n n n n o o o o o o oeoer r r r r r s s s s s s " +
	"s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s "

// foldRune writes the folded form of r to buf, which has room for 16 bytes, and
// returns its length.
func foldRune(buf []byte, r rune) int {
	switch {
	case r >= 0xC0 && r < 0x180:
		two := latin[2*(r-0xC0) : 2*(r-0xC0)+2]
		if two[0] == '?' {
			break
		}
		buf[0] = two[0]
		if two[1] == ' ' {
			return 1
		}
		buf[1] = two[1]
		return 2
	case r == 0x2018, r == 0x2019, r == 0x02BC:
		buf[0] = '\''
		return 1
	case r == 0xB5, r == 0x3BC: // micro sign, as in µmol
		buf[0] = 'u'
		return 1
	case r >= 0x300 && r < 0x370: // combining marks
		return 0
	}
	return foldSlow(buf, r)
}

// foldSlow decomposes r and keeps its first rune in lower case.
func foldSlow(buf []byte, r rune) int {
	var enc [utf8.UTFMax]byte
	n := utf8.EncodeRune(enc[:], r)
	if d := norm.NFD.Properties(enc[:n]).Decomposition(); len(d) > 0 {
		r, _ = utf8.DecodeRune(d)
		if r < utf8.RuneSelf {
			buf[0] = lower[r]
			return 1
		}
	}
	return utf8.EncodeRune(buf, toLower(r))
}

// HashSymbol is the hash of the token of one rune that is no letter or digit.
func HashSymbol(r rune) uint64 { return mix(hashSeed ^ uint64(r)<<8) }

// AppendHashes appends the hashes of the tokens that Reset would make of s, without
// normalising. It gives false, and no hashes, when that could make another text of s.
// It is for the many short entries of word lists, which hardly ever do.
func AppendHashes(dst []uint64, s []byte) ([]uint64, bool) {
	h, inWord, n := uint64(hashSeed), false, len(dst)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch classes[c] {
		case classLetter, classDigit:
			h, inWord = (h^uint64(lower[c]))*hashPrime, true
			continue
		case classWide:
			r, size := utf8.DecodeRune(s[i:])
			if r < 0xC0 || r >= 0x250 || compatibility(r) || wideClass(r) != classLetter {
				return dst[:n], false
			}
			h, inWord = hashRune(h, r), true
			i += size - 1
			continue
		}
		if inWord {
			dst = append(dst, mix(h))
			h, inWord = hashSeed, false
		}
		switch {
		case c == ' ':
		case classes[c] == classSymbol && c != '\'' && plain[c]:
			dst = append(dst, HashSymbol(rune(c)))
		default:
			return dst[:n], false
		}
	}
	if inWord {
		dst = append(dst, mix(h))
	}
	return dst, true
}
