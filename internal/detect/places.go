package detect

// places finds addresses, postcodes and cities.
func (s *scan) places() {}
