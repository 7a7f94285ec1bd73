package detect

import (
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Steps counts the work that one scan does.
func Steps(pack *rule.Pack, s string) int {
	sc := &scan{pack: pack}
	var r Result
	sc.run(s, &r)
	return sc.steps
}

// ScanAll is Scan in which every recogniser looks at every token, whatever its marks
// say of what it may begin.
func ScanAll(pack *rule.Pack, s string) Result {
	const facts = markNumber | markMixed | markCapital | markOrdinary
	sc := &scan{pack: pack}
	sc.prepare(s)
	for i := range sc.marks {
		all := ^mark(0) &^ facts
		if sc.doc.Tokens[i].Kind == text.Symbol {
			all &^= markPlate
		}
		sc.marks[i] |= all
	}
	sc.seen = ^mark(0)
	sc.recognise()
	var r Result
	sc.resolve()
	sc.report(&r)
	sc.persons(&r)
	sc.number(&r)
	return r
}
