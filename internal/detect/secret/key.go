package secret

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// The words around secrets.
var (
	// secretStops: behind them no value follows.
	secretStops = pass.WordTable("vergeten", "verlopen", "resetten", "wijzigen", "wijzig", "veranderen", "moet", "moeten", "must", "should", "forgot", "expired", "minimaal", "minimum", "maximaal", "beleid", "policy", "nooit", "never", "niet", "not", "geen", "no", "kwijt", "delen", "share", "required", "vereist", "opnieuw", "instellen", "hash", "hashen", "hashed", "kan", "kunnen", "aanvragen", "bsn", "geboortedatum", "postcode", "dossier", "bestaat")
	// secretLeads: a code follows directly.
	secretLeads = pass.WordTable("code", "is", "pin", "pincode", "combinatie", "combination", "luidt", "cijfercode", "met", "with", "nummer", "number", "was", "wordt", "naar", "to", "eerst", "first", "dus", "so", "nu", "now", "weer", "again", "nog", "still", "gewoon", "currently", "momenteel", "steeds", "altijd", "always", "just", "het", "it", "dan", "then", "exact", "volgens")
	// secretJoins stand between several passwords, secretBefore between a password
	// and a label behind it, secretLinks among them, secretUsers before the name of a user.
	secretJoins  = pass.WordTable("en", "and", "of", "or")
	secretBefore = pass.WordTable("als", "as", "is", "qua", "voor", "for", "het", "the", "de", "zijn", "haar", "mijn", "my", "his", "her", "ons", "nieuwe", "new")
	secretLinks  = pass.WordTable("als", "as", "is", "qua")
	secretUsers  = pass.WordTable("gebruikersnaam", "gebruiker", "user", "username", "login", "inlognaam", "account", "loginnaam", "accountnaam", "userid")
)

// WordTable makes a table that has the words in class 1.
// adviceWords stand before the passwords that a policy or advice names.
var adviceWords = pass.WordTable("bijvoorbeeld", "bijv", "bv", "bvb", "zoals", "verboden", "zwak", "zwakke", "slechte", "onveilige", "veelgebruikte", "sterk", "sterke", "weak", "strong", "forbidden", "banned", "eg", "denk", "e.g", "instance", "uitgelekte", "leaked", "honeypot")

// exampleNear tells whether the line says before token k that this is an example.
func (s *Finder) exampleNear(k int) bool {
	line := s.Doc.Tokens[k].Line
	for j, n := k-1, 0; j >= 0 && n < 14 && s.Doc.Tokens[j].Line == line; j, n = j-1, n+1 {
		if s.Is(j, lexicon.Example) && s.Doc.Symbol(j-1) != '.' {
			return true
		}
		if adviceWords.Lookup(s.Doc.Tokens[j].Hash) != 0 && !s.Is(j+1, lexicon.Connector) {
			return true
		}
	}
	return false
}

// keyBehind reads the key behind a label such as api_key or Authorization.
func (s *Finder) keyBehind(r, end, last int) {
	p := &s.Pack.Rules[r]
	end, ok := s.labelEnd(end)
	if !ok {
		return
	}
	v := labelled{direct: true}
	for k, n := end, 0; n < 8 && k < last && s.withinLabel(end, k); n++ {
		s.Steps++
		if s.passToken(k, &v) {
			k++
			continue
		}
		s.valueAt(k, &v)
		s.cookieValue(&v, p.Params.Min)
		if v.end > v.start && s.keyLike(p, &v) && !s.exampleNear(k) {
			s.AddBytes(r, v.start, v.end, p.Scores.Cue, pass.ByLabel)
			s.Mark(v.start, v.end, p.Type)
			return
		}
		if v.quoted && v.sign != 0 || s.Doc.Tokens[k].Kind == text.Symbol && s.Doc.Symbol(k) != '"' && s.Doc.Symbol(k) != '\'' && s.Doc.Symbol(k) != '{' {
			return
		}
		next := max(k+1, s.TokenEndingAfter(v.end))
		v = labelled{}
		k = next
	}
}

// cookieValue leaves the name of a cookie out of a value such as sid=3f2a.
func (s *Finder) cookieValue(v *labelled, least int) {
	for at := v.start; at+uint32(least) < v.end && at < v.start+24; at++ {
		if s.Doc.Norm[at] == '=' {
			v.start = at + 1
			return
		}
	}
}

// keyLike tells whether a value can be a key: long enough, of the rule's
// characters, mixed and irregular.
func (s *Finder) keyLike(p *rule.Rule, v *labelled) bool {
	value := s.Doc.Norm[v.start:v.end]
	if len(value) < p.Params.Min || p.Params.Max > 0 && len(value) > p.Params.Max || s.reference(v) || pass.Placeholder(value) {
		return false
	}
	for _, c := range value {
		if !inCharset(c, "base64") && !inCharset(c, "") && c != '~' && c != '!' && c != '$' && c != '*' && c != '@' && c != '#' && c != '%' && c != ':' {
			return false
		}
	}
	k := pass.KindsOf(value)
	return k.Digits > 0 && k.Letters > 0 && pass.Entropy(value) >= p.Params.Entropy
}

// credentials reads user:password@ behind a scheme, from byte at on, and gives
// the byte to go on from.
func (s *Finder) credentials(at, end uint32) uint32 {
	rules := s.Pack.With(rule.MatchPassword)
	if len(rules) == 0 {
		return at
	}
	norm := s.Doc.Norm
	colon, sign := uint32(0), uint32(0)
	stop := min(end, at+200)
	for k := at; k < stop; k++ {
		switch c := norm[k]; {
		case c == ':' && colon == 0 && sign == 0:
			colon = k
		case c == '@' && colon > 0:
			sign = k
		case c == '/' && sign > 0, c == '"', c == '\'', c == '<', c == '>' && sign > 0, c == '`', c == ',' && sign > 0:
			stop = k
		case c == '/' && colon > 0 && pass.PortLike(norm[colon+1:k]):
			return at
		}
	}
	if sign == 0 || sign <= colon+1 || sign+1 >= end || !pass.Letter(norm[sign+1]) && !pass.Digit(norm[sign+1]) && norm[sign+1] != '[' {
		return at
	}
	value := norm[colon+1 : sign]
	if len(value) < 3 || pass.Placeholder(value) || pass.Placeholder(norm[at:colon]) && len(value) < 8 {
		return at
	}
	s.AddBytes(rules[0], colon+1, sign, 0.99, pass.ByShape)
	s.Mark(colon+1, sign, s.Pack.Rules[rules[0]].Type)
	return sign
}

// secretCells reads the cells of table columns whose header is a label of a
// password.
func (s *Finder) secretCells() {
	rules := s.Pack.With(rule.MatchPassword)
	if len(s.Table.First) == 0 || len(rules) == 0 {
		return
	}
	for i := 0; i < len(s.Doc.Tokens); i++ {
		if s.Table.Lines[s.Doc.Tokens[i].Line] == 0 || s.Table.Cols[i] == 0 || i > 0 && s.Table.Cols[i-1] == s.Table.Cols[i] && !s.Doc.Tokens[i].Is(text.LineStart) {
			continue
		}
		k := i
		if c := s.Doc.Symbol(k); (c == ';' || c == ',' || c == '|') && s.Joint(k+1) {
			k++ // the delimiter counts to the cell that it opens
		}
		s.Supports = s.Supports[:0]
		s.ColumnOf(k)
		for _, r := range rules {
			if pass.SupportFor(s.Supports, r).Evidence == 0 {
				continue
			}
			v := labelled{direct: true, sign: ':'}
			if s.valueAt(k, &v); v.end > v.start {
				if score := s.weighPassword(&s.Pack.Rules[r], &v, k); score > 0 {
					s.addSecret(r, &v, score)
				}
			}
		}
	}
}
