package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// scan is the working memory of one pass over one text. Recognisers are its
// methods, each in its own file; they read doc and classes and add candidates.
type scan struct {
	pack   *rule.Pack
	source string
	doc    text.Doc
	// classes of each token, by index.
	classes []lexicon.Class
	// marks of each token, and all of them together.
	marks []mark
	seen  mark
	// taken is the type of the last candidate that covers each token.
	taken []rule.Type
	cues  []cueHit
	// ended counts for each token the cues that end at or before it.
	ended []int32
	// cands are the candidates; after resolve those kept, in order, one for each
	// finding.
	cands    []candidate
	supports []support
	// Memory of recognisers, reused from item to item.
	digitRun   digitRun
	codeRun    codeRun
	spelledRun spelledRun
	misspelled []labelledToken
	parts      [16]byte
	best       []runScore
	wanted     uint64
	ruleList   []int
	bytes      []byte
	word       [40]byte
	table      tables
	dateHits   []datedCandidate
	bodyNames  []bodyName
	edits      []text.Edit
	people     people
	refs       []ref
	healthPass healthPass
	namePass   namePass
	// functions counts the functions that single somebody out.
	functions int
	// steps counts work, so that tests can see that it grows linearly.
	steps int
	depth int
	// decoded counts the bytes that decode has looked into.
	decoded int
	// left collects what looked like an item and is none; nil but for Explain.
	left *[]LeftAlone
}

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
	return &scan{pack: pack}
}

func release(sc *scan) {
	sc.source = ""
	sc.depth, sc.decoded = 0, 0
	sc.pack.Scratch.Put(sc)
}

// run makes the pass: words and cues first, then structure, then each recogniser,
// then the choice among what overlaps.
func (s *scan) run(source string, r *Result) {
	s.prepare(source)
	s.recognise()
	s.resolve()
	s.report(r)
	s.persons(r)
	s.number(r)
}

// prepare reads the words of the text and what is known of each.
func (s *scan) prepare(source string) {
	s.source, s.steps = source, 0
	s.cands = s.cands[:0]
	s.doc.Reset(source)
	s.classify()
	s.lookOver()
	if s.disguise() {
		s.doc.Rewrite(source, s.edits)
		s.classify()
		s.lookOver()
	}
	s.structure()
}

// recognise lets each recogniser add its candidates, those first on which others build.
func (s *scan) recognise() {
	s.records()
	s.secrets()
	s.contacts()
	s.money()
	s.documents()
	s.dates()
	s.numbers()
	s.phones()
	s.fhir()
	s.spelled()
	s.gluedValues()
	s.custom()
	s.misread()
	s.split()
	s.places()
	s.bodies()
	s.health()
	s.names()
	s.birthdays()
	s.weakTerms()
	s.facts()
	s.cities()
	s.rows()
	s.ages()
	s.decode()
}

// classify looks up each word once and finds the cues.
func (s *scan) classify() {
	n := len(s.doc.Tokens)
	s.classes = resize(s.classes, n)
	s.taken = resize(s.taken, n)
	clear(s.taken)
	s.cues = s.cues[:0]
	s.steps += n
	for i := range s.doc.Tokens {
		s.classes[i] = s.pack.Words.Lookup(s.doc.Tokens[i].Hash)
	}
	for i := 0; i < n; i++ {
		if s.classes[i]&lexicon.CueStart == 0 {
			continue
		}
		if end, id, ok := s.pack.Cues.Longest(&s.doc, i); ok {
			s.cues = append(s.cues, cueHit{start: int32(i), end: int32(end), id: id})
			i = end - 1
		}
	}
	s.countCues()
}

// countCues fills ended.
func (s *scan) countCues() {
	s.ended = resize(s.ended, len(s.doc.Tokens)+1)
	at := 0
	for h := range s.cues {
		for end := int(s.cues[h].end); at < end; at++ {
			s.ended[at] = int32(h)
		}
	}
	for ; at < len(s.ended); at++ {
		s.ended[at] = int32(len(s.cues))
	}
}

// resize gives a slice of n elements, reusing memory.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// lowered is token i in lower case, of ASCII letters. It is valid until the next
// call and cut off after 40 bytes.
func (s *scan) lowered(i int) []byte {
	w := s.doc.Word(i)
	n := copy(s.word[:], w)
	for k, c := range s.word[:n] {
		if c >= 'A' && c <= 'Z' {
			s.word[k] = c + 'a' - 'A'
		}
	}
	return s.word[:n]
}

// is tells whether token i exists and has one of the classes.
func (s *scan) is(i int, c lexicon.Class) bool {
	return i >= 0 && i < len(s.classes) && s.classes[i]&c != 0
}

// report makes the findings of the candidates that were kept.
func (s *scan) report(r *Result) {
	if len(s.cands) == 0 {
		return
	}
	r.Findings = make([]Finding, len(s.cands))
	for i := range s.cands {
		c := &s.cands[i]
		r.Findings[i] = Finding{
			Type: c.typ, Span: s.doc.Source(c.start, c.end), Score: float64(c.score),
			Rule: s.pack.Rules[c.rule].ID, Evidence: c.evidence, Person: NoPerson,
		}
	}
}
