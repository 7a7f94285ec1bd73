package detect

// secrets finds keys, passwords and private keys.
func (s *scan) secrets() {}
