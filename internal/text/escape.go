package text

// escapeKinds are the escape notations that a text may be written in.
type escapeKinds uint8

const escapeNone escapeKinds = 0

// escapesOf looks which notations occur.
func escapesOf(string) escapeKinds { return escapeNone }

// escape copies the byte at offset i, or what the escape there stands for.
func (d *Doc) escape(source string, i int, _ escapeKinds) int {
	d.Norm = append(d.Norm, source[i])
	return i + 1
}
