package detect

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Steps counts the work that one scan does.
func Steps(pack *rule.Pack, s string) int {
	sc := newScan(pack)
	var r Result
	sc.run(s, &r)
	return sc.Steps
}

// ScanAll is Scan in which every recogniser looks at every token, whatever its marks
// say of what it may begin.
func ScanAll(pack *rule.Pack, s string) Result {
	const facts = pass.MarkNumber | pass.MarkMixed | pass.MarkCapital | pass.MarkOrdinary
	sc := newScan(pack)
	sc.prepare(s)
	sc.Rare = sc.Rare[:0]
	for i := range sc.Marks {
		sc.Rare = append(sc.Rare, int32(i))
		all := ^pass.Mark(0) &^ facts
		if sc.Doc.Tokens[i].Kind == text.Symbol {
			all &^= pass.MarkPlate
		}
		sc.Marks[i] |= all
	}
	sc.Seen = ^pass.Mark(0)
	sc.recognise()
	var r Result
	sc.resolve()
	sc.report(&r)
	sc.subject.Group(&r)
	sc.refer(&r)
	return r
}
