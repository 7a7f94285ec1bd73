package pdfread

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// winTop are the characters of WinAnsiEncoding from 0x80 to 0x9f (annex D.2).
const winTop = "€•‚ƒ„…†‡ˆ‰Š‹Œ•Ž••‘’“”•–—˜™š›œ•žŸ"

var winAnsiTop = []rune(winTop)

func winAnsi(c byte) rune {
	if c >= 0x80 && c < 0xa0 {
		return winAnsiTop[c-0x80]
	}
	return rune(c)
}

// macTop are the characters of MacRomanEncoding from 0x80 on.
const macTop = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»… ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"

var macRomanTop = []rune(macTop)

func macRoman(c byte) rune {
	if c >= 0x80 {
		return macRomanTop[c-0x80]
	}
	return rune(c)
}

// named are glyph names of the Adobe Glyph List that are neither a letter nor a letter
// with an accent.
var named = table(`space   exclam ! quotedbl " numbersign # dollar $ percent % ampersand & quotesingle ' parenleft ( parenright ) asterisk * plus + comma , hyphen - minus - period . slash /
zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 colon : semicolon ; less < equal = greater > question ? at @
bracketleft [ backslash \ bracketright ] asciicircum ^ underscore _ grave ` + "`" + ` braceleft { bar | braceright } asciitilde ~
quoteleft ‘ quoteright ’ quotedblleft “ quotedblright ” quotesinglbase ‚ quotedblbase „ guillemotleft « guillemotright » guilsinglleft ‹ guilsinglright ›
endash – emdash — bullet • ellipsis … dagger † daggerdbl ‡ perthousand ‰ trademark ™ copyright © registered ® degree ° section § paragraph ¶ periodcentered · middot ·
Euro € euro € sterling £ yen ¥ cent ¢ currency ¤ florin ƒ onehalf ½ onequarter ¼ threequarters ¾ onesuperior ¹ twosuperior ² threesuperior ³ plusminus ± multiply × divide ÷ mu µ
ae æ AE Æ oe œ OE Œ oslash ø Oslash Ø germandbls ß eth ð Eth Ð thorn þ Thorn Þ dotlessi ı lslash ł Lslash Ł ij ĳ IJ Ĳ exclamdown ¡ questiondown ¿ logicalnot ¬ brokenbar ¦
ordfeminine ª ordmasculine º acute ´ dieresis ¨ macron ¯ cedilla ¸ circumflex ˆ tilde ˜ caron ˇ fi fi fl fl ff ff ffi ffi ffl ffl nbspace   sfthyphen -`)

func table(pairs string) map[string]string {
	m := map[string]string{}
	fields := strings.Split(strings.ReplaceAll(pairs, "\n", " "), " ")
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i] == "space" || fields[i] == "nbspace" {
			m[fields[i]] = " "
			i++ // the space itself left an empty field on both sides
			continue
		}
		m[fields[i]] = fields[i+1]
	}
	return m
}

// accents are the combining characters of the endings of names such as eacute.
var accents = []struct {
	name string
	mark rune
}{
	{"acute", 0x301}, {"grave", 0x300}, {"dieresis", 0x308}, {"circumflex", 0x302}, {"tilde", 0x303}, {"cedilla", 0x327}, {"ring", 0x30a}, {"caron", 0x30c},
	{"macron", 0x304}, {"breve", 0x306}, {"ogonek", 0x328}, {"dotaccent", 0x307}, {"hungarumlaut", 0x30b},
}

// glyph is the text of a glyph name, "" for one that tells nothing.
func glyph(name string) string {
	name, _, _ = strings.Cut(name, ".")
	if s, ok := named[name]; ok {
		return s
	}
	if utf8.RuneCountInString(name) == 1 {
		return name
	}
	for _, a := range accents {
		if base, ok := strings.CutSuffix(name, a.name); ok && len(base) == 1 {
			return base + string(a.mark)
		}
	}
	for _, prefix := range []string{"uni", "u"} {
		if digits, ok := strings.CutPrefix(name, prefix); ok && len(digits) >= 4 && len(digits) <= 6 {
			if n, err := strconv.ParseUint(digits, 16, 32); err == nil {
				return string(rune(n))
			}
		}
	}
	return ""
}
