package extract

import (
	"errors"

	"dijkwacht/internal/extract/pdfread"
)

// pdf reads a PDF file.
func (c *collector) pdf(data []byte) error {
	f, err := pdfread.Open(data, c.unpacked)
	if err != nil {
		return pdfError(err)
	}
	words, err := f.Rest(func(a pdfread.Attached) error { return c.nested(a.Name, a.Data) })
	if err != nil {
		return pdfError(err)
	}
	err = errors.Join(c.add(Metadata, 0, words.Metadata), c.add(AltText, 0, words.Alt), c.add(Form, 0, words.Form))
	if err != nil {
		return err
	}
	return pdfError(f.Pages(c.pdfPage))
}

func (c *collector) pdfPage(number int, p pdfread.Page) error {
	if err := c.turn(); err != nil {
		return err
	}
	if err := c.add(Page, number, p.Text); err != nil {
		return err
	}
	if p.Blind {
		c.missed(NoImageText, number)
	}
	for _, n := range p.Notes {
		kind := Comments
		switch n.Kind {
		case "Widget":
			kind = Form
		case "Link":
			kind = Metadata
		}
		if err := c.add(kind, number, n.Text); err != nil {
			return err
		}
	}
	for _, p := range p.Images {
		switch {
		case p.Data != nil:
			if err := c.image(p.Data, number, PDF); err != nil {
				return err
			}
		case min(p.Width, p.Height) >= leastSide && p.Width*p.Height >= leastPixels:
			c.missed(NoImageText, number)
		}
	}
	return nil
}

func pdfError(err error) error {
	switch {
	case errors.Is(err, pdfread.ErrEncrypted):
		return errEncrypted
	case errors.Is(err, pdfread.ErrBroken):
		return errBroken
	}
	return err
}
