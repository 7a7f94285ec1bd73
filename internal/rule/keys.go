package rule

// KeyPrefix is one prefix of the keys that a rule describes.
type KeyPrefix struct {
	Prefix string
	Rule   int
}

// KeyIndex finds the rules whose keys start as a text does.
type KeyIndex struct {
	first [128][]KeyPrefix
}

// At lists the prefixes that begin with byte c.
func (x *KeyIndex) At(c byte) []KeyPrefix {
	if c >= 128 {
		return nil
	}
	return x.first[c]
}

// addKeys enters the prefixes of all rules for keys of known form.
func (p *Pack) addKeys() {
	p.Keys = &KeyIndex{}
	for _, i := range p.With(MatchSecret) {
		for _, prefix := range p.Rules[i].Params.Prefixes {
			if prefix != "" && prefix[0] < 128 {
				p.Keys.first[prefix[0]] = append(p.Keys.first[prefix[0]], KeyPrefix{prefix, i})
			}
		}
	}
}
