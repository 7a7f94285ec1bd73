package pass

import "dijkwacht/internal/lexicon"

// PlaceAt gives the token after the place name that starts at token i, or 0.
func (s *Pass) PlaceAt(i int) int {
	const places = lexicon.Place | lexicon.SmallPlace
	if s.Is(i, lexicon.PlaceStart) {
		if end, id, ok := s.Pack.Phrases.Longest(&s.Doc, i); ok && s.Pack.Terms[id].Class&places != 0 {
			return end
		}
	}
	if s.Is(i, places) {
		return i + 1
	}
	return 0
}
