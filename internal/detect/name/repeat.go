package name

import (
	"dijkwacht/internal/detect/nametag"
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// repeats is a small open table of the words of the names found in one text.
type repeats struct {
	keys   []uint64
	scores []float32
	used   int
}

// keptKeys is the size up to which the table is kept for the next text: to clear a
// greater one would cost a short text more than all the rest.
const keptKeys = 1 << 10

func (r *repeats) reset() {
	if len(r.keys) > keptKeys {
		*r = repeats{}
	}
	clear(r.keys)
	r.used = 0
}

// put enters a word with the score of its name; the highest score is kept.
func (r *repeats) put(h uint64, score float32) {
	if r.used*2 >= len(r.keys) {
		old := *r
		size := max(64, 4*len(old.keys))
		*r = repeats{keys: make([]uint64, size), scores: make([]float32, size)}
		for i, k := range old.keys {
			if k != 0 {
				r.put(k, old.scores[i])
			}
		}
	}
	i := r.slot(h)
	if r.keys[i] == 0 {
		r.keys[i], r.scores[i] = h, 0
		r.used++
	}
	r.scores[i] = max(r.scores[i], score)
}

func (r *repeats) get(h uint64) float32 {
	if r.used == 0 {
		return 0
	}
	if i := r.slot(h); r.keys[i] == h {
		return r.scores[i]
	}
	return 0
}

func (r *repeats) slot(h uint64) int {
	mask := uint64(len(r.keys) - 1)
	i := h & mask
	for r.keys[i] != 0 && r.keys[i] != h {
		i = (i + 1) & mask
	}
	return int(i)
}

// sureName is the score from which a name counts for its repetitions.
const sureName = 0.80

// repeat finds the words of the names again in the rest of the text, in any case.
func (s *Finder) repeat() {
	p := &s.namePass
	p.seen.reset()
	for _, n := range p.spans {
		if n.score < sureName {
			continue
		}
		for k := n.from; k < n.to; k++ {
			if s.namesSomeone(k) {
				p.seen.put(nametag.OwnerHash(&s.Doc, k), float32(n.score))
			}
		}
	}
	if p.seen.used == 0 {
		return
	}
	found := len(p.spans)
	next := 0
	for i := 0; i < len(s.Doc.Tokens); i++ {
		for next < found && p.spans[next].to <= i {
			next++
		}
		if next < found && p.spans[next].from <= i {
			i = p.spans[next].to - 1
			continue
		}
		if p.seen.get(nametag.OwnerHash(&s.Doc, i)) > 0 {
			i = s.again(i) - 1
		}
	}
}

// namesSomeone tells whether token k is a word that by itself can stand for the
// person whose name it is part of.
func (s *Finder) namesSomeone(k int) bool {
	t := &s.Doc.Tokens[k]
	return t.Kind == text.Word && t.Len() >= 3 && s.Classes[k]&(lexicon.Interfix|lexicon.Title) == 0 ||
		t.Kind == text.Word && t.Len() == 2 && s.Is(k, lexicon.Given)
}

// unlikeRepeat is the margin below which an ordinary word is no repetition of a
// name that was written in the same case.
const unlikeRepeat = -220

// repeatsWord tells whether token i, an ordinary word too, stands for the name that
// was found: by a capital within a sentence, or because the model is in doubt.
func (s *Finder) repeatsWord(i int) bool {
	t := &s.Doc.Tokens[i]
	if t.Is(text.Title) && !t.Is(text.LineStart) && s.Doc.Symbol(i-1) != '.' {
		return true
	}
	m := s.namePass.view.Margins[i]
	return m != 0 && m > unlikeRepeat && s.Is(i, lexicon.Given|lexicon.Surname)
}

// again adds the repetition of a name at token i and returns the token after it.
func (s *Finder) again(i int) int {
	p := &s.namePass
	j := i + 1
	if p.view.Barred[i] {
		return j
	}
	if s.Is(i, lexicon.Common) && !s.repeatsWord(i) {
		return j
	}
	score := float64(p.seen.get(nametag.OwnerHash(&s.Doc, i)))
	for j < len(s.Doc.Tokens) && !s.Doc.Tokens[j].Is(text.LineStart) && p.seen.get(nametag.OwnerHash(&s.Doc, j)) > 0 {
		j++
	}
	from := s.titleBefore(i)
	if s.notPerson(i, j, from < i) {
		return j
	}
	p.spans = append(p.spans, nameSpan{from: from, to: j, score: score * 0.97, evidence: pass.ByRepetition})
	return j
}
