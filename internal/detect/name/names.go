package name

import (
	"dijkwacht/internal/detect/nametag"
	"dijkwacht/internal/detect/pass"
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
	// cols holds 1 + the column of each token of the table that is read, and columns
	// what the columns hold.
	cols    []uint8
	columns [pass.MaxColumns + 1]byte
}

// nameSpan is a name at tokens [from, to), its title included.
type nameSpan struct {
	from, to int
	score    float64
	evidence pass.Evidence
}

// Find finds the names of persons: the model labels the tokens that may be part
// of one, the grammar of names sets the bounds, the words around a name can show
// that it is none, and a name found once is found everywhere in the text.
func (s *Finder) Find() {
	rules := s.Pack.With(rule.MatchNames)
	if len(rules) == 0 {
		return
	}
	model, err := nametag.Read(s.Pack.Tagger)
	if err != nil {
		return // the pack has no name model
	}
	p := &s.namePass
	p.spans = p.spans[:0]
	nametag.MarkPossessive(&s.Doc, s.Classes, s.Pack.Words, s.Pack.Common)
	s.markCommon()
	s.bar()
	p.view.Doc, p.view.Classes = &s.Doc, s.Classes
	s.Steps += model.Tag(&p.view)
	s.gather()
	s.nameColumns()
	s.repeat()
	for i := range p.spans {
		n := &p.spans[i]
		if n.score >= pass.LeastScore {
			s.Add(rules[0], n.from, n.to, n.score, n.evidence)
		}
	}
}

// markCommon is nametag.MarkCommon for words that were looked up in the filter before.
func (s *Finder) markCommon() {
	for i, m := range s.Marks {
		switch {
		case m&pass.MarkOrdinary != 0:
			s.Classes[i] |= lexicon.Common
		case s.Doc.Tokens[i].Kind == text.Word && s.Classes[i]&lexicon.Common == 0 && nametag.Inflects(s.Doc.Word(i), s.Pack.Common):
			s.Classes[i] |= lexicon.Common | lexicon.Inflected
		}
	}
}

// bar keeps the model off tokens within identifiers, addresses and the like.
func (s *Finder) bar() {
	p := &s.namePass
	p.view.Barred = pass.Resize(p.view.Barred, len(s.Taken))
	for i, t := range s.Taken {
		p.view.Barred[i] = barredTypes[t]
	}
}

// barredTypes are the types of which no part is a name.
var barredTypes = func() (t [rule.TypeCount]bool) {
	for i := range t {
		t[i] = rule.Type(i) != rule.TypeNone && pass.Firm(rule.Type(i))
	}
	return t
}()

// gather makes spans of the labels, and of words that the model turned down by
// little although a title or a like word stands before them.
func (s *Finder) gather() {
	p := &s.namePass
	n := len(s.Doc.Tokens)
	for i := 0; i < n; i++ {
		j := i + 1
		if p.view.Labels[i] == nametag.Outside {
			if p.view.Margins[i] == 0 {
				continue
			}
			if j = s.nearMiss(i); j == i {
				continue
			}
		}
		for j < n && j < i+longestName && p.view.Labels[j] != nametag.Outside && (p.view.Labels[j] == nametag.Inside || s.goesOn(j)) {
			j++
		}
		span, ok := s.bound(i, j)
		if ok {
			p.spans = append(p.spans, span)
		}
		i = max(i, span.to-1)
	}
}

// longestName bounds a name, in tokens, so that a text of capitals alone takes no
// more time than another.
const longestName = 24

// goesOn tells whether token j, the first one of a name to the model, goes on
// from a word before it without a sign between: given names and surname.
func (s *Finder) goesOn(j int) bool {
	return s.Doc.Tokens[j].Kind == text.Word && !s.Doc.Tokens[j].Is(text.LineStart) && s.Doc.Tokens[j-1].Kind == text.Word
}

// How far below zero the margin of a name may be behind a title, or, for listed
// names, behind another word that announces one.
const (
	titledMiss = -110
	cuedMiss   = -40
)

// nearMiss tells whether tokens from i on are a name that the model turned down by
// little: an interfix or none, then a word. It returns the token after it, or i.
func (s *Finder) nearMiss(i int) int {
	p := &s.namePass
	if p.view.Margins[i] == 0 || s.Doc.Tokens[i].Kind != text.Word || s.Doc.Tokens[i].Is(text.LineStart) {
		return i
	}
	j := i
	for j < len(s.Doc.Tokens) && j < i+3 && s.Is(j, lexicon.Interfix) && s.wordBehind(j+1) {
		j++
	}
	if !s.wordBehind(j) || p.view.Barred[j] {
		return i
	}
	listed := s.Is(j, lexicon.Given|lexicon.Surname)
	switch margin := p.view.Margins[j]; {
	case s.titleBefore(i) < i:
		if margin > titledMiss && margin != 0 && (listed || !s.Is(j, lexicon.Common)) {
			return j + 1
		}
	case listed && margin > cuedMiss && margin != 0 && s.announced(i), i == j && s.joined(i):
		return j + 1
	}
	return i
}

// announced tells whether the word before token i announces a name.
func (s *Finder) announced(i int) bool {
	k := i - 1
	if s.Doc.Symbol(k) == ':' || s.Doc.Symbol(k) == '.' {
		k--
	}
	return s.Is(k, lexicon.Kin|lexicon.PatientOf|lexicon.Profession|lexicon.Greeting|lexicon.NameLabel)
}

// bound trims tokens [i, j) to a name, adds its title and scores it. What it turns
// down ends where the name would have ended, so that the rest is looked at again.
func (s *Finder) bound(i, j int) (nameSpan, bool) {
	i, j = s.trim(i, j)
	if i >= j {
		return nameSpan{to: j}, false
	}
	from := s.titleBefore(i)
	n := nameSpan{from: from, to: j, evidence: pass.ByModel}
	if from < i {
		n.evidence |= pass.ByLabel
	}
	if s.notPerson(i, j, from < i) {
		return n, false
	}
	if s.ranked(i, j) {
		return n, false
	}
	if from < i && (s.verbBehindTitle(from, i, j) || s.officeOf(from, i, j)) {
		return n, false
	}
	if n.score = s.nameScore(i, j, from < i); j == i+1 && s.joined(i) {
		n.score = max(n.score, joinedScore)
	}
	return n, n.score > 0
}

// nameScore turns the margin of the model into a probability: a name with little to
// support it besides needs a greater margin. Fitted on the development corpus.
func (s *Finder) nameScore(i, j int, titled bool) float64 {
	margin, words, listed, proper, common := int32(-1<<20), 0, false, false, true
	for k := i; k < j; k++ {
		if s.Doc.Tokens[k].Kind != text.Word {
			continue
		}
		margin = max(margin, s.namePass.view.Margins[k])
		if s.Is(k, lexicon.Interfix) && !s.Is(k, lexicon.Given|lexicon.Surname) {
			continue
		}
		words++
		listed = listed || s.Is(k, lexicon.Given|lexicon.Surname)
		proper = proper || s.Is(k, lexicon.ProperNoun)
		common = common && s.Is(k, lexicon.Common)
	}
	cued := titled || s.announced(i)
	listed = listed || proper && (cued || words > 1) // by itself it may be a brand or a river
	return scoreAbove(margin - needed(titled, s.announced(i), words > 1, listed, common, s.acronym(i, j)))
}

// needed is the margin that a name must have, by what else speaks for it.
func needed(titled, cued, several, listed, common, acronym bool) int32 {
	switch {
	case titled && (listed || !common):
		return titledMiss
	case acronym && !cued:
		return acronymNeeds
	case listed && cued:
		return cuedMiss
	case listed && (several || !common):
		return 0
	case listed, titled, cued && !common:
		return 40
	case several, cued:
		return 120
	}
	return 190
}

// scoreAbove is the probability of a name whose margin is that much above what it
// needs.
func scoreAbove(margin int32) float64 {
	switch {
	case margin > 250:
		return 0.97
	case margin > 130:
		return 0.94
	case margin > 60:
		return 0.87
	case margin > 12:
		return 0.72
	}
	return 0
}

// longestShortTitle is the length of the longest title that is written with a dot.
const longestShortTitle = 5

// mostTitles bounds the titles before one name, such as "prof. dr. ir.".
const mostTitles = 4

// titleBefore gives the first token of the titles directly before token i, or i.
func (s *Finder) titleBefore(i int) int {
	for n := 0; n < mostTitles && i > 0 && !s.Doc.Tokens[i].Is(text.LineStart); n++ {
		k := i - 1
		if s.Doc.Symbol(k) == '.' && k > 0 {
			if k--; s.Doc.Tokens[k].Len() > longestShortTitle && s.Doc.Tokens[i].Is(text.SpaceBefore) {
				break // "de familie. Taart …"
			}
		}
		if !s.Is(k, lexicon.Title) || s.Doc.Tokens[k+1].Is(text.LineStart) {
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
	hashWeduwe = text.HashWord("weduwe")
)

func (s *Finder) isHeer(i int) bool {
	h := s.Doc.Tokens[i].Hash
	return h == hashHeer || h == hashHeren || h == hashWeduwe
}

func (s *Finder) isDe(i int) bool { return s.Doc.Tokens[i].Hash == hashDe }
