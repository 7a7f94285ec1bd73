package detect

// contacts finds e-mail, web and network addresses.
func (s *scan) contacts() {}
