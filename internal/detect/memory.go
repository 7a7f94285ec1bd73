package detect

import (
	"dijkwacht/internal/detect/contact"
	"dijkwacht/internal/detect/date"
	"dijkwacht/internal/detect/disguise"
	"dijkwacht/internal/detect/health"
	"dijkwacht/internal/detect/name"
	"dijkwacht/internal/detect/number"
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/detect/place"
	"dijkwacht/internal/detect/secret"
	"dijkwacht/internal/detect/subject"
	"dijkwacht/internal/rule"
)

// scan is a pass with all its recognisers, which share it.
type scan struct {
	pass.Pass
	disguise disguise.Finder
	secret   secret.Finder
	contact  contact.Finder
	number   number.Finder
	date     date.Finder
	place    place.Finder
	health   health.Finder
	name     name.Finder
	subject  subject.Finder
	refs     []ref
	// rare is the memory of Rare.
	rare []int32
	// bytes is memory for what is decoded, decoded counts the bytes looked into.
	bytes   []byte
	decoded int
	// depth counts the layers of code that the text was taken from.
	depth int
}

func newScan(pack *rule.Pack) *scan {
	s := &scan{}
	s.Pack = pack
	p := &s.Pass
	s.disguise.Pass, s.secret.Pass, s.contact.Pass, s.number.Pass, s.date.Pass = p, p, p, p, p
	s.place.Pass, s.health.Pass, s.name.Pass, s.subject.Pass = p, p, p, p
	return s
}
