package subject

import (
	"sort"

	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// judgeText looks for signs that the whole text is about invented persons: an exam
// question, "a fictional patient", "casus, volledig verzonnen".
func (s *Finder) judgeText() {
	p := &s.people
	p.invented = false
	const hints = pass.SaysExercise | pass.SaysInvented | pass.SaysExample
	if p.said&hints == 0 && s.Seen&pass.MarkSingle == 0 {
		return
	}
	for i, m := range s.Marks {
		says := p.says[i]
		if m&pass.MarkSingle == 0 && says&hints == 0 {
			continue
		}
		if says&pass.SaysExercise != 0 && s.exercise(i) || says&pass.SaysInvented != 0 && s.inventedCase(i) || s.sampleCase(i) || s.played(i) {
			p.invented = true
			break
		}
	}
	if !p.invented {
		return
	}
	for i := range p.clusters {
		p.clusters[i].public += invention
	}
}

// exercise tells whether the word at token i says what the text is: it opens a
// line or sentence, as in "Examenvraag: …" and "MCQ for students".
func (s *Finder) exercise(i int) bool {
	if s.Doc.Tokens[i].Is(text.LineStart) || i > 0 && s.SentenceEnd(i-1) {
		return true
	}
	return s.sayAt(i-1)&(pass.SaysExample|pass.SaysInvented) != 0 || s.HashIs(i-1, pass.Hash.In) || s.HashIs(i-2, pass.Hash.In)
}

// sampleCase tells whether tokens i and i+1 are "sample patient", "example case".
func (s *Finder) sampleCase(i int) bool {
	return s.sayAt(i)&pass.SaysExample != 0 && s.sayAt(i+1)&pass.SaysCase != 0 && !s.turned(i)
}

// played tells whether the text asks to play a part: "speel de rol van".
func (s *Finder) played(i int) bool {
	return s.HashIs(i, pass.Hash.Rol) && s.HashIs(i-2, pass.Hash.Speel) || s.HashIs(i, pass.Hash.Role) && s.HashIs(i-2, pass.Hash.Play)
}

// inventedCase tells whether the word at token i calls the case or person of the
// text invented. "Replace the names by invented ones" and "not invented" do not.
func (s *Finder) inventedCase(i int) bool {
	if s.turned(i) {
		return false
	}
	for k := max(0, i-6); k < min(len(s.people.says), i+4); k++ {
		if k != i && s.sayAt(k)&pass.SaysCase != 0 && !s.SentenceEnd(k) {
			return true
		}
	}
	return false
}

// exampleValue tells whether finding i is a number or secret that its sentence calls
// an example: "the dummy BSN …", "fake values such as …", or the code around it a
// test. A value that goes with a named private person is none.
func (s *Finder) exampleValue(i int) bool {
	p := &s.people
	group := s.Cands[i].Type.Group()
	if decisive.Has(s.Cands[i].Type) && (s.besideSample(i) || s.samplePatient(i)) {
		return true
	}
	if sampled.Has(s.Cands[i].Type) && s.inSampleLine(i) {
		return true
	}
	if !identifiers.Has(s.Cands[i].Type) && group != rule.GroupSecret {
		return false
	}
	if who := p.of[i]; who != pass.NoPerson && !p.clusters[who].nameless && p.clusters[who].isPrivate() {
		return false
	}
	from, to := int(p.at[i].from), int(p.at[i].to)
	if s.Cands[i].Score < failedCheck && s.asksForm(from, to) {
		return true
	}
	for k, words := from-1, 0; k >= 0 && words < 8 && !s.SentenceEnd(k); k-- {
		if s.Doc.Tokens[k].Kind == text.Symbol {
			continue
		}
		if words++; s.sayAt(k)&pass.SaysFake != 0 || words <= 3 && s.sayAt(k)&pass.SaysExample != 0 && s.Doc.Symbol(k-1) != '.' {
			return !s.turned(k)
		}
	}
	for k, words := to, 0; k < len(s.Doc.Tokens) && words < 6 && !s.SentenceEnd(k); k++ {
		if s.Doc.Tokens[k].Kind == text.Symbol {
			continue
		}
		if words++; s.sayAt(k)&(pass.SaysFake|pass.SaysExample) != 0 && s.Doc.Symbol(k-1) != '.' && s.Doc.Tokens[k].Line == s.Doc.Tokens[to-1].Line {
			return !s.turned(k)
		}
	}
	return false
}

// sampleReach is how far, in tokens, the name of an example tells of the values beside it.
const sampleReach = 14

// besideSample tells whether finding i stands beside the name of an example on its line,
// and beside no other name.
func (s *Finder) besideSample(i int) bool {
	p, found := &s.people, false
	at := p.at[i]
	first := sort.Search(len(p.mentions), func(k int) bool { return p.at[p.mentions[k].finding].to+sampleReach >= at.from })
	for _, m := range p.mentions[first:] {
		if p.at[m.finding].from > at.to+sampleReach {
			break
		}
		if s.lineOf(int(m.finding)) != s.lineOf(i) {
			continue
		}
		if s.Steps++; !p.clusters[m.cluster].sample {
			return false
		}
		found = true
	}
	return found
}

// samplePatient tells whether "Test Patient" or the like stands shortly before finding i
// on its line, with no name of anybody.
func (s *Finder) samplePatient(i int) bool {
	at := s.people.at[i]
	for k := int(at.from) - 1; k > 0 && int(at.from)-k <= 2*sampleReach && s.Doc.Tokens[k].Line == s.Doc.Tokens[at.from].Line; k-- {
		if s.Taken[k] == rule.PersonName {
			return false
		}
		if s.HashIs(k, pass.Hash.Doe) && s.Doc.Tokens[k-1].Len() == 4 { // John or Jane Doe
			return true
		}
		if s.sayAt(k)&(pass.SaysPatient|pass.SaysCase) != 0 && s.sayAt(k-1)&(pass.SaysTest|pass.SaysExample|pass.SaysFake) != 0 && s.Doc.Tokens[k].Is(text.Title) {
			return true
		}
	}
	return false
}

// sampleName tells whether the words of the name at tokens [from, to) say that it is an
// example: "Test Patient", "Demo Client", "John Doe".
func (s *Finder) sampleName(from, to int) bool {
	for i := from; i < to; i++ {
		if s.sayAt(i)&(pass.SaysTest|pass.SaysExample|pass.SaysFake) != 0 {
			return true
		}
	}
	return s.HashIs(to, pass.Hash.Doe) || s.HashIs(to-1, pass.Hash.Doe) && to-from == 2
}

// failedCheck is a score that a number with a passed check is above.
const failedCheck = 0.88

// asksForm tells whether the sentence asks for the form of a number, as in "is … a
// valid BSN?". It is heard only for numbers that fail their check.
func (s *Finder) asksForm(from, to int) bool {
	for k := max(0, from-8); k < min(len(s.Doc.Tokens), to+8); k++ {
		if s.sayAt(k)&pass.SaysForm != 0 {
			return true
		}
	}
	return false
}
