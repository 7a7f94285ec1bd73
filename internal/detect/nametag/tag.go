package nametag

import (
	"encoding/binary"
	"slices"

	"dijkwacht/internal/text"
)

// never is the score of a forbidden step.
const never = -1 << 28

// Tag labels the tokens of v. It returns the number of tokens it looked at.
func (m *Model) Tag(v *View) int {
	n := len(v.Doc.Tokens)
	v.Labels, v.Margins = resize(v.Labels, n), resize(v.Margins, n)
	clear(v.Labels)
	clear(v.Margins)
	v.activate()
	work := 0
	v.runs(func(i, j int) {
		work += j - i
		v.fill(i, j)
		m.decode(v, i, j)
	})
	return work
}

// runs calls each for the longest rows of active tokens on one line.
func (v *View) runs(each func(i, j int)) {
	for i := 0; i < len(v.active); i++ {
		if !v.active[i] {
			continue
		}
		j := i + 1
		for j < len(v.active) && v.active[j] && !v.Doc.Tokens[j].Is(text.LineStart) && j-i < maxRun {
			j++
		}
		each(i, j)
		i = j - 1
	}
}

// Each activates the tokens of v and gives the features of each run, for training.
func (v *View) Each(use func(i int, rows [][]uint32)) {
	v.activate()
	v.runs(func(i, j int) {
		v.fill(i, j)
		rows := make([][]uint32, j-i)
		for k := range rows {
			rows[k] = slices.Clone(v.rows[k].rows[:v.rows[k].n])
		}
		use(i, rows)
	})
}

// maxRun bounds the memory of one run.
const maxRun = 64

// fill computes the features of tokens [i, j).
func (v *View) fill(i, j int) {
	v.rows, v.keys = resize(v.rows, j-i), resize(v.keys, j-i+4)
	line := v.Doc.Tokens[i].Line
	for k := range v.keys {
		v.keys[k] = v.keyOf(i-2+k, line)
	}
	for k := range v.rows {
		v.features(i+k, v.keys[k:k+5], &v.rows[k])
	}
}

// emit sums the weights of one token for each label.
func (m *Model) emit(s *rowSet) (out [labels]int32) {
	for _, r := range s.rows[:s.n] {
		w := binary.LittleEndian.Uint32(m.rows[4*int(r):])
		out[0] += int32(int8(w))
		out[1] += int32(int8(w >> 8))
		out[2] += int32(int8(w >> 16))
	}
	return out
}

// decode finds the best labels of tokens [i, j) and their margins: Viterbi
// forward, and the same backward for the best reading through each label.
func (m *Model) decode(v *View, i, j int) {
	n := j - i
	v.best, v.back, v.onward = resize(v.best, n), resize(v.back, n), resize(v.onward, n)
	for k := range n {
		e := m.emit(&v.rows[k])
		v.onward[k] = e // kept for the way back
		if k == 0 {
			v.best[0] = [labels]int32{e[0], e[1], never}
			continue
		}
		for b := range labels {
			top, from := int32(never), uint8(0)
			for a := range labels {
				if a == int(Outside) && b == int(Inside) {
					continue
				}
				if s := v.best[k-1][a] + m.steps[a][b]; s > top {
					top, from = s, uint8(a)
				}
			}
			v.best[k][b], v.back[k][b] = top+e[b], from
		}
	}
	last := argmax(v.best[n-1])
	for k, l := n-1, last; k >= 0; k-- {
		v.Labels[i+k] = Label(l)
		l = int(v.back[k][l])
	}
	m.margins(v, i, n, v.best[n-1][last])
}

// margins goes back over the run with the best score of what follows each label.
func (m *Model) margins(v *View, i, n int, top int32) {
	var after [labels]int32
	for k := n - 1; k >= 0; k-- {
		v.Margins[i+k] = top - (v.best[k][Outside] + after[Outside])
		if v.Labels[i+k] == Outside {
			other := max(v.best[k][Begin]+after[Begin], v.best[k][Inside]+after[Inside])
			v.Margins[i+k] = other - top
		}
		var before [labels]int32
		for a := range labels {
			before[a] = never
			for b := range labels {
				if a == int(Outside) && b == int(Inside) {
					continue
				}
				before[a] = max(before[a], m.steps[a][b]+v.onward[k][b]+after[b])
			}
		}
		after = before
	}
}

func argmax(s [labels]int32) int {
	best := 0
	for l := 1; l < labels; l++ {
		if s[l] > s[best] {
			best = l
		}
	}
	return best
}
