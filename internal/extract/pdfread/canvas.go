package pdfread

import (
	"math"
	"strings"
)

// matrix is [a b 0; c d 0; e f 1] as a, b, c, d, e, f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// mul is what m does before n.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// state is what q keeps and Q brings back.
type state struct {
	ctm                          matrix
	font                         *font
	size, charGap, wordGap, rise float64
	scale, leading               float64
}

// canvas runs the operators of a page and writes its text, with a space or a new line
// where the place of the next piece says so.
type canvas struct {
	f   *File
	out strings.Builder
	state
	stack     []state
	text, row matrix
	// x and y are where the last piece ended, in the page's own units.
	x, y, height float64
	begun        bool
	blind        bool
	tooMuch      bool
	images       []Image
	inForm       map[*Stream]bool
	drawn        map[*Stream]bool
}

// maxForms is how deep forms lie in one another.
const maxForms = 12

// run runs content with the resources that its names stand for.
func (c *canvas) run(content []byte, resources Dict, depth int) error {
	l := lexer{b: content}
	var args Array
	for {
		v := l.value()
		op, ok := v.(keyword)
		if !ok {
			if len(args) < 512 {
				args = append(args, v)
			}
			continue
		}
		if op == end {
			return nil
		}
		if c.f.steps++; c.f.steps > maxSteps {
			return ErrTooLarge
		}
		if op == "BI" {
			skipInline(&l)
		} else if err := c.do(op, args, resources, depth); err != nil {
			return err
		}
		args = args[:0]
	}
}

// skipInline passes over a picture within the content.
func skipInline(l *lexer) {
	for v := l.value(); v != keyword("ID") && v != end; v = l.value() {
	}
	for l.at+2 < len(l.b) {
		if l.b[l.at] == 'E' && l.b[l.at+1] == 'I' && spaces[l.b[l.at-1]] && (l.at+2 >= len(l.b) || spaces[l.b[l.at+2]]) {
			l.at += 2
			return
		}
		l.at++
	}
	l.at = len(l.b)
}

func (c *canvas) do(op keyword, args Array, resources Dict, depth int) error {
	n := func(i int) float64 {
		if i < len(args) {
			f, _ := args[i].(float64)
			return f
		}
		return 0
	}
	switch op {
	case "q":
		if len(c.stack) < 4096 {
			c.stack = append(c.stack, c.state)
		}
	case "Q":
		if n := len(c.stack); n > 0 {
			c.state, c.stack = c.stack[n-1], c.stack[:n-1]
		}
	case "cm":
		c.ctm = matrix{n(0), n(1), n(2), n(3), n(4), n(5)}.mul(c.ctm)
	case "BT":
		c.text, c.row = identity, identity
	case "Tf":
		if name, ok := first(args).(Name); ok {
			if fonts := c.f.dict(resources["Font"]); fonts[name] != nil {
				c.font = c.f.font(fonts[name])
			}
		}
		c.size = n(1)
	case "Tc":
		c.charGap = n(0)
	case "Tw":
		c.wordGap = n(0)
	case "Tz":
		c.scale = n(0) / 100
	case "TL":
		c.leading = n(0)
	case "Ts":
		c.rise = n(0)
	case "Td":
		c.move(n(0), n(1))
	case "TD":
		c.leading = -n(1)
		c.move(n(0), n(1))
	case "Tm":
		c.text = matrix{n(0), n(1), n(2), n(3), n(4), n(5)}
		c.row = c.text
	case "T*":
		c.move(0, -c.leading)
	case "Tj", "'", "\"":
		return c.showLine(op, args)
	case "TJ":
		for _, v := range asArray(first(args)) {
			switch v := v.(type) {
			case String:
				c.show(v)
			case float64:
				c.text = matrix{1, 0, 0, 1, -v / 1000 * c.size * c.scale, 0}.mul(c.text)
			}
		}
	case "Do":
		if name, ok := first(args).(Name); ok {
			return c.object(c.f.dict(resources["XObject"])[name], resources, depth)
		}
	}
	return nil
}

func asArray(v any) Array { a, _ := v.(Array); return a }

// showLine: ' and " go to the next line first.
func (c *canvas) showLine(op keyword, args Array) error {
	if op == "\"" && len(args) >= 3 {
		c.wordGap, _ = args[0].(float64)
		c.charGap, _ = args[1].(float64)
	}
	if op != "Tj" {
		c.move(0, -c.leading)
	}
	if len(args) > 0 {
		if s, ok := args[len(args)-1].(String); ok {
			c.show(s)
		}
	}
	return nil
}

func (c *canvas) move(x, y float64) {
	c.row = matrix{1, 0, 0, 1, x, y}.mul(c.row)
	c.text = c.row
}

// show writes one string and moves on.
func (c *canvas) show(s String) {
	if c.font == nil {
		c.font = c.f.newFont(Dict{})
	}
	text, width, codes, blanks := c.font.show(s)
	if c.font.blind && len(s) > 0 {
		c.blind = true
	}
	at := matrix{1, 0, 0, 1, 0, c.rise}.mul(c.text).mul(c.ctm)
	height := math.Abs(c.size) * math.Hypot(at[2], at[3])
	c.place(at[4], at[5], height)
	c.out.WriteString(text)
	move := (width/1000*c.size + float64(codes)*c.charGap + float64(blanks)*c.wordGap) * c.scale
	c.text = matrix{1, 0, 0, 1, move, 0}.mul(c.text)
	after := c.text.mul(c.ctm)
	c.x, c.y, c.height, c.begun = after[4], after[5], height, true
}

// place writes what stands between the last piece and one at x, y.
func (c *canvas) place(x, y, height float64) {
	if !c.begun {
		return
	}
	size := max(height, c.height, 1)
	switch away := math.Abs(y - c.y); {
	case away > 1.6*size:
		c.out.WriteString("\n\n")
	case away > 0.4*size:
		c.out.WriteByte('\n')
	case x-c.x > 1.5*size:
		c.out.WriteByte('\t')
	case x-c.x > 0.17*size || x-c.x < -size:
		c.out.WriteByte(' ')
	}
}

func (c *canvas) line() {
	c.out.WriteByte('\n')
	c.begun = false
}

// object draws a form or notes a picture.
func (c *canvas) object(v any, resources Dict, depth int) error {
	s, ok := c.f.get(v).(*Stream)
	if !ok {
		return nil
	}
	if c.f.name(s.Dict["Subtype"]) == "Image" {
		if !c.drawn[s] {
			c.drawn[s] = true
			c.images = append(c.images, c.f.picture(s))
		}
		return nil
	}
	return c.form(s, resources, depth)
}

func (c *canvas) form(s *Stream, resources Dict, depth int) error {
	if c.inForm[s] {
		return nil
	}
	if depth >= maxForms {
		c.tooMuch = true
		return nil
	}
	data, err := c.f.Data(s)
	if err == ErrTooLarge {
		return err
	}
	if own := c.f.dict(s.Dict["Resources"]); own != nil {
		resources = own
	}
	c.inForm[s] = true
	before, level := c.state, len(c.stack)
	if m := c.f.array(s.Dict["Matrix"]); len(m) == 6 {
		var own matrix
		for i := range own {
			own[i] = c.f.num(m[i])
		}
		c.ctm = own.mul(c.ctm)
	}
	err = c.run(data, resources, depth+1)
	c.state, c.stack = before, c.stack[:min(level, len(c.stack))]
	delete(c.inForm, s)
	return err
}
