package pdfread

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// Image is a picture on a page.
type Image struct {
	Width, Height int
	// Data is the picture as JPEG, JPEG 2000 or PNG; nil when its form is none of those.
	Data []byte
}

// maxPixels bounds a picture that is unpacked.
const maxPixels = 40_000_000

// picture takes a picture out; one that was seen is taken once a page.
func (f *File) picture(s *Stream) Image {
	p := Image{Width: int(f.num(s.Dict["Width"])), Height: int(f.num(s.Dict["Height"]))}
	data, filter, err := f.unfilter(s)
	switch {
	case err != nil || p.Width <= 0 || p.Height <= 0 || p.Width > maxPixels/p.Height:
	case filter == "DCTDecode", filter == "DCT", filter == "JPXDecode":
		p.Data = data
	case filter == "":
		p.Data = f.dots(s.Dict, data, p.Width, p.Height)
	}
	return p
}

// dots writes plain dots of one or eight bits, gray or in colours, as PNG.
func (f *File) dots(d Dict, data []byte, width, height int) []byte {
	depth := int(f.num(d["BitsPerComponent"]))
	if mask, _ := f.get(d["ImageMask"]).(bool); mask {
		depth = 1
	}
	var m image.Image
	switch row := (width + 7) / 8; {
	case depth == 1 && len(data) >= row*height:
		g := image.NewGray(image.Rect(0, 0, width, height))
		for y := range height {
			for x := range width {
				if data[y*row+x/8]>>(7-x%8)&1 == 1 {
					g.SetGray(x, y, color.Gray{Y: 255})
				}
			}
		}
		m = g
	case depth == 8 && len(data) >= 4*width*height:
		c := image.NewCMYK(image.Rect(0, 0, width, height))
		copy(c.Pix, data)
		m = c
	case depth == 8 && len(data) >= 3*width*height:
		c := image.NewNRGBA(image.Rect(0, 0, width, height))
		for i := range width * height {
			copy(c.Pix[4*i:], data[3*i:3*i+3])
			c.Pix[4*i+3] = 255
		}
		m = c
	case depth == 8 && len(data) >= width*height:
		m = &image.Gray{Pix: data, Stride: width, Rect: image.Rect(0, 0, width, height)}
	default:
		return nil
	}
	var b bytes.Buffer
	if png.Encode(&b, m) != nil {
		return nil
	}
	return b.Bytes()
}
