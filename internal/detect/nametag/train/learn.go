package main

import (
	"math/rand/v2"

	"dijkwacht/internal/detect/nametag"
)

// The learner is an averaged structured perceptron with a margin: the best wrong
// reading must stay behind the right one by the cost of its errors.
const (
	costMissed = 140 // a part of a name read as none
	costWrong  = 80  // something else read as a name
	costBound  = 40  // a wrong label within a name
)

// run is a row of tokens with their features and right labels.
type run struct {
	rows   [][]uint32
	labels []nametag.Label
}

type learner struct {
	rows, sums   [nametag.Rows][nametag.LabelCount]float64
	steps, ssums [nametag.LabelCount][nametag.LabelCount]float64
	clock        float64
}

// pass goes over the runs once in a random order and returns how many were wrong.
func (l *learner) pass(runs []run, rng *rand.Rand) int {
	wrong := 0
	for _, i := range rng.Perm(len(runs)) {
		r := &runs[i]
		l.clock++
		guess := l.decode(r)
		differs := false
		for k := range guess {
			differs = differs || guess[k] != r.labels[k]
		}
		if differs {
			wrong++
			l.move(r, r.labels, 1)
			l.move(r, guess, -1)
		}
	}
	return wrong
}

// move adds to the weights of a reading, and to the sums that make the average.
func (l *learner) move(r *run, labels []nametag.Label, by float64) {
	for k, label := range labels {
		for _, f := range r.rows[k] {
			l.rows[f][label] += by
			l.sums[f][label] += by * l.clock
		}
		if k > 0 {
			l.steps[labels[k-1]][label] += by
			l.ssums[labels[k-1]][label] += by * l.clock
		}
	}
}

// model is the average over all steps, quantised.
func (l *learner) model(unit float64) *nametag.Model {
	rows := make([][nametag.LabelCount]float64, nametag.Rows)
	var steps [nametag.LabelCount][nametag.LabelCount]float64
	for i := range rows {
		for k := range rows[i] {
			rows[i][k] = l.rows[i][k] - l.sums[i][k]/(l.clock+1)
		}
	}
	for a := range steps {
		for b := range steps[a] {
			steps[a][b] = l.steps[a][b] - l.ssums[a][b]/(l.clock+1)
		}
	}
	return nametag.Quantise(rows, steps, unit)
}

// decode finds the reading with the highest score and cost.
func (l *learner) decode(r *run) []nametag.Label {
	const n = nametag.LabelCount
	best := make([][n]float64, len(r.rows))
	back := make([][n]nametag.Label, len(r.rows))
	for k, rows := range r.rows {
		var e [n]float64
		for _, f := range rows {
			for b := range n {
				e[b] += l.rows[f][b]
			}
		}
		for b := range n {
			e[b] += cost(r.labels[k], nametag.Label(b))
			if k == 0 {
				best[0][b] = e[b]
				if nametag.Label(b) == nametag.Inside {
					best[0][b] = -1e12
				}
				continue
			}
			top := -1e15
			for a := range n {
				if nametag.Label(a) == nametag.Outside && nametag.Label(b) == nametag.Inside {
					continue
				}
				if s := best[k-1][a] + l.steps[a][b]; s > top {
					top, back[k][b] = s, nametag.Label(a)
				}
			}
			best[k][b] = top + e[b]
		}
	}
	out := make([]nametag.Label, len(r.rows))
	last := len(out) - 1
	label := nametag.Label(0)
	for b := range n {
		if best[last][b] > best[last][label] {
			label = nametag.Label(b)
		}
	}
	for k := last; k >= 0; k-- {
		out[k] = label
		label = back[k][label]
	}
	return out
}

func cost(right, guess nametag.Label) float64 {
	switch {
	case right == guess:
		return 0
	case guess == nametag.Outside:
		return costMissed
	case right == nametag.Outside:
		return costWrong
	}
	return costBound
}
