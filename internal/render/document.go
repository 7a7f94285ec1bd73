package render

// Document is a report or letter, independent of its form. All text is plain
// text; each form escapes it.
type Document struct {
	Lang  string // "nl" or "en"
	Title string
	// Facts stand under the title: organisation, period and so on.
	Facts []Fact
	// Lead holds the few sentences that a reader in a hurry reads.
	Lead []string
	// Notices are what the reader must know to read the figures well.
	Notices []Notice
	Figures []Figure
	// Sections follow in order.
	Sections []Section
	Footer   string
}

// Fact is a label with its value.
type Fact struct{ Label, Value string }

// Notice is a remark with a tone: "info", "warn" or "stop".
type Notice struct{ Tone, Text string }

// Figure is one of the few numbers at the top.
type Figure struct {
	Label, Value string
	// Change says how it moved, in words; empty when there is nothing to compare.
	Change string
}

// Section is a part with a heading.
type Section struct {
	// ID is unique in the document and a valid fragment.
	ID, Title string
	Text      []string
	Facts     []Fact
	// Links are things to do, in order.
	Links  []Link
	Tables []Table
}

// Link is a text that leads somewhere; URL may be empty.
type Link struct{ Text, URL string }

// Table has one row of headers and a first column that names each row.
type Table struct {
	Caption string
	Columns []Column
	Rows    []Row
	// Empty stands in place of a table without rows.
	Empty string
}

// Column of a table.
type Column struct {
	Label   string
	Numeric bool
}

// Row of a table. Cells has one entry a column.
type Row struct {
	Cells []string
	// Share of the whole, 0 to 1, drawn as a bar beside the name; negative for none.
	Share float64
	// Sub marks a row that is part of the row above it.
	Sub bool
}
