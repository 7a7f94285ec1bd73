package pass

import "dijkwacht/internal/lexicon"

// Classify looks up each word once and finds the cues.
func (s *Pass) Classify() {
	n := len(s.Doc.Tokens)
	s.Classes = Resize(s.Classes, n)
	s.Taken = Resize(s.Taken, n)
	clear(s.Taken)
	s.Cues = s.Cues[:0]
	s.Steps += n
	for i := range s.Doc.Tokens {
		s.Classes[i] = s.Pack.Words.Lookup(s.Doc.Tokens[i].Hash)
	}
	for i := 0; i < n; i++ {
		if s.Classes[i]&lexicon.CueStart == 0 {
			continue
		}
		if end, id, ok := s.Pack.Cues.Longest(&s.Doc, i); ok {
			s.Cues = append(s.Cues, CueHit{Start: int32(i), End: int32(end), ID: id})
			i = end - 1
		}
	}
	s.countCues()
}

// countCues fills ended.
func (s *Pass) countCues() {
	s.ended = Resize(s.ended, len(s.Doc.Tokens)+1)
	at := 0
	for h := range s.Cues {
		for end := int(s.Cues[h].End); at < end; at++ {
			s.ended[at] = int32(h)
		}
	}
	for ; at < len(s.ended); at++ {
		s.ended[at] = int32(len(s.Cues))
	}
}

// Resize gives a slice of n elements, reusing memory.
func Resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}
