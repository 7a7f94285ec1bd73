package pdfread

import "strings"

// font tells what the codes of a font mean and how wide they are.
type font struct {
	// wideCodes: two bytes a code.
	wideCodes bool
	unicode   *cmap
	codes     [256]string
	widths    map[int]float64
	missing   float64
	// blind: codes are numbers of glyphs, and nothing says which characters they are.
	blind bool
}

// font reads a font once.
func (f *File) font(v any) *font {
	r, isRef := v.(ref)
	if isRef {
		if known, ok := f.fonts[r]; ok {
			return known
		}
	}
	made := f.newFont(f.dict(v))
	if isRef {
		f.fonts[r] = made
	}
	return made
}

func (f *File) newFont(d Dict) *font {
	t := &font{widths: map[int]float64{}, missing: 500}
	if s, ok := f.get(d["ToUnicode"]).(*Stream); ok {
		if data, err := f.Data(s); err == nil {
			t.unicode = readCMap(data)
		}
	}
	if f.name(d["Subtype"]) == "Type0" {
		f.composite(t, d)
		return t
	}
	f.encoding(t, f.get(d["Encoding"]))
	first := int(f.num(d["FirstChar"]))
	for i, w := range f.array(d["Widths"]) {
		t.widths[first+i] = f.num(w)
	}
	if m := f.dict(d["FontMatrix"]); m == nil && f.name(d["Subtype"]) == "Type3" {
		t.missing = 1000
	}
	return t
}

// composite reads a font of many glyphs (9.7).
func (f *File) composite(t *font, d Dict) {
	t.wideCodes, t.missing = true, 1000
	inner := f.dict(first(f.array(d["DescendantFonts"])))
	if w, ok := f.get(inner["DW"]).(float64); ok {
		t.missing = w
	}
	list := f.array(inner["W"])
	for i := 0; i+1 < len(list); {
		from := int(f.num(list[i]))
		if each, ok := f.get(list[i+1]).(Array); ok {
			for n, w := range each {
				t.widths[from+n] = f.num(w)
			}
			i += 2
			continue
		}
		if i+2 >= len(list) {
			break
		}
		for code := from; code <= min(int(f.num(list[i+1])), from+1<<16); code++ {
			t.widths[code] = f.num(list[i+2])
		}
		i += 3
	}
	t.blind = t.unicode == nil && !isUCS2(string(f.name(d["Encoding"])))
}

// isUCS2 tells encodings whose codes are characters themselves, such as UniGB-UCS2-H.
func isUCS2(name string) bool {
	return strings.Contains(name, "UCS2") || strings.Contains(name, "UTF16")
}

func first(list Array) any {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// encoding fills the meaning of one-byte codes (9.6.5).
func (f *File) encoding(t *font, v any) {
	base, differences := Name(""), Array(nil)
	switch v := v.(type) {
	case Name:
		base = v
	case Dict:
		base, differences = f.name(v["BaseEncoding"]), f.array(v["Differences"])
	}
	for i := range 256 {
		if base == "MacRomanEncoding" {
			t.codes[i] = string(macRoman(byte(i)))
		} else {
			t.codes[i] = string(winAnsi(byte(i)))
		}
	}
	code := 0
	for _, v := range differences {
		switch v := f.get(v).(type) {
		case float64:
			code = int(v)
		case Name:
			if s := glyph(string(v)); s != "" && code >= 0 && code < 256 {
				t.codes[code] = s
			}
			code++
		}
	}
}

// show reads a string: its text, and its width in thousandths with the number of codes
// and of spaces.
func (t *font) show(s String) (text string, width float64, codes, blanks int) {
	step := 1
	if t.wideCodes {
		step = 2
	}
	out := make([]byte, 0, len(s)+8)
	for i := 0; i+step <= len(s); i += step {
		code := int(s[i])
		if step == 2 {
			code = code<<8 | int(s[i+1])
		}
		out = append(out, t.meaning(code, string(s[i:i+step]))...)
		w, known := t.widths[code]
		if !known {
			w = t.missing
		}
		width += w
		codes++
		if step == 1 && code == ' ' {
			blanks++
		}
	}
	return string(out), width, codes, blanks
}

func (t *font) meaning(code int, raw string) string {
	if t.unicode != nil {
		if s, ok := t.unicode.find(code, len(raw)); ok {
			return s
		}
	}
	switch {
	case t.wideCodes && t.blind:
		return ""
	case t.wideCodes:
		return wide(raw)
	}
	return t.codes[code]
}
