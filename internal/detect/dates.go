package detect

// dates finds dates, dates of birth and ages.
func (s *scan) dates() {}
