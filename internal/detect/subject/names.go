package subject

import (
	"dijkwacht/internal/detect/nametag"
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// nameKeys are the words by which two mentions of one person are known.
type nameKeys struct {
	words [4]uint64
	n     uint8
	// initial is the folded first letter of the given name, 0 if not known.
	initial byte
	// title is SaysMale, SaysFemale, or neither.
	title lexicon.Class
	work  bool
	// kin: a word for a relative goes before the name, as in "oma Truus".
	kin bool
	// listed: two words of the name are in lists of names, or one that is no ordinary
	// word, or initials go with a word in capitals.
	listed bool
	// lower: without any capital; plain: of words of the language alone; given, known:
	// with a given name, or any name, that is in the lists.
	lower, plain, given, known bool
	// entitled: a title goes before the name, as in "fam. De Wit".
	entitled bool
	// capital: written with a capital where ordinary words are not.
	capital bool
}

// keptKeys is the number of words of names up to which the map is kept for the next text.
const keptKeys = 1 << 10

// nameClusters gathers the mentions of names: equal persons share a cluster.
func (s *Finder) nameClusters() {
	p := &s.people
	p.mentions, p.clusters = p.mentions[:0], p.clusters[:0]
	if p.byKey == nil || len(p.byKey) > keptKeys {
		p.byKey = map[uint64]int32{} // a large one costs every later text the time to clear it
	}
	clear(p.byKey)
	for i := range s.Cands {
		if s.Cands[i].Type != rule.PersonName {
			continue
		}
		k := s.keysOf(p.at[i])
		who := s.known(&k)
		if who == pass.NoPerson {
			who = int32(len(p.clusters))
			p.clusters = append(p.clusters, cluster{name: k, held: rule.SetOf(rule.PersonName)})
		} else {
			p.clusters[who].name.join(&k)
		}
		for _, w := range k.words[:k.n] {
			p.byKey[w] = who
		}
		c := &p.clusters[who]
		c.score = max(c.score, s.Cands[i].Score)
		p.mentions = append(p.mentions, mention{int32(i), who})
		p.of[i] = who
	}
}

// keysOf reads a name: titles, interfixes and initials are no keys.
func (s *Finder) keysOf(at tokenSpan) nameKeys {
	var k nameKeys
	lists, initials, singles, titled := 0, 0, 0, false
	k.lower, k.plain = true, true
	for i := at.from; i < at.to; i++ {
		t := &s.Doc.Tokens[i]
		if t.Kind == text.Symbol {
			continue
		}
		k.lower = k.lower && !t.Is(text.Capital)
		k.entitled = k.entitled || i < at.to-1 && s.Is(int(i), lexicon.Title)
		says := s.people.says[i]
		switch {
		case says&(pass.SaysMale|pass.SaysFemale) != 0 && i < at.to-1:
			k.title = says & (pass.SaysMale | pass.SaysFemale)
		case says&pass.SaysWorkTitle != 0 && i < at.to-1:
			k.work = true
		case i == at.from && says&pass.SaysRelative != 0 && i < at.to-1 && !t.Is(text.Capital):
			k.kin = true
		case t.Len() == 1:
			singles++
			if s.Doc.Symbol(int(i)+1) == '.' || t.Is(text.Capital) {
				k.plain, k.given = false, true // an initial
			}
			if k.n == 0 || s.Doc.Symbol(int(i)-1) == ',' {
				initials++
			}
			if k.initial == 0 && k.n == 0 {
				k.initial = s.Doc.Norm[t.Start] | 0x20
			}
		case s.Classes[i]&lexicon.Interfix != 0 && at.to-at.from > 1:
		case int(k.n) < len(k.words):
			if k.n == 0 && k.initial == 0 && i < at.to-1 {
				k.initial = s.Doc.Norm[t.Start] | 0x20
			}
			k.words[k.n] = nametag.OwnerHash(&s.Doc, int(i))
			k.n++
			titled = titled || t.Is(text.Title)
			k.plain, k.given = k.plain && s.Ordinary(int(i)), k.given || s.Is(int(i), lexicon.Given)
			k.capital = k.capital || t.Is(text.Capital) && !s.opens(int(i))
			if s.Is(int(i), lexicon.Given|lexicon.Surname) && (t.Len() > 3 || t.Is(text.Capital) || k.given) {
				lists++
				k.known = true
				k.listed = k.listed || lists > 1 || !s.Ordinary(int(i))
			}
		}
	}
	k.listed = k.listed || initials > 0 && titled
	k.given = k.given || singles > 2 // letters set apart
	if k.n == 0 && at.to > at.from {
		k.words[0], k.n = text.HashBytes(s.Doc.Slice(int(at.from), int(at.to))), 1
	}
	if k.n == 1 && k.initial == s.Doc.Norm[s.Doc.Tokens[at.from].Start]|0x20 && at.to-at.from == 1 {
		k.initial = 0
	}
	return k
}

// opens tells whether token i opens a line, a sentence, or what follows a date
// at the start of a line.
func (s *Finder) opens(i int) bool {
	if i == 0 || s.Doc.Tokens[i].Is(text.LineStart) || s.SentenceEnd(i-1) {
		return true
	}
	k := i - 1
	for k > 0 && s.Doc.Tokens[k].Kind != text.Word && !s.Doc.Tokens[k].Is(text.LineStart) && i-k < 6 {
		k--
	}
	return i-k > 2 && s.Doc.Tokens[k].Is(text.LineStart) && s.Doc.Tokens[k].Kind == text.Number
}

// known finds the cluster of an earlier mention that can be the same person.
func (s *Finder) known(k *nameKeys) int32 {
	for _, w := range k.words[:k.n] {
		if who, ok := s.people.byKey[w]; ok && k.fits(&s.people.clusters[who].name) {
			return who
		}
	}
	return pass.NoPerson
}

// fits tells whether the names can be of one person: all words of the shorter one
// are in the longer, and neither initials nor titles contradict.
func (k *nameKeys) fits(o *nameKeys) bool {
	if k.title != 0 && o.title != 0 && k.title != o.title {
		return false
	}
	if k.initial != 0 && o.initial != 0 && k.initial != o.initial {
		return false
	}
	common := uint8(0)
	for _, w := range k.words[:k.n] {
		for _, v := range o.words[:o.n] {
			if w == v {
				common++
			}
		}
	}
	return common >= min(k.n, o.n)
}

// join adds what another mention of the same person tells.
func (k *nameKeys) join(o *nameKeys) {
	k.title |= o.title
	k.work = k.work || o.work
	k.kin = k.kin || o.kin
	k.entitled = k.entitled || o.entitled
	k.listed = k.listed || o.listed
	k.capital = k.capital || o.capital
	k.lower = k.lower && o.lower
	k.plain, k.given = k.plain && o.plain, k.given || o.given
	k.known = k.known || o.known
	if k.initial == 0 {
		k.initial = o.initial
	}
	for _, w := range o.words[:o.n] {
		has := false
		for _, v := range k.words[:k.n] {
			has = has || v == w
		}
		if !has && int(k.n) < len(k.words) {
			k.words[k.n] = w
			k.n++
		}
	}
}
