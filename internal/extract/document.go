package extract

// Type is what a file is by its content.
type Type string

// The types.
const (
	Unknown Type = "unknown"
	Text    Type = "text"
	CSV     Type = "csv"
	HTML    Type = "html"
	RTF     Type = "rtf"
	Mail    Type = "mail"
	PDF     Type = "pdf"
	Word    Type = "docx"
	Sheet   Type = "xlsx"
	Slides  Type = "pptx"
	ODT     Type = "odt"
	ODS     Type = "ods"
	ODP     Type = "odp"
	Zip     Type = "zip"
	Image   Type = "image"
)

// Kind is where in a file a text stands.
type Kind string

// The kinds. Hidden: rows, sheets, slides and text that a reader does not show.
const (
	Body       Kind = "text"
	Page       Kind = "page"
	Slide      Kind = "slide"
	Cells      Kind = "sheet"
	Hidden     Kind = "hidden"
	Notes      Kind = "notes"
	Comments   Kind = "comments"
	Headers    Kind = "headers"
	Tracked    Kind = "tracked_changes"
	Metadata   Kind = "metadata"
	AltText    Kind = "alt_text"
	FileName   Kind = "file_name"
	Picture    Kind = "image"
	Form       Kind = "form"
	Attachment Kind = "attachment"
)

// Part is one piece of text.
type Part struct {
	Kind Kind `json:"kind"`
	// Page is the number of the page, slide or sheet, from 1; 0 where there is none.
	Page int `json:"page,omitempty"`
	// Entry is the number of the file in an archive, or of the attachment of a mail, from
	// 1; 0 for the file itself.
	Entry int    `json:"entry,omitempty"`
	Text  string `json:"text"`
}

// Reason is why something was not read. The words are those of policies.
type Reason string

// The reasons.
const (
	NoImageText Reason = "image"
	UnknownType Reason = "unknown_type"
	Encrypted   Reason = "encrypted"
	Broken      Reason = "broken"
	TooLarge    Reason = "too_large"
	TooSlow     Reason = "too_slow"
)

// Unread is a piece of a file that was not read.
type Unread struct {
	Reason Reason `json:"reason"`
	Page   int    `json:"page,omitempty"`
	Entry  int    `json:"entry,omitempty"`
}

// Document is what a file holds.
type Document struct {
	Type   Type     `json:"type"`
	Parts  []Part   `json:"parts"`
	Unread []Unread `json:"unread,omitempty"`
	// Pictures wait for a reader of pictures; until then they are not read.
	Pictures []Drawn `json:"pictures,omitempty"`
}

// Drawn is a picture in a format that readers of pictures take.
type Drawn struct {
	Page  int    `json:"page,omitempty"`
	Entry int    `json:"entry,omitempty"`
	Data  []byte `json:"data"`
}

// Append takes over another document as the next file of an archive: its own entries
// get the numbers behind it.
func (d *Document) Append(other Document) {
	base := 1
	for _, p := range d.Parts {
		base = max(base, p.Entry+1)
	}
	for _, u := range d.Unread {
		base = max(base, u.Entry+1)
	}
	for _, p := range other.Parts {
		p.Entry += base
		d.Parts = append(d.Parts, p)
	}
	for _, u := range other.Unread {
		u.Entry += base
		d.Unread = append(d.Unread, u)
	}
}
