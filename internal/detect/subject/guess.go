package subject

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// sureGuess is the score of the model from which a given name that is an ordinary word
// too needs nothing else.
const sureGuess = 0.90

// guessed tells whether name finding i rests on the model alone: no list, title, role,
// label, column or other fact speaks for it.
func (s *Finder) guessed(i int) bool {
	at := s.people.at[i]
	from, to := int(at.from), int(at.to)
	if s.Cands[i].Evidence&^pass.ByModel != 0 || s.accountBefore(from) || s.ownField(from, to) {
		return false
	}
	who := s.people.of[i]
	c := &s.people.clusters[who]
	n := &c.name
	if to == from+1 && n.title == 0 && c.weight < roleByWorkTitle && (s.Is(from, lexicon.Country|lexicon.Decoy) || s.Is(from, lexicon.Place) && s.afterWord(from) || feasts.Lookup(s.Doc.Tokens[from].Hash) != 0) {
		return true
	}
	if !c.isDoubtful() || n.title != 0 || n.kin || c.aged {
		return false
	}
	if n.given {
		return n.plain && !n.capital && to == from+1 && c.score < sureGuess && c.weight < roleByWorkTitle && !s.supported(who)
	}
	if n.capital && !s.Doc.Tokens[from].Is(text.Capital) && !n.known {
		return true
	}
	if n.capital {
		return to == from+1 && !n.known && c.weight < roleByWorkTitle && !s.supported(who) && s.oddWord(from)
	}
	if c.weight >= roleByWorkTitle {
		return n.plain && !n.known
	}
	return n.plain || n.lower && !s.supported(who)
}

// feasts are in the lists of given names too.
var feasts = pass.WordTable("easter", "christmas", "noel", "pentecost", "ramadan", "diwali", "hanukkah", "passover", "pasen", "kerst", "kerstmis", "pinksteren", "suikerfeest",
	"sinterklaas", "halloween", "keti", "holi")

// ownField tells whether tokens [from, to) fill a field of a table.
func (s *Finder) ownField(from, to int) bool {
	if c := s.Doc.Symbol(from - 1); (c == '"' || c == '\'' || c == '(') && !s.Doc.Tokens[from].Is(text.Capital) {
		return false // a word in quotes
	}
	return s.FieldEdge(from-1, from) && s.FieldEdge(to, to)
}

// afterWord tells whether token i starts a line or stands behind a word, not behind a
// label or in a field.
func (s *Finder) afterWord(i int) bool {
	return s.Doc.Tokens[i].Is(text.LineStart) || i > 0 && s.Doc.Tokens[i-1].Kind == text.Word
}

// personVerbs tell of an illness behind the name of a person.
var personVerbs = pass.WordTable("heeft", "had", "kreeg", "krijgt", "gebruikt", "lijdt", "slikt", "has", "gets", "takes", "suffers", "uses")

// actsAt tells whether token i is one of them.
func (s *Finder) actsAt(i int) bool {
	return i < len(s.Doc.Tokens) && personVerbs.Lookup(s.Doc.Tokens[i].Hash) != 0
}

// oddWord tells whether token i stands as words of programs and products do: within
// square brackets or quotes, or before a number.
func (s *Finder) oddWord(i int) bool {
	switch s.Doc.Symbol(i - 1) {
	case '[', '"', '\'', '`', '<', '=', '_', '/', '\\':
		return true
	}
	return i+1 < len(s.Doc.Tokens) && s.Doc.Tokens[i+1].Kind == text.Number && s.Taken[i+1] == rule.TypeNone
}

// accountWords announce the name of a user.
var accountWords = pass.WordTable("account", "user", "login", "username", "gebruiker", "gebruikersnaam", "inlognaam", "usr", "uid", "owner")

// accountBefore tells whether one of them stands before token i, over a sign.
func (s *Finder) accountBefore(i int) bool {
	k := i - 1
	for k >= i-2 && k >= 0 && s.Doc.Tokens[k].Kind == text.Symbol {
		k--
	}
	return k >= 0 && accountWords.Lookup(s.Doc.Tokens[k].Hash) != 0
}
