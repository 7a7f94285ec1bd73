package detect

import (
	"dijkwacht/internal/detect/nametag"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// namePass is the working memory of the name recogniser.
type namePass struct {
	view  nametag.View
	spans []nameSpan
	// seen holds the words of the names found, for their repetitions.
	seen repeats
}

// nameSpan is a name at tokens [from, to), its title included.
type nameSpan struct {
	from, to int
	score    float64
	evidence Evidence
}

// names finds the names of persons: the model labels the tokens that may be part
// of one, the grammar of names sets the bounds, the words around a name can show
// that it is none, and a name found once is found everywhere in the text.
func (s *scan) names() {
	rules := s.pack.With(rule.MatchNames)
	if len(rules) == 0 {
		return
	}
	model, err := nametag.Read(s.pack.Tagger)
	if err != nil {
		return // the pack has no name model
	}
	p := &s.namePass
	p.spans = p.spans[:0]
	nametag.MarkCommon(&s.doc, s.classes, s.pack.Common)
	s.bar()
	p.view.Doc, p.view.Classes = &s.doc, s.classes
	s.steps += model.Tag(&p.view)
	s.gather()
	s.repeat()
	for i := range p.spans {
		n := &p.spans[i]
		if n.score >= least {
			s.add(rules[0], n.from, n.to, n.score, n.evidence)
		} else {
			s.leave(rules[0], n.from, n.to, n.score, TooWeak)
		}
	}
}

// bar keeps the model off tokens within identifiers, addresses and the like.
func (s *scan) bar() {
	p := &s.namePass
	p.view.Barred = resize(p.view.Barred, len(s.taken))
	for i, t := range s.taken {
		p.view.Barred[i] = t != rule.TypeNone && firm(t)
	}
}

// gather makes spans of the labels.
func (s *scan) gather() {
	p := &s.namePass
	n := len(s.doc.Tokens)
	for i := 0; i < n; i++ {
		if p.view.Labels[i] == nametag.Outside {
			continue
		}
		j := i + 1
		for j < n && p.view.Labels[j] == nametag.Inside {
			j++
		}
		if span, ok := s.bound(i, j); ok {
			p.spans = append(p.spans, span)
		}
		i = j - 1
	}
}

// bound trims tokens [i, j) to a name, adds its title and scores it.
func (s *scan) bound(i, j int) (nameSpan, bool) {
	i, j = s.trim(i, j)
	if i >= j {
		return nameSpan{}, false
	}
	margin := int32(-1 << 20)
	for k := i; k < j; k++ {
		if s.doc.Tokens[k].Kind == text.Word {
			margin = max(margin, s.namePass.view.Margins[k])
		}
	}
	from := s.titleBefore(i)
	n := nameSpan{from: from, to: j, score: nameScore(margin), evidence: ByModel}
	if from < i {
		n.evidence |= ByLabel
	}
	if s.notPerson(i, j, from < i) {
		return nameSpan{}, false
	}
	return n, true
}

// nameScore turns the margin of the model into a probability; the steps are fitted
// on the development corpus.
func nameScore(margin int32) float64 {
	switch {
	case margin > 400:
		return 0.97
	case margin > 200:
		return 0.94
	case margin > 100:
		return 0.90
	case margin > 40:
		return 0.82
	case margin > 0:
		return 0.72
	}
	return 0
}

// trim takes signs off the ends of a name, but for the dot of an initial and the
// bracket that closes one within.
func (s *scan) trim(i, j int) (int, int) {
	for i < j && s.doc.Tokens[i].Kind == text.Symbol && s.doc.Symbol(i) != '\'' {
		i++
	}
	open := 0
	for k := i; k < j; k++ {
		switch s.doc.Symbol(k) {
		case '(':
			open++
		case ')':
			open--
		}
	}
	for i < j && s.doc.Tokens[j-1].Kind == text.Symbol {
		if s.doc.Symbol(j-1) == '.' && s.abbreviated(j-2) || s.doc.Symbol(j-1) == ')' && open == 0 {
			break
		}
		if s.doc.Symbol(j-1) == '(' {
			open--
		}
		j--
	}
	return i, j
}

// abbreviated tells whether token i is short for a name: an initial, Chr, Th.
func (s *scan) abbreviated(i int) bool {
	if i < 0 || s.doc.Tokens[i].Kind != text.Word {
		return false
	}
	n := s.doc.Tokens[i].Len()
	return n == 1 || n <= 3 && s.classes[i]&(lexicon.Given|lexicon.Surname|lexicon.Common) == 0 && s.doc.Tokens[i].Is(text.Capital)
}

// titleBefore gives the first token of the titles directly before token i, or i.
func (s *scan) titleBefore(i int) int {
	for i > 0 && !s.doc.Tokens[i].Is(text.LineStart) {
		k := i - 1
		if s.doc.Symbol(k) == '.' && k > 0 {
			k--
		}
		if !s.is(k, lexicon.Title) || s.doc.Tokens[k+1].Is(text.LineStart) {
			break
		}
		i = k
		if k > 0 && s.isHeer(k) && s.isDe(k-1) {
			i = k - 1
		}
	}
	return i
}

var (
	hashHeer   = text.HashWord("heer")
	hashHeren  = text.HashWord("heren")
	hashDe     = text.HashWord("de")
	hashVan    = text.HashWord("van")
	hashWeduwe = text.HashWord("weduwe")
)

func (s *scan) isHeer(i int) bool {
	h := s.doc.Tokens[i].Hash
	return h == hashHeer || h == hashHeren || h == hashWeduwe
}

func (s *scan) isDe(i int) bool { return s.doc.Tokens[i].Hash == hashDe }
