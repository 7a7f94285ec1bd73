package detect

// decode looks into encoded pieces.
func (s *scan) decode() {}
