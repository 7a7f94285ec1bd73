package detect

// bodies finds organisations and hospitals.
func (s *scan) bodies() {}
