package score

// Share is a part of a whole; a whole of 0 has no value.
type Share struct{ Part, Whole int }

// Value of the share, 0 to 1; false when there is nothing to share.
func (s Share) Value() (float64, bool) {
	if s.Whole == 0 {
		return 0, false
	}
	return float64(s.Part) / float64(s.Whole), true
}

func (s *Share) count(hit bool) {
	s.Whole++
	if hit {
		s.Part++
	}
}

func (s *Share) add(o Share) {
	s.Part += o.Part
	s.Whole += o.Whole
}

// Figures measure findings.
type Figures struct {
	// Recall: gold spans of which the predictions together cover at least one
	// character and at least half; the union of several predictions counts.
	Recall Share
	// Strict: gold spans hit by one prediction with exactly the same bounds.
	Strict Share
	// Precision: judged predictions that lie on gold. A prediction is judged
	// where its type is exhaustively labelled; it is right if it shares at least
	// half of the shorter span with gold. One that rests on a soft span, a
	// mention, or gold of other types is not judged.
	Precision Share
	// Leak: texts with gold in which a gold character is covered by no
	// prediction of any type; LeakAlnum looks at letters and digits only.
	Leak, LeakAlnum Share
	// FalseAlarm: texts without gold, exhaustively labelled for at least one
	// wanted type, that get at least one wrong prediction.
	FalseAlarm Share
	// Excess: characters outside all gold, in exhaustively labelled texts, that
	// judged predictions cover: what redaction takes away for nothing.
	Excess Share
}

func (f *Figures) add(o Figures) {
	f.Recall.add(o.Recall)
	f.Strict.add(o.Strict)
	f.Precision.add(o.Precision)
	f.Leak.add(o.Leak)
	f.LeakAlnum.add(o.LeakAlnum)
	f.FalseAlarm.add(o.FalseAlarm)
	f.Excess.add(o.Excess)
}

// F1 weighs recall and precision as equals.
func (f Figures) F1() (float64, bool) { return f.mean(1) }

// F2 counts recall as twice as important as precision.
func (f Figures) F2() (float64, bool) { return f.mean(4) }

func (f Figures) mean(beta2 float64) (float64, bool) {
	r, okR := f.Recall.Value()
	p, okP := f.Precision.Value()
	if !okR || !okP || r+p == 0 {
		return 0, false
	}
	return (1 + beta2) * p * r / (beta2*p + r), true
}
