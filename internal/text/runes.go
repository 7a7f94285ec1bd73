package text

// dropped tells whether r is invisible: zero-width characters, soft hyphens,
// bidirectional controls, variation selectors, keycap frames, tags.
func dropped(r rune) bool {
	switch {
	case r == 0xAD, r == 0x34F, r == 0x61C, r == 0x180E, r == 0x20E3, r == 0xFEFF:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return false
}

// compatibility tells whether a rune below U+0250 has a form of its own in NFKC
// that counts here, or stands for an ASCII sign.
func compatibility(r rune) bool {
	switch r {
	case 0x80, 0x85, 0xA0, 0xAA, 0xB2, 0xB3, 0xB4, 0xB9, 0xBA, 0xAB, 0xBB, 0xBC, 0xBD, 0xBE,
		0x132, 0x133, 0x13F, 0x140, 0x149, 0x17F, 0x1C4, 0x1C5, 0x1C6, 0x1C7, 0x1C8, 0x1C9, 0x1CA, 0x1CB, 0x1CC,
		0x1F1, 0x1F2, 0x1F3:
		return true
	}
	return false
}

// wideASCII is the ASCII character that r is a form of: spaces, dashes, quotes,
// full-width, mathematical, circled and squared letters and digits; or 0.
func wideASCII(r rune) byte {
	switch {
	case r == 0xA0, r >= 0x2000 && r <= 0x200A, r == 0x202F, r == 0x205F, r == 0x3000, r == 0x1680:
		return ' '
	case r == 0x85, r == 0x2028, r == 0x2029:
		return '\n'
	case r >= 0x2010 && r <= 0x2015, r == 0x2212, r == 0xFE58, r == 0xFE63, r == 0x2043, r == 0x30FC:
		return '-'
	case r >= 0x2018 && r <= 0x201B, r == 0x2032, r == 0xB4, r == 0x2BC, r == 0x2B9, r == 0x2039, r == 0x203A:
		return '\''
	case r >= 0x201C && r <= 0x201F, r == 0x2033, r == 0xAB, r == 0xBB:
		return '"'
	case r >= 0xFF01 && r <= 0xFF5E:
		return byte(r - 0xFF01 + '!')
	case r >= 0x660 && r <= 0x669:
		return byte(r - 0x660 + '0')
	case r >= 0x6F0 && r <= 0x6F9:
		return byte(r - 0x6F0 + '0')
	case r >= 0x966 && r <= 0x96F:
		return byte(r - 0x966 + '0')
	}
	if r >= 0x2460 {
		return enclosed(r)
	}
	return 0
}

// enclosed is the letter or digit within a circle, square or parentheses, or in
// a mathematical alphabet; or 0.
func enclosed(r rune) byte {
	switch {
	case r >= 0x2460 && r <= 0x2468: // circled 1 to 9
		return byte(r - 0x2460 + '1')
	case r == 0x24EA, r == 0x24FF:
		return '0'
	case r >= 0x2474 && r <= 0x247C:
		return byte(r - 0x2474 + '1')
	case r >= 0x24F5 && r <= 0x24FD:
		return byte(r - 0x24F5 + '1')
	case r >= 0x2776 && r <= 0x277E, r >= 0x2780 && r <= 0x2788, r >= 0x278A && r <= 0x2792:
		return byte((r-0x2776)%10 + '1')
	case r >= 0x249C && r <= 0x24B5:
		return byte(r - 0x249C + 'a')
	case r >= 0x24B6 && r <= 0x24CF:
		return byte(r - 0x24B6 + 'A')
	case r >= 0x24D0 && r <= 0x24E9:
		return byte(r - 0x24D0 + 'a')
	case r >= 0x1D400 && r <= 0x1D6A3: // letters in thirteen alphabets of 52
		i := (r - 0x1D400) % 52
		if i < 26 {
			return byte(i + 'A')
		}
		return byte(i - 26 + 'a')
	case r >= 0x1D7CE && r <= 0x1D7FF:
		return byte((r-0x1D7CE)%10 + '0')
	case r >= 0x1FBF0 && r <= 0x1FBF9:
		return byte(r - 0x1FBF0 + '0')
	case r >= 0x1F110 && r <= 0x1F129:
		return byte(r - 0x1F110 + 'A')
	case r >= 0x1F130 && r <= 0x1F149:
		return byte(r - 0x1F130 + 'A')
	case r >= 0x1F150 && r <= 0x1F169:
		return byte(r - 0x1F150 + 'A')
	case r >= 0x1F170 && r <= 0x1F189:
		return byte(r - 0x1F170 + 'A')
	}
	return 0
}

// superscript is the digit that r raises or lowers, or 0.
func superscript(r rune) byte {
	switch {
	case r == 0xB9:
		return '1'
	case r == 0xB2 || r == 0xB3:
		return byte(r - 0xB2 + '2')
	case r == 0x2070 || r >= 0x2074 && r <= 0x2079:
		return byte(r - 0x2070 + '0')
	case r >= 0x2080 && r <= 0x2089:
		return byte(r - 0x2080 + '0')
	}
	return 0
}

// The look-alikes: Cyrillic and Greek letters beside the Latin ones they pass for.
const (
	cyrillicGreek = "АВЕЅІЈКМНОРСТХУаеѕіјорсухԁԛѡһ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονριακμυχ"
	latinLooks    = "ABESIJKMHOPCTXYaesijopcyxdqwh" + "ABEZHIKMNOPTYXovpiakuux"
)

// lookAlike is the Latin letter that r passes for, or 0.
func lookAlike(r rune) byte {
	if r < 0x370 || r > 0x530 {
		return 0
	}
	return lookAlikes[r-0x370]
}

var lookAlikes = lookAlikeTable()

func lookAlikeTable() (t [0x530 - 0x370 + 1]byte) {
	i := 0
	for _, r := range cyrillicGreek {
		t[r-0x370] = latinLooks[i]
		i++
	}
	return t
}
