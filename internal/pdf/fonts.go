package pdf

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"sync"
)

//go:embed fonts/*.ttf.gz
var packed embed.FS

// family is the name of the font in a document.
const family = "sans"

// styles maps the styles of fpdf to the files.
var styles = map[string]string{"": "Regular", "B": "Bold"}

// typefaces unpacks the fonts, once.
var typefaces = sync.OnceValues(func() (map[string][]byte, error) {
	faces := map[string][]byte{}
	for style, name := range styles {
		content, err := packed.ReadFile("fonts/LiberationSans-" + name + ".ttf.gz")
		if err != nil {
			return nil, fmt.Errorf("read font: %w", err)
		}
		z, err := gzip.NewReader(bytes.NewReader(content))
		if err != nil {
			return nil, fmt.Errorf("unpack font: %w", err)
		}
		if faces[style], err = io.ReadAll(z); err != nil {
			return nil, fmt.Errorf("unpack font: %w", err)
		}
	}
	return faces, nil
})
