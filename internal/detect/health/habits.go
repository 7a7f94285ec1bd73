package health

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// habitReach is how many tokens a habit or threat may run on from its verb.
const habitReach = 6

// habitAt reads what no single word says, from the verb at token i: the use of
// alcohol or drugs ("drinkt twee flessen wijn per dag") and the threat to jump
// ("van het dak springen").
func (s *Finder) habitAt(i int) int {
	r := s.healthPass.term[rule.MentalHealth]
	if r == rule.NoRule {
		return i
	}
	beside := s.beside(i)
	for _, m := range meetings {
		if beside&m.verb == 0 {
			continue
		}
		if k := s.nearWord(i, m.object, m.reach); k >= 0 {
			from, to := min(i, k), max(i, k)+1
			s.Add(r, from, to, s.Pack.Rules[r].Scores.Cue, pass.ByNear)
			return max(to, i+1)
		}
	}
	if beside&besideConsume == 0 {
		return i
	}
	much := false
	for k := i + 1; k < i+1+habitReach && s.Joint(k); k++ {
		b := s.beside(k)
		switch {
		case b&besideDrug != 0, b&besideDrink != 0 && (much || s.muchAfter(k)):
			end := k + 1
			for n := 0; n < 3 && s.Joint(end) && s.beside(end)&(besideMuch|besideEvery) != 0; n++ {
				end++
			}
			s.Add(r, i, end, s.Pack.Rules[r].Scores.Cue, pass.ByNear)
			return end
		case s.Doc.Tokens[k].Kind == text.Number, s.Is(k, lexicon.NumberWord), b&besideMuch != 0:
			much = true
		case s.Doc.Tokens[k].Kind == text.Symbol && s.Doc.Symbol(k) != '-':
			return i
		case s.Is(k, lexicon.Negation):
			return i
		}
	}
	return i
}

// muchAfter tells whether the words after token k make a drink a habit.
func (s *Finder) muchAfter(k int) bool {
	for n := 1; n <= 3 && s.Joint(k+n); n++ {
		if s.beside(k+n)&besideMuch != 0 {
			return true
		}
	}
	return false
}

// meetings are pairs of a verb and a word near it that together speak of a
// delusion, of pills put by, or of a threat.
var meetings = [...]struct {
	verb, object lexicon.Class
	reach        int
}{
	{besideJump, besideHeight, habitReach},
	{besideBelieve, besideDelusion, 10},
	{besideHoard, besidePills, 4},
	{besideSee, besideVision, 4},
}

// nearWord is the token of the class within reach of token i on its line, taken
// with an article before it, or -1.
func (s *Finder) nearWord(i int, class lexicon.Class, reach int) int {
	line := s.Doc.Tokens[i].Line
	s.Steps += reach
	for n := 1; n <= reach; n++ {
		for _, k := range [2]int{i + n, i - n} {
			if k < 0 || k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Line != line || s.beside(k)&class == 0 {
				continue
			}
			if k < i && k > 0 && s.beside(k-1)&besideFill != 0 {
				return k - 1
			}
			return k
		}
	}
	return -1
}

// joinedTerm goes on over "met psychotische kenmerken" and "due to sepsis": a second
// term that belongs to the one that ends before token end.
func (s *Finder) joinedTerm(end int) int {
	for n := 0; n < 2; n++ {
		k := end
		if s.Doc.Symbol(k) == ',' && s.Joint(k+1) && (s.Is(k+1, lexicon.Severity) || s.medicalAdjective(k+1)) && !s.Joint(k+2) {
			return k + 2
		}
		if s.Doc.Symbol(k) == ',' && s.Joint(k+2) && s.Is(k+1, lexicon.Severity) && s.Doc.Tokens[k+2].Kind == text.Symbol {
			end = k + 2
			continue
		}
		if !s.Joint(k) || s.beside(k)&besideWith == 0 {
			return end
		}
		k++
		for m := 0; m < 3 && s.Joint(k) && (s.Is(k, lexicon.Severity) || s.medicalAdjective(k) || s.beside(k)&besideOf != 0); m++ {
			k++
		}
		if !s.Joint(k) {
			return end
		}
		term, after := s.longestTerm(k)
		if after == k || term.Class&(lexicon.DiagnosisWord|lexicon.MentalWord) == 0 {
			return end
		}
		end = after
	}
	return end
}
