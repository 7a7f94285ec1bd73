package detect

// persons groups the findings by the person whom they are about.
func (s *scan) persons(*Result) {}
