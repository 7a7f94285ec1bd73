package rule

import (
	"errors"
	"strconv"
	"strings"
	"sync"

	"dijkwacht/internal/check"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// Source is what a pack is compiled from.
type Source struct {
	Version string
	Rules   []Rule
	Lists   []lexicon.List
	// Tagger holds the weights of the name model; empty without one.
	Tagger []byte
	// CommonWords is the filter of ordinary words, see lexicon.Filter; may be empty.
	CommonWords []byte
	// Checked: the rules were checked before they were stored.
	Checked bool
}

// Term is what a phrase of the word lists stands for.
type Term struct {
	Type  Type
	Class lexicon.Class
}

// Pack is the compiled form of all rules. It is read-only and safe for
// concurrent use.
type Pack struct {
	Version string
	Rules   []Rule
	// Words gives the classes of single words; those of terms and cues among them.
	Words *lexicon.Table
	// Phrases are the terms of the typed lists; values index Terms.
	Phrases *lexicon.Phrases
	Terms   []Term
	// Cues are the cues of all rules; values index CueUses.
	Cues    *lexicon.Phrases
	CueUses [][]CueUse
	Tagger  []byte
	Common  *lexicon.Filter
	// Endings of the rules with the matcher ending; values are rule indices, NoRule
	// for endings that are none.
	Endings *lexicon.Endings
	// Near finds single words of the typed lists with another spelling or a slip;
	// values are types.
	Near *lexicon.Near
	// Keys are the prefixes of the rules with the matcher secret.
	Keys *KeyIndex

	// Listed are the words of the organisation's own lists; values are rule indices.
	Listed *lexicon.Phrases
	// Facts are the words of the rules for facts; values are rule indices.
	Facts *lexicon.Phrases
	// Patterns holds the pattern of each rule that has one.
	Patterns []*Pattern
	// Valid holds the validator of each rule, or nil.
	Valid []check.Func

	// Scratch holds memory that scans reuse.
	Scratch sync.Pool

	byID      map[string]int
	byMatcher map[Matcher][]int
}

// NoRule is the index of no rule.
const NoRule = -1

// Index of the rule with this id, or NoRule.
func (p *Pack) Index(id string) int {
	if i, ok := p.byID[id]; ok {
		return i
	}
	return NoRule
}

// With lists the indices of the rules that use the matcher.
func (p *Pack) With(m Matcher) []int { return p.byMatcher[m] }

// Label is the placeholder word of the rule with this id in language "nl" or
// "en", and of the type when there is no such rule.
func (p *Pack) Label(id, language string) string {
	i := p.Index(id)
	if i == NoRule {
		return ""
	}
	if language == "en" {
		return p.Rules[i].Label.EN
	}
	return p.Rules[i].Label.NL
}

// mistake is what is wrong with a rule. It is written without package fmt, which would
// be a tenth of what a browser loads.
type mistake struct {
	rule string
	err  error
}

func (m mistake) Error() string { return "rule " + strconv.Quote(m.rule) + ": " + m.err.Error() }

func (m mistake) Unwrap() error { return m.err }

// Compile checks the rules and builds the tables. An error names the rule.
func Compile(src Source) (*Pack, error) {
	p := &Pack{
		Version: src.Version, Rules: src.Rules, Tagger: src.Tagger,
		byID: map[string]int{}, byMatcher: map[Matcher][]int{},
	}
	for i := range p.Rules {
		r := &p.Rules[i]
		if err := r.Check(); err != nil && !src.Checked {
			return nil, mistake{r.ID, err}
		}
		if _, twice := p.byID[r.ID]; twice {
			return nil, mistake{r.ID, errors.New("id used twice")}
		}
		valid, known := check.ByName(r.Validator)
		if r.Validator != "" && !known {
			return nil, mistake{r.ID, errors.New("unknown validator " + strconv.Quote(r.Validator))}
		}
		p.Valid = append(p.Valid, valid)
		p.byID[r.ID] = i
		p.byMatcher[r.Matcher] = append(p.byMatcher[r.Matcher], i)
	}
	if len(src.CommonWords) > 0 {
		filter, err := lexicon.ReadFilter(src.CommonWords)
		if err != nil {
			return nil, errors.Join(errors.New("read common words"), err)
		}
		p.Common = filter
	}
	if err := p.addLists(src.Lists); err != nil {
		return nil, err
	}
	if err := p.addOwn(); err != nil {
		return nil, err
	}
	p.addCues()
	p.addEndings()
	p.addKeys()
	p.addNear(src.Lists)
	return p, nil
}

// addLists enters single words in Words and typed terms in Phrases too.
func (p *Pack) addLists(lists []lexicon.List) error {
	entries := 0
	for i := range lists {
		entries += len(lists[i].Entries)
	}
	p.Words = lexicon.NewTable(entries)
	typed := 0
	for i := range lists {
		if lists[i].Type != "" || hasSpace(lists[i].Entries) {
			typed += len(lists[i].Entries)
		}
	}
	p.Phrases = lexicon.NewPhrases(typed)
	for i := range lists {
		term := Term{Class: lists[i].Class}
		if name := lists[i].Type; name != "" {
			t, ok := ParseType(name)
			if !ok {
				return errors.New("word list: unknown type " + strconv.Quote(name))
			}
			term.Type = t
		}
		p.Terms = append(p.Terms, term)
		p.addList(&lists[i], uint32(len(p.Terms)-1))
	}
	return nil
}

// addList enters the entries of a list whose terms have this index.
func (p *Pack) addList(l *lexicon.List, term uint32) {
	start := lexicon.PhraseStart | startOf(l.Class)
	for _, e := range l.Entries {
		single := !multiple(e)
		if l.Type == "" && single {
			p.Words.Add(e, l.Class)
			continue
		}
		first := p.Phrases.Add(e, term)
		switch {
		case !single:
			p.Words.AddHash(first, start)
		case first == text.HashWord(e):
			p.Words.AddHash(first, start|l.Class)
		default:
			p.Words.AddHash(first, start)
			p.Words.Add(e, l.Class)
		}
	}
}

// startOf tells what the phrases of a class are, for the first word of one.
func startOf(c lexicon.Class) lexicon.Class {
	const terms = lexicon.DiagnosisWord | lexicon.MedicationWord | lexicon.TreatmentWord | lexicon.MentalWord |
		lexicon.HealthAmbiguous | lexicon.HealthAbbr | lexicon.HealthHead | lexicon.Eponym | lexicon.Analyte
	var start lexicon.Class
	if c&(lexicon.Place|lexicon.SmallPlace) != 0 {
		start |= lexicon.PlaceStart
	}
	if c&terms != 0 {
		start |= lexicon.TermStart
	}
	if c&lexicon.PublicName != 0 {
		start |= lexicon.PublicStart
	}
	return start
}

func hasSpace(entries []string) bool {
	for _, e := range entries {
		if multiple(e) {
			return true
		}
	}
	return false
}

// multiple tells whether the tokeniser may take the entry apart.
func multiple(e string) bool {
	for i := range len(e) {
		if apart[e[i]] {
			return true
		}
	}
	return false
}

// apart holds the bytes at which the tokeniser may take an entry apart.
var apart = func() (t [256]bool) {
	for c := range 0x80 {
		t[c] = c < '0' && c != '\'' || c > '9' && c < 'A' || c > 'Z' && c < 'a' || c > 'z'
	}
	return t
}()

// addOwn enters the word lists and patterns of rules.
func (p *Pack) addOwn() error {
	p.Listed = lexicon.NewPhrases(8)
	p.Patterns = make([]*Pattern, len(p.Rules))
	if len(p.byMatcher[MatchPattern]) > MaxPatterns {
		return errors.New("more than " + strconv.Itoa(MaxPatterns) + " patterns")
	}
	for _, i := range p.byMatcher[MatchPattern] {
		pattern, err := CompilePattern(p.Rules[i].Params.Pattern)
		if err != nil {
			return mistake{p.Rules[i].ID, err}
		}
		p.Patterns[i] = pattern
	}
	p.Facts = lexicon.NewPhrases(8)
	for _, i := range p.byMatcher[MatchFact] {
		for _, w := range p.Rules[i].Params.Words {
			p.Words.AddHash(p.Facts.Add(w, uint32(i)), lexicon.FactStart)
		}
	}
	for _, i := range p.byMatcher[MatchWords] {
		for _, w := range p.Rules[i].Params.Words {
			p.Words.AddHash(p.Listed.Add(w, uint32(i)), lexicon.OwnStart)
		}
	}
	return nil
}

// addEndings enters the endings of all rules that read them. An ending that
// starts with ! is an exception to shorter ones.
func (p *Pack) addEndings() {
	p.Endings = &lexicon.Endings{}
	for _, i := range p.With(MatchEnding) {
		for _, e := range p.Rules[i].Params.Suffixes {
			if plain, exception := strings.CutPrefix(e, "!"); exception {
				p.Endings.Add(plain, 0, NoRule)
				continue
			}
			p.Endings.Add(e, max(p.Rules[i].Params.Min, len(e)+1), int32(i))
		}
	}
}

// addNear enters the words of the typed lists of certain terms.
func (p *Pack) addNear(lists []lexicon.List) {
	const terms = lexicon.DiagnosisWord | lexicon.MedicationWord | lexicon.TreatmentWord | lexicon.MentalWord
	n := 0
	for i := range lists {
		if lists[i].Class&terms != 0 {
			n += len(lists[i].Entries)
		}
	}
	p.Near = lexicon.NewNear(n)
	for i := range lists {
		if t, ok := ParseType(lists[i].Type); ok && lists[i].Class&terms != 0 {
			addNear(p.Near, lists[i].Entries, t)
		}
	}
}

func addNear(near *lexicon.Near, entries []string, t Type) {
	for _, e := range entries {
		if !multiple(e) {
			near.Add(e, uint8(t))
		}
	}
}
