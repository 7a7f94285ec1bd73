package detect

import "dijkwacht/internal/rule"

// Scan finds what the rules of the pack describe in s. It is deterministic, and
// its time grows linearly with the length of s.
func Scan(pack *rule.Pack, s string) Result {
	sc := acquire(pack)
	defer release(sc)
	var r Result
	sc.run(s, &r)
	return r
}

func acquire(pack *rule.Pack) *scan {
	if sc, ok := pack.Scratch.Get().(*scan); ok {
		return sc
	}
	return newScan(pack)
}

func release(sc *scan) {
	sc.Source = ""
	sc.depth, sc.decoded = 0, 0
	sc.Pack.Scratch.Put(sc)
}

// run makes the pass: words and cues first, then structure, then each recogniser,
// then the choice among what overlaps.
func (s *scan) run(source string, r *Result) {
	s.prepare(source)
	s.recognise()
	s.resolve()
	s.report(r)
	s.subject.Group(r)
	s.refer(r)
}

// prepare reads the words of the text and what is known of each.
func (s *scan) prepare(source string) {
	s.Source, s.Steps = source, 0
	s.Cands = s.Cands[:0]
	s.Doc.Reset(source)
	s.Classify()
	s.lookOver()
	if s.disguise.Find() {
		s.Doc.Rewrite(source, s.disguise.Edits)
		s.Classify()
		s.lookOver()
	}
	s.Structure()
}

// recognise lets each recogniser add its candidates, those first on which others build.
func (s *scan) recognise() {
	s.number.Records()
	s.secret.Find()
	s.contact.Find()
	s.number.Money()
	s.number.Documents()
	s.date.Find()
	s.number.Numbers()
	s.contact.Phones()
	s.number.FHIR()
	s.number.Spelled()
	s.number.GluedValues()
	s.number.Custom()
	s.number.Misread()
	s.number.Split()
	s.place.Find()
	s.place.Bodies()
	s.health.Find()
	s.name.Find()
	s.date.Birthdays()
	s.health.WeakTerms()
	s.subject.Facts()
	s.place.Cities()
	s.number.Rows()
	s.date.Ages()
	s.decode()
}

// report makes the findings of the candidates that were kept.
func (s *scan) report(r *Result) {
	if len(s.Cands) == 0 {
		return
	}
	r.Findings = make([]Finding, len(s.Cands))
	for i := range s.Cands {
		c := &s.Cands[i]
		r.Findings[i] = Finding{
			Type: c.Type, Span: s.Doc.Source(c.Start, c.End), Score: float64(c.Score),
			Rule: s.Pack.Rules[c.Rule].ID, Evidence: c.Evidence, Person: NoPerson,
		}
	}
}
