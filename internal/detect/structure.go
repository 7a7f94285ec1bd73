package detect

// tables holds the columns of the tables in the text.
type tables struct{}

// structure finds tables and records.
func (s *scan) structure() {}

// columnOf adds what the header of the column says about token i.
func (s *scan) columnOf(int) {}
